//! Switching Granular Reactive Services on and off: who gains and who loses which services by it (RS-1 to RS-3, RS-13).
//!
//! Before and after, a person can use one of three things: everything in the workspace, nothing, or what is assigned to
//! them. So a switch is computed without making the sets that it would write:
//!
//! ```text
//!            off ──▶ on, from today     everything ──▶ everything   (every group, and everybody in none, gets everything)
//!            off ──▶ on, from nothing   everything ──▶ nothing
//!            off ──▶ on, from kept      everything ──▶ what is assigned
//!            on  ──▶ off                what is assigned ──▶ everything
//! ```
//!
//! All this is about those who can enter the workspace. Somebody whose identity is disabled, or whose kind of account the
//! workspace refuses, can use nothing before and nothing after; they are given what everybody is given, so that they have it
//! when they can enter.
//!
//! The property tests over random worlds hold this together with [`super::entitlement`], before and after.

use super::ServiceSet;
use super::assignment::Totals;
use super::fingerprint::Fingerprint;
use crate::id::{GrantId, MemberId, ServiceId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// From where Granular Reactive Services starts when it is switched on (RS-3, RS-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// Today's access: every service to every granted group, and to each customer-side member whom no group holds.
    Today,
    /// Nobody has anything.
    Nothing,
    /// The assignments kept from before it was switched off; only where there are any.
    Kept,
}

/// A way to switch Granular Reactive Services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// On.
    On(Start),
    /// Off: everybody on the customer's side can use everything; assignments are kept.
    Off,
}

/// All that decides who can use which reactive service in a workspace at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Whether Granular Reactive Services is on.
    pub granular: bool,
    /// The workspace's reactive services.
    pub services: ServiceSet,
    /// Those of them whose agreement is in force.
    pub in_force: ServiceSet,
    /// The groups whose grant is in force, with what is assigned to each.
    pub groups: BTreeMap<GrantId, ServiceSet>,
    /// The members on the customer's side, in the order in which they are to be named.
    pub people: Vec<Held>,
    /// How many have something assigned and are neither of these groups nor of these people: their grant is not in force, or
    /// they are no members now. It counts again when that changes.
    pub dormant: usize,
}

/// A member on the customer's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The member.
    pub member: MemberId,
    /// What is assigned to them.
    pub own: ServiceSet,
    /// The groups they are in, of those whose grant is in force.
    pub groups: BTreeSet<GrantId>,
    /// Whether they can enter the workspace.
    pub enters: bool,
}

/// What a switch comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// Groups that have something assigned afterwards.
    pub groups: usize,
    /// People who have something of their own assigned afterwards.
    pub people: usize,
    /// Further groups and people whose assignments are kept, and count when they are back.
    pub dormant: usize,
    /// People who can enter, and use no reactive service afterwards.
    pub without: usize,
    /// Who gains and loses how much.
    pub totals: Totals,
    /// Those who lose something, in the situation's order, with how many services each loses.
    pub losing: Vec<(MemberId, usize)>,
}

/// What somebody can use, of the services in force.
#[derive(Clone, Copy)]
enum Usable {
    Everything,
    Nothing,
    Assigned,
}

impl Situation {
    /// The ways there are to switch from here.
    pub fn offered(&self) -> Vec<Switch> {
        if self.granular {
            return vec![Switch::Off];
        }
        let kept = self.groups.values().any(|set| !set.is_empty())
            || self.people.iter().any(|person| !person.own.is_empty())
            || self.dormant > 0;
        let ways = [Start::Today, Start::Nothing].into_iter().chain(kept.then_some(Start::Kept));
        ways.map(Switch::On).collect()
    }

    /// Those to whom every service is assigned when starting from today's access, beside every group: the members whom no
    /// group holds.
    pub fn in_no_group(&self) -> impl Iterator<Item = &MemberId> {
        self.people.iter().filter(|person| person.groups.is_empty()).map(|person| &person.member)
    }

    /// What a switch comes to (ACC-11).
    pub fn effects(&self, switch: Switch) -> Effects {
        let before = if self.granular { Usable::Assigned } else { Usable::Everything };
        let after = match switch {
            Switch::Off | Switch::On(Start::Today) => Usable::Everything,
            Switch::On(Start::Nothing) => Usable::Nothing,
            Switch::On(Start::Kept) => Usable::Assigned,
        };
        let (mut gained, mut lost) = (BTreeSet::new(), BTreeSet::new());
        let (mut gaining, mut without, mut losing) = (0, 0, Vec::new());
        for person in self.people.iter().filter(|person| person.enters) {
            let (had, has) = (self.usable(person, before), self.usable(person, after));
            let mut gains = has.difference(&had).copied().peekable();
            gaining += usize::from(gains.peek().is_some());
            gained.extend(gains);
            let loses: Vec<&ServiceId> = had.difference(&has).copied().collect();
            if !loses.is_empty() {
                losing.push((person.member.clone(), loses.len()));
            }
            lost.extend(loses);
            without += usize::from(has.is_empty());
        }
        let totals = Totals { gaining, losing: losing.len(), gained: gained.len(), lost: lost.len() };
        let (groups, people) = self.assigned_after(switch);
        let keeps = matches!(switch, Switch::Off | Switch::On(Start::Kept));
        let dormant = if keeps { self.dormant } else { 0 };
        Effects { groups, people, dormant, without, totals, losing }
    }

    /// Tells this situation from any other in which a switch would do something else: what the preview rests on (ACC-12).
    /// Not for secrets. The order in which people are named makes no difference.
    pub fn fingerprint(&self) -> Fingerprint {
        let services = self.services.iter().map(|id| Fingerprint::of_words(["has", id.as_str()]));
        let in_force = self.in_force.iter().map(|id| Fingerprint::of_words(["uses", id.as_str()]));
        let groups = self.groups.iter().map(|(grant, set)| {
            Fingerprint::of_words(std::iter::once(grant.as_str()).chain(set.iter().map(ServiceId::as_str)))
        });
        let people = self.people.iter().map(|person| {
            let own = person.own.iter().map(ServiceId::as_str);
            let groups = person.groups.iter().map(GrantId::as_str);
            let enters = person.enters.then_some("enters");
            Fingerprint::of_words(
                std::iter::once(person.member.as_str()).chain(own).chain(groups).chain(enters),
            )
        });
        let dormant = Fingerprint::of_words(["dormant", &self.dormant.to_string()]);
        let granular = Fingerprint::of_words(["granular", if self.granular { "on" } else { "off" }]);
        Fingerprint::of_all(services.chain(in_force).chain(groups).chain(people).chain([dormant, granular]))
    }

    fn assigned_after(&self, switch: Switch) -> (usize, usize) {
        match switch {
            Switch::On(Start::Nothing) => (0, 0),
            Switch::On(Start::Today) if self.services.is_empty() => (0, 0),
            Switch::On(Start::Today) => (self.groups.len(), self.in_no_group().count()),
            Switch::On(Start::Kept) | Switch::Off => (
                self.groups.values().filter(|set| !set.is_empty()).count(),
                self.people.iter().filter(|person| !person.own.is_empty()).count(),
            ),
        }
    }

    fn usable<'a>(&'a self, person: &'a Held, usable: Usable) -> BTreeSet<&'a ServiceId> {
        match usable {
            Usable::Everything => self.in_force.iter().collect(),
            Usable::Nothing => BTreeSet::new(),
            Usable::Assigned => {
                let groups = person.groups.iter().filter_map(|grant| self.groups.get(grant));
                let assigned = groups.flatten().chain(&person.own);
                assigned.filter(|service| self.in_force.contains(*service)).collect()
            }
        }
    }
}

#[cfg(test)]
#[path = "switch_tests.rs"]
mod tests;
