//! Roles and what they allow, as the policy's golden file has it (ACC-1, ACC-2).
//!
//! The golden file is the expectation here, not the table in `shared` that the edge decides by.

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{access, actor, at, case, code, list, make_move, missing, open, save};
use crate::policy::{allowed, policy};
use crate::target::Target;
use crate::world::{Ground, PackageKind, Tenant, World};
use shared::access::{Link, Origin, Permission, Role};
use shared::agreement::AgreementType;
use shared::api::workspace::{HoldersQuestion, ListHolders};
use shared::case::lifecycle::Move;
use shared::problem::ProblemCode;
use shared::service::ServiceKind;
use shared::workspace::WorkspaceKind;
use std::collections::BTreeSet;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(acc_1_every_role_has_exactly_the_permissions_of_the_policy)
            .within(with_every_role),
        Scenario::anywhere(acc_1_permissions_are_the_union_over_the_roles_held).within(with_every_role),
        Scenario::anywhere(acc_1_a_role_of_the_other_side_gives_nothing).within(with_roles_of_the_other_side),
        Scenario::anywhere(acc_2_a_csm_holds_the_role_in_default_workspaces_only)
            .within(with_contacts_in_the_shop),
        Scenario::anywhere(acc_2_provider_people_hold_theirs_in_all_workspaces_of_the_agreement),
        Scenario::anywhere(acc_2_a_system_role_is_a_role_of_its_agreement_and_no_other),
        Scenario::anywhere(acc_2_being_named_in_one_agreement_is_nothing_in_a_workspace_of_another)
            .within(with_a_second_agreement),
    ]
}

/// What the member with this role is called in [`with_every_role`].
pub fn name_of(role: Role) -> String {
    format!("{} holder", serde_json::to_value(role).unwrap().as_str().unwrap())
}

/// One person for every role, come by as the policy says; and one with two roles.
pub fn with_every_role(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant, agreement) =
        (world.workspace("Office").id.clone(), home_tenant(&world), world.agreements[0].id.clone());
    for row in policy() {
        let home = if row.origin == "provider" { Tenant::of_the_provider() } else { tenant.clone() };
        let person = world.add_person(&home, &name_of(row.role), name);
        match row.assigned_by.as_str() {
            "system" => world.name_in_agreement(&agreement, &person, row.role),
            "default" => drop(world.invite(&office, &person)),
            _ => {
                let group = world.add_group(&office, &tenant, &name_of(row.role), &[&person]);
                world.grant(&office, &group, &[row.role], None);
            }
        }
    }
    let both = world.add_person(&tenant, "Both of them", name);
    let group = world.add_group(&office, &tenant, "Learners", &[&both]);
    world.grant(&office, &group, &[Role::LearningUser, Role::AssessmentUser], None);
    world
}

/// A provider's member in a customer's group, and the other way round.
fn with_roles_of_the_other_side(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, agreement) = (world.workspace("Office").id.clone(), world.agreements[0].id.clone());
    let (erik, otto) = (world.person("Erik").identity.clone(), world.person("Otto").identity.clone());
    let group = world.add_group(&office, &Tenant::of_the_provider(), "Engineers", &[&erik]);
    world.grant(&office, &group, &[Role::Administrator], None);
    world.name_in_agreement(&agreement, &otto, Role::SupportEngineer);
    world
}

fn with_contacts_in_the_shop(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (shop, edda) = (world.workspace("Shop").id.clone(), world.person("Edda").identity.clone());
    world.invite(&shop, &edda);
    world
}

/// The customer has a second agreement with a default workspace of its own, where Nils and Edda are plain members.
fn with_a_second_agreement(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let customer = world.customers[0].id.clone();
    let second = world.add_agreement(&customer, AgreementType::Unified, 50, 50);
    world.add_package(&second, PackageKind::Base, "Base", &[(ServiceKind::Reactive, "Second service")]);
    let branch = world.add_workspace(&[&second], WorkspaceKind::Default, "Branch");
    world.go_granular(&branch);
    for person in ["Nils", "Edda"] {
        let identity = world.person(person).identity.clone();
        world.invite(&branch, &identity);
    }
    world
}

fn permitted(target: &dyn Target, world: &World, person: &str, workspace: &str) -> BTreeSet<String> {
    let actor = actor(&target.sign_in(world.person(person)), world, workspace);
    actor.permissions().iter().map(|permission| Permission::name(permission).to_owned()).collect()
}

fn acc_1_every_role_has_exactly_the_permissions_of_the_policy(target: &dyn Target, world: &World) {
    for row in policy() {
        let origin = if row.origin == "provider" { "provider" } else { "customer" };
        let expected = allowed(origin, &[row.role]);
        assert_eq!(permitted(target, world, &name_of(row.role), "Office"), expected, "{:?}", row.role);
    }
}

fn acc_1_permissions_are_the_union_over_the_roles_held(target: &dyn Target, world: &World) {
    let both = permitted(target, world, "Both", "Office");
    assert_eq!(both, allowed("customer", &[Role::LearningUser, Role::AssessmentUser]));
    assert!(
        both.contains("learning.view") && both.contains("assessments.view") && both.contains("cases.open")
    );
}

fn acc_1_a_role_of_the_other_side_gives_nothing(target: &dyn Target, world: &World) {
    assert_eq!(permitted(target, world, "Erik", "Office"), allowed("provider", &[Role::SupportEngineer]));
    assert_eq!(permitted(target, world, "Otto", "Office"), allowed("customer", &[]));
    let otto = target.sign_in(world.person("Otto"));
    let case = world.case("Mail flow").id.clone();
    let assigned = make_move(&otto, world, "Office", &case, Move::Assign);
    assert_eq!(missing(assigned), Link::Origin { needed: Origin::Provider });
}

fn acc_2_a_csm_holds_the_role_in_default_workspaces_only(target: &dyn Target, world: &World) {
    let nils = target.sign_in(world.person("Nils"));
    assert!(access(&nils, world, "Office").is_ok());
    assert_eq!(code(access(&nils, world, "Shop")), ProblemCode::NotFound);
    // A support contact who was invited there is a member like any other.
    assert_eq!(permitted(target, world, "Edda", "Shop"), allowed("customer", &[]));
    let edda = access(&target.sign_in(world.person("Edda")), world, "Office").unwrap();
    assert!(edda.access.roles.iter().any(|held| held.role == Role::SupportContact));
}

fn acc_2_provider_people_hold_theirs_in_all_workspaces_of_the_agreement(target: &dyn Target, world: &World) {
    for workspace in ["Office", "Shop"] {
        let erik = permitted(target, world, "Erik", workspace);
        assert_eq!(erik, allowed("provider", &[Role::SupportEngineer]), "{workspace}");
        let paula = permitted(target, world, "Paula", workspace);
        assert_eq!(paula, allowed("provider", &[Role::CustomerSuccessAccountManager]), "{workspace}");
    }
}

fn acc_2_a_system_role_is_a_role_of_its_agreement_and_no_other(target: &dyn Target, world: &World) {
    let erik = target.sign_in(world.person("Erik"));
    assert_eq!(code(access(&erik, world, "Abroad")), ProblemCode::NotFound);
    let mara = target.sign_in(world.person("Mara"));
    assert_eq!(code(case(&mara, world, "Office", &world.case("Mail flow").id)), ProblemCode::NotFound);
    assert!(access(&mara, world, "Abroad").is_ok());
    assert_eq!(missing(open(&mara, world, "Abroad", "Far cloud")), Link::Origin { needed: Origin::Customer });
}

fn acc_2_being_named_in_one_agreement_is_nothing_in_a_workspace_of_another(
    target: &dyn Target,
    world: &World,
) {
    for person in ["Nils", "Edda"] {
        assert_eq!(permitted(target, world, person, "Branch"), allowed("customer", &[]), "{person}");
    }
    let edda = target.sign_in(world.person("Edda"));
    assert!(list(&edda, world, "Branch").unwrap().iter().all(|row| row.roles.is_empty()));
    let question = HoldersQuestion { permission: Permission::ServicesManage };
    assert_eq!(edda.call::<ListHolders>(&at(world, "Branch"), &question).unwrap().people, []);
    let nils = target.sign_in(world.person("Nils"));
    assert!(matches!(
        missing(save(&nils, world, "Branch", &["Edda"], &["Second service"])),
        Link::Permission { .. }
    ));
    assert!(save(&nils, world, "Office", &["Edda"], &["Cloud"]).is_ok());
    let erik = target.sign_in(world.person("Erik"));
    assert_eq!(code(access(&erik, world, "Branch")), ProblemCode::NotFound);
}
