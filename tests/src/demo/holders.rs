//! Who may open cases on which service of a workspace.

use crate::world::World;
use shared::access::Origin;
use shared::id::{IdentityId, ServiceId, WorkspaceId};
use shared::workspace::Feature;
use std::collections::{BTreeMap, BTreeSet};

/// The customer's people in a workspace, by the service that they may open cases on.
#[derive(Debug)]
pub(super) struct Holders(BTreeMap<ServiceId, Vec<IdentityId>>);

impl Holders {
    /// Those of a workspace, as it is now.
    pub(super) fn of(world: &World, workspace: &WorkspaceId) -> Self {
        let found = world.workspaces.iter().find(|one| one.id == *workspace).unwrap();
        let granular = found.features.contains(&Feature::GranularReactiveServices);
        let customers: BTreeSet<&IdentityId> = world
            .people
            .iter()
            .filter(|person| person.origin == Origin::Customer)
            .map(|person| &person.identity)
            .collect();
        let members: Vec<_> = world
            .members
            .iter()
            .filter(|member| member.workspace == *workspace && customers.contains(&member.identity))
            .collect();
        let on = |service: &ServiceId| {
            let subjects = subjects(world, workspace, service);
            let through_groups = people_of_grants(world, &subjects);
            let holds = |id: &str, person: &IdentityId| {
                !granular || subjects.contains(id) || through_groups.contains(person)
            };
            let holding = members.iter().filter(|member| holds(member.id.as_str(), &member.identity));
            holding.map(|member| member.identity.clone()).collect()
        };
        Self(found.services.iter().map(|service| (service.clone(), on(service))).collect())
    }

    /// Those who may open cases on a service.
    pub(super) fn of_service(&self, service: &ServiceId) -> &[IdentityId] {
        self.0.get(service).map_or(&[], Vec::as_slice)
    }
}

/// The members and grants that a service is assigned to.
fn subjects<'a>(world: &'a World, workspace: &WorkspaceId, service: &ServiceId) -> BTreeSet<&'a str> {
    let here = world.sets.iter().filter(|set| set.workspace == *workspace && set.services.contains(service));
    here.map(|set| set.subject.as_str()).collect()
}

/// Everybody in the groups of these grants.
fn people_of_grants<'a>(world: &'a World, subjects: &BTreeSet<&str>) -> BTreeSet<&'a IdentityId> {
    let granted: BTreeSet<_> = world
        .grants
        .iter()
        .filter(|grant| subjects.contains(grant.id.as_str()))
        .map(|grant| grant.group.as_str())
        .collect();
    let groups = world.groups.iter().filter(|group| granted.contains(group.id.as_str()));
    groups.flat_map(|group| &group.people).collect()
}
