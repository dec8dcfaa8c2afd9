//! Why something is not allowed: the first missing link, and who can mend it (WHY).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{actor, answer, at, at_case, code, form, list, missing, note, open, save};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{CONSUMER_TENANT, Ground, Tenant, World, eu1, us1};
use shared::access::{Effect, Link, Mend, Origin, Permission, PermissionSet, Role};
use shared::api::Empty;
use shared::api::case::{GetCase, OpenCase};
use shared::api::workspace::{GetHome, Holders, HoldersQuestion, ListHolders, MarkOpened};
use shared::id::{CaseId, Id, ServiceId};
use shared::problem::ProblemCode;
use shared::service::entitlement::entitle;
use shared::time::{Day, Span, Timestamp};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(why_1_signed_in_is_the_first_link),
        Scenario::anywhere(why_1_member_comes_before_everything_that_only_members_may_know)
            .within(with_all_missing),
        Scenario::anywhere(why_1_not_archived_comes_before_the_kind_of_account).within(with_all_missing),
        Scenario::anywhere(why_1_the_kind_of_account_comes_before_the_origin).within(with_a_personal_account),
        Scenario::anywhere(why_1_the_origin_comes_before_the_permission),
        Scenario::anywhere(why_1_the_permission_comes_before_the_service),
        Scenario::anywhere(why_1_service_agreement_and_assignment_follow_in_this_order)
            .within(with_an_ended_agreement),
        Scenario::anywhere(why_1_an_access_refusal_comes_before_what_is_wrong_with_the_form),
        Scenario::anywhere(why_2_the_browser_computes_the_same_refusal),
        Scenario::anywhere(why_2_those_who_can_mend_it_are_named),
        Scenario::anywhere(why_2_at_most_twenty_are_named).within(with_many_administrators),
        Scenario::anywhere(why_2_whose_role_is_out_of_force_is_not_named).within(with_many_administrators),
        Scenario::in_process(why_2_whoever_cannot_come_in_is_not_named),
        Scenario::anywhere(why_2_former_holders_take_no_place_among_those_who_are_named)
            .within(with_many_former_administrators),
        Scenario::anywhere(why_5_a_refusal_confirms_nothing_about_a_foreign_service),
        Scenario::anywhere(why_5_a_foreign_case_is_as_absent_as_one_that_never_was),
    ]
}

/// The office is archived, its agreement has ended, and a member with a personal account holds nothing.
fn with_all_missing(ground: &Ground, name: &str) -> World {
    let mut world = with_a_personal_account(ground, name);
    let office = world.workspace("Office").id.clone();
    world.workspace_mut(&office).archived_at = Some(world.days_ago(1));
    world.agreements[0].ends_on = Day::from_epoch_days(ground.now.day().epoch_days() - 3);
    world
}

/// Rita, with a personal account, is a member where none may enter.
fn with_a_personal_account(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let consumers = Tenant::of_personal_accounts();
    assert_eq!(consumers.id, CONSUMER_TENANT);
    let customer = world.customers[0].id.clone();
    world.register(&customer, &consumers);
    let rita = world.add_person(&consumers, "Rita Sand", name);
    let office = world.workspace("Office").id.clone();
    world.invite(&office, &rita);
    world
}

/// Zoe administers through a group; 250 others did so through one whose grant has ended.
fn with_many_former_administrators(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let former: Vec<_> =
        (0..250).map(|number| world.add_person(&tenant, &format!("Former {number}"), name)).collect();
    let ended =
        world.add_group(&office, &tenant, "Former administrators", &former.iter().collect::<Vec<_>>());
    world.grant(&office, &ended, &[Role::Administrator], Some(world.days_ago(1)));
    let zoe = world.add_person(&tenant, "Zoe Present", name);
    let group = world.add_group(&office, &tenant, "Administrators", &[&zoe]);
    world.grant(&office, &group, &[Role::Administrator], None);
    world
}

fn with_an_ended_agreement(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    world.agreements[0].ends_on = Day::from_epoch_days(ground.now.day().epoch_days() - 1);
    world
}

/// Thirty administrators through a group, and one through a grant that has ended.
fn with_many_administrators(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let people: Vec<_> =
        (0..30).map(|number| world.add_person(&tenant, &format!("Zoe Admin {number:02}"), name)).collect();
    let group = world.add_group(&office, &tenant, "Administrators", &people.iter().collect::<Vec<_>>());
    world.grant(&office, &group, &[Role::Administrator], None);
    let former = world.add_person(&tenant, "Abel Former", name);
    world.invite(&office, &former);
    let group = world.add_group(&office, &tenant, "Former administrators", &[&former]);
    let ended = world.ground.now.minus(Span::hours(1));
    world.grant(&office, &group, &[Role::Administrator], Some(ended));
    world
}

fn why_1_signed_in_is_the_first_link(target: &dyn Target, world: &World) {
    let nobody = target.nobody();
    let problem = open(&nobody, world, "Office", "Cloud").unwrap_err();
    assert_eq!((problem.status, problem.code), (401, ProblemCode::NotSignedIn));
    let refusal = problem.refusal.unwrap();
    assert_eq!((refusal.missing, refusal.mend), (Link::SignedIn, Mend::SigningIn));
}

fn why_1_member_comes_before_everything_that_only_members_may_know(target: &dyn Target, world: &World) {
    // Archived, ended, personal: somebody who is no member hears of none of it.
    for person in ["Theo", "Max", "Joan"] {
        let problem = open(&target.sign_in(world.person(person)), world, "Office", "Cloud").unwrap_err();
        assert_eq!((problem.code, problem.refusal), (ProblemCode::NotFound, None), "{person}");
    }
}

fn why_1_not_archived_comes_before_the_kind_of_account(target: &dyn Target, world: &World) {
    let rita = target.sign_in(world.person("Rita"));
    assert_eq!(missing(open(&rita, world, "Office", "Cloud")), Link::NotArchived);
    // Looking changes nothing, so it goes one link further.
    assert_eq!(missing(list(&rita, world, "Office")), Link::AccountKind);
    // Others may look, and have opened it.
    let irma = target.sign_in(world.person("Irma"));
    assert!(irma.call::<GetHome>(&at(world, "Office"), &Empty {}).is_ok());
    assert!(irma.call::<MarkOpened>(&at(world, "Office"), &Empty {}).is_ok());
    assert_eq!(missing(save(&irma, world, "Office", &["Vera"], &[])), Link::NotArchived);
}

fn why_1_the_kind_of_account_comes_before_the_origin(target: &dyn Target, world: &World) {
    let rita = target.sign_in(world.person("Rita"));
    let case = world.case("Mail flow").id.clone();
    assert_eq!(missing(note(&rita, world, "Office", &case, "x")), Link::AccountKind);
    assert_eq!(missing(open(&rita, world, "Office", "Cloud")), Link::AccountKind);
}

fn why_1_the_origin_comes_before_the_permission(target: &dyn Target, world: &World) {
    let erik = target.sign_in(world.person("Erik"));
    assert_eq!(missing(open(&erik, world, "Office", "Cloud")), Link::Origin { needed: Origin::Customer });
    let vera = target.sign_in(world.person("Vera"));
    let case = world.case("Mail flow").id.clone();
    let refused = missing(note(&vera, world, "Office", &case, "x"));
    assert_eq!(refused, Link::Origin { needed: Origin::Provider });
}

fn why_1_the_permission_comes_before_the_service(target: &dyn Target, world: &World) {
    // Paula looks after agreements; she neither opens cases nor works on them.
    let paula = target.sign_in(world.person("Paula"));
    let case = world.case("Mail flow").id.clone();
    let problem = answer(&paula, world, "Office", &case, "x").unwrap_err();
    let any_of = PermissionSet::from_iter([Permission::CasesOpen, Permission::CasesWork]);
    let refusal = problem.refusal.unwrap();
    assert_eq!(refusal.missing, Link::Permission { any_of });
    // What provider people may do comes from agreements, so it is mended there.
    assert_eq!(refusal.mend, Mend::Holder { of: Permission::AgreementsManage });
    assert!(matches!(missing(note(&paula, world, "Office", &case, "x")), Link::Permission { .. }));
}

fn why_1_service_agreement_and_assignment_follow_in_this_order(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let link = |name: &str| missing(open(&otto, world, "Office", name));
    // Not in the workspace, and its own agreement is in force.
    assert!(matches!(link("Far cloud"), Link::ServiceInWorkspace { .. }));
    // In the workspace, ended, and not assigned to Otto.
    assert!(matches!(link("Cloud"), Link::AgreementInForce { .. }));
}

fn why_1_an_access_refusal_comes_before_what_is_wrong_with_the_form(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let mut bad = form(&world.service("Cloud").id);
    bad.title = "x".into();
    bad.product = Id::new(eu1(), Timestamp::from_millis(1), [1; 10]);
    assert!(matches!(missing(otto.call::<OpenCase>(&at(world, "Office"), &bad)), Link::Assignment { .. }));
}

fn why_2_the_browser_computes_the_same_refusal(target: &dyn Target, world: &World) {
    for person in ["Irma", "Otto", "Vera", "Karl", "Nils", "Edda", "Erik", "Ivo", "Paula"] {
        let browser = target.sign_in(world.person(person));
        let seen = actor(&browser, world, "Office");
        for name in ["Cloud", "Database", "Network", "Health", "Far cloud"] {
            let service = world.service(name).id.clone();
            let expected = seen
                .may(&[Permission::CasesOpen], Effect::Changes)
                .and_then(|()| entitle(&seen, &service).map(|_| ()));
            let answered = open(&browser, world, "Office", name);
            let answered = answered.map(|_| ()).map_err(|problem| problem.refusal.unwrap());
            assert_eq!(answered, expected, "{person} {name}");
        }
    }
}

fn holders(target: &dyn Target, world: &World, person: &str, permission: Permission) -> Vec<String> {
    let browser = target.sign_in(world.person(person));
    let answer = browser.call::<ListHolders>(&at(world, "Office"), &HoldersQuestion { permission });
    answer.unwrap().people.into_iter().map(|person| person.name).collect()
}

fn why_2_those_who_can_mend_it_are_named(target: &dyn Target, world: &World) {
    for person in ["Otto", "Erik"] {
        assert_eq!(holders(target, world, person, Permission::ServicesManage), ["Irma Falk", "Nils Adler"]);
        assert_eq!(holders(target, world, person, Permission::GroupsManage), ["Irma Falk", "Nils Adler"]);
        assert_eq!(holders(target, world, person, Permission::CasesWork), ["Erik Sommer", "Ivo Brandt"]);
        assert_eq!(holders(target, world, person, Permission::AgreementsManage), ["Paula Norden"]);
    }
}

fn why_2_at_most_twenty_are_named(target: &dyn Target, world: &World) {
    let named = holders(target, world, "Otto", Permission::ServicesManage);
    assert_eq!(named.len(), Holders::MOST);
    let mut once = named.clone();
    once.dedup();
    assert_eq!(once, named);
    assert_eq!(named[..2], ["Irma Falk", "Nils Adler"]);
}

fn why_2_whose_role_is_out_of_force_is_not_named(target: &dyn Target, world: &World) {
    let named = holders(target, world, "Otto", Permission::ServicesManage);
    assert!(!named.iter().any(|name| name == "Abel Former"), "{named:?}");
}

fn why_2_whoever_cannot_come_in_is_not_named(in_process: &InProcess, world: &World) {
    let named = || holders(in_process, world, "Otto", Permission::ServicesManage);
    let change = |what: &str, person: &str| {
        let identity = &world.person(person).identity;
        let sql = format!("UPDATE identity SET {what} WHERE id = '{identity}'");
        in_process.machine.database(eu1()).execute(&sql);
    };
    change("disabled_at = 1", "Irma");
    assert_eq!(named(), ["Nils Adler"]);
    change("account = 'personal'", "Nils");
    assert_eq!(named(), [""; 0], "the office is for work accounts only");
}

fn why_2_former_holders_take_no_place_among_those_who_are_named(target: &dyn Target, world: &World) {
    let named = holders(target, world, "Otto", Permission::ServicesManage);
    assert_eq!(named, ["Irma Falk", "Nils Adler", "Zoe Present"]);
}

fn why_5_a_refusal_confirms_nothing_about_a_foreign_service(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let asked = |service: &ServiceId| {
        let mut form = form(&world.service("Cloud").id);
        form.service = service.clone();
        let answer = vera.ask::<OpenCase>(&at(world, "Office"), &form, &format!("why-5-{service}"));
        (answer.status, answer.body.replace(service.as_str(), "…"))
    };
    let foreign = asked(&world.service("Far cloud").id);
    assert_eq!(foreign.0, 403);
    for shard in [eu1(), us1()] {
        assert_eq!(asked(&Id::new(shard, Timestamp::from_millis(1), [1; 10])), foreign);
    }
}

fn why_5_a_foreign_case_is_as_absent_as_one_that_never_was(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let foreign = world.case("Mail flow").id.clone();
    let never: CaseId = Id::new(eu1(), Timestamp::from_millis(1), [1; 10]);
    // In a workspace of her own, and in the one that the case is in.
    let raw = [("Shop", &foreign), ("Shop", &never), ("Office", &foreign), ("Office", &never)].map(
        |(place, case)| {
            let answer = lea.ask::<GetCase>(&at_case(world, place, case), &Empty {}, "");
            (answer.status, answer.body)
        },
    );
    assert!(raw.iter().all(|one| *one == raw[0]) && raw[0].0 == 404, "{raw:?}");
    for case in [&foreign, &never] {
        assert_eq!(code(answer(&lea, world, "Shop", case, "x")), ProblemCode::NotFound);
        assert_eq!(code(note(&lea, world, "Office", case, "x")), ProblemCode::NotFound);
    }
}
