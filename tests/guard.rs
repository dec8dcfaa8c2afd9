//! No write on a stale permission: for every command, what its decision rests on is deleted or changed between the
//! decision and the commit. Then nothing is written, and the answer is that of fresh rows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::access::Link;
use shared::api::{ENDPOINTS, Method};
use shared::problem::{Fault, Problem, ProblemCode};
use tests::commands::{
    ALL, ANSWER, Command, MOVE, NOTE, OPEN, OPENED, REMOVE_VIEW, SAVE, SAVE_GROUPS, SAVE_VIEW, SIGN_OUT,
    SWITCH,
};
use tests::in_process::ground;
use tests::race::{race, refused, takes_effect};
use tests::scenarios::office::office;

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
    assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("services")]));
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
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("members")]));
    }
}

#[test]
fn case_4_a_case_that_has_just_moved_is_decided_on_again() {
    let moved = "UPDATE support_case SET state = 'assigned', version = version + 1 WHERE id = '{case}'";
    let since = "UPDATE support_case SET state_since = state_since + 1 WHERE id = '{case}'";
    for sql in [moved, since] {
        takes_effect(&ANSWER, sql);
        takes_effect(&NOTE, sql);
    }
    let answered = "UPDATE support_case SET version = version + 1 WHERE id = '{case}'";
    for sql in [moved, answered] {
        refused(&MOVE, sql, ProblemCode::StaleVersion);
    }
    let closed = "UPDATE support_case SET state = 'closed', state_since = 1, version = version + 1 WHERE id = '{case}'";
    refused(&ANSWER, closed, ProblemCode::MoveNotAllowed);
    for command in [ANSWER, NOTE, MOVE] {
        refused(&command, "DELETE FROM support_case WHERE id = '{case}'", ProblemCode::NotFound);
    }
}

#[test]
fn acc_12_two_commands_on_different_rows_both_commit_at_the_first_try() {
    let otto_moved = "UPDATE member SET access_version = access_version + 1 WHERE id = '{otto}'";
    let another_view = "INSERT INTO case_view VALUES ('{office}', '{person}', 'Another', 'severity=b')";
    let same_view = "INSERT INTO case_view VALUES ('{office}', '{person}', 'Urgent', 'severity=b')";
    let otto_signed_out = "INSERT INTO sessions_end SELECT identity_id, 1 FROM member WHERE id = '{otto}'";
    let undisturbed = [OPEN, ANSWER, NOTE, MOVE, OPENED].map(|command| (command, otto_moved));
    let beside = [
        (SAVE_VIEW, another_view),
        (SAVE_VIEW, same_view),
        (REMOVE_VIEW, another_view),
        (REMOVE_VIEW, same_view),
        (SIGN_OUT, otto_signed_out),
    ];
    for (command, sql) in undisturbed.into_iter().chain(beside) {
        let outcome = race(&command, sql);
        assert_eq!((outcome.answer.status, outcome.attempts), (200, 1), "{}", command.name);
    }
}

/// Another version of the group's set, other people in it, and somebody in it who has something else from elsewhere.
#[test]
fn rs_15_a_save_for_groups_does_not_rest_on_what_has_just_changed() {
    let karl_moved = "UPDATE member SET access_version = access_version + 1 WHERE id = '{karl}'";
    let otto_joins = "INSERT INTO group_member SELECT m.identity_id, g.group_id FROM member m, group_grant g
                      WHERE m.id = '{otto}'";
    for sql in [
        "UPDATE service_set SET version = version + 1 WHERE subject_id = '{grant}'".to_owned(),
        "DELETE FROM service_set WHERE subject_id = '{grant}'".to_owned(),
        format!("{otto_joins}; UPDATE member SET access_version = access_version + 1 WHERE id = '{{otto}}'"),
        format!("INSERT INTO service_set VALUES ('{{office}}', '{{karl}}', '[\"svc\"]', 1); {karl_moved}")
            .replace("svc", office(&ground(), "guard").service("Cloud").id.as_str()),
        format!("DELETE FROM group_member; {karl_moved}"),
        "DELETE FROM member WHERE id = '{karl}'".to_owned(),
    ] {
        let problem = refused(&SAVE_GROUPS, &sql, ProblemCode::StaleVersion);
        assert_eq!(problem.changed, [office(&ground(), "guard").grants[0].id.to_string()], "{sql}");
    }
    let moved = "UPDATE workspace SET access_version = access_version + 1";
    for sql in ["UPDATE group_grant SET ends_at = 1", "DELETE FROM group_grant"] {
        let problem = refused(&SAVE_GROUPS, &format!("{sql}; {moved}"), ProblemCode::InvalidFields);
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("groups")]));
    }
}

#[test]
fn acc_12_a_switch_does_not_rest_on_people_or_assignments_that_have_just_changed() {
    let otto_moved = "UPDATE member SET access_version = access_version + 1 WHERE id = '{otto}'";
    for sql in [
        "DELETE FROM member WHERE id = '{otto}'".to_owned(),
        "UPDATE member SET status = 'removed', access_version = access_version + 1 WHERE id = '{otto}'".to_owned(),
        format!("UPDATE member SET invited = 0 WHERE id = '{{otto}}'; {otto_moved}"),
        format!("UPDATE service_set SET services = '[]' WHERE subject_id = '{{vera}}'; {otto_moved}"),
        "INSERT INTO member SELECT replace(id, 'mem_eu1_0', 'mem_eu1_1'), workspace_id, 'idn_new', status, 1, NULL, 1
         FROM member WHERE id = '{otto}';
         INSERT INTO identity (id, issuer, tenant, object, origin, account, name, email)
         SELECT 'idn_new', issuer, tenant, 'new', origin, account, name, email
         FROM identity JOIN member m ON m.identity_id = identity.id WHERE m.id = '{otto}'"
            .to_owned(),
    ] {
        refused(&SWITCH, &sql, ProblemCode::StaleVersion);
    }
    takes_effect(
        &SWITCH,
        "UPDATE identity SET name = 'Another name' WHERE id = (SELECT identity_id FROM member WHERE id = '{otto}')",
    );
    // It rests on what is kept of people, and a version that goes with no change of that does not disturb it.
    let outcome = race(&SWITCH, otto_moved);
    assert_eq!((outcome.answer.status, outcome.attempts), (200, 1));
}
