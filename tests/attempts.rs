//! What becomes of a command that is sent again or tried again: it has its effect once, and no attempt rests on what is old.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::api::{ENDPOINTS, Method, REQUEST_ID_HEADER};
use shared::problem::ProblemCode;
use shared::time::Span;
use std::cell::RefCell;
use std::rc::Rc;
use tests::browser::RawAnswer;
use tests::commands::{ALL, Command};
use tests::in_process::{BatchFault, InProcess, ground};
use tests::race::{KEY, refused};
use tests::scenarios::office::office;
use tests::target::Target;
use tests::world::eu1;

#[test]
fn case_15_the_same_command_committed_meanwhile_is_not_committed_again() {
    for command in ALL {
        let world = office(&ground(), "guard");
        let target = InProcess::new(&world);
        let browser = (&target as &dyn Target).sign_in(world.person(command.person));
        let database = target.machine.database(eu1());
        let first = (command.give)(&browser, &world, KEY);
        // The record of the first is out of sight while the second is decided, and back when it is to be committed. What
        // the second would have been decided on is not the point here, so its own effect is undone for it.
        database.execute("UPDATE idempotency SET key = 'hidden'");
        undo(&target);
        let dump = Rc::new(RefCell::new(String::new()));
        let seen = Rc::clone(&dump);
        target.machine.before_batch(1, move |machine| {
            machine.database(eu1()).execute(&format!("UPDATE idempotency SET key = '{KEY}'"));
            *seen.borrow_mut() = machine.database(eu1()).dump();
        });
        let second = (command.give)(&browser, &world, KEY);
        assert!(target.machine.hooks_ran(), "{}", command.name);
        assert_eq!((second.status, second.body), (200, first.body), "{}", command.name);
        assert_eq!(database.dump(), *dump.borrow(), "{}", command.name);
    }
}

/// Makes what a first command changed look as it did, so that the second decides alike.
fn undo(target: &InProcess) {
    target.machine.database(eu1()).execute(
        "UPDATE support_case SET state = 'new', version = 1 WHERE title LIKE 'Mail flow%';
         DELETE FROM service_set WHERE services NOT LIKE '%' || (SELECT id FROM service WHERE name = 'Database') || '%';
         INSERT INTO service_set SELECT m.workspace_id, m.id, json_array(s.id), 1
         FROM member m JOIN identity i ON i.id = m.identity_id JOIN service s
         WHERE i.name = 'Vera Holm' AND s.name = 'Cloud';
         INSERT OR IGNORE INTO service_set SELECT g.workspace_id, g.id, json_array(s.id), 1
         FROM group_grant g JOIN service s WHERE s.name = 'Database';
         INSERT OR IGNORE INTO workspace_feature SELECT id, 'granular_reactive_services' FROM workspace
         WHERE name = 'Office'",
    );
}

#[test]
fn api_2_a_key_used_meanwhile_for_something_else_is_refused() {
    let commands = ENDPOINTS.iter().filter(|one| one.method != Method::Get);
    let endpoints: Vec<_> = commands.map(|one| format!("{} {}", one.method.name(), one.path)).collect();
    for command in ALL {
        let taken = format!(
            "INSERT INTO idempotency SELECT '{{person}}', value, '{KEY}', 'other', '{{}}', {} FROM json_each('{}')",
            ground().now.plus(Span::hours(9)).millis(),
            serde_json::Value::from(endpoints.clone())
        );
        // `{case}` and `{member}` are parts of the endpoints' names here, not ids.
        let taken = taken.replace("{case}", "{' || 'case}").replace("{member}", "{' || 'member}");
        refused(command, &taken, ProblemCode::IdempotencyKeyReused);
    }
}

#[test]
fn case_15_a_commit_whose_answer_was_lost_is_not_made_twice() {
    for command in ALL {
        let world = office(&ground(), "guard");
        let count = |fault: Option<BatchFault>| {
            let target = InProcess::new(&world);
            let browser = (&target as &dyn Target).sign_in(world.person(command.person));
            if let Some(fault) = fault {
                target.machine.fail_batch(1, fault);
            }
            let answer = (command.give)(&browser, &world, KEY);
            assert_eq!(answer.status, 200, "{}: {answer:?}", command.name);
            let rows =
                |table: &str| target.machine.database(eu1()).look(&format!("SELECT 1 FROM {table}")).len();
            ["support_case", "case_entry", "case_note", "audit_event", "idempotency", "service_set"].map(rows)
        };
        let undisturbed = count(None);
        for fault in [BatchFault::ANSWER_LOST, BatchFault::OVERLOADED] {
            assert_eq!(count(Some(fault)), undisturbed, "{} {fault:?}", command.name);
        }
    }
}

#[test]
fn rs_12_a_decision_older_than_five_seconds_is_not_committed() {
    for command in ALL {
        let world = office(&ground(), "guard");
        let target = InProcess::new(&world);
        let browser = (&target as &dyn Target).sign_in(world.person(command.person));
        target.machine.before_batch(0, |machine| machine.turn(Span::seconds(6)));
        let answer = (command.give)(&browser, &world, KEY);
        let line = target.logged(&answer.headers[REQUEST_ID_HEADER]).unwrap();
        assert_eq!((answer.status, answer.code()), (503, ProblemCode::Busy), "{}", command.name);
        assert_eq!(line["batches"].as_u64(), Some(1), "{}", command.name);
        assert!(answer.headers.contains_key("retry-after"), "{}", command.name);
        assert_eq!((command.give)(&browser, &world, KEY).status, 200, "{}", command.name);
    }
}

#[test]
fn rs_12_after_five_attempts_the_answer_is_to_try_again_later() {
    for command in ALL {
        let world = office(&ground(), "guard");
        let target = InProcess::new(&world);
        let browser = (&target as &dyn Target).sign_in(world.person(command.person));
        for attempt in 0..5 {
            target.machine.before_batch(2 * attempt + 1, |machine| {
                machine.database(eu1()).execute("UPDATE workspace SET access_version = access_version + 1");
            });
        }
        let answer = (command.give)(&browser, &world, KEY);
        assert_eq!((answer.status, answer.code()), (503, ProblemCode::Busy), "{}", command.name);
        assert!(answer.headers.contains_key("retry-after"), "{}", command.name);
        assert!(target.machine.hooks_ran());
        // And it does help.
        assert_eq!((command.give)(&browser, &world, KEY).status, 200, "{}", command.name);
    }
}

/// Has a command lose its guard so many times, each after so long a wait to read and so long a wait to commit; its answer, how
/// often it was attempted, and how long it took.
fn kept_waiting(command: &Command, times: usize, wait: Span) -> (RawAnswer, u64, Span) {
    let world = office(&ground(), "guard");
    let target = InProcess::new(&world);
    let browser = (&target as &dyn Target).sign_in(world.person(command.person));
    for attempt in 0..times {
        target.machine.fail_batch(2 * attempt, BatchFault::Slow(wait));
        target.machine.fail_batch(2 * attempt + 1, BatchFault::Slow(wait));
        target.machine.before_batch(2 * attempt + 1, |machine| {
            machine.database(eu1()).execute("UPDATE workspace SET access_version = access_version + 1");
        });
    }
    let answer = (command.give)(&browser, &world, KEY);
    let line = target.logged(&answer.headers[REQUEST_ID_HEADER]).unwrap();
    (answer, line["attempts"].as_u64().unwrap(), Span::from_millis(line["ms"].as_i64().unwrap()))
}

#[test]
fn rs_12_a_guard_lost_after_a_long_wait_is_decided_on_again() {
    for command in ALL {
        for wait in [600, 1_000, 1_900].map(Span::from_millis) {
            let (answer, attempts, _) = kept_waiting(command, 1, wait);
            assert_eq!((answer.status, attempts), (200, 2), "{} after {wait:?}", command.name);
        }
    }
}

#[test]
fn rs_12_attempts_that_take_long_are_fewer_and_the_answer_comes_in_time() {
    for command in ALL {
        for (wait, most) in [(50, 5), (400, 5), (500, 4), (600, 3), (1_000, 2), (1_900, 2)] {
            let (answer, attempts, took) = kept_waiting(command, 5, Span::from_millis(wait));
            assert_eq!((answer.status, attempts), (503, most), "{} at {wait} ms a batch", command.name);
            assert!(took <= Span::seconds(5), "{} took {took:?}", command.name);
        }
    }
}
