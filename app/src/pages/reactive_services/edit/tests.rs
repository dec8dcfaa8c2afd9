use super::super::crowd::Outcome;
use super::super::marks::Marks;
use super::super::subject::List;
use super::{Edit, Has};
use shared::access::{ContractedService, SetSource};
use shared::agreement::Term;
use shared::api::reactive_services::{
    GrantedGroup, GrantedGroups, GroupServices, MemberServices, MemberServicesRow,
};
use shared::id::{GrantId, MemberId, ServiceId};
use shared::region::Shard;
use shared::service::assignment::{Change, Holding, Tick, Totals, plan, tick_for, totals};
use shared::service::group_assignment::plan_for_groups;
use shared::service::{ServiceKind, ServiceSet};
use shared::time::{Day, Timestamp};
use std::collections::BTreeSet;

const THEN: Timestamp = Timestamp::from_millis(0);

fn shard() -> Shard {
    Shard::parse("eu1").unwrap()
}

fn service(n: u8) -> ServiceId {
    ServiceId::new(shard(), THEN, [n; 10])
}

fn set(services: &[u8]) -> ServiceSet {
    services.iter().map(|n| service(*n)).collect()
}

/// The services 1 to 4.
fn carried() -> Vec<ContractedService> {
    let term =
        Term { starts_on: Day::from_epoch_days(0), ends_on: Day::from_epoch_days(9), withdrawn_at: None };
    let carried = |n: u8| ContractedService {
        id: service(n),
        name: format!("Service {n}"),
        kind: ServiceKind::Reactive,
        agreement: "A-1".into(),
        term,
    };
    (1..=4).map(carried).collect()
}

fn grant(n: u8) -> GrantId {
    GrantId::new(shard(), THEN, [n; 10])
}

fn group(n: u8, services: &[u8]) -> GroupServices {
    let source = SetSource::Group { grant: grant(n), group: format!("Group {n}"), ends_at: None };
    GroupServices { source, services: set(services) }
}

/// A person in these groups, each a number with its services.
fn person(n: u8, version: i64, own: &[u8], groups: &[(u8, &[u8])]) -> MemberServicesRow {
    MemberServicesRow {
        member: MemberId::new(shard(), THEN, [n; 10]),
        name: format!("Person {n}"),
        email: None,
        roles: Vec::new(),
        own: set(own),
        version,
        groups: groups.iter().map(|(n, services)| group(*n, services)).collect(),
    }
}

/// A person in a group of their own.
fn row(n: u8, version: i64, own: &[u8], through_group: &[u8]) -> MemberServicesRow {
    person(n, version, own, &[(n, through_group)])
}

fn among(rows: &[MemberServicesRow], services: Vec<ContractedService>, before: Option<&List>) -> List {
    let answer = MemberServices { members: rows.to_vec(), now: THEN };
    List::of_people(&answer, services, before, &|_| String::new())
}

fn listed(rows: &[MemberServicesRow], before: Option<&List>) -> List {
    among(rows, carried(), before)
}

/// The Groups tab: groups with their sets, and the people.
fn groups(groups: &[(u8, &[u8])], rows: &[MemberServicesRow]) -> List {
    let granted = |(n, services): &(u8, &[u8])| GrantedGroup {
        grant: grant(*n),
        name: format!("Group {n}"),
        roles: Vec::new(),
        ends_at: None,
        people: 0,
        services: set(services),
        version: 1,
    };
    let answer = GrantedGroups { groups: groups.iter().map(granted).collect(), now: THEN };
    List::of_groups(&answer, listed(rows, None), None, &|_| Default::default())
}

fn begun(rows: &[MemberServicesRow]) -> Edit {
    let list = listed(rows, None);
    Edit::begin(list.subjects.clone(), &list)
}

/// The marks of the services 1 to 4, whose places are one less.
fn marks(services: &[u8]) -> Marks {
    Marks::of(&set(services), &carried())
}

fn sums(outcome: &Outcome) -> Totals {
    let (gained, lost) = (outcome.gained.count(), outcome.lost.count());
    Totals { gaining: outcome.gaining, losing: outcome.losing, gained, lost }
}

/// Who gains, loses and keeps what, by the places of the people.
fn told(edit: &Edit) -> Vec<(usize, ServiceSet, ServiceSet, ServiceSet)> {
    let whole = |marks: &Marks| marks.set(&edit.ground.services);
    let mut told = Vec::new();
    for (effect, who) in &edit.people.lines {
        for place in who {
            told.push((*place, whole(&effect.gains), whole(&effect.loses), whole(&effect.keeps)));
        }
    }
    told.retain(|(_, gains, loses, keeps)| !(gains.is_empty() && loses.is_empty() && keeps.is_empty()));
    told.sort();
    told
}

/// The same out of a plan.
fn planned(plan: &[Change]) -> Vec<(usize, ServiceSet, ServiceSet, ServiceSet)> {
    let set = |services: &Vec<ServiceId>| services.iter().cloned().collect::<ServiceSet>();
    let change = |(place, change): (usize, &Change)| {
        (place, set(&change.gains), set(&change.loses), set(&change.keeps_through_groups))
    };
    let changed = |change: &&Change| !change.is_nothing() || !change.keeps_through_groups.is_empty();
    plan.iter().enumerate().filter(|(_, one)| changed(one)).map(change).collect()
}

/// Every set of the services 1 to 4 that a number stands for.
fn subset(n: u8) -> Vec<u8> {
    (1..=4).filter(|service| n & (1 << (service - 1)) != 0).collect()
}

#[test]
fn acc_11_the_pane_shows_the_plan_that_the_worker_decides_by() {
    let rows: Vec<_> = (0..=255).map(|n| row(n, 1, &subset(n & 15), &subset((n >> 4) ^ (n & 3)))).collect();
    let list = listed(&rows, None);
    let holdings: Vec<Holding> = rows.iter().map(MemberServicesRow::holding).collect();
    let begun = Edit::begin(list.subjects.clone(), &list);
    let boxes: Vec<Tick> = (1..=4).map(|n| tick_for(&holdings, &service(n))).collect();
    assert_eq!(begun.ticks, boxes);
    for n in 0..=15 {
        let edit = begun.pick(&[0, 1, 2, 3], false);
        let places: Vec<usize> = subset(n).iter().map(|n| usize::from(n - 1)).collect();
        let edit = edit.pick(&places, true);
        let plan = plan(&holdings, &set(&subset(n)), &set(&[1, 2, 3, 4]));
        assert_eq!((told(&edit), sums(&edit.people)), (planned(&plan), totals(&plan)), "{n}");
    }
}

#[test]
fn acc_11_until_a_box_is_set_nothing_changes_for_anybody() {
    for n in 0..=255 {
        let rows = [row(1, 1, &subset(n & 15), &[1, 2]), row(2, 1, &subset(n >> 4), &[3])];
        let begun = begun(&rows);
        let found = begun.ground.outcome_for_people(&begun.chosen, &begun.mixed);
        assert_eq!((found.lines.len(), sums(&found)), (0, sums(&begun.people)), "{n}");
    }
}

#[test]
fn rs_9_the_pane_counts_no_service_that_is_not_in_force() {
    let rows = [row(1, 1, &[1, 2], &[3]), row(2, 1, &[], &[4])];
    let mut services = carried();
    for service in &mut services[..2] {
        service.term.withdrawn_at = Some(THEN);
    }
    let list = among(&rows, services, None);
    let holdings: Vec<Holding> = rows.iter().map(MemberServicesRow::holding).collect();
    let begun = Edit::begin(list.subjects.clone(), &list).pick(&[0, 1, 2, 3], false);
    for n in 0..=15 {
        let places: Vec<usize> = subset(n).iter().map(|n| usize::from(n - 1)).collect();
        let edit = begun.pick(&places, true);
        let plan = plan(&holdings, &set(&subset(n)), &set(&[3, 4]));
        assert_eq!((told(&edit), sums(&edit.people)), (planned(&plan), totals(&plan)), "{n}");
    }
}

#[test]
fn acc_11_the_pane_shows_the_same_for_the_people_in_groups() {
    let sets: [&[u8]; 3] = [&[1, 2], &[2, 3], &[]];
    let member = |n: u8| {
        let inside: Vec<(u8, &[u8])> = (1..=3)
            .filter(|group| n & (1 << (group - 1)) != 0)
            .map(|group| (group, sets[usize::from(group) - 1]))
            .collect();
        person(n, 1, &subset(n >> 3), &inside)
    };
    let rows: Vec<_> = (0..=127).map(member).collect();
    let list = groups(&[(1, sets[0]), (2, sets[1]), (3, sets[2])], &rows);
    for chosen in [&[0_usize][..], &[2], &[0, 1], &[0, 1, 2]] {
        let base = chosen.iter().map(|place| list.subjects[*place].clone()).collect();
        let grants: BTreeSet<GrantId> =
            chosen.iter().map(|place| grant(u8::try_from(*place).unwrap() + 1)).collect();
        let inside: Vec<_> = rows.iter().map(MemberServicesRow::in_groups).collect();
        let begun = Edit::begin(base, &list).pick(&[0, 1, 2, 3], false);
        for n in 0..=15 {
            let places: Vec<usize> = subset(n).iter().map(|n| usize::from(n - 1)).collect();
            let edit = begun.pick(&places, true);
            let plan = plan_for_groups(&inside, &grants, &set(&subset(n)), &set(&[1, 2, 3, 4]));
            assert_eq!((told(&edit), sums(&edit.people)), (planned(&plan), totals(&plan)), "{chosen:?} {n}");
        }
    }
}

#[test]
fn rs_9_a_box_is_mixed_until_it_is_settled_and_the_others_are_previewed_meanwhile() {
    let unsettled = begun(&[row(1, 1, &[1, 2], &[]), row(2, 1, &[2], &[])]).pick(&[2], true);
    assert_eq!(unsettled.ticks, [Tick::Mixed, Tick::Ticked, Tick::Ticked, Tick::Empty]);
    assert_eq!((unsettled.mixed.clone(), unsettled.chosen.clone()), (marks(&[1]), marks(&[2, 3])));
    let sums = sums(&unsettled.people);
    assert_eq!((sums.gaining, sums.losing), (2, 0), "the mixed box takes nothing yet");
    let settled = unsettled.pick(&[0], false);
    assert!(settled.mixed.is_empty());
    assert_eq!(settled.people.losing, 1);
}

#[test]
fn rs_10_what_is_kept_through_a_group_is_a_difference_and_no_loss() {
    let emptied = begun(&[row(1, 1, &[1], &[1])]).pick(&[0], false);
    assert!(emptied.differs && emptied.chosen.is_empty());
    assert_eq!(emptied.people.losing, 0);
    assert_eq!(emptied.people.lines[0].0.keeps, marks(&[1]));
}

#[test]
fn rs_5_what_is_no_service_of_the_workspace_any_more_plays_no_part() {
    assert!(!begun(&[row(1, 1, &[1, 9], &[8])]).differs);
    assert!(listed(&[row(1, 1, &[9], &[8])], None).subjects[0].has_none());
}

#[test]
fn acc_12_what_is_different_since_is_told_and_the_boxes_stay_as_they_were_set() {
    let sent = begun(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[]), row(3, 1, &[2], &[])])
        .pick(&[0], false)
        .pick(&[1], true)
        .settled();
    let after = listed(&[row(1, 2, &[1, 4], &[]), row(2, 1, &[], &[])], None);
    let edit = sent.catch_up(&after).unwrap();
    assert_eq!(edit.ground.base.iter().map(|person| person.version).collect::<Vec<_>>(), [2, 1]);
    let own = |now: &Option<Has>| now.as_ref().map(|now| now.own.clone());
    let told: Vec<_> =
        edit.since.iter().map(|s| (s.name.clone(), s.before.own.clone(), own(&s.now))).collect();
    let (gained, gone) =
        (("Person 1".into(), marks(&[1]), Some(marks(&[1, 4]))), ("Person 3".into(), marks(&[2]), None));
    assert_eq!(told, [gained, gone]);
    assert_eq!(edit.chosen, marks(&[2]), "not mixed again, although the sets differ now");
}

#[test]
fn acc_12_an_edit_goes_on_undisturbed_while_nothing_is_different() {
    let edit = begun(&[row(1, 1, &[1], &[])]);
    assert!(edit.catch_up(&listed(&[row(1, 1, &[1], &[])], None)).is_none());
    assert!(edit.catch_up(&listed(&[row(1, 3, &[1], &[])], None)).is_some(), "another version");
}

#[test]
fn acc_12_whoever_comes_into_a_group_meanwhile_is_a_difference() {
    let before = groups(&[(1, &[1])], &[person(1, 1, &[], &[(1, &[1])])]);
    let edit = Edit::begin(before.subjects.clone(), &before).pick(&[0], false);
    assert_eq!(edit.people.losing, 1);
    let after = groups(&[(1, &[1])], &[person(1, 1, &[], &[(1, &[1])]), person(2, 1, &[], &[(1, &[1])])]);
    assert_eq!(edit.catch_up(&after).unwrap().people.losing, 2);
    assert!(edit.catch_up(&before).is_none());
}

#[test]
fn whoever_is_chosen_stays_chosen_when_the_list_comes_anew() {
    let before = listed(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[])], None);
    before.subjects[1].choose(true);
    let after = listed(&[row(2, 2, &[3], &[]), row(1, 1, &[1], &[])], Some(&before));
    assert_eq!(after.subjects.iter().map(|one| one.is_chosen()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn acc_12_a_person_stands_once_among_what_is_different_and_not_at_all_when_it_is_as_before() {
    let began = begun(&[row(1, 1, &[1], &[])]).pick(&[2], true);
    let once = began.catch_up(&listed(&[row(1, 2, &[1, 2], &[])], None)).unwrap();
    let twice = once.catch_up(&listed(&[row(1, 3, &[2], &[])], None)).unwrap();
    let told: Vec<_> =
        twice.since.iter().map(|s| (s.before.own.clone(), s.now.clone().unwrap().own)).collect();
    assert_eq!(told, [(marks(&[1]), marks(&[2]))]);
    let back = twice.catch_up(&listed(&[row(1, 4, &[1], &[])], None)).unwrap();
    assert!(back.since.is_empty());
}

#[test]
fn rs_5_one_service_in_the_place_of_another_is_a_difference() {
    let began = begun(&[row(1, 1, &[1, 2], &[])]).pick(&[1], false);
    let mut services = carried();
    services[0].id = service(9);
    services.swap(1, 3);
    let edit = began.catch_up(&among(&[row(1, 1, &[1, 2], &[])], services, None)).unwrap();
    assert_eq!(edit.ground.services[0].id, service(9));
    assert_eq!(edit.ticks, [Tick::Empty; 4], "the box that was emptied is another by now");
    assert!(edit.since.is_empty() && edit.differs);
}

#[test]
fn what_was_ticked_is_there_again_for_the_same_people_only() {
    let list = listed(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[])], None);
    let one = Edit::begin(list.subjects[..1].to_vec(), &list);
    assert!(!one.goes_on_for(&list.subjects[..1]), "nothing was ticked");
    let ticked = one.pick(&[1], true);
    assert!(ticked.goes_on_for(&list.subjects[..1]) && ticked.is_unsaved());
    assert!(!ticked.goes_on_for(&list.subjects) && !ticked.goes_on_for(&list.subjects[1..]));
    assert!(!ticked.pick(&[1], false).is_unsaved());
}

#[test]
fn acc_11_what_groups_give_differently_is_told_too() {
    let began = begun(&[row(1, 1, &[1], &[2])]).pick(&[2], true);
    let edit = began.catch_up(&listed(&[row(1, 1, &[1], &[4])], None)).unwrap();
    let told = edit.since[0].now.as_ref().unwrap();
    assert_eq!((edit.since.len(), told.through.clone()), (1, marks(&[4])));
}
