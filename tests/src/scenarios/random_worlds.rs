//! Random worlds, judged twice: by the edge, and by a few plain lines over the model that know nothing of its SQL.
//!
//! A world follows from its number, so one that fails can be looked at again.

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{actor, case, cases, open};
use crate::in_process::{InProcess, ground};
use crate::target::Target;
use crate::world::{Ground, Opening, Person, Service, World};
use shared::access::{Origin, Role};
use shared::agreement::Term;
use shared::case::visibility::case_scope;
use shared::id::{IdentityId, WorkspaceId};
use shared::service::ServiceKind;
use shared::time::{Day, Span};
use shared::workspace::{CaseVisibility, Feature};

pub(super) const WORLDS: usize = 16;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::in_process(case_7_sql_and_function_let_the_same_cases_through_in_any_world),
        Scenario::in_process(rs_4_whoever_may_use_a_service_by_the_model_may_by_the_edge_in_any_world),
    ]
}

const ROLES: [Role; 5] = [
    Role::Administrator,
    Role::UserAccessAdministrator,
    Role::SupportUser,
    Role::LearningUser,
    Role::CustomerContractManager,
];

/// An office in which people, groups, grants, assignments, cases and what is switched on are a matter of chance.
pub fn random_world(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let people: Vec<IdentityId> =
        (0..6).map(|number| world.add_person(&tenant, &format!("Random {number}"), name)).collect();
    for person in &people {
        if world.chance.percent(70) {
            world.invite(&office, person);
        }
    }
    for number in 0..3 {
        random_group(&mut world, &office, &people, number);
    }
    for person in &people {
        let member =
            world.members.iter().find(|one| one.workspace == office && one.identity == *person).cloned();
        if let Some(member) = member.filter(|_| world.chance.percent(50)) {
            let services = random_services(&mut world);
            world.assign(&office, &member.id, &services.iter().collect::<Vec<_>>());
        }
    }
    if world.chance.percent(50) {
        world.workspace_mut(&office).features.clear();
    }
    if world.chance.percent(70) {
        world.workspace_mut(&office).case_visibility = CaseVisibility::ParticipantsOnly;
    }
    if world.chance.percent(20) {
        world.agreements[0].ends_on = Day::from_epoch_days(ground.now.day().epoch_days() - 1);
    }
    let dropped = world.chance.below(4);
    world.workspace_mut(&office).services.remove(dropped);
    random_cases(&mut world, &office, &people);
    world
}

fn random_group(world: &mut World, office: &WorkspaceId, people: &[IdentityId], number: usize) {
    let tenant = home_tenant(world);
    let inside: Vec<_> = people.iter().filter(|_| world.chance.percent(40)).cloned().collect();
    let name = format!("Random group {number}");
    let group = world.add_group(office, &tenant, &name, &inside.iter().collect::<Vec<_>>());
    let role = *world.chance.pick(&ROLES);
    let hours = world.chance.between(-20, 20);
    let ends_at = world.chance.percent(60).then(|| world.ground.now.plus(Span::hours(hours)));
    let grant = world.grant(office, &group, &[role], ends_at);
    if world.chance.percent(70) {
        let services = random_services(world);
        world.assign(office, &grant, &services.iter().collect::<Vec<_>>());
    }
}

fn random_services(world: &mut World) -> Vec<shared::id::ServiceId> {
    let all: Vec<_> = world.services.iter().map(|service| service.id.clone()).collect();
    all.into_iter().filter(|_| world.chance.percent(40)).collect()
}

fn random_cases(world: &mut World, office: &WorkspaceId, people: &[IdentityId]) {
    let cloud = world.service("Cloud").id.clone();
    for number in 0..12 {
        let opener = world.chance.pick(people).clone();
        let at = world.ground.now.minus(Span::minutes(world.chance.between(1, 5_000)));
        let case = world.open_case(
            office,
            &cloud,
            &opener,
            at,
            Opening::titled(&format!("Random case {number:02}")),
        );
        for part in ["contact", "watcher"] {
            let person = world.chance.pick(people).clone();
            if world.chance.percent(40) {
                world.case_mut(&case).participants.push((person, part));
            }
        }
    }
}

/// Runs something in several random worlds, for everybody who is a member there.
fn in_random_worlds(what: impl Fn(&dyn Target, &World, &Person)) {
    for number in 0..WORLDS {
        let world = random_world(&ground(), &format!("random world {number}"));
        let target = InProcess::new(&world);
        for person in world.people.iter().filter(|person| is_member(&world, person)) {
            what(&target, &world, person);
        }
    }
}

/// Half past nine, as the machine's clock has it.
pub(super) fn now() -> shared::time::Timestamp {
    ground().now.plus(Span::minutes(9 * 60 + 30))
}

/// Whether something holds a membership in the office.
pub(super) fn is_member(world: &World, person: &Person) -> bool {
    let office = &world.workspace("Office").id;
    let row = world.members.iter().find(|one| one.workspace == *office && one.identity == person.identity);
    let named = world.agreements[0].people.iter().any(|(named, _)| *named == person.identity);
    row.is_some_and(|row| row.invited || named || !grants_of(world, person).is_empty())
}

/// The grants in force that a person has through groups.
fn grants_of<'w>(world: &'w World, person: &Person) -> Vec<&'w str> {
    let office = &world.workspace("Office").id;
    let mine = |grant: &&crate::world::Grant| {
        let group = world.groups.iter().find(|group| group.id == grant.group).unwrap();
        group.people.contains(&person.identity) && grant.ends_at.is_none_or(|end| now() < end)
    };
    let here = world.grants.iter().filter(|grant| grant.workspace == *office);
    here.filter(mine).map(|grant| grant.id.as_str()).collect()
}

fn case_7_sql_and_function_let_the_same_cases_through_in_any_world(_: &InProcess, _: &World) {
    in_random_worlds(|target, world, person| {
        let browser = target.sign_in(person);
        let scope = case_scope(&actor(&browser, world, "Office"));
        let listed: Vec<_> =
            cases(&browser, world, "Office", "all").into_iter().map(|case| case.id).collect();
        for one in world.cases.iter().filter(|case| case.workspace == world.workspace("Office").id) {
            let takes_part = one.opened_by == person.identity
                || one.participants.iter().any(|(participant, _)| *participant == person.identity);
            let expected = scope.holds(takes_part);
            assert_eq!(listed.contains(&one.id), expected, "{} lists {}", person.name, one.title);
            let found = case(&browser, world, "Office", &one.id).is_ok();
            assert_eq!(found, expected, "{} finds {}", person.name, one.title);
        }
    });
}

fn rs_4_whoever_may_use_a_service_by_the_model_may_by_the_edge_in_any_world(_: &InProcess, _: &World) {
    in_random_worlds(|target, world, person| {
        let browser = target.sign_in(person);
        for service in &world.services {
            let opened = open(&browser, world, "Office", &service.name).is_ok();
            assert_eq!(opened, may_use(world, person, service), "{} uses {}", person.name, service.name);
        }
    });
}

/// In the workspace ∩ in an agreement in force ∩ assigned, where services are assigned (RS-5).
fn may_use(world: &World, person: &Person, service: &Service) -> bool {
    let office = world.workspace("Office");
    let agreement = world.agreements.iter().find(|one| one.id == service.agreement).unwrap();
    let term = Term { starts_on: agreement.starts_on, ends_on: agreement.ends_on, withdrawn_at: None };
    let carried = office.services.contains(&service.id)
        && office.agreements.contains(&agreement.id)
        && service.kind == ServiceKind::Reactive
        && term.in_force(now());
    let member =
        world.members.iter().find(|one| one.workspace == office.id && one.identity == person.identity);
    let subjects: Vec<&str> =
        member.iter().map(|member| member.id.as_str()).chain(grants_of(world, person)).collect();
    let assigned = world.sets.iter().any(|set| {
        set.workspace == office.id
            && subjects.contains(&set.subject.as_str())
            && set.services.contains(&service.id)
    });
    let granular = office.features.contains(&Feature::GranularReactiveServices);
    person.origin == Origin::Customer && carried && (assigned || !granular)
}
