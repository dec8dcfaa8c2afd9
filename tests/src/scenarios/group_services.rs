//! The services of groups (RS-4, RS-7 to RS-10, RS-14, RS-15).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{
    access, at, code, group, groups, list, missing, new_group_services, open, people_in_groups, row, save,
    save_groups, services,
};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, World, eu1};
use shared::access::{Link, Origin, Permission, PermissionSet, Role};
use shared::api::reactive_services::{NewGroupServices, SaveGroupServices, SavedServices, SeenGroup};
use shared::id::{GrantId, Id};
use shared::problem::{Fault, Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::assignment::{Totals, totals};
use shared::service::group_assignment::plan_for_groups;
use shared::time::{Span, Timestamp};

pub(super) fn scenarios() -> Vec<Scenario> {
    let scenarios = vec![
        Scenario::anywhere(rs_7_the_groups_tab_shows_every_group_with_a_grant_in_force),
        Scenario::anywhere(rs_7_the_users_tab_names_groups_that_have_nothing_too),
        Scenario::anywhere(rs_8_saving_for_groups_replaces_what_each_of_them_has),
        Scenario::anywhere(rs_4_what_a_group_is_given_reaches_whoever_is_in_it),
        Scenario::anywhere(rs_10_saving_nothing_for_a_group_leaves_what_people_have_from_elsewhere),
        Scenario::anywhere(rs_12_what_is_taken_from_a_group_is_gone_in_every_session_at_once),
        Scenario::anywhere(rs_13_while_off_the_services_of_groups_are_neither_shown_nor_changed),
        Scenario::anywhere(rs_14_looking_at_groups_needs_roles_view_and_changing_services_manage),
        Scenario::anywhere(rs_15_of_two_saves_of_the_same_group_one_succeeds),
        Scenario::anywhere(acc_11_what_was_shown_before_saving_groups_is_what_happens),
        Scenario::anywhere(acc_12_a_save_for_groups_rests_on_what_their_people_have_otherwise),
        Scenario::anywhere(acc_12_saving_for_a_group_what_it_has_already_changes_nothing),
        Scenario::anywhere(ws_4_a_grant_elsewhere_or_ended_is_as_unknown_as_none),
        Scenario::anywhere(rs_5_a_service_that_is_not_the_workspaces_is_never_stored_for_a_group),
        Scenario::anywhere(rs_8_a_save_names_some_group_and_none_twice),
        Scenario::in_process(rs_4_a_grant_that_has_no_role_left_gives_nothing_anywhere),
    ];
    let crowd =
        Scenario::in_process(rs_8_five_thousand_groups_are_saved_at_once_and_no_more).within(with_a_crowd);
    scenarios.into_iter().map(|scenario| scenario.within(with_groups)).chain([crowd]).collect()
}

/// The office with two groups more, and one whose grant has ended: "Front desk" (Otto and Karl, nothing assigned), "Guests"
/// (nobody, Cloud), "Former project" (Otto, Network). The shop has a group as well: "Shop people" (Max).
fn with_groups(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, shop, tenant) =
        (world.workspace("Office").id.clone(), world.workspace("Shop").id.clone(), home_tenant(&world));
    let [otto, karl, max] = ["Otto", "Karl", "Max"].map(|person| world.person(person).identity.clone());
    let [cloud, network] = ["Cloud", "Network"].map(|name| world.service(name).id.clone());
    let desk = world.add_group(&office, &tenant, "Front desk", &[&otto, &karl]);
    world.grant(&office, &desk, &[Role::LearningUser], None);
    let guests = world.add_group(&office, &tenant, "Guests", &[]);
    let later = world.ground.now.plus(Span::days(9));
    let guests = world.grant(&office, &guests, &[Role::SupportUser, Role::LearningUser], Some(later));
    world.assign(&office, &guests, &[&cloud]);
    let former = world.add_group(&office, &tenant, "Former project", &[&otto]);
    let ended = world.ground.now.minus(Span::hours(1));
    let former = world.grant(&office, &former, &[Role::SupportUser], Some(ended));
    world.assign(&office, &former, &[&network]);
    let people = world.add_group(&shop, &tenant, "Shop people", &[&max]);
    world.grant(&shop, &people, &[Role::SupportUser], None);
    world
}

/// The office with five thousand groups more, in ten of which Karl is.
fn with_a_crowd(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let karl = world.person("Karl").identity.clone();
    for number in 0..5_000 {
        let people: &[_] = if number % 500 == 0 { &[&karl] } else { &[] };
        let group = world.add_group(&office, &tenant, &format!("Group {number}"), people);
        world.grant(&office, &group, &[Role::SupportUser], None);
    }
    world
}

/// The grant of a group of the world.
fn grant_of(world: &World, name: &str) -> GrantId {
    let group = world.groups.iter().find(|group| group.name == name).unwrap();
    world.grants.iter().find(|grant| grant.group == group.id).unwrap().id.clone()
}

fn rs_7_the_groups_tab_shows_every_group_with_a_grant_in_force(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let shown = groups(&irma, world, "Office").unwrap();
    let lines: Vec<_> =
        shown.iter().map(|one| (one.name.as_str(), one.people, one.services.len(), one.version)).collect();
    assert_eq!(lines, [("Data people", 1, 1, 1), ("Front desk", 2, 0, 0), ("Guests", 0, 1, 1)]);
    assert_eq!(shown[0].roles, [Role::SupportUser]);
    let later = Some(world.ground.now.plus(Span::days(9)));
    assert_eq!((shown[2].roles.len(), shown[2].ends_at, shown[0].ends_at), (2, later, None));
}

fn rs_7_the_users_tab_names_groups_that_have_nothing_too(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let karl = row(&irma, world, "Office", "Karl").in_groups();
    let expected = [("Data people", &["Database"][..]), ("Front desk", &[])];
    let expected = expected.map(|(name, names)| (grant_of(world, name), services(world, names)));
    assert_eq!(karl.groups, expected.into_iter().collect());
}

fn rs_8_saving_for_groups_replaces_what_each_of_them_has(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    save_groups(&irma, world, "Office", &["Data people", "Front desk"], &["Network"]).unwrap();
    for (name, names, version) in
        [("Data people", ["Network"], 2), ("Front desk", ["Network"], 1), ("Guests", ["Cloud"], 1)]
    {
        let group = group(&irma, world, "Office", name);
        assert_eq!((group.services, group.version), (services(world, &names), version), "{name}");
    }
}

fn rs_4_what_a_group_is_given_reaches_whoever_is_in_it(target: &dyn Target, world: &World) {
    let (irma, otto) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Otto")));
    assert!(open(&otto, world, "Office", "Network").is_err());
    let saved = save_groups(&irma, world, "Office", &["Front desk"], &["Network", "Database"]).unwrap();
    // Karl has Database already.
    assert_eq!(saved.totals, Totals { gaining: 2, gained: 2, ..Totals::default() });
    assert!(open(&otto, world, "Office", "Network").is_ok());
    let vera = target.sign_in(world.person("Vera"));
    assert!(matches!(missing(open(&vera, world, "Office", "Network")), Link::Assignment { .. }));
}

/// Karl stays a member through the other group that he is in.
fn rs_4_a_grant_that_has_no_role_left_gives_nothing_anywhere(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let [irma, karl] = ["Irma", "Karl"].map(|person| target.sign_in(world.person(person)));
    assert!(open(&karl, world, "Office", "Database").is_ok());
    let (empty, seen) = (grant_of(world, "Data people"), people_in_groups(&irma, world, "Office"));
    let database = in_process.machine.database(eu1());
    database.execute(&format!("DELETE FROM grant_role WHERE grant_id = '{empty}'"));
    assert!(matches!(missing(open(&karl, world, "Office", "Database")), Link::Assignment { .. }));
    assert!(access(&karl, world, "Office").unwrap().access.sets.is_empty());
    let shown: Vec<_> = groups(&irma, world, "Office").unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(shown, ["Front desk", "Guests"]);
    let expected = [(grant_of(world, "Front desk"), ServiceSet::new())];
    assert_eq!(row(&irma, world, "Office", "Karl").in_groups().groups, expected.into());
    assert_eq!(save(&irma, world, "Office", &["Karl"], &["Cloud"]).unwrap().totals.gaining, 1);
    // What is shown of the others is what a save of them rests on; it is none that can be saved itself.
    assert!(save_groups(&irma, world, "Office", &["Front desk"], &["Network"]).is_ok());
    let group = vec![SeenGroup::of(&empty, 1, &seen)];
    let request = NewGroupServices { in_force: None, groups: group, services: ServiceSet::new() };
    let refused = irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap_err();
    assert_eq!(refused, Problem::invalid(vec![Fault::Unknown.of("groups")]));
}

fn rs_10_saving_nothing_for_a_group_leaves_what_people_have_from_elsewhere(
    target: &dyn Target,
    world: &World,
) {
    let (irma, karl) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Karl")));
    save(&irma, world, "Office", &["Karl"], &["Cloud"]).unwrap();
    save_groups(&irma, world, "Office", &["Data people"], &["Cloud", "Database"]).unwrap();
    let saved = save_groups(&irma, world, "Office", &["Data people"], &[]).unwrap();
    assert_eq!(saved.totals, Totals { losing: 1, lost: 1, ..Totals::default() });
    assert!(open(&karl, world, "Office", "Cloud").is_ok());
    assert!(matches!(missing(open(&karl, world, "Office", "Database")), Link::Assignment { .. }));
}

fn rs_12_what_is_taken_from_a_group_is_gone_in_every_session_at_once(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let (desk, phone) = (target.sign_in(world.person("Karl")), target.sign_in(world.person("Karl")));
    for browser in [&desk, &phone] {
        assert!(open(browser, world, "Office", "Database").is_ok());
    }
    save_groups(&irma, world, "Office", &["Data people"], &["Network"]).unwrap();
    for browser in [&desk, &phone] {
        assert!(matches!(missing(open(browser, world, "Office", "Database")), Link::Assignment { .. }));
        assert!(open(browser, world, "Office", "Network").is_ok());
    }
}

fn rs_13_while_off_the_services_of_groups_are_neither_shown_nor_changed(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    assert_eq!(code(groups(&lea, world, "Shop")), ProblemCode::FeatureOff);
    let seen = SeenGroup::of(&grant_of(world, "Shop people"), 0, &[]);
    let request =
        NewGroupServices { in_force: None, groups: vec![seen], services: services(world, &["Network"]) };
    let saved = lea.call::<SaveGroupServices>(&at(world, "Shop"), &request);
    assert_eq!(code(saved), ProblemCode::FeatureOff);
}

fn rs_14_looking_at_groups_needs_roles_view_and_changing_services_manage(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    assert_eq!(groups(&otto, world, "Office").unwrap().len(), 3);
    let refused = missing(save_groups(&otto, world, "Office", &["Front desk"], &["Cloud"]));
    assert_eq!(refused, Link::Permission { any_of: PermissionSet::EMPTY.with(Permission::ServicesManage) });
    let erik = target.sign_in(world.person("Erik"));
    assert_eq!(groups(&erik, world, "Office").unwrap().len(), 3);
    let refused = missing(save_groups(&erik, world, "Office", &["Front desk"], &["Cloud"]));
    assert_eq!(refused, Link::Origin { needed: Origin::Customer });
}

fn rs_15_of_two_saves_of_the_same_group_one_succeeds(target: &dyn Target, world: &World) {
    let (irma, nils) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Nils")));
    let first = new_group_services(&irma, world, "Office", &["Data people"], services(world, &["Network"]));
    let second = new_group_services(&nils, world, "Office", &["Guests", "Data people"], services(world, &[]));
    irma.call::<SaveGroupServices>(&at(world, "Office"), &first).unwrap();
    let problem = nils.call::<SaveGroupServices>(&at(world, "Office"), &second).unwrap_err();
    assert_eq!(problem.code, ProblemCode::StaleVersion);
    assert_eq!(problem.changed, [grant_of(world, "Data people").to_string()]);
    // Nothing of it was saved, for no group.
    assert_eq!(group(&nils, world, "Office", "Guests").services, services(world, &["Cloud"]));
    assert_eq!(group(&nils, world, "Office", "Data people").services, services(world, &["Network"]));
    save_groups(&nils, world, "Office", &["Guests", "Data people"], &[]).unwrap();
}

fn acc_11_what_was_shown_before_saving_groups_is_what_happens(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let people = people_in_groups(&irma, world, "Office");
    let chosen = services(world, &["Cloud", "Network"]);
    let names = ["Data people", "Front desk"];
    let request = new_group_services(&irma, world, "Office", &names, chosen.clone());
    let in_force = services(world, &["Cloud", "Database", "Network"]);
    let shown = plan_for_groups(&people, &names.map(|name| grant_of(world, name)).into(), &chosen, &in_force);
    let saved = irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap();
    assert_eq!(saved.totals, totals(&shown));
    for person in ["Otto", "Karl"] {
        let browser = target.sign_in(world.person(person));
        let change = shown.iter().find(|change| change.member == world.member("Office", person)).unwrap();
        let gained = change.gains.iter().all(|service| *service != world.service("Database").id);
        assert!(gained, "{change:?}");
        for name in ["Cloud", "Database", "Network"] {
            assert_eq!(open(&browser, world, "Office", name).is_ok(), name != "Database", "{person} {name}");
        }
    }
}

fn acc_12_a_save_for_groups_rests_on_what_their_people_have_otherwise(target: &dyn Target, world: &World) {
    let (irma, nils) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Nils")));
    let request =
        new_group_services(&irma, world, "Office", &["Data people", "Guests"], services(world, &[]));
    // Karl gets of his own what the group gives: taking it from the group would no longer take it from him.
    save(&nils, world, "Office", &["Karl"], &["Database"]).unwrap();
    let problem = irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap_err();
    assert_eq!(problem.code, ProblemCode::StaleVersion);
    assert_eq!(problem.changed, [grant_of(world, "Data people").to_string()]);
    // The other way round, what Karl's own set is saved on rests on what his groups give.
    assert_eq!(group(&irma, world, "Office", "Data people").version, 1);
    // What people have who are in none of the groups makes no difference.
    let request = new_group_services(&irma, world, "Office", &["Data people"], services(world, &[]));
    save(&nils, world, "Office", &["Vera"], &["Network"]).unwrap();
    irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap();
}

fn acc_12_saving_for_a_group_what_it_has_already_changes_nothing(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let saved = save_groups(&irma, world, "Office", &["Data people"], &["Database"]).unwrap();
    assert_eq!(saved, SavedServices { totals: Totals::default() });
    assert_eq!(group(&irma, world, "Office", "Data people").version, 1);
}

fn ws_4_a_grant_elsewhere_or_ended_is_as_unknown_as_none(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let never: GrantId = Id::new(eu1(), Timestamp::from_millis(1), [1; 10]);
    for grant in [never, grant_of(world, "Shop people"), grant_of(world, "Former project")] {
        let groups = vec![SeenGroup::of(&grant, 0, &[]), SeenGroup::of(&grant_of(world, "Guests"), 1, &[])];
        let request = NewGroupServices { in_force: None, groups, services: services(world, &["Network"]) };
        let problem = irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap_err();
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("groups")]));
    }
    assert_eq!(group(&irma, world, "Office", "Guests").version, 1);
}

fn rs_5_a_service_that_is_not_the_workspaces_is_never_stored_for_a_group(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    for name in ["Health", "Far cloud"] {
        let problem = save_groups(&irma, world, "Office", &["Guests"], &["Network", name]).unwrap_err();
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("services")]), "{name}");
    }
    assert_eq!(group(&irma, world, "Office", "Guests").version, 1);
}

fn rs_8_a_save_names_some_group_and_none_twice(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let guests = SeenGroup::of(&grant_of(world, "Guests"), 1, &[]);
    for (groups, fault) in [(vec![], Fault::Missing), (vec![guests.clone(), guests], Fault::Malformed)] {
        let request = NewGroupServices { in_force: None, groups, services: ServiceSet::new() };
        let problem = irma.call::<SaveGroupServices>(&at(world, "Office"), &request).unwrap_err();
        assert_eq!(problem, Problem::invalid(vec![fault.of("groups")]));
    }
    assert_eq!(list(&irma, world, "Office").unwrap().len(), 6);
}

fn rs_8_five_thousand_groups_are_saved_at_once_and_no_more(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let irma = browsers.sign_in(world.person("Irma"));
    let people = people_in_groups(&irma, world, "Office");
    let shown = groups(&irma, world, "Office").unwrap();
    let mut seen: Vec<_> =
        shown.iter().map(|group| SeenGroup::of(&group.grant, group.version, &people)).collect();
    assert_eq!(seen.len(), 5_001);
    let put = |groups: &[SeenGroup]| {
        let request = NewGroupServices {
            in_force: None,
            groups: groups.to_vec(),
            services: services(world, &["Network"]),
        };
        irma.call::<SaveGroupServices>(&at(world, "Office"), &request)
    };
    let problem = put(&seen).unwrap_err();
    assert_eq!(problem, Problem::invalid(vec![Fault::TooLong { most: 5_000 }.of("groups")]));
    let first = seen.remove(0);
    assert_eq!(first.grant, grant_of(world, "Data people"));
    assert_eq!(put(&seen).unwrap().totals, Totals { gaining: 1, gained: 1, ..Totals::default() });
}
