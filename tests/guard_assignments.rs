//! No write on a stale permission, where services are handed to groups and where the handing out is switched: what the
//! decision rests on changes before it is committed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::problem::{Fault as FieldFault, Problem, ProblemCode};
use tests::commands::{SAVE_GROUPS, SWITCH};
use tests::in_process::ground;
use tests::race::{refused, takes_effect};
use tests::scenarios::office::office;

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
        assert_eq!(problem, Problem::invalid(vec![FieldFault::Unknown.of("groups")]));
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
    takes_effect(&SWITCH, otto_moved);
}
