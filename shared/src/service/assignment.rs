//! Handing services out: what saving a selection would change, computed before it is saved (ACC-11, RS-8 to RS-10).
//!
//! The browser shows a plan made by [`plan`] from the rows it has; the worker makes its own from fresh rows and saves
//! it only if the versions are those the browser saw. So what was shown is what happens, or nothing does (ACC-12).
//!
//! A set may hold services that can't be used now: their agreement has not begun yet, or has ended. They stay in it, and are
//! saved like the others; but nobody gains by having one, or loses by having it no more.

use super::ServiceSet;
use crate::id::{MemberId, ServiceId};
use serde::{Deserialize, Serialize};

/// How many people, or groups, one save may concern (RS-8).
pub const MOST_SUBJECTS: usize = 5_000;

/// A person's assigned services as an editor sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The member.
    pub member: MemberId,
    /// The version of their own set; 0 if they never had one.
    pub version: i64,
    /// Their own set: what a save replaces.
    pub own: ServiceSet,
    /// What groups give them: a save does not touch it.
    pub through_groups: ServiceSet,
}

impl Holding {
    /// The same without services that something says do not belong here: what a workspace has no more is neither gained
    /// nor lost (RS-5).
    #[must_use]
    pub fn among(mut self, known: &dyn Fn(&ServiceId) -> bool) -> Self {
        self.own.retain(known);
        self.through_groups.retain(known);
        self
    }
}

/// What a save changes for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The member.
    pub member: MemberId,
    /// Services they can use afterwards and could not before.
    pub gains: Vec<ServiceId>,
    /// Services they can no longer use afterwards.
    pub loses: Vec<ServiceId>,
    /// Services taken from the sets that are replaced that they go on having: through a group they are in, or, where it
    /// is groups' sets that are replaced, through another group or their own set.
    pub keeps_through_groups: Vec<ServiceId>,
}

impl Change {
    /// Whether the save makes no difference to what the person can use.
    pub fn is_nothing(&self) -> bool {
        self.gains.is_empty() && self.loses.is_empty()
    }
}

/// What saving `chosen` for each of these people changes, of the services in force now. Saving replaces every person's own
/// set whole; nothing is merged (RS-8).
pub fn plan(holdings: &[Holding], chosen: &ServiceSet, in_force: &ServiceSet) -> Vec<Change> {
    holdings
        .iter()
        .map(|holding| {
            let before = |service: &ServiceId| {
                holding.own.contains(service) || holding.through_groups.contains(service)
            };
            let taken = || holding.own.difference(chosen).filter(|service| in_force.contains(*service));
            let given = chosen.intersection(in_force);
            Change {
                member: holding.member.clone(),
                gains: given.filter(|service| !before(service)).cloned().collect(),
                loses: taken()
                    .filter(|service| !holding.through_groups.contains(*service))
                    .cloned()
                    .collect(),
                keeps_through_groups: taken()
                    .filter(|service| holding.through_groups.contains(*service))
                    .cloned()
                    .collect(),
            }
        })
        .collect()
}

/// Whether a selection of people has a service (RS-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// All of them have it.
    Ticked,
    /// None of them has it.
    Empty,
    /// Some have it; to be settled before saving.
    Mixed,
}

/// How the box of a service stands for a selection of people, from their own sets (RS-9).
pub fn tick_for(holdings: &[Holding], service: &ServiceId) -> Tick {
    let having = holdings.iter().filter(|holding| holding.own.contains(service)).count();
    match having {
        0 => Tick::Empty,
        all if all == holdings.len() => Tick::Ticked,
        _ => Tick::Mixed,
    }
}

/// The totals of a plan, for the sentence beside the button ("takes 2 services from 3 people").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// People who gain something.
    pub gaining: usize,
    /// People who lose something.
    pub losing: usize,
    /// Different services that somebody gains.
    pub gained: usize,
    /// Different services that somebody loses.
    pub lost: usize,
}

/// Adds a plan up.
pub fn totals(plan: &[Change]) -> Totals {
    let distinct = |pick: fn(&Change) -> &Vec<ServiceId>| {
        plan.iter().flat_map(pick).collect::<std::collections::BTreeSet<_>>()
    };
    Totals {
        gaining: plan.iter().filter(|change| !change.gains.is_empty()).count(),
        losing: plan.iter().filter(|change| !change.loses.is_empty()).count(),
        gained: distinct(|change| &change.gains).len(),
        lost: distinct(|change| &change.loses).len(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Holding, Tick, tick_for, totals};
    use crate::{id::MemberId, id::ServiceId, region::Shard, service::ServiceSet, time::Timestamp};

    fn service(n: u8) -> ServiceId {
        ServiceId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10])
    }

    fn set(services: &[u8]) -> ServiceSet {
        services.iter().map(|n| service(*n)).collect()
    }

    fn holding(n: u8, own: &[u8], through_groups: &[u8]) -> Holding {
        let member = MemberId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10]);
        Holding { member, version: 1, own: set(own), through_groups: set(through_groups) }
    }

    /// The plan where all services are in force.
    fn plan(holdings: &[Holding], chosen: &ServiceSet) -> Vec<Change> {
        super::plan(holdings, chosen, &set(&[1, 2, 3, 4, 9]))
    }

    #[test]
    fn rs_8_saving_replaces_the_former_selection() {
        let change = plan(&[holding(1, &[1, 2], &[])], &set(&[2, 3])).remove(0);
        assert_eq!((change.gains, change.loses), (vec![service(3)], vec![service(1)]));
    }

    #[test]
    fn rs_10_saving_nothing_takes_everything_that_no_group_gives() {
        let change = plan(&[holding(1, &[1, 2], &[2])], &set(&[])).remove(0);
        assert_eq!((change.loses, change.keeps_through_groups), (vec![service(1)], vec![service(2)]));
        assert!(change.gains.is_empty());
    }

    #[test]
    fn acc_11_what_a_group_gives_already_is_no_gain() {
        let change = plan(&[holding(1, &[], &[4])], &set(&[4])).remove(0);
        assert!(change.is_nothing(), "{change:?}");
    }

    #[test]
    fn rs_5_what_the_workspace_has_no_more_is_neither_gained_nor_lost() {
        let left_over = holding(1, &[1, 9], &[9]).among(&|id| *id != service(9));
        let change = plan(&[left_over], &set(&[])).remove(0);
        assert_eq!((change.loses, change.keeps_through_groups), (vec![service(1)], vec![]));
    }

    #[test]
    fn rs_9_nobody_gains_or_loses_a_service_that_is_not_in_force() {
        let holdings = [holding(1, &[1, 3], &[3]), holding(2, &[], &[])];
        let plan = super::plan(&holdings, &set(&[2, 4]), &set(&[1, 2]));
        let [one, two]: &[_; 2] = plan.as_slice().try_into().unwrap();
        assert_eq!((&one.gains, &one.loses), (&vec![service(2)], &vec![service(1)]));
        assert_eq!((&one.keeps_through_groups, &two.gains), (&vec![], &vec![service(2)]));
        assert_eq!(totals(&plan).gained, 1);
    }

    #[test]
    fn rs_9_a_box_is_mixed_where_the_sets_differ() {
        let both = [holding(1, &[1, 2], &[]), holding(2, &[2], &[])];
        let boxes = [1, 2, 3].map(|n| tick_for(&both, &service(n)));
        assert_eq!(boxes, [Tick::Mixed, Tick::Ticked, Tick::Empty]);
    }

    #[test]
    fn acc_11_totals_count_people_and_different_services() {
        let plan: Vec<Change> = plan(&[holding(1, &[1], &[]), holding(2, &[1, 2], &[])], &set(&[3]));
        let totals = totals(&plan);
        assert_eq!((totals.gaining, totals.losing, totals.gained, totals.lost), (2, 2, 1, 2));
    }
}
