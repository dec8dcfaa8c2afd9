//! How a world comes about.
//!
//! Each fact is drawn by itself, and dates are drawn around the world's moment, often to the millisecond on it: a rule
//! that has `<=` where it should have `<` is only found where a moment falls on the boundary. Nothing in here asks the
//! rules: a mistake in them must not change what is asked.

use crate::world::{Agreement, Case, Grant, MOST_GRANTS, Membership, Person, Service, Workspace, World};
use chance::Chance;
use shared::access::{AccountKind, MemberStatus, Origin, Role};
use shared::agreement::Term;
use shared::id::{Id, IdentityId, Kind};
use shared::region::Shard;
use shared::service::ServiceKind;
use shared::time::{Day, Timestamp};
use shared::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};

const DAY: i64 = 24 * 60 * 60 * 1000;
const PEOPLE: usize = 8;
const SERVICES: usize = 6;
const AGREEMENTS: usize = 3;
const CASES: usize = 4;

const PROVIDERS: [Role; 4] = [
    Role::CustomerSuccessAccountManager,
    Role::IncidentManager,
    Role::AccountCoordinator,
    Role::SupportEngineer,
];
const CUSTOMERS: [Role; 2] = [Role::CustomerSupportManager, Role::SupportContact];
const GROUPS: [Role; 7] = [
    Role::Administrator,
    Role::UserAccessAdministrator,
    Role::AssessmentUser,
    Role::CustomerContractManager,
    Role::LearningUser,
    Role::SupportUser,
    Role::Administrator,
];

/// The world of a seed and a number.
pub(crate) fn world(chance: &mut Chance) -> World {
    let now = moment(chance);
    let mut people: Vec<Person> = (0..PEOPLE).map(|_| person(chance)).collect();
    let agreements: Vec<Agreement> =
        (0..AGREEMENTS).map(|number| agreement(chance, now, number, &people)).collect();
    let services = (0..SERVICES).map(|number| service(chance, number)).collect();
    let grants: Vec<Grant> =
        (0..chance.below(MOST_GRANTS + 1)).map(|number| grant(chance, now, number, &people)).collect();
    let workspace = workspace(chance, now, &people);
    for (index, person) in people.iter_mut().enumerate() {
        let held = workspace.administrators.contains(&index)
            || grants.iter().any(|grant| grant.people.contains(&index))
            || workspace
                .agreements
                .iter()
                .any(|one| agreements[*one].names.iter().any(|(who, _)| *who == index));
        person.member = membership(chance, person.origin, held);
    }
    let cases = (0..CASES).map(|_| case(chance)).collect();
    World { now, workspace, agreements, services, grants, people, cases }
}

/// An id by chance, of any kind that is of a shard.
pub(crate) fn id<K: Kind>(chance: &mut Chance) -> Id<K> {
    let made = Timestamp::from_millis(chance.between(1_600_000_000_000, 1_700_000_000_000));
    Id::new(Shard::parse("eu1").expect("it has the form of one"), made, chance.bytes())
}

/// A moment of some day: often its first, its second or its last millisecond.
fn moment(chance: &mut Chance) -> Timestamp {
    let day = chance.between(19_700, 21_500) * DAY;
    let within = match chance.place(&[20, 5, 20, 55]) {
        0 => 0,
        1 => 1,
        2 => DAY - 1,
        _ => chance.between(0, DAY - 1),
    };
    Timestamp::from_millis(day + within)
}

/// A moment on or about now.
fn around(chance: &mut Chance, now: Timestamp) -> Timestamp {
    let away = match chance.place(&[30, 20, 15, 15, 20]) {
        0 => 0,
        1 => 1,
        2 => -1,
        3 => -chance.between(2, 300 * DAY),
        _ => chance.between(2, 300 * DAY),
    };
    Timestamp::from_millis(now.millis() + away)
}

fn person(chance: &mut Chance) -> Person {
    let origin = if chance.percent(70) { Origin::Customer } else { Origin::Provider };
    let personal = chance.percent(if origin == Origin::Customer { 15 } else { 8 });
    Person {
        id: IdentityId::from_digest(chance.bytes()),
        origin,
        account: if personal { AccountKind::Personal } else { AccountKind::Work },
        signed_in: chance.percent(96),
        member: None,
        services: chance.percent(55).then(|| chance.some_below(SERVICES, 45)),
    }
}

/// Strangers have no row; whoever something holds has one.
fn membership(chance: &mut Chance, origin: Origin, held: bool) -> Option<Membership> {
    if !held && chance.percent(10) {
        return None;
    }
    let status = match chance.place(&[93, 4, 3]) {
        0 => MemberStatus::Active,
        1 => MemberStatus::Pending,
        _ => MemberStatus::Removed,
    };
    let invited = chance.percent(if origin == Origin::Customer { 92 } else { 70 });
    Some(Membership { id: id(chance), status, invited })
}

fn agreement(chance: &mut Chance, now: Timestamp, number: usize, people: &[Person]) -> Agreement {
    let mut names = Vec::new();
    for (index, person) in people.iter().enumerate() {
        if !chance.percent(if person.origin == Origin::Provider { 50 } else { 20 }) {
            continue;
        }
        let other_side = chance.percent(4);
        let role = match (person.origin, other_side) {
            (Origin::Provider, false) | (Origin::Customer, true) => *chance.pick(&PROVIDERS),
            (Origin::Customer, false) | (Origin::Provider, true) => *chance.pick(&CUSTOMERS),
        };
        names.push((index, role));
    }
    Agreement { id: id(chance), number: format!("ESA-{number}"), term: term(chance, now), names }
}

fn term(chance: &mut Chance, now: Timestamp) -> Term {
    let today = now.millis().div_euclid(DAY);
    let mut far = || chance.between(2, 700);
    let (before, after) = (today - far(), today + far());
    let (starts_on, ends_on) = match chance.place(&[50, 9, 9, 4, 7, 6, 7, 5]) {
        0 => (before, after),
        1 => (before, today),
        2 => (today, after),
        3 => (today, today),
        4 => (before, today - 1),
        5 => (before - 400, before),
        6 => (today + 1, after),
        _ => (after, after + 400),
    };
    let withdrawn_at = chance.percent(18).then(|| around(chance, now));
    Term { starts_on: Day::from_epoch_days(starts_on), ends_on: Day::from_epoch_days(ends_on), withdrawn_at }
}

fn service(chance: &mut Chance, number: usize) -> Service {
    let kind = if chance.percent(85) { ServiceKind::Reactive } else { ServiceKind::Proactive };
    let agreement = chance.place(&[6, 4, 1]);
    Service { id: id(chance), name: format!("Service {number}"), kind, agreement }
}

fn grant(chance: &mut Chance, now: Timestamp, number: usize, people: &[Person]) -> Grant {
    let mut inside = Vec::new();
    for (index, person) in people.iter().enumerate() {
        if chance.percent(if person.origin == Origin::Customer { 40 } else { 8 }) {
            inside.push(index);
        }
    }
    let mut roles = vec![*chance.pick(&GROUPS)];
    if chance.percent(35) {
        roles.push(*chance.pick(&GROUPS));
    }
    roles.sort_unstable();
    roles.dedup();
    Grant {
        id: id(chance),
        group: format!("Group {number}"),
        people: inside,
        roles,
        ends_at: chance.percent(60).then(|| around(chance, now)),
        services: chance.percent(75).then(|| chance.some_below(SERVICES, 45)),
    }
}

fn workspace(chance: &mut Chance, now: Timestamp, people: &[Person]) -> Workspace {
    let administrator = |chance: &mut Chance, person: &Person| {
        chance.percent(if person.origin == Origin::Customer { 10 } else { 2 })
    };
    Workspace {
        id: id(chance),
        kind: *chance.pick(&[WorkspaceKind::Default, WorkspaceKind::Additional]),
        archived_at: chance.percent(20).then(|| around(chance, now)),
        accounts: *chance.pick(&[
            AccountPolicy::WorkOnly,
            AccountPolicy::WorkOnly,
            AccountPolicy::WorkAndPersonal,
        ]),
        case_visibility: *chance.pick(&[CaseVisibility::Everyone, CaseVisibility::ParticipantsOnly]),
        granular: chance.percent(60),
        agreements: if chance.percent(60) { vec![0, 1] } else { vec![0] },
        services: chance.some_below(SERVICES, 85),
        administrators: (0..people.len()).filter(|index| administrator(chance, &people[*index])).collect(),
    }
}

fn case(chance: &mut Chance) -> Case {
    Case {
        id: id(chance),
        here: chance.percent(90),
        opener: chance.below(PEOPLE),
        contact: chance.percent(40).then(|| chance.below(PEOPLE)),
        watchers: chance.some_below(PEOPLE, 15),
    }
}
