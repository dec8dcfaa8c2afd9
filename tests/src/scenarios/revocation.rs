//! Taking a service away shuts every door at once (RS-12), and leaves what is there already (RS-6).

use super::Scenario;
use super::office::office;
use super::steps::{answer, at, case, cases, code, form, make_move, missing, open, row, save, services};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, World};
use shared::access::{Link, Mend, Permission};
use shared::api::case::OpenCase;
use shared::api::reactive_services::{NewMemberServices, SaveMemberServices, SeenMember};
use shared::case::lifecycle::{CaseState, Move};
use shared::problem::ProblemCode;
use shared::service::entitlement::entitle;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(rs_12_an_open_form_is_refused_on_its_next_request),
        Scenario::anywhere(rs_12_a_second_session_and_another_tab_lose_it_too),
        Scenario::anywhere(rs_12_a_session_that_has_worked_in_the_other_region_loses_it_too)
            .within(with_a_traveller),
        Scenario::anywhere(rs_12_what_comes_back_can_be_used_at_once),
        Scenario::anywhere(rs_12_losing_a_group_service_is_not_undone_by_a_former_assignment),
        Scenario::anywhere(rs_6_cases_already_open_stay_visible_and_go_on),
        Scenario::anywhere(case_4_a_closed_case_reopens_only_for_somebody_who_may_still_use_the_service)
            .within(with_a_closed_case),
        Scenario::in_process(rs_12_a_group_that_loses_its_grant_takes_its_services_along),
    ]
}

/// Vera is a member abroad as well.
fn with_a_traveller(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (abroad, vera) = (world.workspace("Abroad").id.clone(), world.person("Vera").identity.clone());
    world.invite(&abroad, &vera);
    world
}

/// Vera's case was closed a moment ago.
fn with_a_closed_case(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (erik, vera) = (world.person("Erik").identity.clone(), world.person("Vera").identity.clone());
    let case = world.case("Mail flow").id.clone();
    world.bring_to(&case, &erik, &vera, CaseState::Closed);
    world
}

fn rs_12_an_open_form_is_refused_on_its_next_request(target: &dyn Target, world: &World) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    // The form is open: the browser has the access rows, and has found the service usable.
    let cloud = world.service("Cloud").id.clone();
    assert!(entitle(&super::steps::actor(&vera, world, "Office"), &cloud).is_ok());
    save(&irma, world, "Office", &["Vera"], &[]).unwrap();
    let problem = vera.call::<OpenCase>(&at(world, "Office"), &form(&cloud)).unwrap_err();
    let refusal = problem.refusal.unwrap();
    assert_eq!((problem.status, problem.code), (403, ProblemCode::Refused));
    assert_eq!(refusal.missing, Link::Assignment { service: cloud });
    assert_eq!(refusal.mend, Mend::Holder { of: Permission::ServicesManage });
    assert_eq!(cases(&vera, world, "Office", "all").len(), 1);
}

fn rs_12_a_second_session_and_another_tab_lose_it_too(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let phone = target.sign_in(world.person("Vera"));
    let desk = target.sign_in(world.person("Vera"));
    let tab = target.nobody();
    tab.put_cookies(&desk.cookie_header());
    for browser in [&phone, &desk, &tab] {
        assert!(open(browser, world, "Office", "Cloud").is_ok());
    }
    save(&irma, world, "Office", &["Vera"], &["Network"]).unwrap();
    for browser in [&phone, &desk, &tab] {
        assert!(matches!(missing(open(browser, world, "Office", "Cloud")), Link::Assignment { .. }));
        assert!(open(browser, world, "Office", "Network").is_ok());
    }
}

fn rs_12_a_session_that_has_worked_in_the_other_region_loses_it_too(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let vera = target.sign_in(world.person("Vera"));
    assert!(open(&vera, world, "Abroad", "Far cloud").is_ok());
    assert!(open(&vera, world, "Office", "Cloud").is_ok());
    save(&irma, world, "Office", &["Vera"], &[]).unwrap();
    assert!(matches!(missing(open(&vera, world, "Office", "Cloud")), Link::Assignment { .. }));
    // Elsewhere nothing has changed (WS-3).
    assert!(open(&vera, world, "Abroad", "Far cloud").is_ok());
}

fn rs_12_what_comes_back_can_be_used_at_once(target: &dyn Target, world: &World) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    for _ in 0..3 {
        save(&irma, world, "Office", &["Vera"], &[]).unwrap();
        assert!(open(&vera, world, "Office", "Cloud").is_err());
        save(&irma, world, "Office", &["Vera"], &["Cloud"]).unwrap();
        assert!(open(&vera, world, "Office", "Cloud").is_ok());
    }
    assert_eq!(row(&irma, world, "Office", "Vera").version, 7);
}

fn rs_12_losing_a_group_service_is_not_undone_by_a_former_assignment(target: &dyn Target, world: &World) {
    let (irma, karl) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Karl")));
    save(&irma, world, "Office", &["Karl"], &["Cloud"]).unwrap();
    assert!(open(&karl, world, "Office", "Cloud").is_ok());
    // An editor who still sees the version from before can't bring back what was taken.
    save(&irma, world, "Office", &["Karl"], &[]).unwrap();
    let stale = SeenMember { version: 1, ..SeenMember::of(&row(&irma, world, "Office", "Karl").holding()) };
    let request =
        NewMemberServices { in_force: None, members: vec![stale], services: services(world, &["Cloud"]) };
    let saved = irma.call::<SaveMemberServices>(&at(world, "Office"), &request);
    assert_eq!(code(saved), ProblemCode::StaleVersion);
    assert!(matches!(missing(open(&karl, world, "Office", "Cloud")), Link::Assignment { .. }));
    assert!(open(&karl, world, "Office", "Database").is_ok());
}

fn rs_6_cases_already_open_stay_visible_and_go_on(target: &dyn Target, world: &World) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    save(&irma, world, "Office", &["Vera"], &[]).unwrap();
    let id = world.case("Mail flow").id.clone();
    assert_eq!(cases(&vera, world, "Office", "open")[0].id, id);
    answer(&vera, world, "Office", &id, "It happened again at noon.").unwrap();
    let moved = make_move(&vera, world, "Office", &id, Move::Solved).unwrap();
    assert_eq!(moved.state, CaseState::Resolved);
    assert_eq!(answer(&vera, world, "Office", &id, "It is back.").unwrap().state, CaseState::InProgress);
}

fn case_4_a_closed_case_reopens_only_for_somebody_who_may_still_use_the_service(
    target: &dyn Target,
    world: &World,
) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    let id = world.case("Mail flow").id.clone();
    save(&irma, world, "Office", &["Vera"], &["Database"]).unwrap();
    // It says which link is missing, and so who can help (WHY-1).
    let refused = missing(answer(&vera, world, "Office", &id, "It is back."));
    assert_eq!(refused, Link::Assignment { service: world.service("Cloud").id.clone() });
    assert_eq!(case(&vera, world, "Office", &id).unwrap().summary.state, CaseState::Closed);
    save(&irma, world, "Office", &["Vera"], &["Cloud"]).unwrap();
    assert_eq!(answer(&vera, world, "Office", &id, "It is back.").unwrap().state, CaseState::InProgress);
}

/// Grants have no endpoint yet, so what the directory or a later command does is done behind the edge's back.
fn rs_12_a_group_that_loses_its_grant_takes_its_services_along(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let karl = target.sign_in(world.person("Karl"));
    assert!(open(&karl, world, "Office", "Database").is_ok());
    let database = in_process.machine.database(crate::world::eu1());
    let grant = &world.grants[0].id;
    database.execute(&format!("UPDATE group_grant SET ends_at = 1 WHERE id = '{grant}'"));
    database.execute("UPDATE workspace SET access_version = access_version + 1");
    // The group was all that held his membership, so it is gone with it (ACC-4).
    assert_eq!(code(open(&karl, world, "Office", "Database")), ProblemCode::NotFound);
}
