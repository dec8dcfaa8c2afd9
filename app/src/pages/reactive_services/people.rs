//! The people as the page has them: the worker's rows, with what is computed from them once and not at every keystroke.

use crate::pages::roles;
use crate::text::{self, Text};
use leptos::prelude::{ArcRwSignal, Get};
use shared::access::{ContractedService, SetSource};
use shared::api::reactive_services::{GroupServices, MemberServices, MemberServicesRow};
use shared::id::{MemberId, ServiceId};
use shared::service::ServiceSet;
use shared::service::assignment::Holding;
use std::sync::Arc;

/// One person.
pub(super) struct Person {
    /// What the worker said.
    pub(super) row: MemberServicesRow,
    /// The same as a plan sees it, without what is no service of the workspace any more.
    pub(super) holding: Holding,
    /// Name, address and roles, in small letters.
    words: String,
    /// Whether the person is chosen; outlives the row it stands in.
    pub(super) chosen: ArcRwSignal<bool>,
}

/// Everybody, and what there is to have.
pub(super) struct List {
    /// The people, by name.
    pub(super) people: Vec<Arc<Person>>,
    /// The workspace's reactive services, by name.
    pub(super) services: Vec<ContractedService>,
}

impl List {
    /// The list out of an answer. Whoever was chosen before is chosen still.
    pub(super) fn new(
        answer: &MemberServices,
        services: Vec<ContractedService>,
        before: Option<&Self>,
        words: &dyn Fn(&MemberServicesRow) -> String,
    ) -> Self {
        let person = |row: &MemberServicesRow| {
            let former = before.and_then(|list| list.find(&row.member));
            let chosen = former.map_or_else(|| ArcRwSignal::new(false), |former| former.chosen.clone());
            let (holding, words) = (holding(row, &services), words(row));
            Arc::new(Person { row: row.clone(), holding, words, chosen })
        };
        Self { people: answer.members.iter().map(person).collect(), services }
    }

    /// A person among them.
    pub(super) fn find(&self, id: &MemberId) -> Option<&Arc<Person>> {
        self.people.iter().find(|person| person.row.member == *id)
    }

    /// Those who are chosen.
    pub(super) fn chosen(&self) -> Vec<Arc<Person>> {
        self.people.iter().filter(|person| person.chosen.get()).cloned().collect()
    }

    /// The names of those services of which something holds.
    pub(super) fn names(&self, holds: &dyn Fn(&ServiceId) -> bool) -> Vec<String> {
        self.services
            .iter()
            .filter(|service| holds(&service.id))
            .map(|service| service.name.clone())
            .collect()
    }
}

/// What can be searched for in a row: name, address, roles.
pub(super) fn words(t: Text, row: &MemberServicesRow) -> String {
    let mut words = row.name.clone();
    for word in row.email.iter().cloned().chain(row.roles.iter().map(|held| roles::name(t, held.role))) {
        words.push('\n');
        words.push_str(&word);
    }
    text::lower(&words)
}

fn holding(row: &MemberServicesRow, services: &[ContractedService]) -> Holding {
    let known = |id: &ServiceId| services.iter().any(|service| service.id == *id);
    let mut through_groups = ServiceSet::new();
    for group in &row.groups {
        add(&mut through_groups, &group.services, &known);
    }
    let mut own = ServiceSet::new();
    add(&mut own, &row.own, &known);
    Holding { member: row.member.clone(), version: row.version, own, through_groups }
}

/// Adds those services of which something holds. One by one: collecting sorts, and sorting is four KiB of the page.
pub(super) fn add(to: &mut ServiceSet, from: &ServiceSet, holds: &dyn Fn(&ServiceId) -> bool) {
    for service in from {
        if holds(service) {
            to.insert(service.clone());
        }
    }
}

impl Person {
    /// Whether the person has a service, from wherever.
    pub(super) fn has(&self, service: &ServiceId) -> bool {
        self.holding.own.contains(service) || self.holding.through_groups.contains(service)
    }

    /// Whether the person has no service at all.
    pub(super) fn has_none(&self) -> bool {
        self.holding.own.is_empty() && self.holding.through_groups.is_empty()
    }

    /// The groups that give the person a service.
    pub(super) fn giving<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a GroupServices> {
        self.row.groups.iter().filter(move |group| group.services.contains(service))
    }

    /// Whether name, address or a role holds what was typed, which is in small letters.
    pub(super) fn matches(&self, typed: &str) -> bool {
        self.words.contains(typed)
    }
}

/// Adds the name of the group that a set belongs to, unless it is there.
pub(super) fn note_group(names: &mut Vec<String>, group: &GroupServices) {
    if let SetSource::Group { group, .. } = &group.source
        && !names.contains(group)
    {
        names.push(group.clone());
    }
}
