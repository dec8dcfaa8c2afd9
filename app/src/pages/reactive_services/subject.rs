//! Those who have a set of services, people or groups, as the page has them: the worker's rows, with what is computed from
//! them once and not at every keystroke.

use super::marks::Marks;
use crate::pages::roles;
use crate::text::{self, Text};
use leptos::prelude::{ArcRwSignal, GetUntracked, Set};
use shared::access::{ContractedService, HeldRole, Role, RoleSource, SetSource};
use shared::api::reactive_services::{
    GrantedGroup, GrantedGroups, GroupServices, MemberServices, MemberServicesRow,
};
use shared::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whose sets the page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// Those of people.
    Users,
    /// Those of groups.
    Groups,
}

/// A person or a group.
pub(super) struct Subject {
    /// The id of the member or grant.
    pub(super) id: String,
    /// The name.
    pub(super) name: String,
    /// A person's address.
    pub(super) about: String,
    /// The version of the own set; 0 if there never was one.
    pub(super) version: i64,
    /// What saving replaces.
    pub(super) own: Marks,
    /// The groups that give something, by their places in the list.
    pub(super) groups: Vec<usize>,
    /// What they give.
    pub(super) through: Marks,
    /// The roles, each with where it comes from.
    pub(super) roles: Vec<HeldRole>,
    /// Name, address and roles, in small letters.
    words: String,
    /// Whether it is chosen; outlives the row it stands in.
    pub(super) chosen: ArcRwSignal<bool>,
}

/// A group that gives services.
#[derive(Clone)]
pub(super) struct Giver {
    /// The id of its grant.
    pub(super) grant: String,
    /// Its name.
    pub(super) name: String,
    /// When its grant ends, if it does.
    pub(super) ends_at: Option<Timestamp>,
    /// What it gives.
    pub(super) services: Marks,
}

/// Everybody, or every group, and what there is to have.
pub(super) struct List {
    /// Whose sets it is about.
    pub(super) tab: Tab,
    /// The people or groups, by name.
    pub(super) subjects: Vec<Arc<Subject>>,
    /// The workspace's reactive services, by name.
    pub(super) services: Vec<ContractedService>,
    /// Those of them that can be used now: their agreement is in force.
    pub(super) in_force: Marks,
    /// The groups that give somebody here something.
    pub(super) givers: Vec<Giver>,
    /// Where each stands.
    places: BTreeMap<String, usize>,
    /// On the Groups tab, the people: what a group is given or loses, they do.
    pub(super) inside: Option<Arc<List>>,
}

impl List {
    /// The people out of an answer, with what can be searched for in each. Whoever was chosen before is chosen still.
    pub(super) fn of_people(
        answer: &MemberServices,
        services: Vec<ContractedService>,
        before: Option<&Self>,
        words: &dyn Fn(&MemberServicesRow) -> String,
    ) -> Self {
        let mut list = Self::empty(Tab::Users, services, answer.now);
        let mut known = BTreeMap::new();
        for row in &answer.members {
            let subject = list.person(row, words(row), &mut known);
            list.push(subject, before);
        }
        list
    }

    /// The groups out of an answer, each with what can be searched for and what there is to say about it, and the people
    /// in them.
    pub(super) fn of_groups(
        answer: &GrantedGroups,
        people: Self,
        before: Option<&Self>,
        words: &dyn Fn(&GrantedGroup) -> (String, String),
    ) -> Self {
        let mut list = Self::empty(Tab::Groups, people.services.clone(), answer.now);
        for row in &answer.groups {
            let own = Marks::of(&row.services, &list.services);
            let (words, about) = words(row);
            let subject = Subject {
                id: row.grant.to_string(),
                name: row.name.clone(),
                about,
                version: row.version,
                through: Marks::none(list.services.len()),
                groups: Vec::new(),
                roles: roles_of(row),
                own,
                words,
                chosen: ArcRwSignal::new(false),
            };
            list.push(subject, before);
        }
        list.inside = Some(Arc::new(people));
        list
    }

    fn empty(tab: Tab, services: Vec<ContractedService>, now: Timestamp) -> Self {
        let mut in_force = Marks::none(services.len());
        for (place, service) in services.iter().enumerate() {
            if service.term.in_force(now) {
                in_force.add(place);
            }
        }
        Self {
            tab,
            subjects: Vec::new(),
            services,
            in_force,
            givers: Vec::new(),
            places: BTreeMap::new(),
            inside: None,
        }
    }

    /// The people: the list's own on the Users tab, those in the groups on the other.
    pub(super) fn people(&self) -> &Self {
        self.inside.as_deref().unwrap_or(self)
    }

    fn person(
        &mut self,
        row: &MemberServicesRow,
        words: String,
        known: &mut BTreeMap<String, usize>,
    ) -> Subject {
        let (mut groups, mut through) = (Vec::new(), Marks::none(self.services.len()));
        for group in &row.groups {
            let Some(place) = self.giver(group, known) else { continue };
            through.unite(&self.givers.get(place).map(|giver| giver.services.clone()).unwrap_or_default());
            groups.push(place);
        }
        Subject {
            id: row.member.to_string(),
            name: row.name.clone(),
            about: row.email.clone().unwrap_or_default(),
            version: row.version,
            own: Marks::of(&row.own, &self.services),
            groups,
            through,
            roles: row.roles.clone(),
            words,
            chosen: ArcRwSignal::new(false),
        }
    }

    /// The place of a group, which is new to the list where nobody before was in it.
    fn giver(&mut self, group: &GroupServices, known: &mut BTreeMap<String, usize>) -> Option<usize> {
        let SetSource::Group { grant, group: name, ends_at } = &group.source else { return None };
        if let Some(place) = known.get(grant.as_str()) {
            return Some(*place);
        }
        let place = self.givers.len();
        known.insert(grant.to_string(), place);
        let services = Marks::of(&group.services, &self.services);
        self.givers.push(Giver { grant: grant.to_string(), name: name.clone(), ends_at: *ends_at, services });
        Some(place)
    }

    fn push(&mut self, mut subject: Subject, before: Option<&Self>) {
        if let Some(former) = before.and_then(|list| list.find(&subject.id)) {
            subject.chosen = former.chosen.clone();
        }
        self.places.insert(subject.id.clone(), self.subjects.len());
        self.subjects.push(Arc::new(subject));
    }

    /// One of them.
    pub(super) fn find(&self, id: &str) -> Option<&Arc<Subject>> {
        self.subjects.get(*self.places.get(id)?)
    }

    /// Those who are chosen.
    pub(super) fn chosen(&self) -> Vec<Arc<Subject>> {
        self.subjects.iter().filter(|subject| subject.is_chosen()).cloned().collect()
    }
}

/// The roles of a group: by its grant in the workspace.
fn roles_of(row: &GrantedGroup) -> Vec<HeldRole> {
    let held = |role: &Role| {
        let (grant, group, ends_at) = (row.grant.clone(), row.name.clone(), row.ends_at);
        HeldRole { role: *role, source: RoleSource::Group { grant, group, ends_at } }
    };
    row.roles.iter().map(held).collect()
}

/// What can be searched for in a person's row: name, address, roles.
pub(super) fn words(t: Text, row: &MemberServicesRow) -> String {
    let roles = row.roles.iter().map(|held| roles::name(t, held.role));
    joined(&row.name, row.email.iter().cloned().chain(roles))
}

/// What can be searched for in a group's row, and what there is to say about it: how many people are in it, until when.
pub(super) fn words_of_group(t: Text, row: &GrantedGroup) -> (String, String) {
    let people = text::services_people(t, row.people);
    let about = match row.ends_at {
        Some(end) => text::services_people_until(t, text::Day(&text::day(t, end)), text::People(&people)),
        None => people,
    };
    (joined(&row.name, row.roles.iter().map(|role| roles::name(t, *role))), about)
}

fn joined(name: &str, more: impl Iterator<Item = String>) -> String {
    let mut words = name.to_owned();
    for word in more {
        words.push('\n');
        words.push_str(&word);
    }
    text::lower(&words)
}

impl Subject {
    /// What it has, from wherever.
    pub(super) fn all(&self) -> Marks {
        let mut all = self.own.clone();
        all.unite(&self.through);
        all
    }

    /// Whether it has no service at all.
    pub(super) fn has_none(&self) -> bool {
        self.own.is_empty() && self.through.is_empty()
    }

    /// Whether name, address or a role holds what was typed, which is in small letters.
    pub(super) fn matches(&self, typed: &str) -> bool {
        self.words.contains(typed)
    }

    /// Whether it is chosen, without running again when that changes.
    pub(super) fn is_chosen(&self) -> bool {
        self.chosen.get_untracked()
    }

    /// Chooses it, or no longer.
    pub(super) fn choose(&self, chosen: bool) {
        if self.is_chosen() != chosen {
            self.chosen.set(chosen);
        }
    }
}
