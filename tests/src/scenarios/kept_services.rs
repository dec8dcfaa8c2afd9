//! What was assigned stays while Granular Reactive Services is off, and is there again (RS-13).

use super::Scenario;
use super::features::{KEPT, NOTHING, preview, usable};
use super::office::{home_tenant, office};
use super::steps::{code, feature, row, save, save_groups, switch};
use crate::target::Target;
use crate::world::{Ground, World, eu1};
use shared::access::Role;
use shared::problem::{Fault, Problem, ProblemCode};
use shared::service::assignment::Totals;
use shared::service::switch::Switch;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(rs_13_what_was_kept_comes_back_as_it_was),
        Scenario::anywhere(rs_13_without_anything_kept_it_is_no_start),
        Scenario::anywhere(rs_13_what_only_a_former_group_had_is_offered_and_comes_back_with_it)
            .within(with_a_former_project),
        Scenario::anywhere(rs_13_a_new_start_leaves_nothing_of_what_was_kept).within(with_a_former_project),
    ]
}

/// The office with a group whose grant has ended, and somebody who was removed; both have services assigned.
fn with_a_former_project(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let network = world.service("Network").id.clone();
    let otto = world.person("Otto").identity.clone();
    let group = world.add_group(&office, &tenant, "Former project", &[&otto]);
    let ended = world.ground.now.minus(Span::hours(1));
    let grant = world.grant(&office, &group, &[Role::SupportUser], Some(ended));
    world.assign(&office, &grant, &[&network]);
    let gone = world.add_person(&tenant, "Gone Long", name);
    let member = world.invite(&office, &gone);
    world.member_mut(&member).status = shared::access::MemberStatus::Removed;
    world.assign(&office, &member, &[&network]);
    world
}

fn rs_13_what_was_kept_comes_back_as_it_was(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let people = ["Edda", "Irma", "Karl", "Nils", "Otto", "Vera"];
    let rows = || people.map(|person| row(&irma, world, "Office", person));
    let before = rows();
    switch(&irma, world, "Office", Switch::Off).unwrap();
    assert_eq!(code(save(&irma, world, "Office", &["Otto"], &["Cloud"])), ProblemCode::FeatureOff);
    let kept = preview(&irma, world, "Office", KEPT);
    assert_eq!((kept.groups, kept.people, kept.without), (1, 1, 4));
    assert_eq!(kept.totals, Totals { losing: 6, lost: 3, ..Totals::default() });
    assert_eq!(switch(&irma, world, "Office", KEPT).unwrap().totals, kept.totals);
    assert_eq!(rows(), before);
    assert_eq!(usable(target, world, "Vera", "Office"), ["Cloud"]);
    assert_eq!(usable(target, world, "Karl", "Office"), ["Database"]);
}

fn rs_13_without_anything_kept_it_is_no_start(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let problem = switch(&lea, world, "Shop", KEPT).unwrap_err();
    assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("switch")]));
    let problem = switch(&lea, world, "Shop", Switch::Off).unwrap_err();
    assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("switch")]));
    assert!(!feature(&lea, world, "Shop").unwrap().on);
}

/// Also of those who are not there now: should they come back, nothing comes back with them.
fn rs_13_what_only_a_former_group_had_is_offered_and_comes_back_with_it(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    save(&irma, world, "Office", &["Vera"], &[]).unwrap();
    save_groups(&irma, world, "Office", &["Data people"], &[]).unwrap();
    let off = preview(&irma, world, "Office", Switch::Off);
    assert_eq!((off.groups, off.people, off.dormant), (0, 0, 2));
    switch(&irma, world, "Office", Switch::Off).unwrap();
    let kept = preview(&irma, world, "Office", KEPT);
    assert_eq!((kept.groups, kept.people, kept.dormant), (0, 0, 2));
    assert_eq!(preview(&irma, world, "Office", NOTHING).dormant, 0);
    switch(&irma, world, "Office", KEPT).unwrap();
    assert_eq!(usable(target, world, "Otto", "Office"), [""; 0]);
    let Some(in_process) = target.in_process() else { return };
    // Its grant is in force again, and so is what the group had.
    in_process.machine.database(eu1()).execute("UPDATE group_grant SET ends_at = NULL");
    assert_eq!(usable(target, world, "Otto", "Office"), ["Network"]);
}

fn rs_13_a_new_start_leaves_nothing_of_what_was_kept(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    switch(&irma, world, "Office", Switch::Off).unwrap();
    switch(&irma, world, "Office", NOTHING).unwrap();
    assert_eq!(preview(&irma, world, "Office", Switch::Off).people, 0);
    let Some(in_process) = target.in_process() else { return };
    let left =
        in_process.machine.database(eu1()).look("SELECT services FROM service_set WHERE services <> '[]'");
    assert_eq!(left.len(), 0, "{left:?}");
}
