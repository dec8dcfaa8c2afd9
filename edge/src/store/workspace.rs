//! Workspaces: their names, and who is in which.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::RoleRow;
use serde::Deserialize;
use shared::access::{Authorized, HeldRole, Member, MemberFacts, MemberStatus};
use shared::id::{IdentityId, MemberId, WorkspaceId};
use shared::time::Timestamp;
use shared::workspace::{WorkspaceEntry, WorkspaceKind};

/// A workspace's name, and its customer's.
#[derive(Debug, Deserialize)]
pub struct Names {
    /// The workspace's.
    pub name: String,
    /// The customer's.
    pub customer: String,
}

/// Reads a workspace's name.
pub fn names(workspace: &WorkspaceId) -> Read<Option<Names>> {
    const NAMES: &str = "
        SELECT w.name, c.name AS customer FROM workspace w JOIN customer c ON c.id = w.customer_id WHERE w.id = ?1";
    Read::first(Statement::new(NAMES).bind(workspace))
}

/// The member rows of an identity in a shard, with their workspaces.
const ENTRIES: &str = "
    SELECT w.id, w.name, c.name AS customer, w.kind, w.created_at, m.last_opened_at,
           m.id AS member, m.status, m.invited, m.access_version AS version,
           (SELECT a.number FROM workspace_agreement wa JOIN agreement a ON a.id = wa.agreement_id
            WHERE wa.workspace_id = w.id ORDER BY a.starts_on, a.number LIMIT 1) AS agreement
    FROM member m
    JOIN workspace w ON w.id = m.workspace_id
    JOIN customer c ON c.id = w.customer_id
    WHERE m.identity_id = ?1";

/// What holds an identity in each of its workspaces.
const HELD: &str = "
    SELECT wa.workspace_id, 'agreement' AS source, p.role, a.id AS id, a.number AS name, NULL AS ends_at
    FROM agreement_person p
    JOIN workspace_agreement wa ON wa.agreement_id = p.agreement_id
    JOIN agreement a ON a.id = p.agreement_id
    WHERE p.identity_id = ?1
    UNION ALL
    SELECT m.workspace_id, 'creation', 'administrator', NULL, NULL, NULL
    FROM member m
    JOIN workspace_administrator wa ON wa.workspace_id = m.workspace_id AND wa.identity_id = m.identity_id
    WHERE m.identity_id = ?1
    UNION ALL
    SELECT g.workspace_id, 'group', r.role, g.id, d.name, g.ends_at
    FROM group_member gm
    CROSS JOIN group_grant g ON g.group_id = gm.group_id
    CROSS JOIN directory_group d ON d.id = g.group_id
    CROSS JOIN grant_role r ON r.grant_id = g.id
    WHERE gm.identity_id = ?1";

/// What a shard knows of an identity's workspaces.
#[derive(Debug)]
pub struct Entries {
    /// Those whose membership holds at the moment.
    pub workspaces: Vec<WorkspaceEntry>,
    /// When the identity last opened any, one that is gone included.
    pub last_opened_at: Option<Timestamp>,
}

/// Reads the workspaces of an identity in a shard: those whose membership holds at the moment, by the rule that every
/// decision uses.
pub fn entries(who: &IdentityId, now: Timestamp) -> Read<Result<Entries, RowFault>> {
    let entries = Read::<Vec<EntryRow>>::all(Statement::new(ENTRIES).bind(who));
    let held = Read::<Vec<HeldRow>>::all(Statement::new(HELD).bind(who));
    entries.zip(held).map(move |(entries, held)| those_that_hold(entries, held, now))
}

fn those_that_hold(entries: Vec<EntryRow>, held: Vec<HeldRow>, now: Timestamp) -> Result<Entries, RowFault> {
    let last_opened_at = entries.iter().filter_map(|entry| entry.last_opened_at).max();
    let mut roles: Vec<(WorkspaceId, HeldRole)> = Vec::with_capacity(held.len());
    for row in held {
        roles.push((row.workspace_id, row.role.held()?));
    }
    let holds = |entry: &EntryRow| {
        let counts = |(workspace, role): &&(WorkspaceId, HeldRole)| {
            *workspace == entry.id && role.counts(entry.kind, now)
        };
        let roles: Vec<HeldRole> = roles.iter().filter(counts).map(|(_, role)| role.clone()).collect();
        entry.member().holds(&roles)
    };
    let workspaces = entries.into_iter().filter(holds).map(EntryRow::entry).collect();
    Ok(Entries { workspaces, last_opened_at })
}

#[derive(Deserialize)]
struct EntryRow {
    id: WorkspaceId,
    name: String,
    customer: String,
    kind: WorkspaceKind,
    created_at: Timestamp,
    last_opened_at: Option<Timestamp>,
    agreement: Option<String>,
    member: MemberId,
    status: MemberStatus,
    invited: i64,
    version: i64,
}

impl EntryRow {
    fn member(&self) -> MemberFacts {
        let (id, status, invited, version) =
            (self.member.clone(), self.status, self.invited == 1, self.version);
        MemberFacts { id, status, invited, version }
    }

    fn entry(self) -> WorkspaceEntry {
        WorkspaceEntry {
            id: self.id,
            name: self.name,
            customer: self.customer,
            agreement: self.agreement,
            kind: self.kind,
            created_at: self.created_at,
            last_opened_at: self.last_opened_at,
        }
    }
}

#[derive(Deserialize)]
struct HeldRow {
    workspace_id: WorkspaceId,
    #[serde(flatten)]
    role: RoleRow,
}

/// Remembers that the member has opened the workspace (WS-5, WS-6).
pub fn mark_opened(auth: &Authorized<Member>) -> Statement {
    let actor = auth.actor();
    Statement::new("UPDATE member SET last_opened_at = ?2 WHERE id = ?1")
        .bind(actor.member())
        .bind(actor.at())
}
