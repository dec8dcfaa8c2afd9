//! The guard's statements: each inserts (kind, held) into the guard view, whose triggers fail the batch unless held is 1.
//!
//! `held` is a subquery, so a row that is gone yields NULL, which fails too.

use crate::ports::Statement;
use shared::access::{Actor, Authorized, MemberFacts, permit};
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

/// A member of the workspace is in the status, and may do what, was decided on, and nobody has ended all their sessions
/// since.
pub fn member_unchanged(
    workspace: &WorkspaceId,
    facts: &MemberFacts,
    all_ended_at: Option<Timestamp>,
) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT access_version = ?3 AND status = 'active' AND invited = ?4
                                AND (SELECT at FROM sessions_end WHERE identity_id = member.identity_id) IS ?5
                             FROM member WHERE id = ?2 AND workspace_id = ?1))",
    )
    .bind(workspace)
    .bind(&facts.id)
    .bind(facts.version)
    .bind(i64::from(facts.invited))
    .bind(all_ended_at)
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

/// A case number is still free (CASE-3).
pub fn free_case_number(number: &str) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('unique', NOT EXISTS (SELECT 1 FROM support_case WHERE number = ?1))",
    )
    .bind(number)
}

/// Members are still active members, what they may do and their sets of services at the versions that were decided on.
/// `seen` is a JSON array of `[member, version of the set, access version]`.
pub fn service_sets(workspace: &WorkspaceId, seen: String, count: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) = ?3
                             FROM json_each(?2) j
                             CROSS JOIN member m ON m.id = j.value ->> 0
                                          AND m.workspace_id = ?1 AND m.status = 'active'
                             LEFT JOIN service_set s ON s.workspace_id = ?1 AND s.subject_id = m.id
                             WHERE coalesce(s.version, 0) = j.value ->> 1 AND m.access_version = j.value ->> 2))",
    )
    .bind(workspace)
    .bind(seen)
    .bind(count)
}

/// Nobody has come to a workspace or gone, and what nobody may do has moved: as many member rows as were decided on, whose
/// versions add up to the same. A version only ever grows, so one number guards any number of people.
pub fn members(workspace: &WorkspaceId, count: i64, versions: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) = ?2 AND total(access_version) = ?3 FROM member WHERE workspace_id = ?1))",
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
/// That none of those has left, their own versions say.
pub fn people_in_groups(workspace: &WorkspaceId, grants: String, count: i64) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(DISTINCT m.id) = ?3
                             FROM json_each(?2) j
                             CROSS JOIN group_grant g ON g.id = j.value AND g.workspace_id = ?1
                             CROSS JOIN group_member gm ON gm.group_id = g.group_id
                             CROSS JOIN member m ON m.workspace_id = ?1 AND m.identity_id = gm.identity_id
                                          AND m.status = 'active'
                             CROSS JOIN identity i ON i.id = m.identity_id AND i.origin = 'customer'))",
    )
    .bind(workspace)
    .bind(grants)
    .bind(count)
}

/// The caller has fewer views of the list of cases than `most`, or one of this name to be replaced (CASE-11).
pub fn room_for_view(auth: &Authorized<permit::CasesView>, name: &str, most: usize) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('subject', (SELECT count(*) < ?4 OR coalesce(sum(name = ?3), 0) > 0
                             FROM case_view WHERE workspace_id = ?1 AND identity_id = ?2))",
    )
    .bind(auth.workspace())
    .bind(auth.actor().identity())
    .bind(name)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
}
