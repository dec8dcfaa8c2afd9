use super::super::people::List;
use super::Edit;
use leptos::prelude::{GetUntracked, Set};
use shared::access::{ContractedService, SetSource};
use shared::agreement::Term;
use shared::api::reactive_services::{GroupServices, MemberServices, MemberServicesRow};
use shared::id::{GrantId, MemberId, ServiceId};
use shared::region::Shard;
use shared::service::assignment::{Holding, Tick, totals};
use shared::service::{ServiceKind, ServiceSet};
use shared::time::{Day, Timestamp};

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

fn row(n: u8, version: i64, own: &[u8], through_group: &[u8]) -> MemberServicesRow {
    let grant = GrantId::new(shard(), THEN, [1; 10]);
    let source = SetSource::Group { grant, group: "Database team".into(), ends_at: None };
    MemberServicesRow {
        member: MemberId::new(shard(), THEN, [n; 10]),
        name: format!("Person {n}"),
        email: None,
        roles: Vec::new(),
        own: set(own),
        version,
        groups: vec![GroupServices { source, services: set(through_group) }],
    }
}

fn listed(rows: &[MemberServicesRow], before: Option<&List>) -> List {
    let answer = MemberServices { members: rows.to_vec(), now: THEN };
    List::new(&answer, carried(), before, &|_| String::new())
}

fn begun(rows: &[MemberServicesRow]) -> Edit {
    let list = listed(rows, None);
    Edit::begin(list.people.clone(), &list)
}

fn ticks(edit: &Edit) -> Vec<Tick> {
    edit.boxes.iter().map(|(_, tick)| *tick).collect()
}

#[test]
fn rs_9_a_box_is_mixed_until_it_is_settled_and_the_others_are_previewed_meanwhile() {
    let unsettled = begun(&[row(1, 1, &[1, 2], &[]), row(2, 1, &[2], &[])]).pick(&service(3), true);
    assert_eq!(ticks(&unsettled), [Tick::Mixed, Tick::Ticked, Tick::Ticked, Tick::Empty]);
    assert_eq!((unsettled.mixed.clone(), unsettled.chosen.clone()), (set(&[1]), set(&[2, 3])));
    let sums = totals(&unsettled.plan);
    assert_eq!((sums.gaining, sums.losing), (2, 0), "the mixed box takes nothing yet");
    let settled = unsettled.pick(&service(1), false);
    assert!(settled.mixed.is_empty());
    assert_eq!(totals(&settled.plan).losing, 1);
}

#[test]
fn rs_10_what_is_kept_through_a_group_is_a_difference_and_no_loss() {
    let emptied = begun(&[row(1, 1, &[1], &[1])]).pick(&service(1), false);
    assert!(emptied.differs && emptied.chosen.is_empty());
    assert_eq!(totals(&emptied.plan).losing, 0);
    assert_eq!(emptied.plan[0].keeps_through_groups, [service(1)]);
}

#[test]
fn rs_5_what_is_no_service_of_the_workspace_any_more_plays_no_part() {
    assert!(!begun(&[row(1, 1, &[1, 9], &[8])]).differs);
    assert!(listed(&[row(1, 1, &[9], &[8])], None).people[0].has_none());
}

#[test]
fn acc_12_what_is_different_since_is_told_and_the_boxes_stay_as_they_were_set() {
    let sent = begun(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[]), row(3, 1, &[2], &[])])
        .pick(&service(1), false)
        .pick(&service(2), true)
        .settled();
    let after = listed(&[row(1, 2, &[1, 4], &[]), row(2, 1, &[], &[])], None);
    let edit = sent.catch_up(&after).unwrap();
    assert_eq!(edit.base.iter().map(|person| person.holding.version).collect::<Vec<_>>(), [2, 1]);
    let own = |now: &Option<Holding>| now.as_ref().map(|now| now.own.clone());
    let told: Vec<_> =
        edit.since.iter().map(|s| (s.name.clone(), s.before.own.clone(), own(&s.now))).collect();
    let (gained, gone) =
        (("Person 1".into(), set(&[1]), Some(set(&[1, 4]))), ("Person 3".into(), set(&[2]), None));
    assert_eq!(told, [gained, gone]);
    assert_eq!(edit.chosen, set(&[2]), "not mixed again, although the sets differ now");
}

#[test]
fn acc_12_an_edit_goes_on_undisturbed_while_nothing_is_different() {
    let edit = begun(&[row(1, 1, &[1], &[])]);
    assert!(edit.catch_up(&listed(&[row(1, 1, &[1], &[])], None)).is_none());
    assert!(edit.catch_up(&listed(&[row(1, 3, &[1], &[])], None)).is_some(), "another version");
}

#[test]
fn whoever_is_chosen_stays_chosen_when_the_list_comes_anew() {
    let before = listed(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[])], None);
    before.people[1].chosen.set(true);
    let after = listed(&[row(2, 2, &[3], &[]), row(1, 1, &[1], &[])], Some(&before));
    assert_eq!(
        after.people.iter().map(|person| person.chosen.get_untracked()).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn acc_12_a_person_stands_once_among_what_is_different_and_not_at_all_when_it_is_as_before() {
    let began = begun(&[row(1, 1, &[1], &[])]).pick(&service(3), true);
    let once = began.catch_up(&listed(&[row(1, 2, &[1, 2], &[])], None)).unwrap();
    let twice = once.catch_up(&listed(&[row(1, 3, &[2], &[])], None)).unwrap();
    let told: Vec<_> =
        twice.since.iter().map(|s| (s.before.own.clone(), s.now.clone().unwrap().own)).collect();
    assert_eq!(told, [(set(&[1]), set(&[2]))]);
    let back = twice.catch_up(&listed(&[row(1, 4, &[1], &[])], None)).unwrap();
    assert!(back.since.is_empty());
}

#[test]
fn rs_5_one_service_in_the_place_of_another_is_a_difference() {
    let began = begun(&[row(1, 1, &[1], &[])]);
    let mut list = listed(&[row(1, 1, &[1], &[])], None);
    list.services[3].id = service(9);
    let edit = began.catch_up(&list).unwrap();
    assert_eq!(edit.boxes[3].0.id, service(9));
}

#[test]
fn what_was_ticked_is_there_again_for_the_same_people_only() {
    let list = listed(&[row(1, 1, &[1], &[]), row(2, 1, &[], &[])], None);
    let one = Edit::begin(list.people[..1].to_vec(), &list);
    assert!(!one.goes_on_for(&list.people[..1]), "nothing was ticked");
    let ticked = one.pick(&service(2), true);
    assert!(ticked.goes_on_for(&list.people[..1]) && ticked.is_unsaved());
    assert!(!ticked.goes_on_for(&list.people) && !ticked.goes_on_for(&list.people[1..]));
    assert!(!ticked.pick(&service(2), false).is_unsaved());
}

#[test]
fn acc_11_what_groups_give_differently_is_told_too() {
    let began = begun(&[row(1, 1, &[1], &[2])]).pick(&service(3), true);
    let edit = began.catch_up(&listed(&[row(1, 1, &[1], &[4])], None)).unwrap();
    let told = edit.since[0].now.as_ref().unwrap();
    assert_eq!((edit.since.len(), told.through_groups.clone()), (1, set(&[4])));
}
