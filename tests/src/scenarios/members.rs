//! Whom and what a save of services may be about: people and services of this workspace, and not too many at once.

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{at, group, list, people_in_groups, row, seen_alone, services, text};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, World, eu1, us1};
use shared::api::reactive_services::{
    NewGroupServices, NewMemberServices, SaveGroupServices, SaveMemberServices, SavedServices, SeenGroup,
    SeenMember,
};
use shared::id::{Id, MemberId, ServiceId};
use shared::problem::{Fault, Problem};
use shared::service::ServiceSet;
use shared::service::assignment::Totals;
use shared::service::fingerprint::Fingerprint;
use shared::time::Timestamp;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(rs_5_a_service_that_is_not_the_workspaces_is_never_stored),
        Scenario::anywhere(ws_4_somebody_elsewhere_is_as_unknown_as_nobody),
        Scenario::anywhere(rs_8_a_save_names_somebody_and_nobody_twice),
        Scenario::in_process(acc_11_a_plan_that_rests_on_a_group_that_has_ended_is_not_saved),
        Scenario::in_process(acc_11_a_plan_is_saved_only_while_the_services_it_rests_on_are_in_force),
        Scenario::in_process(acc_4_whose_membership_has_lapsed_is_given_nothing),
        Scenario::anywhere(acc_12_saving_what_is_there_already_changes_nothing),
        Scenario::in_process(rs_8_five_thousand_people_are_saved_at_once_and_no_more).within(with_a_crowd),
    ]
}

fn with_a_crowd(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    for number in 0..5_001 {
        let person = world.add_person(&tenant, &format!("Person {number}"), name);
        world.invite(&office, &person);
    }
    world
}

fn save(
    browser: &Browser<'_>,
    world: &World,
    seen: &[(&MemberId, i64)],
    services: ServiceSet,
) -> Result<SavedServices, Problem> {
    let members = seen.iter().map(|(member, version)| seen_alone((*member).clone(), *version));
    let request = NewMemberServices { in_force: None, members: members.collect(), services };
    browser.call::<SaveMemberServices>(&at(world, "Office"), &request)
}

fn rs_5_a_service_that_is_not_the_workspaces_is_never_stored(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let vera = world.member("Office", "Vera");
    let never: ServiceId = Id::new(eu1(), Timestamp::from_millis(1), [1; 10]);
    let far = world.service("Far cloud").id.clone();
    let health = world.service("Health").id.clone();
    let mut answers = Vec::new();
    for service in [never, far, health] {
        let mut chosen = services(world, &["Database"]);
        chosen.insert(service);
        let problem = save(&irma, world, &[(&vera, 1)], chosen).unwrap_err();
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("services")]));
        answers.push(text(&problem));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "a foreign service and one that never was get the same answer (WHY-5)");
    let after = row(&irma, world, "Office", "Vera");
    assert_eq!((after.own, after.version), (services(world, &["Cloud"]), 1));
}

fn ws_4_somebody_elsewhere_is_as_unknown_as_nobody(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let vera = world.member("Office", "Vera");
    let never: MemberId = Id::new(eu1(), Timestamp::from_millis(1), [1; 10]);
    let never_abroad: MemberId = Id::new(us1(), Timestamp::from_millis(1), [1; 10]);
    let elsewhere =
        [world.member("Shop", "Max"), world.member("Abroad", "Joan"), world.member("Office", "Erik")];
    for stranger in elsewhere.into_iter().chain([never, never_abroad]) {
        for version in [0, 1] {
            let saved =
                save(&irma, world, &[(&vera, 1), (&stranger, version)], services(world, &["Network"]));
            assert_eq!(saved.unwrap_err(), Problem::invalid(vec![Fault::Unknown.of("members")]));
        }
    }
    assert_eq!(row(&irma, world, "Office", "Vera").own, services(world, &["Cloud"]));
}

/// Grants have no endpoint yet, so what ends one is done behind the edge's back.
fn acc_11_a_plan_that_rests_on_a_group_that_has_ended_is_not_saved(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let (office, karl) = (at(world, "Office"), world.member("Office", "Karl"));
    let group = &world.grants[0].id;
    in_process.machine.database(eu1()).execute(&format!("UPDATE member SET invited = 1 WHERE id = '{karl}'"));
    let shown = SeenMember::of(&row(&irma, world, "Office", "Karl").holding());
    let ended = format!("UPDATE group_grant SET ends_at = 1 WHERE id = '{group}'");
    in_process.machine.database(eu1()).execute(&ended);
    let request =
        NewMemberServices { in_force: None, members: vec![shown], services: services(world, &["Network"]) };
    let problem = irma.call::<SaveMemberServices>(&office, &request).unwrap_err();
    assert_eq!(problem, Problem::stale(vec![karl.to_string()]));
    assert_eq!(row(&irma, world, "Office", "Karl").own, services(world, &[]));
}

/// Agreements have no endpoint yet, so what ends one is done behind the edge's back.
fn acc_11_a_plan_is_saved_only_while_the_services_it_rests_on_are_in_force(
    in_process: &InProcess,
    world: &World,
) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let otto = row(&irma, world, "Office", "Otto");
    let people = people_in_groups(&irma, world, "Office");
    let group = group(&irma, world, "Office", "Data people");
    let in_force = Some(Fingerprint::of_set(&services(world, &["Cloud", "Database", "Network"])));
    let save = |names: &[&str]| {
        let members = vec![SeenMember::of(&otto.holding())];
        let request = NewMemberServices { members, services: services(world, names), in_force };
        irma.call::<SaveMemberServices>(&at(world, "Office"), &request)
    };
    let save_group = |names: &[&str]| {
        let groups = vec![SeenGroup::of(&group.grant, group.version, &people)];
        let request = NewGroupServices { groups, services: services(world, names), in_force };
        irma.call::<SaveGroupServices>(&at(world, "Office"), &request)
    };
    let withdraw = |at: &str| {
        let change = format!(
            "UPDATE agreement SET withdrawn_at = {at}; UPDATE workspace SET access_version = access_version + 1"
        );
        in_process.machine.database(eu1()).execute(&change);
    };
    withdraw("1");
    assert_eq!(save(&["Network"]), Err(Problem::stale(vec!["services".into()])));
    assert_eq!(save_group(&["Network"]), Err(Problem::stale(vec!["services".into()])));
    withdraw("NULL");
    assert_eq!(save_group(&["Network"]).map(|_| ()), Ok(()));
    assert_eq!(save(&["Network"]).map(|saved| saved.totals.gaining), Ok(1));
}

fn acc_4_whose_membership_has_lapsed_is_given_nothing(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let karl = world.member("Office", "Karl");
    let shown = SeenMember::of(&row(&irma, world, "Office", "Karl").holding());
    in_process.machine.database(eu1()).execute("UPDATE group_grant SET ends_at = 1");
    let request =
        NewMemberServices { in_force: None, members: vec![shown], services: services(world, &["Network"]) };
    let saved = irma.call::<SaveMemberServices>(&at(world, "Office"), &request);
    assert_eq!(saved.unwrap_err(), Problem::invalid(vec![Fault::Unknown.of("members")]), "{karl}");
}

fn rs_8_a_save_names_somebody_and_nobody_twice(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let vera = world.member("Office", "Vera");
    let nobody = save(&irma, world, &[], services(world, &["Cloud"]));
    assert_eq!(nobody.unwrap_err(), Problem::invalid(vec![Fault::Missing.of("members")]));
    for versions in [(1, 1), (1, 0)] {
        let twice = [(&vera, versions.0), (&vera, versions.1)];
        let saved = save(&irma, world, &twice, services(world, &["Network"]));
        assert_eq!(saved.unwrap_err(), Problem::invalid(vec![Fault::Malformed.of("members")]));
    }
    assert_eq!(row(&irma, world, "Office", "Vera").version, 1);
}

fn acc_12_saving_what_is_there_already_changes_nothing(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let vera = world.member("Office", "Vera");
    let saved = save(&irma, world, &[(&vera, 1)], services(world, &["Cloud"])).unwrap();
    assert_eq!(saved.totals, Totals::default());
    assert_eq!(row(&irma, world, "Office", "Vera").own, services(world, &["Cloud"]));
}

fn rs_8_five_thousand_people_are_saved_at_once_and_no_more(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let crowd: Vec<MemberId> = {
        let rows = list(&irma, world, "Office").unwrap();
        rows.into_iter().filter(|row| row.name.starts_with("Person ")).map(|row| row.member).collect()
    };
    assert_eq!(crowd.len(), 5_001);
    let seen: Vec<_> = crowd.iter().map(|member| (member, 0)).collect();
    let all = save(&irma, world, &seen, services(world, &["Network"]));
    assert_eq!(all.unwrap_err(), Problem::invalid(vec![Fault::TooLong { most: 5_000 }.of("members")]));
    let two = || services(world, &["Database", "Network"]);
    let saved = save(&irma, world, &seen[..5_000], two()).unwrap();
    assert_eq!(saved.totals, Totals { gaining: 5_000, gained: 2, ..Totals::default() });
    let after = list(&irma, world, "Office").unwrap();
    assert_eq!(after.iter().filter(|row| row.own == two()).count(), 5_000);
    // Every one of them once more, with what was there before in the audit log.
    let seen: Vec<_> = crowd.iter().map(|member| (member, 1)).collect();
    let saved = save(&irma, world, &seen[..5_000], services(world, &["Cloud"])).unwrap();
    assert_eq!(saved.totals, Totals { gaining: 5_000, losing: 5_000, gained: 1, lost: 2 });
    let told = "SELECT count(*) AS count FROM audit_event
                WHERE action = 'services.replaced' AND json_array_length(before) = 2 AND json_array_length(after) = 1";
    assert_eq!(in_process.machine.database(eu1()).look(told), [["5000"]]);
}
