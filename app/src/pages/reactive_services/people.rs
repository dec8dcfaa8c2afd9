//! The people as the page has them: the worker's rows, with what is computed from them once and not at every keystroke.

use crate::text;
use shared::access::{ContractedService, Role, SetSource};
use shared::api::reactive_services::{GroupServices, MemberServices, MemberServicesRow};
use shared::id::{MemberId, ServiceId};
use shared::service::assignment::Holding;
use std::sync::Arc;

/// One person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Person {
    /// What the worker said.
    pub(super) row: MemberServicesRow,
    /// The same as a plan sees it, without what is no service of the workspace any more.
    pub(super) holding: Holding,
    /// Name, address and roles, in small letters.
    words: String,
    /// Counts the times that an answer had something else to say about the person.
    generation: u32,
}

/// What a role is called.
pub(super) type RoleName = dyn Fn(Role) -> String;

/// Everybody, in the worker's order.
pub(super) type People = Arc<Vec<Arc<Person>>>;

impl Person {
    fn new(role_name: &RoleName, row: &MemberServicesRow, services: &[ContractedService]) -> Self {
        let Holding { member, version, own, through_groups } = row.holding();
        let known = |id: &ServiceId| services.iter().any(|service| service.id == *id);
        let holding = Holding {
            member,
            version,
            own: own.into_iter().filter(known).collect(),
            through_groups: through_groups.into_iter().filter(known).collect(),
        };
        let roles = row.roles.iter().map(|held| role_name(held.role));
        let words = [Some(row.name.clone()), row.email.clone()].into_iter().flatten().chain(roles);
        let words = text::lower(&words.collect::<Vec<_>>().join("\n"));
        Self { row: row.clone(), holding, words, generation: 0 }
    }

    /// The member.
    pub(super) fn id(&self) -> &MemberId {
        &self.row.member
    }

    /// Changes when there is something else to show about the person.
    pub(super) fn key(&self) -> (MemberId, u32) {
        (self.row.member.clone(), self.generation)
    }

    /// Whether the person has a service, from wherever.
    pub(super) fn has(&self, service: &ServiceId) -> bool {
        self.holding.own.contains(service) || self.holding.through_groups.contains(service)
    }

    /// Whether the person has no service at all.
    pub(super) fn has_none(&self) -> bool {
        self.holding.own.is_empty() && self.holding.through_groups.is_empty()
    }

    /// The groups that give the person a service.
    pub(super) fn groups_giving<'a>(
        &'a self,
        service: &'a ServiceId,
    ) -> impl Iterator<Item = &'a GroupServices> {
        self.row.groups.iter().filter(move |group| group.services.contains(service))
    }

    /// Whether name, address or a role holds what was typed, which is in small letters.
    pub(super) fn matches(&self, typed: &str) -> bool {
        self.words.contains(typed)
    }
}

/// The name of the group that a set belongs to.
pub(super) fn group_name(source: &SetSource) -> Option<&str> {
    match source {
        SetSource::Own => None,
        SetSource::Group { group, .. } => Some(group),
    }
}

/// The people out of an answer. Whoever is as before stays the same value, so that nothing about them is drawn again.
pub(super) fn people(
    role_name: &RoleName,
    answer: &MemberServices,
    services: &[ContractedService],
    before: Option<&People>,
) -> People {
    let before = before.map(|people| people.as_slice()).unwrap_or_default();
    let person = |(place, row): (usize, &MemberServicesRow)| {
        let mut person = Person::new(role_name, row, services);
        let same = |former: &&Arc<Person>| former.row.member == row.member;
        // Mostly everybody is where they were.
        let former = before.get(place).filter(same).or_else(|| before.iter().find(same));
        match former {
            Some(former) if former.row == *row && former.holding == person.holding => former.clone(),
            Some(former) => {
                person.generation = former.generation.wrapping_add(1);
                Arc::new(person)
            }
            None => Arc::new(person),
        }
    };
    Arc::new(answer.members.iter().enumerate().map(person).collect())
}

/// The names of services, in the workspace's order.
pub(super) fn names<'a>(
    services: &[ContractedService],
    ids: impl IntoIterator<Item = &'a ServiceId>,
) -> Vec<String> {
    let ids: Vec<&ServiceId> = ids.into_iter().collect();
    let listed = services.iter().filter(|service| ids.contains(&&service.id));
    listed.map(|service| service.name.clone()).collect()
}
