//! Who has which service, from the model: a few plain lines that know nothing of the edge's SQL.

use crate::world::{Grant, Person, World};
use shared::access::{MemberStatus, Origin};
use shared::agreement::Term;
use shared::id::GrantId;
use shared::service::group_assignment::InGroups;
use shared::service::switch::{Held, Situation};
use shared::service::{ServiceKind, ServiceSet};
use shared::time::Timestamp;
use shared::workspace::Feature;
use std::collections::BTreeSet;

/// What switching Granular Reactive Services in a workspace rests on at a moment.
pub fn situation(world: &World, name: &str, now: Timestamp) -> Situation {
    let workspace = world.workspace(name);
    let carried = world.services.iter().filter(|service| {
        workspace.services.contains(&service.id)
            && workspace.agreements.contains(&service.agreement)
            && service.kind == ServiceKind::Reactive
    });
    let in_force = carried.clone().filter(|service| {
        let agreement = world.agreements.iter().find(|one| one.id == service.agreement).unwrap();
        Term { starts_on: agreement.starts_on, ends_on: agreement.ends_on, withdrawn_at: None }.in_force(now)
    });
    let services: ServiceSet = carried.map(|service| service.id.clone()).collect();
    let set = |subject: &str| assigned(world, name, subject).intersection(&services).cloned().collect();
    let grants = grants(world, name, now);
    let mut people: Vec<&Person> = world.people.iter().collect();
    people.sort_by_key(|person| {
        (&person.name, world.members.iter().position(|one| one.identity == person.identity))
    });
    let held = |person: &&Person| {
        let here = world
            .members
            .iter()
            .find(|one| one.workspace == workspace.id && one.identity == person.identity)?;
        let is_in = |grant: &&&Grant| {
            world
                .groups
                .iter()
                .any(|group| group.id == grant.group && group.people.contains(&person.identity))
        };
        let groups: BTreeSet<GrantId> = grants.iter().filter(is_in).map(|grant| grant.id.clone()).collect();
        let named = world.agreements.iter().any(|agreement| {
            workspace.agreements.contains(&agreement.id)
                && agreement
                    .people
                    .iter()
                    .any(|(named, role)| *named == person.identity && role.reaches(workspace.kind))
        });
        let holds = here.invited
            || named
            || !groups.is_empty()
            || workspace.administrators.contains(&person.identity);
        let counts = here.status == MemberStatus::Active && holds && person.origin == Origin::Customer;
        let enters = workspace.accounts.admits(person.account);
        counts.then(|| Held { member: here.id.clone(), own: set(here.id.as_str()), groups, enters })
    };
    let people: Vec<Held> = people.iter().filter_map(held).collect();
    let is_here = |subject: &str| {
        grants.iter().any(|grant| grant.id.as_str() == subject)
            || people.iter().any(|person| person.member.as_str() == subject)
    };
    let elsewhere =
        world.sets.iter().filter(|set| set.workspace == workspace.id && !is_here(set.subject.as_str()));
    let dormant = elsewhere.filter(|set| set.services.iter().any(|one| services.contains(one))).count();
    Situation {
        granular: workspace.features.contains(&Feature::GranularReactiveServices),
        in_force: in_force.map(|service| service.id.clone()).collect(),
        groups: grants.iter().map(|grant| (grant.id.clone(), set(grant.id.as_str()))).collect(),
        people,
        dormant,
        services,
    }
}

/// The same people as a plan for groups sees them.
pub fn in_groups(world: &World, name: &str, now: Timestamp) -> Vec<InGroups> {
    let person = |held: Held| InGroups {
        own: assigned(world, name, held.member.as_str()),
        groups: held
            .groups
            .into_iter()
            .map(|grant| (grant.clone(), assigned(world, name, grant.as_str())))
            .collect(),
        member: held.member,
    };
    situation(world, name, now).people.into_iter().map(person).collect()
}

fn assigned(world: &World, name: &str, subject: &str) -> ServiceSet {
    let here =
        world.sets.iter().filter(|set| set.workspace == world.workspace(name).id && set.subject == subject);
    here.flat_map(|set| set.services.iter().cloned()).collect()
}

fn grants<'w>(world: &'w World, name: &str, now: Timestamp) -> Vec<&'w Grant> {
    let here = world.grants.iter().filter(|grant| grant.workspace == world.workspace(name).id);
    here.filter(|grant| grant.ends_at.is_none_or(|end| now < end)).collect()
}
