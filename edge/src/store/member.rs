//! The people of a workspace.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::RoleRow;
use crate::store::service_set;
use serde::Deserialize;
use shared::access::{AccountKind, HeldRole, MemberFacts, MemberStatus, Origin};
use shared::id::{IdentityId, MemberId, WorkspaceId};
use shared::time::Timestamp;

/// How many rows of roles are looked through for the holders of a permission.
const MOST_HOLDER_ROWS: i64 = 200;

/// A member with a role, to find out who holds a permission.
#[derive(Debug)]
pub struct RoleHolder {
    /// The member.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
    /// The role.
    pub role: HeldRole,
}

/// The active members who hold one of these roles (a JSON array), with where it comes from. Whoever can't come in, and whose
/// grant has ended, helps nobody, and takes no place in the limit.
const HOLDERS: &str = "
    SELECT m.id AS member, i.name AS person, i.email, i.origin, i.account, h.source, h.role, h.id, h.name, h.ends_at
    FROM (
      SELECT p.identity_id, 'agreement' AS source, p.role, a.id AS id, a.number AS name, NULL AS ends_at
      FROM workspace_agreement wa
      JOIN agreement_person p ON p.agreement_id = wa.agreement_id AND p.role IN (SELECT value FROM json_each(?2))
      JOIN agreement a ON a.id = p.agreement_id
      WHERE wa.workspace_id = ?1
      UNION ALL
      SELECT identity_id, 'creation', 'administrator', NULL, NULL, NULL
      FROM workspace_administrator
      WHERE workspace_id = ?1 AND 'administrator' IN (SELECT value FROM json_each(?2))
      UNION ALL
      SELECT gm.identity_id, 'group', r.role, g.id, d.name, g.ends_at
      FROM group_grant g
      JOIN grant_role r ON r.grant_id = g.id AND r.role IN (SELECT value FROM json_each(?2))
      JOIN directory_group d ON d.id = g.group_id
      JOIN group_member gm ON gm.group_id = g.group_id
      WHERE g.workspace_id = ?1 AND (g.ends_at IS NULL OR g.ends_at > ?4)
    ) h
    CROSS JOIN member m ON m.workspace_id = ?1 AND m.identity_id = h.identity_id AND m.status = 'active'
    CROSS JOIN identity i ON i.id = m.identity_id AND i.disabled_at IS NULL
    CROSS JOIN workspace w ON w.id = ?1 AND (w.accounts = 'work_and_personal' OR i.account = 'work')
    LIMIT ?3";

/// Reads who holds one of these roles in a workspace, in no order; whether it counts is for the rules to say.
pub fn holders(
    workspace: &WorkspaceId,
    roles: String,
    now: Timestamp,
) -> Read<Result<Vec<RoleHolder>, RowFault>> {
    let statement = Statement::new(HOLDERS).bind(workspace).bind(roles).bind(MOST_HOLDER_ROWS).bind(now);
    Read::<Vec<HolderRow>>::all(statement).map(|rows| rows.into_iter().map(HolderRow::holder).collect())
}

#[derive(Deserialize)]
struct HolderRow {
    member: MemberId,
    person: String,
    email: Option<String>,
    origin: Origin,
    account: AccountKind,
    #[serde(flatten)]
    role: RoleRow,
}

impl HolderRow {
    fn holder(self) -> Result<RoleHolder, RowFault> {
        let role = self.role.held()?;
        Ok(RoleHolder {
            member: self.member,
            name: self.person,
            email: self.email,
            origin: self.origin,
            account: self.account,
            role,
        })
    }
}

/// A member that something is to be done about, on either side and in whatever status.
#[derive(Debug)]
pub struct Somebody {
    /// The membership.
    pub facts: MemberFacts,
    /// Their roles here, whether they count or not.
    pub roles: Vec<HeldRole>,
    /// Who they are.
    pub identity: IdentityId,
    /// Whose side they are on.
    pub origin: Origin,
    /// When the latest of their sessions began, as far as this shard knows.
    pub latest_begin: Option<Timestamp>,
    /// Up to when all their sessions have ended, if that ever happened.
    pub all_ended_at: Option<Timestamp>,
}

const SOMEBODY: &str = "
    SELECT m.id, m.status, m.invited, m.access_version, m.identity_id, i.origin,
           (SELECT max(began_at) FROM session WHERE identity_id = m.identity_id) AS latest_begin,
           (SELECT at FROM sessions_end WHERE identity_id = m.identity_id) AS all_ended_at
    FROM member m
    JOIN identity i ON i.id = m.identity_id
    WHERE m.id = ?2 AND m.workspace_id = ?1";

/// Reads a member of a workspace; what the membership comes to is for the rules to say.
pub fn somebody(workspace: &WorkspaceId, member: &MemberId) -> Read<Result<Option<Somebody>, RowFault>> {
    let statement = Statement::new(SOMEBODY).bind(workspace).bind(member);
    Read::<Option<SomebodyRow>>::first(statement)
        .zip(service_set::roles_of(workspace, member))
        .map(|(row, roles)| row.map(|row| Ok(row.with(roles?))).transpose())
}

#[derive(Deserialize)]
struct SomebodyRow {
    id: MemberId,
    status: MemberStatus,
    invited: i64,
    access_version: i64,
    identity_id: IdentityId,
    origin: Origin,
    latest_begin: Option<Timestamp>,
    all_ended_at: Option<Timestamp>,
}

impl SomebodyRow {
    fn with(self, roles: Vec<HeldRole>) -> Somebody {
        let (id, status, version) = (self.id, self.status, self.access_version);
        Somebody {
            facts: MemberFacts { id, status, invited: self.invited == 1, version },
            roles,
            identity: self.identity_id,
            origin: self.origin,
            latest_begin: self.latest_begin,
            all_ended_at: self.all_ended_at,
        }
    }
}
