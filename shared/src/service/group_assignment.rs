//! Handing services out to groups: what replacing their sets changes for each person in them (RS-7 to RS-10, ACC-11).
//!
//! A person's services are their own set and those of every group they are in. So taking a service from a group takes it
//! only from those who have it from nowhere else:
//!
//! ```text
//! before   own ∪ every group they are in
//! after    own ∪ the groups that were not chosen ∪ the selection
//! ```
//!
//! The browser computes this from the rows of the Users tab, the worker from fresh ones; [`fingerprint_of_people`] tells
//! whether both had the same in front of them (ACC-12).

use super::ServiceSet;
use super::assignment::Change;
use super::fingerprint::Fingerprint;
use crate::id::{GrantId, MemberId, ServiceId};
use std::collections::{BTreeMap, BTreeSet};

/// A person with everything that gives them services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InGroups {
    /// The member.
    pub member: MemberId,
    /// Their own set.
    pub own: ServiceSet,
    /// The groups they are in whose grant is in force, with what each has, nothing included.
    pub groups: BTreeMap<GrantId, ServiceSet>,
}

impl InGroups {
    /// The same without services that something says do not belong here: what a workspace has no more is neither gained
    /// nor lost (RS-5).
    #[must_use]
    pub fn among(mut self, known: &dyn Fn(&ServiceId) -> bool) -> Self {
        self.own.retain(known);
        self.groups.values_mut().for_each(|set| set.retain(known));
        self
    }

    /// What the person has from elsewhere than these groups.
    fn besides<'a>(&'a self, chosen: &'a BTreeSet<GrantId>) -> BTreeSet<&'a ServiceId> {
        let others = self.groups.iter().filter(|(grant, _)| !chosen.contains(*grant));
        others.flat_map(|(_, set)| set).chain(&self.own).collect()
    }
}

/// What saving `selection` for each of these groups changes for each of these people, of the services in force now. Those who
/// are in none of the groups are left out.
pub fn plan_for_groups(
    people: &[InGroups],
    groups: &BTreeSet<GrantId>,
    selection: &ServiceSet,
    in_force: &ServiceSet,
) -> Vec<Change> {
    let concerned = people.iter().filter(|person| person.groups.keys().any(|grant| groups.contains(grant)));
    concerned.map(|person| change(person, groups, selection, in_force)).collect()
}

fn change(
    person: &InGroups,
    groups: &BTreeSet<GrantId>,
    selection: &ServiceSet,
    in_force: &ServiceSet,
) -> Change {
    let besides = person.besides(groups);
    let of_the_groups = person.groups.iter().filter(|(grant, _)| groups.contains(*grant));
    let had: BTreeSet<&ServiceId> = of_the_groups.flat_map(|(_, set)| set.intersection(in_force)).collect();
    let is_new = |service: &&ServiceId| !had.contains(*service) && !besides.contains(*service);
    let taken = || had.iter().copied().filter(|service| !selection.contains(*service));
    Change {
        member: person.member.clone(),
        gains: selection.intersection(in_force).filter(is_new).cloned().collect(),
        loses: taken().filter(|service| !besides.contains(service)).cloned().collect(),
        keeps_through_groups: taken().filter(|service| besides.contains(service)).cloned().collect(),
    }
}

/// Tells the people in a group, and all that gives them services, from any others: what a plan for the group rests on.
/// People who are not in it make no difference, nor does the order of those who are. Not for secrets.
pub fn fingerprint_of_people(grant: &GrantId, people: &[InGroups]) -> Fingerprint {
    let inside = people.iter().filter(|person| person.groups.contains_key(grant));
    Fingerprint::of_all(inside.map(fingerprint_of_person))
}

fn fingerprint_of_person(person: &InGroups) -> Fingerprint {
    let own = person.own.iter().map(ServiceId::as_str);
    let groups = person
        .groups
        .iter()
        .flat_map(|(grant, set)| std::iter::once(grant.as_str()).chain(set.iter().map(ServiceId::as_str)));
    Fingerprint::of_words(std::iter::once(person.member.as_str()).chain(own).chain(groups))
}

#[cfg(test)]
mod tests {
    use super::{InGroups, fingerprint_of_people};
    use crate::id::{GrantId, Id, Kind, ServiceId};
    use crate::region::Shard;
    use crate::service::ServiceSet;
    use crate::service::assignment::Change;
    use crate::time::Timestamp;
    use std::collections::BTreeSet;

    fn id<K: Kind>(n: u8) -> Id<K> {
        Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10])
    }

    fn set(services: &[u8]) -> ServiceSet {
        services.iter().map(|n| id(*n)).collect()
    }

    fn person(member: u8, own: &[u8], groups: &[(u8, &[u8])]) -> InGroups {
        let groups = groups.iter().map(|(grant, services)| (id(*grant), set(services))).collect();
        InGroups { member: id(member), own: set(own), groups }
    }

    fn chosen(groups: &[u8]) -> BTreeSet<GrantId> {
        groups.iter().map(|n| id(*n)).collect()
    }

    /// The plan where all services are in force.
    fn plan_for_groups(
        people: &[InGroups],
        groups: &BTreeSet<GrantId>,
        selection: &ServiceSet,
    ) -> Vec<Change> {
        super::plan_for_groups(people, groups, selection, &set(&[1, 2, 3, 4]))
    }

    #[test]
    fn rs_9_nobody_in_a_group_gains_or_loses_a_service_that_is_not_in_force() {
        let people = [person(1, &[3], &[(1, &[1, 3, 4])])];
        let change = super::plan_for_groups(&people, &chosen(&[1]), &set(&[2, 5]), &set(&[1, 2])).remove(0);
        assert_eq!(
            (change.gains, change.loses, change.keeps_through_groups),
            (vec![id(2)], vec![id(1)], vec![])
        );
    }

    #[test]
    fn rs_8_saving_for_groups_replaces_what_each_of_them_gives() {
        let people = [person(1, &[], &[(1, &[1, 2])]), person(2, &[], &[(2, &[3])])];
        let plan = plan_for_groups(&people, &chosen(&[1, 2]), &set(&[2, 4]));
        let [one, two]: &[_; 2] = plan.as_slice().try_into().unwrap();
        assert_eq!((&one.gains, &one.loses), (&vec![id::<_>(4)], &vec![id(1)]));
        let gained: Vec<ServiceId> = vec![id(2), id(4)];
        assert_eq!((&two.gains, &two.loses), (&gained, &vec![id(3)]));
    }

    #[test]
    fn acc_11_what_somebody_has_from_elsewhere_is_neither_gained_nor_lost() {
        let people = [person(1, &[1], &[(1, &[1, 2, 3]), (2, &[2])])];
        let change = plan_for_groups(&people, &chosen(&[1]), &set(&[])).remove(0);
        assert_eq!((change.loses, change.gains), (vec![id(3)], vec![]));
        assert_eq!(change.keeps_through_groups, [id(1), id(2)]);
        let change = plan_for_groups(&people, &chosen(&[1]), &set(&[1, 2, 3])).remove(0);
        assert!(change.is_nothing(), "{change:?}");
    }

    #[test]
    fn rs_10_of_two_groups_emptied_together_neither_saves_what_the_other_gave() {
        let people = [person(1, &[], &[(1, &[1]), (2, &[1])])];
        let change = plan_for_groups(&people, &chosen(&[1, 2]), &set(&[])).remove(0);
        assert_eq!(change.loses, [id(1)]);
    }

    #[test]
    fn acc_11_people_in_none_of_the_groups_are_not_in_the_plan() {
        let people = [person(1, &[1], &[(2, &[2])]), person(2, &[1], &[])];
        assert_eq!(plan_for_groups(&people, &chosen(&[1]), &set(&[3])), []);
    }

    #[test]
    fn acc_12_whoever_is_in_a_group_and_all_they_have_shows_in_its_fingerprint() {
        let print = |people: &[InGroups]| fingerprint_of_people(&id(1), people);
        let prints = [
            print(&[]),
            print(&[person(1, &[], &[(1, &[])])]),
            print(&[person(1, &[2], &[(1, &[])])]),
            print(&[person(1, &[], &[(1, &[2])])]),
            print(&[person(1, &[], &[(1, &[]), (2, &[])])]),
            print(&[person(1, &[], &[(1, &[]), (2, &[2])])]),
            print(&[person(1, &[], &[(1, &[])]), person(2, &[], &[(1, &[])])]),
        ];
        let different: BTreeSet<_> = prints.into_iter().collect();
        assert_eq!(different.len(), prints.len());
        let (one, two, apart) =
            (person(1, &[], &[(1, &[])]), person(2, &[], &[(1, &[])]), person(3, &[1], &[]));
        assert_eq!(print(&[one.clone(), two.clone()]), print(&[two, apart, one]));
    }

    #[test]
    fn acc_12_two_people_of_a_group_who_swap_their_sets_do_not_look_as_before() {
        let print = |sets: [(u8, u8); 2]| {
            let people = sets.map(|(member, service)| person(member, &[service], &[(1, &[])]));
            fingerprint_of_people(&id(1), &people)
        };
        for one in 1..100 {
            for other in 100..200 {
                assert_ne!(print([(one, 3), (other, 4)]), print([(one, 4), (other, 3)]), "{one} and {other}");
            }
        }
    }
}
