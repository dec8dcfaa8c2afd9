//! Every fault that D1 documents, at every statement of every command and question: nothing is lost, doubled or partial, and
//! whoever asked is told in time (API-2, API-5).
//!
//! Several faults at once are drawn, each time from a seed, which stands in what a failure says. One of them alone:
//!
//! ```text
//! FAULTS_SEED=17 cargo test --workspace --test faults -- --nocapture several_faults
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::access::Declared;
use shared::api::ENDPOINTS;
use shared::problem::ProblemCode;
use shared::time::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Instant;
use tests::commands::{ALL, Command};
use tests::faults::{PERSONAL, QUERIES, Stage, Trial, boundaries, same};
use tests::in_process::{BatchFault, D1_LIMITS, D1_SAYS, InProcess};
use tests::world::Chance;

/// A wait for a database that keeps silent, which is no wait between two attempts.
const PATIENCE: Span = Span::seconds(2);

/// What comes of something where nothing goes wrong.
struct Undisturbed {
    before: Vec<String>,
    after: Vec<String>,
    told: String,
    batches: Vec<usize>,
}

fn undisturbed(stage: &Stage, command: &Command) -> Undisturbed {
    let before = stage.trial(command).settle();
    let mut trial = stage.trial(command);
    let answer = trial.give();
    assert_eq!(answer.status, 200, "{}: {answer:?}", command.name);
    let (told, batches) = (trial.told(&answer), trial.batches());
    Undisturbed { before, after: trial.settle(), told, batches }
}

/// When a batch that stalled takes effect after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Late {
    Never,
    BeforeTheReturn,
    AfterAll,
}

/// One thing that goes wrong, and what must come of it. Whoever is told to come again either gives up, and then all of it has
/// happened or nothing, or does come again, and then it has happened once.
fn goes_wrong(stage: &Stage, expected: &Undisturbed, mut trial: Trial<'_>, late: Late, label: &str) {
    let come_late = |target: &InProcess, when| {
        if late == when {
            target.machine.come_late();
        }
    };
    let first = trial.give();
    assert!(trial.target.machine.struck() > 0, "{label}: nothing went wrong");
    if first.status == 503 {
        let given_up = stage.again(&trial);
        come_late(&given_up.target, Late::AfterAll);
        let left = given_up.settle();
        assert!(left == expected.before || left == expected.after, "{label}, given up: {left:#?}");
    }
    let last = trial.insist(first, |target| {
        target.machine.mend();
        come_late(target, Late::BeforeTheReturn);
    });
    assert_eq!((last.status, &trial.told(&last)), (200, &expected.told), "{label}");
    come_late(&trial.target, Late::AfterAll);
    same(&trial.settle(), &expected.after, label);
}

fn everything() -> impl Iterator<Item = &'static Command> {
    ALL.into_iter().chain(PERSONAL)
}

/// Every second of them, from the first or the second: two halves of one test, which run at the same time.
fn every_second(from: usize) -> impl Iterator<Item = &'static Command> {
    everything().skip(from).step_by(2)
}

fn at_every_statement(commands: impl Iterator<Item = &'static Command>) {
    let (stage, began, mut cases) = (Stage::new(), Instant::now(), 0);
    for command in commands {
        let expected = undisturbed(&stage, command);
        for (number, statements) in expected.batches.iter().enumerate() {
            for fault in boundaries(*statements) {
                let trial = stage.trial(command);
                trial.target.machine.fail_batch(number, fault);
                let label = format!("{}: {fault:?} in batch {number}", command.name);
                goes_wrong(&stage, &expected, trial, Late::Never, &label);
                cases += 1;
            }
        }
    }
    println!("{cases} faults in {:?}", began.elapsed());
}

#[test]
fn api_2_a_fault_at_any_statement_of_the_commands_in_odd_places_leaves_nothing_lost_doubled_or_partial() {
    at_every_statement(every_second(0));
}

#[test]
fn api_2_a_fault_at_any_statement_of_the_commands_in_even_places_leaves_nothing_lost_doubled_or_partial() {
    at_every_statement(every_second(1));
}

#[test]
fn api_2_a_batch_that_stalls_or_comes_late_leaves_nothing_lost_doubled_or_partial() {
    let (stage, mut cases) = (Stage::new(), 0);
    for command in everything() {
        let expected = undisturbed(&stage, command);
        for number in 0..expected.batches.len() {
            for (fault, late) in [
                (BatchFault::Slow(Span::from_millis(1_900)), Late::Never),
                (BatchFault::Slow(Span::seconds(3)), Late::Never),
                (BatchFault::Stalled, Late::Never),
                (BatchFault::Stalled, Late::BeforeTheReturn),
                (BatchFault::Stalled, Late::AfterAll),
            ] {
                let trial = stage.trial(command);
                trial.target.machine.fail_batch(number, fault);
                let label = format!("{}: {fault:?}, late {late:?}, in batch {number}", command.name);
                goes_wrong(&stage, &expected, trial, late, &label);
                cases += 1;
            }
        }
    }
    println!("{cases} stalls");
}

#[test]
fn api_5_a_database_that_stays_away_is_said_to_be_busy_in_time_and_asked_a_few_times_only() {
    let (stage, mut cases) = (Stage::new(), 0);
    for command in everything() {
        let expected = undisturbed(&stage, command);
        for first in 0..expected.batches.len() {
            for fault in
                [BatchFault::OVERLOADED, BatchFault::RESET, BatchFault::ANSWER_LOST, BatchFault::Stalled]
            {
                for step in [1, 2] {
                    let trial = stage.trial(command);
                    trial.target.machine.fail_batches(first, step, fault);
                    let label = format!("{}: {fault:?} from {first} every {step}", command.name);
                    goes_wrong(&stage, &expected, trial, Late::AfterAll, &label);
                    cases += 1;
                }
            }
        }
    }
    println!("{cases} outages");
}

#[test]
fn api_5_a_limit_that_is_reached_is_said_to_be_busy_and_asked_once_only() {
    let stage = Stage::new();
    for command in everything().chain(QUERIES) {
        let expected = undisturbed(&stage, command);
        for says in D1_LIMITS {
            let trial = stage.trial(command);
            trial.target.machine.fail_batches(0, 1, BatchFault::BrokenOff { after: 0, says });
            goes_wrong(&stage, &expected, trial, Late::Never, &format!("{}: {says}", command.name));
            let mut trial = stage.trial(command);
            trial.target.machine.fail_batches(0, 1, BatchFault::BrokenOff { after: 0, says });
            assert_eq!(trial.give().status, 503, "{}: {says}", command.name);
            let regions = if command.declaration.scope == "everywhere" { 2 } else { 1 };
            assert_eq!(trial.batches().len(), regions, "{}: {says}", command.name);
        }
    }
}

/// Anything that can go wrong.
fn any_fault(chance: &mut Chance) -> BatchFault {
    let says = *chance.pick(&D1_SAYS);
    match chance.below(5) {
        0 => BatchFault::Stalled,
        1 => BatchFault::Slow(Span::from_millis(chance.between(100, 4_000))),
        2 => BatchFault::AnswerLost { says },
        _ => BatchFault::BrokenOff { after: chance.below(20), says },
    }
}

/// The seeds of the plays with several faults: all of them, or the one that `FAULTS_SEED` names.
fn seeds() -> Range<u64> {
    let Ok(one) = std::env::var("FAULTS_SEED") else { return 0..400 };
    let seed = one.parse().unwrap_or_else(|_| panic!("FAULTS_SEED={one}: no number"));
    seed..seed + 1
}

#[test]
fn api_2_several_faults_also_in_what_is_sent_again_leave_nothing_lost_doubled_or_partial() {
    let stage = Stage::new();
    let expected: Vec<_> = everything().map(|command| (command, undisturbed(&stage, command))).collect();
    for seed in seeds() {
        let mut chance = Chance::named(&format!("several faults, {seed}"));
        let (command, expected) = chance.pick(&expected);
        let mut trial = stage.trial(command);
        let plan: Vec<_> = (0..chance.between(2, 5))
            .map(|_| (chance.below(3 * expected.batches.len()), any_fault(&mut chance)))
            .collect();
        plan.iter().for_each(|(number, fault)| trial.target.machine.fail_batch(*number, *fault));
        let label = format!("seed {seed}, {}: {plan:?}", command.name);
        if std::env::var_os("FAULTS_SEED").is_some() {
            println!("{label}");
        }
        let first = trial.give();
        let last = trial.insist(first, |target| {
            if chance.percent(50) {
                target.machine.come_late();
            }
        });
        assert_eq!((last.status, &trial.told(&last)), (200, &expected.told), "{label}");
        trial.target.machine.come_late();
        same(&trial.settle(), &expected.after, &label);
    }
}

#[test]
fn api_5_a_question_is_asked_again_after_any_fault_and_answered_as_without_it() {
    let (stage, mut cases) = (Stage::new(), 0);
    for question in QUERIES {
        let expected = undisturbed(&stage, question);
        assert_eq!(expected.before, expected.after, "{} writes", question.name);
        for (number, statements) in expected.batches.iter().enumerate() {
            for fault in boundaries(*statements) {
                let mut trial = stage.trial(question);
                trial.target.machine.fail_batch(number, fault);
                let answer = trial.give();
                let label = format!("{}: {fault:?} in batch {number}", question.name);
                assert_eq!((answer.status, &trial.told(&answer)), (200, &expected.told), "{label}");
                assert_eq!(trial.batches().len(), expected.batches.len() + 1, "{label}");
                cases += 1;
            }
        }
    }
    println!("{cases} faults");
}

#[test]
fn api_5_questions_are_asked_again_a_few_times_with_growing_waits_that_differ() {
    let (stage, mut all) = (Stage::new(), BTreeSet::new());
    for question in QUERIES.into_iter().filter(|question| question.declaration.scope != "everywhere") {
        let mut trial = stage.trial(question);
        trial.target.machine.fail_batches(0, 1, BatchFault::OVERLOADED);
        for round in 0..4 {
            let (batches, waits) = (trial.batches().len(), trial.target.machine.clock().waits().len());
            let answer = trial.give();
            assert_eq!((answer.status, answer.code()), (503, ProblemCode::Busy), "{}", question.name);
            assert_eq!(trial.batches().len() - batches, 5, "{}, round {round}", question.name);
            let waits = trial.target.machine.clock().waits().split_off(waits);
            let waits: Vec<_> =
                waits.iter().filter(|wait| **wait < PATIENCE).map(|wait| wait.millis()).collect();
            let bounds = [20, 40, 80, 160].map(|least| least..=2 * least);
            assert_eq!(waits.len(), bounds.len(), "{}: {waits:?}", question.name);
            assert!(bounds.iter().zip(&waits).all(|(bounds, wait)| bounds.contains(wait)), "{waits:?}");
            all.insert(waits);
        }
        trial.target.machine.mend();
        assert_eq!(trial.give().status, 200, "{}", question.name);
    }
    assert!(all.len() > 3, "always the same waits: {all:?}");
}

#[test]
fn all_that_asks_a_database_is_put_to_the_test() {
    let given: Vec<_> = everything().chain(QUERIES).map(|command| command.declaration).collect();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.requires != Declared::Public) {
        let is_it =
            |given: &shared::api::Declaration| (given.method, given.path) == (endpoint.method, endpoint.path);
        assert!(given.iter().any(is_it), "{} {}", endpoint.method.name(), endpoint.path);
    }
}
