//! The guard's statements: each inserts (kind, held) into the guard view, whose triggers fail the batch unless held is 1.
//!
//! `held` is a subquery, so a row that is gone yields NULL, which fails too.

use crate::ports::Statement;
use shared::access::{Actor, Authorized, MemberFacts, permit};
use shared::case::lifecycle::CaseState;
use shared::id::{CaseId, IdentityId, WorkspaceId};
use shared::time::Timestamp;

/// The session is still there and has not ended, neither by itself nor with all others of its identity.
pub fn session(hash: &str, now: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('session', (SELECT s.ends_at > ?2 AND s.ended_at IS NULL
                                AND NOT EXISTS (SELECT 1 FROM sessions_end e
                                                WHERE e.identity_id = s.identity_id AND e.at >= s.began_at)
                             FROM session s WHERE s.hash = ?1))",
    )
    .bind(hash)
    .bind(now)
}

/// A session that another shard vouched for has not ended here; that its copy has not arrived yet is no objection.
pub fn not_ended(hash: &str, who: &IdentityId, began_at: Timestamp, now: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('session',
           NOT EXISTS (SELECT 1 FROM session WHERE hash = ?1 AND (ended_at IS NOT NULL OR ends_at <= ?4))
           AND NOT EXISTS (SELECT 1 FROM sessions_end WHERE identity_id = ?2 AND at >= ?3)
           AND NOT EXISTS (SELECT 1 FROM identity WHERE id = ?2 AND disabled_at IS NOT NULL))",
    )
    .bind(hash)
    .bind(who)
    .bind(began_at)
    .bind(now)
}

/// Nothing has changed about who may do what in the actor's workspace.
pub fn workspace(actor: &Actor) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('workspace', (SELECT access_version = ?2 FROM workspace WHERE id = ?1))",
    )
    .bind(actor.workspace())
    .bind(actor.access().workspace.version)
}

/// Nothing has changed about what the actor may do, and the identity has neither been disabled nor become an account of
/// another kind (WS-9).
pub fn member(actor: &Actor) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('member', (SELECT m.access_version = ?2 AND i.disabled_at IS NULL AND i.account = ?3
                            FROM member m JOIN identity i ON i.id = m.identity_id
                            WHERE m.id = ?1))",
    )
    .bind(actor.member())
    .bind(actor.access().member.version)
    .bind(actor.access().identity.account.name())
}

/// A member of the workspace is in the status, and may do what, was decided on. Whether their sessions were ended meanwhile is
/// no matter to whoever ends them: of two moments the later one stands.
pub fn member_unchanged(workspace: &WorkspaceId, facts: &MemberFacts) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT access_version = ?3 AND status = 'active' AND invited = ?4
                             FROM member WHERE id = ?2 AND workspace_id = ?1))",
    )
    .bind(workspace)
    .bind(&facts.id)
    .bind(facts.version)
    .bind(i64::from(facts.invited))
}

/// A command's key was not used in the meantime; an answer from before `since` is forgotten.
pub fn unused_key(principal: &str, endpoint: &str, key: &str, since: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('unique', NOT EXISTS
           (SELECT 1 FROM idempotency WHERE principal = ?1 AND endpoint = ?2 AND key = ?3 AND at >= ?4))",
    )
    .bind(principal)
    .bind(endpoint)
    .bind(key)
    .bind(since)
}

/// A case is at the version that was decided on.
pub fn case(workspace: &WorkspaceId, case: &CaseId, version: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT version = ?3 FROM support_case WHERE id = ?2 AND workspace_id = ?1))",
    )
    .bind(workspace)
    .bind(case)
    .bind(version)
}

/// A case stands as it did, whatever was said in it since: all that an answer or a note rests on. So many can write in the
/// same case at the same time, and each commits at the first try.
pub fn case_stands(workspace: &WorkspaceId, case: &CaseId, state: CaseState, since: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT state = ?3 AND state_since = ?4 FROM support_case
                             WHERE id = ?2 AND workspace_id = ?1))",
    )
    .bind(workspace)
    .bind(case)
    .bind(state.name())
    .bind(since)
}

/// A case number is still free (CASE-3).
pub fn free_case_number(number: &str) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('unique', NOT EXISTS (SELECT 1 FROM support_case WHERE number = ?1))",
    )
    .bind(number)
}

/// Members are as they were decided on: the membership, the sets of services, the groups they are in. `seen` is a JSON array of
/// `[member, version of the line]`.
pub fn lines(workspace: &WorkspaceId, seen: String, count: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) = ?3
                             FROM json_each(?2) j
                             CROSS JOIN member_line l ON l.place = ?1 AND l.member_id = j.value ->> 0
                             WHERE l.version = j.value ->> 1))",
    )
    .bind(workspace)
    .bind(seen)
    .bind(count)
}

/// Nobody has come to a workspace or gone, and nobody's line has changed: as many lines as were decided on, whose versions add
/// up to the same. A version only ever grows, so one number guards any number of people.
pub fn all_lines(workspace: &WorkspaceId, count: i64, versions: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) = ?2 AND total(version) = ?3 FROM member_line WHERE place = ?1))",
    )
    .bind(workspace)
    .bind(count)
    .bind(versions)
}

/// Grants still stand in a workspace, with their sets of services at the versions that were decided on. `seen` is a JSON
/// array of `[grant, version of the set]`.
pub fn group_sets(workspace: &WorkspaceId, seen: String, count: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) = ?3
                             FROM json_each(?2) j
                             CROSS JOIN group_grant g ON g.id = j.value ->> 0 AND g.workspace_id = ?1
                             LEFT JOIN service_set s ON s.workspace_id = ?1 AND s.subject_id = g.id
                             WHERE coalesce(s.version, 0) = j.value ->> 1))",
    )
    .bind(workspace)
    .bind(seen)
    .bind(count)
}

/// As many active customer-side members are in the groups of grants (a JSON array) as were decided on: nobody has joined.
/// That none of those has left, the versions of their lines say.
pub fn people_in_groups(workspace: &WorkspaceId, grants: String, count: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(DISTINCT l.member_id) = ?3
                             FROM json_each(?2) j
                             CROSS JOIN member_line l ON l.place = ?1 || '/' || j.value
                             WHERE l.status = 'active' AND l.origin = 'customer'))",
    )
    .bind(workspace)
    .bind(grants)
    .bind(count)
}

/// There is place for a view of the caller's list of cases: it is there already, under this name, or there are fewer than
/// may be (CASE-11). What they save or remove under other names at this moment, in other tabs, is no matter.
pub fn place_for_view(auth: &Authorized<permit::CasesView>, name: &str, most: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject',
           EXISTS (SELECT 1 FROM case_view WHERE workspace_id = ?1 AND identity_id = ?2 AND name = ?3)
           OR (SELECT count(*) FROM case_view WHERE workspace_id = ?1 AND identity_id = ?2) < ?4)",
    )
    .bind(auth.workspace())
    .bind(auth.actor().identity())
    .bind(name.to_owned())
    .bind(most)
}
