use super::{Held, Situation, Start, Switch};
use crate::id::kind::{Grant, Service};
use crate::id::{Id, Kind, MemberId};
use crate::region::Shard;
use crate::service::ServiceSet;
use crate::service::assignment::Totals;
use crate::time::Timestamp;

fn id<K: Kind>(n: u8) -> Id<K> {
    Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10])
}

fn set(services: &[u8]) -> ServiceSet {
    services.iter().map(|n| id(*n)).collect()
}

fn held(member: u8, own: &[u8], groups: &[u8]) -> Held {
    let groups = groups.iter().map(|n| id(*n)).collect();
    Held { member: id(member), own: set(own), groups, enters: true }
}

/// Services 1 to 3, of which 3 is of an agreement out of force. Group 1 has 2; group 2 has nothing. Member 1 is in no
/// group and has 1 and 3; member 2 is in both groups; member 3 is in no group and has nothing.
fn situation(granular: bool) -> Situation {
    Situation {
        granular,
        services: set(&[1, 2, 3]),
        in_force: set(&[1, 2]),
        groups: [(id::<Grant>(1), set(&[2])), (id(2), set(&[]))].into(),
        people: vec![held(1, &[1, 3], &[]), held(2, &[], &[1, 2]), held(3, &[], &[])],
        dormant: 0,
    }
}

#[test]
fn rs_3_starting_from_today_takes_nothing_and_says_how_many_groups_and_people_it_gives_everything() {
    let effects = situation(false).effects(Switch::On(Start::Today));
    assert_eq!(effects.totals, Totals::default());
    assert_eq!((effects.groups, effects.people, effects.without), (2, 2, 0));
    let in_no_group: Vec<MemberId> = situation(false).in_no_group().cloned().collect();
    assert_eq!(in_no_group, [id(1), id(3)]);
}

#[test]
fn rs_3_starting_from_nothing_takes_what_is_in_force_from_everybody() {
    let effects = situation(false).effects(Switch::On(Start::Nothing));
    assert_eq!(effects.totals, Totals { losing: 3, lost: 2, ..Totals::default() });
    assert_eq!((effects.groups, effects.people, effects.without), (0, 0, 3));
    assert_eq!(effects.losing, [(id(1), 2), (id(2), 2), (id(3), 2)]);
}

#[test]
fn rs_13_starting_from_what_was_kept_leaves_everybody_what_is_assigned_to_them() {
    let effects = situation(false).effects(Switch::On(Start::Kept));
    assert_eq!(effects.losing, [(id(1), 1), (id(2), 1), (id(3), 2)]);
    assert_eq!((effects.groups, effects.people, effects.without), (1, 1, 1));
}

#[test]
fn rs_1_switching_off_gives_everybody_everything() {
    let effects = situation(true).effects(Switch::Off);
    assert_eq!(effects.totals, Totals { gaining: 3, gained: 2, ..Totals::default() });
    assert_eq!((effects.losing.len(), effects.without), (0, 0));
}

#[test]
fn rs_3_whoever_can_t_enter_neither_gains_nor_loses() {
    let shut_out = |granular: bool| {
        let mut situation = situation(granular);
        situation.people[0].enters = false;
        situation
    };
    let nothing = shut_out(false).effects(Switch::On(Start::Nothing));
    assert_eq!((nothing.totals.losing, nothing.without), (2, 2));
    assert_eq!(nothing.losing, [(id(2), 2), (id(3), 2)]);
    assert_eq!(shut_out(true).effects(Switch::Off).totals.gaining, 2);
    // They are given what everybody is given, for when they can.
    assert_eq!(shut_out(false).effects(Switch::On(Start::Today)).people, 2);
}

#[test]
fn rs_13_what_was_kept_of_those_who_are_not_there_now_is_offered_and_counted_apart() {
    let mut off = situation(false);
    off.groups.clear();
    off.people.clear();
    off.dormant = 2;
    assert!(off.offered().contains(&Switch::On(Start::Kept)));
    let kept = off.effects(Switch::On(Start::Kept));
    assert_eq!((kept.groups, kept.people, kept.dormant), (0, 0, 2));
    assert_eq!(off.effects(Switch::On(Start::Nothing)).dormant, 0);
}

#[test]
fn rs_13_what_was_kept_is_offered_only_where_there_is_any() {
    let (today, nothing) = (Switch::On(Start::Today), Switch::On(Start::Nothing));
    let mut off = situation(false);
    assert_eq!(off.offered(), [today, nothing, Switch::On(Start::Kept)]);
    off.groups.clear();
    off.people.clear();
    assert_eq!(off.offered(), [today, nothing]);
    assert_eq!(situation(true).offered(), [Switch::Off]);
}

#[test]
fn acc_12_whatever_a_switch_rests_on_shows_in_the_fingerprint() {
    let changes: [fn(&mut Situation); 11] = [
        |one| one.granular = true,
        |one| one.services.extend([id::<Service>(9)]),
        |one| one.in_force.extend([id::<Service>(3)]),
        |one| {
            one.groups.remove(&id::<Grant>(2));
        },
        |one| {
            let of_group: &mut ServiceSet = one.groups.get_mut(&id::<Grant>(2)).unwrap();
            of_group.insert(id(1));
        },
        |one| {
            one.people.pop();
        },
        |one| one.people.push(held(4, &[], &[])),
        |one| one.people[2] = held(3, &[1], &[]),
        |one| one.people[2] = held(3, &[], &[1]),
        |one| one.people[2].enters = false,
        |one| one.dormant = 1,
    ];
    let mut seen = std::collections::HashSet::from([situation(false).fingerprint()]);
    for change in changes {
        let mut changed = situation(false);
        change(&mut changed);
        assert!(seen.insert(changed.fingerprint()), "{changed:?}");
    }
    let mut otherwise_ordered = situation(false);
    otherwise_ordered.people.reverse();
    assert_eq!(otherwise_ordered.fingerprint(), situation(false).fingerprint());
}

#[test]
fn rs_3_a_switch_reads_as_it_is_written() {
    for (switch, text) in [
        (Switch::On(Start::Today), r#"{"on":"today"}"#),
        (Switch::On(Start::Kept), r#"{"on":"kept"}"#),
        (Switch::Off, r#""off""#),
    ] {
        assert_eq!(serde_json::to_string(&switch).unwrap(), text);
        assert_eq!(serde_json::from_str::<Switch>(text).unwrap(), switch);
    }
}

#[test]
fn acc_12_two_groups_that_swap_their_sets_do_not_look_as_before() {
    let print = |sets: [(u8, u8); 2]| {
        let mut one = situation(false);
        one.groups.extend(sets.map(|(group, service)| (id::<Grant>(group), set(&[service]))));
        one.fingerprint()
    };
    for one in 3..100 {
        for other in 100..200 {
            assert_ne!(print([(one, 1), (other, 4)]), print([(one, 4), (other, 1)]), "{one} and {other}");
        }
    }
}
