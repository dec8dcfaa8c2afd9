//! Every command, interrupted by every other between its decision and its commit: what comes of both is what would have
//! come of them one after the other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::api::case_list::{CaseView, CaseViews, ListCaseViews, SaveCaseView};
use shared::api::session::SignOut;
use shared::api::workspace::SignOutMember;
use shared::api::{Empty, REQUEST_ID_HEADER};
use shared::problem::{Fault, Problem, ProblemCode};
use tests::browser::{Browser, RawAnswer};
use tests::commands::{
    ALL, ANSWER, Command, MOVE, NOTE, OPEN, OPENED, REMOVE_VIEW, SAVE, SAVE_ANOTHER_VIEW, SAVE_VIEW, SIGN_OUT,
};
use tests::in_process::{InProcess, ground};
use tests::scenarios::office::office;
use tests::scenarios::steps;
use tests::target::Target;
use tests::world::{World, eu1};

/// A target that lives as long as the test: what happens before a batch needs it.
struct Stage {
    world: &'static World,
    target: &'static InProcess,
}

impl Stage {
    fn new() -> Self {
        let world: &World = Box::leak(Box::new(office(&ground(), "interleaving")));
        Self { world, target: Box::leak(Box::new(InProcess::new(world))) }
    }

    fn sign_in(&self, person: &str) -> Browser<'static> {
        let target: &'static dyn Target = self.target;
        target.sign_in(self.world.person(person))
    }

    /// How many rows there are of everything that commands write.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        let tables = [
            "support_case",
            "case_participant",
            "case_entry",
            "case_note",
            "audit_event",
            "idempotency",
            "service_set",
        ];
        let count = |table| self.target.machine.database(eu1()).look(&format!("SELECT 1 FROM {table}")).len();
        tables.map(|table| (table, count(table))).into()
    }
}

/// What came of a command: its status, and its code where it was refused.
fn outcome(answer: &RawAnswer) -> (u16, Option<ProblemCode>) {
    (answer.status, (answer.status != 200).then(|| answer.code()))
}

/// Both commands, the second one while the first is between its decision and its commit.
fn interleaved(first: &Command, second: &'static Command) -> (Stage, RawAnswer) {
    let stage = Stage::new();
    let (browser, other) = (stage.sign_in(first.person), stage.sign_in(second.person));
    let (world, before) = (stage.world, stage.target);
    before.machine.before_batch(1, move |_| {
        let answer = (second.give)(&other, world, "the-interrupting-one");
        assert_eq!(answer.status, 200, "{}: {answer:?}", second.name);
    });
    let answer = (first.give)(&browser, stage.world, "the-interrupted-one");
    assert!(stage.target.machine.hooks_ran());
    (stage, answer)
}

/// Both commands, one after the other.
fn one_after_the_other(first: &Command, second: &Command) -> (Stage, RawAnswer) {
    let stage = Stage::new();
    (second.give)(&stage.sign_in(second.person), stage.world, "the-interrupting-one");
    let answer = (first.give)(&stage.sign_in(first.person), stage.world, "the-interrupted-one");
    (stage, answer)
}

#[test]
fn rs_12_a_command_interrupted_by_another_ends_as_if_it_had_come_after_it() {
    for second in ALL {
        // Who ends what another has just ended, up to a later moment, ends nothing more: that has a test of its own.
        let is_both = |first: &&Command| first.name == SIGN_OUT.name && second.name == SIGN_OUT.name;
        for first in ALL.into_iter().filter(|first| !is_both(first)) {
            let (stage, answer) = interleaved(first, second);
            let (expected_stage, expected) = one_after_the_other(first, second);
            let names = format!("{}, while somebody wants to {}", first.name, second.name);
            assert_eq!(outcome(&answer), outcome(&expected), "{names}");
            assert_eq!(stage.counts(), expected_stage.counts(), "{names}");
        }
    }
}

#[test]
fn rs_12_a_service_taken_while_the_form_is_on_its_way_opens_no_case() {
    // The save gives Network and takes Cloud; the form is for Cloud.
    let (_, answer) = interleaved(&OPEN, &SAVE);
    let refusal = answer.problem().refusal.unwrap();
    assert!(matches!(refusal.missing, shared::access::Link::Assignment { .. }), "{refusal:?}");
}

#[test]
fn id_8_a_command_whose_session_is_signed_out_meanwhile_is_not_committed() {
    for command in ALL {
        let stage = Stage::new();
        let (browser, tab) = (stage.sign_in(command.person), stage.sign_in(command.person));
        tab.put_cookies(&browser.cookie_header());
        stage.target.machine.before_batch(1, move |_| {
            tab.call::<SignOut>(&shared::access::Everywhere, &Empty {}).unwrap();
        });
        let answer = (command.give)(&browser, stage.world, "signed-out-meanwhile");
        assert_eq!(outcome(&answer), (401, Some(ProblemCode::NotSignedIn)), "{}", command.name);
    }
}

#[test]
fn id_7_a_command_whose_person_is_signed_out_everywhere_meanwhile_is_not_committed() {
    for command in ALL.into_iter().filter(|command| command.person == "Vera") {
        let stage = Stage::new();
        let (vera, irma) = (stage.sign_in("Vera"), stage.sign_in("Irma"));
        let place = steps::at_member(stage.world, "Office", "Vera");
        stage.target.machine.before_batch(1, move |_| {
            irma.call::<SignOutMember>(&place, &Empty {}).unwrap();
        });
        let answer = (command.give)(&vera, stage.world, "signed-out-meanwhile");
        assert_eq!(outcome(&answer), (401, Some(ProblemCode::NotSignedIn)), "{}", command.name);
    }
}

#[test]
fn id_7_of_two_who_sign_out_the_same_member_at_once_the_later_moment_stands_and_both_are_on_record() {
    let (stage, answer) = interleaved(&SIGN_OUT, &SIGN_OUT);
    assert_eq!(answer.status, 200);
    let database = stage.target.machine.database(eu1());
    let count = |sql: &str| database.look(sql).len();
    let otto = stage.world.person("Otto").identity.as_str();
    assert_eq!(count("SELECT 1 FROM audit_event WHERE action = 'member.signed_out'"), 2);
    // All of them ended once, at the moment of whoever committed first, which is the later one.
    let ended = "SELECT at FROM audit_event WHERE action = 'signed_out_everywhere'";
    let moment = format!("SELECT at FROM sessions_end WHERE identity_id = '{otto}'");
    assert_eq!(count(ended), 1);
    assert_eq!(database.look(ended), database.look(&moment));
}

#[test]
fn case_15_a_double_click_makes_one_case() {
    // The same submission twice, the second while the first is about to be committed.
    let stage = Stage::new();
    let (browser, tab) = (stage.sign_in("Vera"), stage.sign_in("Vera"));
    let world = stage.world;
    stage.target.machine.before_batch(1, move |_| {
        assert_eq!((OPEN.give)(&tab, world, "a-double-click").status, 200);
    });
    let answer = (OPEN.give)(&browser, world, "a-double-click");
    assert_eq!(answer.status, 200);
    let cases = steps::cases(&browser, world, "Office", "all");
    assert_eq!(cases.len(), 2);
    assert!(answer.body.contains(cases.iter().max_by_key(|case| case.opened_at).unwrap().id.as_str()));
}

#[test]
fn case_4_an_answer_that_crosses_a_move_is_decided_on_the_moved_case() {
    let (stage, answer) = interleaved(&ANSWER, &MOVE);
    // "Solved" came first, so the answer reopens the case.
    assert!(answer.body.contains("in_progress"), "{answer:?}");
    let line = stage.target.logged(answer.headers.get(REQUEST_ID_HEADER).unwrap()).unwrap();
    assert_eq!(line.get("attempts").and_then(serde_json::Value::as_u64), Some(2));
}

/// Vera's views of the list, by name.
fn views(stage: &Stage) -> Vec<String> {
    let found = stage.sign_in("Vera").call::<ListCaseViews>(&steps::at(stage.world, "Office"), &Empty {});
    found.unwrap().views.into_iter().map(|view| view.name).collect()
}

#[test]
fn case_11_a_view_saved_in_another_tab_meanwhile_is_kept() {
    for (first, expected) in [(&SAVE_VIEW, vec!["Late", "Urgent"]), (&REMOVE_VIEW, vec!["Late"])] {
        let (stage, answer) = interleaved(first, &SAVE_ANOTHER_VIEW);
        assert_eq!(answer.status, 200, "{}", first.name);
        assert_eq!(views(&stage), expected, "{}", first.name);
    }
}

#[test]
fn case_11_two_tabs_that_save_the_last_view_that_may_be_leave_no_more_than_may_be() {
    let stage = Stage::new();
    let (browser, tab) = (stage.sign_in("Vera"), stage.sign_in("Vera"));
    let (world, place) = (stage.world, steps::at(stage.world, "Office"));
    for number in 1..CaseViews::MOST {
        let view = CaseView { name: format!("View {number:02}"), query: "severity=b".into() };
        browser.call::<SaveCaseView>(&place, &view).unwrap();
    }
    stage.target.machine.before_batch(1, move |_| {
        assert_eq!((SAVE_ANOTHER_VIEW.give)(&tab, world, "the-last-place").status, 200);
    });
    let answer = (SAVE_VIEW.give)(&browser, world, "one-too-many");
    assert_eq!(
        answer.problem(),
        Problem::invalid(vec![Fault::TooLong { most: CaseViews::MOST }.of("views")])
    );
    assert_eq!(views(&stage).len(), CaseViews::MOST);
    // Another query under a name that is there takes no place.
    assert_eq!((SAVE_ANOTHER_VIEW.give)(&browser, world, "the-same-again").status, 200);
}

#[test]
fn acc_12_commands_on_different_rows_both_commit_at_the_first_try() {
    // Among these no one changes what another rests on; two who write in the same case are among them, and two
    // who sign out the same member.
    for (first, second) in [
        (&OPEN, &ANSWER),
        (&ANSWER, &OPEN),
        (&ANSWER, &NOTE),
        (&NOTE, &ANSWER),
        (&OPEN, &OPENED),
        (&SAVE_VIEW, &SAVE_ANOTHER_VIEW),
        (&REMOVE_VIEW, &SAVE_ANOTHER_VIEW),
        (&SAVE_ANOTHER_VIEW, &REMOVE_VIEW),
        (&SIGN_OUT, &SIGN_OUT),
    ] {
        let (stage, answer) = interleaved(first, second);
        let line = stage.target.logged(answer.headers.get(REQUEST_ID_HEADER).unwrap()).unwrap();
        let attempts = line.get("attempts").and_then(serde_json::Value::as_u64);
        assert_eq!((answer.status, attempts), (200, Some(1)), "{} and {}", first.name, second.name);
    }
}
