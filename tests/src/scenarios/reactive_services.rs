//! Who may use which reactive service, and changing it (RS).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{at, code, list, missing, open, row, save, save_groups, seen_alone, services};
use crate::target::Target;
use crate::world::{Ground, PackageKind, World};
use shared::access::{Link, Mend, Origin, Permission, PermissionSet, Role, RoleSource, SetSource};
use shared::agreement::{AgreementType, Standing};
use shared::api::reactive_services::{NewMemberServices, SaveMemberServices, SeenMember};
use shared::problem::ProblemCode;
use shared::service::ServiceKind;
use shared::service::assignment::{Totals, plan, totals};
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(rs_1_while_off_every_customer_side_member_may_use_every_service),
        Scenario::anywhere(rs_1_while_off_there_is_no_reactive_services_section),
        Scenario::anywhere(rs_4_while_on_somebody_without_an_assignment_may_use_nothing),
        Scenario::anywhere(rs_4_an_assignment_to_a_group_counts_for_whoever_is_in_it),
        Scenario::anywhere(rs_4_a_group_whose_grant_has_ended_gives_nothing).within(with_an_ended_grant),
        Scenario::anywhere(rs_5_an_assignment_opens_nothing_outside_the_workspace)
            .within(with_a_set_too_wide),
        Scenario::anywhere(rs_5_an_assignment_opens_nothing_outside_the_agreement)
            .within(with_an_ended_agreement),
        Scenario::anywhere(rs_5_a_service_of_an_agreement_that_is_not_the_workspaces_is_not_in_it)
            .within(with_a_service_left_behind),
        Scenario::anywhere(rs_7_the_users_tab_shows_everybody_on_the_customers_side_and_nobody_else),
        Scenario::anywhere(rs_8_saving_replaces_the_former_selection),
        Scenario::anywhere(rs_8_saving_replaces_what_every_selected_person_has),
        Scenario::anywhere(rs_9_a_service_that_is_not_in_force_is_given_and_nobody_gains_by_it)
            .within(with_an_ended_agreement),
        Scenario::anywhere(rs_10_saving_nothing_ticked_takes_everything_of_their_own_away),
        Scenario::anywhere(rs_11_each_service_says_where_it_comes_from),
        Scenario::anywhere(rs_14_looking_needs_roles_view_and_changing_services_manage),
        Scenario::anywhere(rs_14_the_provider_can_look_and_never_change),
        Scenario::anywhere(rs_15_of_two_saves_of_the_same_person_one_succeeds),
        Scenario::anywhere(acc_11_what_was_shown_before_saving_is_what_happens),
        Scenario::anywhere(acc_12_a_save_on_another_version_changes_nothing_for_anybody),
    ]
}

fn with_an_ended_grant(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let office = world.workspace("Office").id.clone();
    let (otto, network) = (world.person("Otto").identity.clone(), world.service("Network").id.clone());
    let group = world.add_group(&office, &home_tenant(&world), "Former project", &[&otto]);
    let ended = world.ground.now.minus(Span::hours(1));
    let grant = world.grant(&office, &group, &[Role::Administrator], Some(ended));
    world.assign(&office, &grant, &[&network]);
    world
}

/// Otto has services assigned of which the workspace has only one.
fn with_a_set_too_wide(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, otto) = (world.workspace("Office").id.clone(), world.member("Office", "Otto"));
    let [cloud, network, health, far] =
        ["Cloud", "Network", "Health", "Far cloud"].map(|name| world.service(name).id.clone());
    world.assign(&office, &otto, &[&cloud, &network, &health, &far]);
    world.workspace_mut(&office).services.retain(|service| *service != network);
    world
}

fn with_an_ended_agreement(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let yesterday = shared::time::Day::from_epoch_days(ground.now.day().epoch_days() - 1);
    world.agreements[0].ends_on = yesterday;
    world
}

/// The office still carries a service of an agreement that it is no longer a workspace of.
fn with_a_service_left_behind(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, customer) = (world.workspace("Office").id.clone(), world.customers[0].id.clone());
    let former = world.add_agreement(&customer, AgreementType::Unified, 50, 50);
    let left =
        world.add_package(&former, PackageKind::Base, "Base", &[(ServiceKind::Reactive, "Left behind")]);
    world.carry(&office, &left);
    let otto = world.member("Office", "Otto");
    world.assign(&office, &otto, &[&left[0]]);
    world
}

fn rs_1_while_off_every_customer_side_member_may_use_every_service(target: &dyn Target, world: &World) {
    let max = target.sign_in(world.person("Max"));
    assert!(open(&max, world, "Shop", "Network").is_ok());
}

fn rs_1_while_off_there_is_no_reactive_services_section(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    assert_eq!(code(list(&lea, world, "Shop")), ProblemCode::FeatureOff);
    let members = vec![seen_alone(world.member("Shop", "Max"), 0)];
    let request = NewMemberServices { in_force: None, members, services: services(world, &["Network"]) };
    let saved = lea.call::<SaveMemberServices>(&at(world, "Shop"), &request);
    assert_eq!(code(saved), ProblemCode::FeatureOff);
}

fn rs_4_while_on_somebody_without_an_assignment_may_use_nothing(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    for name in ["Cloud", "Database", "Network"] {
        let service = world.service(name).id.clone();
        assert_eq!(missing(open(&otto, world, "Office", name)), Link::Assignment { service });
    }
    // Nor may an administrator, who could give it to themselves.
    let irma = target.sign_in(world.person("Irma"));
    assert!(matches!(missing(open(&irma, world, "Office", "Cloud")), Link::Assignment { .. }));
}

fn rs_4_an_assignment_to_a_group_counts_for_whoever_is_in_it(target: &dyn Target, world: &World) {
    let karl = target.sign_in(world.person("Karl"));
    assert!(open(&karl, world, "Office", "Database").is_ok());
    assert!(matches!(missing(open(&karl, world, "Office", "Cloud")), Link::Assignment { .. }));
}

fn rs_4_a_group_whose_grant_has_ended_gives_nothing(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    assert!(matches!(missing(open(&otto, world, "Office", "Network")), Link::Assignment { .. }));
    assert_eq!(row(&otto, world, "Office", "Otto").groups, []);
    // The role of the grant is gone as well (ACC-10).
    assert!(matches!(
        missing(save(&otto, world, "Office", &["Otto"], &["Network"])),
        Link::Permission { .. }
    ));
}

fn rs_5_an_assignment_opens_nothing_outside_the_workspace(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    assert!(open(&otto, world, "Office", "Cloud").is_ok());
    for name in ["Network", "Health", "Far cloud"] {
        let service = world.service(name).id.clone();
        assert_eq!(missing(open(&otto, world, "Office", name)), Link::ServiceInWorkspace { service });
    }
}

fn rs_5_an_assignment_opens_nothing_outside_the_agreement(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let Link::AgreementInForce { standing, agreement, .. } = missing(open(&vera, world, "Office", "Cloud"))
    else {
        panic!("another link");
    };
    assert_eq!((standing, agreement), (Standing::Ended, world.agreements[0].number.clone()));
}

fn rs_9_a_service_that_is_not_in_force_is_given_and_nobody_gains_by_it(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let saved = save(&irma, world, "Office", &["Otto", "Vera"], &["Network"]).unwrap();
    assert_eq!(saved.totals, Totals::default());
    assert_eq!(row(&irma, world, "Office", "Otto").own, services(world, &["Network"]));
    let saved = save_groups(&irma, world, "Office", &["Data people"], &["Network"]).unwrap();
    assert_eq!(saved.totals, Totals::default());
}

fn rs_5_a_service_of_an_agreement_that_is_not_the_workspaces_is_not_in_it(
    target: &dyn Target,
    world: &World,
) {
    let (otto, irma) = (target.sign_in(world.person("Otto")), target.sign_in(world.person("Irma")));
    let service = world.service("Left behind").id.clone();
    assert_eq!(missing(open(&otto, world, "Office", "Left behind")), Link::ServiceInWorkspace { service });
    let saved = save(&irma, world, "Office", &["Vera"], &["Left behind"]);
    assert_eq!(code(saved), ProblemCode::InvalidFields);
    assert_eq!(row(&irma, world, "Office", "Vera").version, 1);
}

fn rs_7_the_users_tab_shows_everybody_on_the_customers_side_and_nobody_else(
    target: &dyn Target,
    world: &World,
) {
    let irma = target.sign_in(world.person("Irma"));
    let rows = list(&irma, world, "Office").unwrap();
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Edda Stern", "Irma Falk", "Karl Frost", "Nils Adler", "Otto Lund", "Vera Holm"]);
    let held = |name: &str| {
        let row = rows.iter().find(|row| row.name.starts_with(name)).unwrap();
        row.roles.iter().map(|held| (held.role, held.source.clone())).collect::<Vec<_>>()
    };
    assert_eq!(held("Irma"), [(Role::Administrator, RoleSource::Creation)]);
    assert_eq!(held("Otto"), []);
    let agreement = &world.agreements[0];
    let named = RoleSource::Agreement { agreement: agreement.id.clone(), number: agreement.number.clone() };
    assert_eq!(held("Nils"), [(Role::CustomerSupportManager, named)]);
    let (grant, group) = (world.grants[0].id.clone(), "Data people".into());
    assert_eq!(held("Karl"), [(Role::SupportUser, RoleSource::Group { grant, group, ends_at: None })]);
    let vera = world.person("Vera");
    assert_eq!(rows[5].email.as_deref(), Some(vera.email.as_str()));
    assert_eq!((rows[5].version, &rows[5].own), (1, &services(world, &["Cloud"])));
    assert_eq!((rows[4].version, &rows[4].own), (0, &services(world, &[])));
}

fn rs_8_saving_replaces_the_former_selection(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    save(&irma, world, "Office", &["Vera"], &["Database", "Network"]).unwrap();
    let after = row(&irma, world, "Office", "Vera");
    assert_eq!((after.own, after.version), (services(world, &["Database", "Network"]), 2));
    let vera = target.sign_in(world.person("Vera"));
    assert!(matches!(missing(open(&vera, world, "Office", "Cloud")), Link::Assignment { .. }));
    assert!(open(&vera, world, "Office", "Database").is_ok());
}

fn rs_8_saving_replaces_what_every_selected_person_has(target: &dyn Target, world: &World) {
    let nils = target.sign_in(world.person("Nils"));
    save(&nils, world, "Office", &["Vera", "Otto", "Karl", "Nils"], &["Network"]).unwrap();
    for person in ["Vera", "Otto", "Karl", "Nils"] {
        assert_eq!(row(&nils, world, "Office", person).own, services(world, &["Network"]), "{person}");
    }
    assert_eq!(row(&nils, world, "Office", "Irma").own, services(world, &[]));
    // What the group gives is the group's: Karl keeps it.
    let karl = target.sign_in(world.person("Karl"));
    assert!(open(&karl, world, "Office", "Database").is_ok());
}

fn rs_10_saving_nothing_ticked_takes_everything_of_their_own_away(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let saved = save(&irma, world, "Office", &["Vera", "Karl"], &[]).unwrap();
    assert_eq!(
        saved.totals,
        Totals { losing: 1, lost: 1, ..Totals::default() },
        "Karl had nothing of his own"
    );
    let vera = target.sign_in(world.person("Vera"));
    assert!(matches!(missing(open(&vera, world, "Office", "Cloud")), Link::Assignment { .. }));
}

fn rs_11_each_service_says_where_it_comes_from(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    save(&irma, world, "Office", &["Karl"], &["Cloud", "Database"]).unwrap();
    let karl = row(&irma, world, "Office", "Karl");
    assert_eq!(karl.own, services(world, &["Cloud", "Database"]));
    let [group] = &karl.groups[..] else { panic!("{karl:?}") };
    let (grant, name) = (world.grants[0].id.clone(), "Data people".to_owned());
    assert_eq!(group.source, SetSource::Group { grant, group: name, ends_at: None });
    assert_eq!(group.services, services(world, &["Database"]));
}

fn rs_14_looking_needs_roles_view_and_changing_services_manage(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    assert_eq!(list(&otto, world, "Office").unwrap().len(), 6);
    let problem = save(&otto, world, "Office", &["Otto"], &["Cloud"]).unwrap_err();
    let refusal = problem.refusal.unwrap();
    assert_eq!(
        refusal.missing,
        Link::Permission { any_of: PermissionSet::EMPTY.with(Permission::ServicesManage) }
    );
    assert_eq!(refusal.mend, Mend::Holder { of: Permission::GroupsManage });
    assert_eq!(row(&otto, world, "Office", "Otto").own, services(world, &[]));
}

fn rs_14_the_provider_can_look_and_never_change(target: &dyn Target, world: &World) {
    for person in ["Erik", "Paula"] {
        let browser = target.sign_in(world.person(person));
        assert_eq!(list(&browser, world, "Office").unwrap().len(), 6);
        let saved = save(&browser, world, "Office", &["Otto"], &["Cloud"]);
        assert_eq!(missing(saved), Link::Origin { needed: Origin::Customer }, "{person}");
    }
}

fn rs_15_of_two_saves_of_the_same_person_one_succeeds(target: &dyn Target, world: &World) {
    let (irma, nils) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Nils")));
    let seen = seen_alone(world.member("Office", "Vera"), 1);
    let request = |names: &[&str]| NewMemberServices {
        in_force: None,
        members: vec![seen.clone()],
        services: services(world, names),
    };
    irma.call::<SaveMemberServices>(&at(world, "Office"), &request(&["Network"])).unwrap();
    let problem = nils.call::<SaveMemberServices>(&at(world, "Office"), &request(&["Database"])).unwrap_err();
    assert_eq!((problem.code, problem.changed), (ProblemCode::StaleVersion, vec![seen.member.to_string()]));
    let after = row(&nils, world, "Office", "Vera");
    assert_eq!((after.own, after.version), (services(world, &["Network"]), 2));
    // Having seen what the other did, the second can go on.
    save(&nils, world, "Office", &["Vera"], &["Database"]).unwrap();
    assert_eq!(row(&nils, world, "Office", "Vera").version, 3);
}

fn acc_11_what_was_shown_before_saving_is_what_happens(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let people = ["Vera", "Otto", "Karl"].map(|person| row(&irma, world, "Office", person).holding());
    let chosen = services(world, &["Database", "Network"]);
    let shown = plan(&people, &chosen, &services(world, &["Cloud", "Database", "Network"]));
    let members = people.iter().map(SeenMember::of);
    let request = NewMemberServices { in_force: None, members: members.collect(), services: chosen };
    let saved = irma.call::<SaveMemberServices>(&at(world, "Office"), &request).unwrap();
    assert_eq!(saved.totals, totals(&shown));
    // And it is what each of them can use afterwards.
    for (person, usable) in [("Vera", ["Database", "Network"]), ("Karl", ["Database", "Network"])] {
        let browser = target.sign_in(world.person(person));
        for name in ["Cloud", "Database", "Network"] {
            let opened = open(&browser, world, "Office", name);
            assert_eq!(opened.is_ok(), usable.contains(&name), "{person} {name}");
        }
    }
}

fn acc_12_a_save_on_another_version_changes_nothing_for_anybody(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let seen = |person| SeenMember::of(&row(&irma, world, "Office", person).holding());
    for stale in [0, 2, -1, 9_007_199_254_740_991] {
        let vera = SeenMember { version: stale, ..seen("Vera") };
        let members = vec![seen("Otto"), vera, seen("Karl")];
        let request = NewMemberServices { in_force: None, members, services: services(world, &["Network"]) };
        let problem = irma.call::<SaveMemberServices>(&at(world, "Office"), &request).unwrap_err();
        assert_eq!(problem.code, ProblemCode::StaleVersion, "{stale}");
        assert_eq!(problem.changed, [world.member("Office", "Vera").to_string()]);
    }
    for (person, names) in [("Otto", &[][..]), ("Vera", &["Cloud"]), ("Karl", &[])] {
        assert_eq!(row(&irma, world, "Office", person).own, services(world, names), "{person}");
    }
}
