//! No write on a stale permission: for every command, what its decision rests on is deleted or changed between the
//! decision and the commit. Then nothing is written, and the answer is that of fresh rows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::access::Link;
use shared::api::{ENDPOINTS, Method, REQUEST_ID_HEADER};
use shared::problem::{Fault as FieldFault, Problem, ProblemCode};
use shared::time::Span;
use std::cell::RefCell;
use std::rc::Rc;
use tests::commands::{
    ALL, ANSWER, Command, MOVE, NOTE, OPEN, OPENED, SAVE, SAVE_GROUPS, SAVE_VIEW, SIGN_OUT, SWITCH,
};
use tests::in_process::{Fault, InProcess, ground};
use tests::race::{KEY, race, refused, takes_effect};
use tests::scenarios::office::office;
use tests::target::Target;
use tests::world::eu1;

#[test]
fn every_command_of_a_workspace_is_among_those_whose_guard_is_tried_here() {
    let commands =
        ENDPOINTS.iter().filter(|one| one.method != Method::Get && one.path.contains("{workspace}"));
    for declaration in commands {
        let tried = |command: &&Command| {
            (command.declaration.method, command.declaration.path) == (declaration.method, declaration.path)
        };
        assert!(ALL.iter().any(tried), "{} {}", declaration.method.name(), declaration.path);
    }
}

#[test]
fn id_8_nothing_is_committed_after_the_session_has_ended() {
    for command in ALL {
        for sql in [
            "UPDATE session SET ended_at = 1",
            "UPDATE session SET ends_at = 1",
            "INSERT INTO sessions_end SELECT identity_id, began_at FROM session WHERE identity_id = '{person}'",
        ] {
            refused(command, sql, ProblemCode::NotSignedIn);
        }
        // A region that has no row for a genuine cookie takes it for a session that is still on its way.
        refused(command, "DELETE FROM session", ProblemCode::Busy);
    }
}

#[test]
fn id_7_nothing_is_committed_after_the_identity_was_disabled() {
    for command in ALL {
        refused(
            command,
            "UPDATE identity SET disabled_at = 1 WHERE id = '{person}'",
            ProblemCode::NotSignedIn,
        );
        refused(command, "DELETE FROM identity WHERE id = '{person}'", ProblemCode::NotSignedIn);
    }
}

#[test]
fn ws_9_nothing_is_committed_after_the_account_has_become_a_personal_one_where_none_may_enter() {
    let sql = "UPDATE identity SET account = 'personal' WHERE id = '{person}';
               UPDATE workspace SET accounts = 'work_only' WHERE id = '{office}'";
    for command in ALL {
        let problem = refused(command, sql, ProblemCode::Refused);
        assert_eq!(problem.refusal.unwrap().missing, Link::AccountKind, "{}", command.name);
    }
}

#[test]
fn ws_4_nothing_is_committed_after_the_membership_has_ended() {
    for command in ALL {
        for sql in [
            "DELETE FROM member WHERE id = '{member}'",
            "UPDATE member SET status = 'removed', access_version = access_version + 1 WHERE id = '{member}'",
            "UPDATE member SET status = 'pending', access_version = access_version + 1 WHERE id = '{member}'",
            "DELETE FROM workspace WHERE id = '{office}'",
        ] {
            refused(command, sql, ProblemCode::NotFound);
        }
    }
}

#[test]
fn rs_12_a_decision_is_made_again_when_access_has_moved() {
    for command in ALL {
        takes_effect(command, "UPDATE member SET access_version = access_version + 1 WHERE id = '{member}'");
        takes_effect(
            command,
            "UPDATE workspace SET access_version = access_version + 1 WHERE id = '{office}'",
        );
    }
}

#[test]
fn ws_10_nothing_is_committed_after_the_workspace_was_archived() {
    let sql =
        "UPDATE workspace SET archived_at = 1, access_version = access_version + 1 WHERE id = '{office}'";
    for command in [SAVE, SAVE_GROUPS, SWITCH, OPEN, ANSWER, NOTE, MOVE, SIGN_OUT] {
        let problem = refused(&command, sql, ProblemCode::Refused);
        assert_eq!(problem.refusal.unwrap().missing, Link::NotArchived, "{}", command.name);
    }
    takes_effect(&OPENED, sql);
    takes_effect(&SAVE_VIEW, sql);
}

#[test]
fn rs_12_no_case_is_opened_on_a_service_that_was_just_taken() {
    let moved = "UPDATE member SET access_version = access_version + 1 WHERE id = '{member}'";
    let sql = format!("UPDATE service_set SET services = '[]' WHERE subject_id = '{{member}}'; {moved}");
    let problem = refused(&OPEN, &sql, ProblemCode::Refused);
    assert!(matches!(problem.refusal.unwrap().missing, Link::Assignment { .. }));
    let problem = refused(&OPEN, &format!("DELETE FROM service_set; {moved}"), ProblemCode::Refused);
    assert!(matches!(problem.refusal.unwrap().missing, Link::Assignment { .. }));
}

#[test]
fn rs_5_no_case_is_opened_on_a_service_that_has_just_left_the_workspace_or_its_agreement() {
    let moved = "UPDATE workspace SET access_version = access_version + 1 WHERE id = '{office}'";
    let problem = refused(&OPEN, &format!("DELETE FROM workspace_service; {moved}"), ProblemCode::Refused);
    assert!(matches!(problem.refusal.unwrap().missing, Link::ServiceInWorkspace { .. }));
    let ended = format!("UPDATE agreement SET ends_on = starts_on; {moved}");
    let problem = refused(&OPEN, &ended, ProblemCode::Refused);
    assert!(matches!(problem.refusal.unwrap().missing, Link::AgreementInForce { .. }));
    let problem =
        refused(&SAVE, &format!("DELETE FROM workspace_service; {moved}"), ProblemCode::InvalidFields);
    assert_eq!(problem, Problem::invalid(vec![FieldFault::Unknown.of("services")]));
}

#[test]
fn acc_1_nothing_is_committed_after_the_role_has_gone() {
    let moved = "UPDATE member SET access_version = access_version + 1 WHERE id = '{member}'";
    let problem =
        refused(&SAVE, &format!("DELETE FROM workspace_administrator; {moved}"), ProblemCode::Refused);
    assert!(matches!(problem.refusal.unwrap().missing, Link::Permission { .. }));
    let problem = refused(
        &SIGN_OUT,
        &format!("DELETE FROM workspace_administrator; UPDATE member SET invited = 1; {moved}"),
        ProblemCode::Refused,
    );
    assert!(matches!(problem.refusal.unwrap().missing, Link::Permission { .. }));
    let unnamed = format!("DELETE FROM agreement_person WHERE identity_id = '{{person}}'; {moved}");
    refused(&NOTE, &unnamed, ProblemCode::NotFound);
}

#[test]
fn id_7_nobody_is_signed_out_who_has_just_left_the_workspace() {
    for sql in [
        "DELETE FROM member WHERE id = '{otto}'",
        "UPDATE member SET status = 'removed' WHERE id = '{otto}'",
        "UPDATE member SET invited = 0 WHERE id = '{otto}'",
    ] {
        refused(&SIGN_OUT, sql, ProblemCode::NotFound);
    }
    takes_effect(&SIGN_OUT, "UPDATE member SET access_version = access_version + 1 WHERE id = '{otto}'");
}

#[test]
fn rs_13_nothing_is_committed_after_the_feature_was_switched_off() {
    let sql = "DELETE FROM workspace_feature; UPDATE workspace SET access_version = access_version + 1";
    refused(&SAVE, sql, ProblemCode::FeatureOff);
    refused(&SAVE_GROUPS, sql, ProblemCode::FeatureOff);
    refused(&SWITCH, sql, ProblemCode::StaleVersion);
    takes_effect(&OPEN, sql);
}

#[test]
fn rs_15_a_save_does_not_overwrite_what_another_has_just_saved() {
    for (sql, whose) in [
        ("UPDATE service_set SET version = version + 1 WHERE subject_id = '{vera}'", "Vera"),
        ("DELETE FROM service_set WHERE subject_id = '{vera}'", "Vera"),
        ("INSERT INTO service_set VALUES ('{office}', '{otto}', '[]', 1)", "Otto"),
    ] {
        let problem = refused(&SAVE, sql, ProblemCode::StaleVersion);
        let world = office(&ground(), "guard");
        assert_eq!(problem.changed, [world.member("Office", whose).to_string()]);
    }
    for sql in
        ["DELETE FROM member WHERE id = '{otto}'", "UPDATE member SET status = 'removed' WHERE id = '{otto}'"]
    {
        let problem = refused(&SAVE, sql, ProblemCode::InvalidFields);
        assert_eq!(problem, Problem::invalid(vec![FieldFault::Unknown.of("members")]));
    }
}

#[test]
fn case_4_a_case_that_has_just_moved_is_decided_on_again() {
    let moved = "UPDATE support_case SET version = version + 1 WHERE id = '{case}'";
    takes_effect(&ANSWER, moved);
    takes_effect(&NOTE, moved);
    refused(&MOVE, moved, ProblemCode::StaleVersion);
    let closed = "UPDATE support_case SET state = 'closed', state_since = 1, version = version + 1 WHERE id = '{case}'";
    refused(&ANSWER, closed, ProblemCode::MoveNotAllowed);
    for command in [ANSWER, NOTE, MOVE] {
        refused(&command, "DELETE FROM support_case WHERE id = '{case}'", ProblemCode::NotFound);
    }
}

#[test]
fn acc_12_two_commands_on_different_rows_both_commit_at_the_first_try() {
    for command in [OPEN, ANSWER, NOTE, MOVE, OPENED] {
        let outcome =
            race(&command, "UPDATE member SET access_version = access_version + 1 WHERE id = '{otto}'");
        assert_eq!((outcome.answer.status, outcome.attempts), (200, 1), "{}", command.name);
    }
}

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
    for command in ALL {
        let taken = format!(
            "INSERT INTO idempotency SELECT '{{person}}', endpoint, '{KEY}', 'other', '{{}}', {} FROM (
               SELECT 'PUT /api/workspaces/{{workspace}}/reactive-services/members' AS endpoint
               UNION ALL SELECT 'PUT /api/workspaces/{{workspace}}/reactive-services/groups'
               UNION ALL SELECT 'PUT /api/workspaces/{{workspace}}/features/granular-reactive-services'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/cases'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/cases/{{case}}/messages'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/cases/{{case}}/notes'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/cases/{{case}}/moves'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/members/{{member}}/sign-out'
               UNION ALL SELECT 'PUT /api/workspaces/{{workspace}}/case-views'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/case-views/removals'
               UNION ALL SELECT 'POST /api/workspaces/{{workspace}}/opened')",
            ground().now.plus(Span::hours(9)).millis()
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
        let count = |fault: Option<Fault>| {
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
        for fault in [Fault::AnswerLost, Fault::Overloaded] {
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
