//! Service assignments: one set a subject (RS-4).

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::{RoleRow, SetRow, json};
use crate::store::audit::Recorded;
use crate::store::role_source::{self, RoleSources};
use crate::store::set_change::replace_sets;
use serde::Deserialize;
use shared::access::{AssignedSet, Authorized, HeldRole, MemberFacts, MemberStatus, SetSource, permit};
use shared::id::{IdentityId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::assignment::Holding;
use shared::time::Timestamp;
use shared::workspace::WorkspaceKind;
use std::collections::HashMap;

/// A customer-side member with their own set.
#[derive(Debug)]
pub struct MemberSet {
    /// The member.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether an accepted invitation holds the membership.
    pub invited: bool,
    /// Their own set.
    pub own: ServiceSet,
    /// Its version; 0 if they never had one.
    pub version: i64,
    /// Counts what changes about what the member may do: the groups they are in, among others.
    pub access_version: i64,
}

impl MemberSet {
    /// Whether the membership holds with the roles that count: a member row alone does not say so (ACC-4, ACC-10).
    fn holds(&self, roles: &[HeldRole]) -> bool {
        let (id, version) = (self.member.clone(), self.access_version);
        MemberFacts { id, status: MemberStatus::Active, invited: self.invited, version }.holds(roles)
    }
}

/// Everything about who has which service in a workspace, whatever of it is in force.
#[derive(Debug)]
pub struct Assignments {
    /// The active customer-side members, by name.
    pub members: Vec<MemberSet>,
    /// Their roles.
    pub roles: HashMap<MemberId, Vec<HeldRole>>,
    /// The sets of the groups they are in.
    pub groups: HashMap<MemberId, Vec<AssignedSet>>,
}

impl Assignments {
    /// The same with what holds at a moment: roles and groups whose grant is in force, and the members they leave.
    #[must_use]
    pub fn at(mut self, kind: WorkspaceKind, now: Timestamp) -> Self {
        self.roles.values_mut().for_each(|roles| roles.retain(|role| role.counts(kind, now)));
        self.groups.values_mut().for_each(|groups| groups.retain(|group| group.source.in_force(now)));
        let roles = &self.roles;
        self.members.retain(|set| set.holds(roles.get(&set.member).map_or(&[], Vec::as_slice)));
        self
    }

    /// A member as a plan sees them.
    pub fn holding(&self, set: &MemberSet) -> Holding {
        let groups = self.groups.get(&set.member).into_iter().flatten();
        Holding {
            member: set.member.clone(),
            version: set.version,
            own: set.own.clone(),
            through_groups: groups.flat_map(|group| group.services.iter().cloned()).collect(),
        }
    }
}

const MEMBERS: &str = "
    SELECT m.id AS member, i.id AS identity, i.name, i.email, m.invited, coalesce(s.services, '[]') AS services,
           coalesce(s.version, 0) AS version, m.access_version
    FROM member m
    JOIN identity i ON i.id = m.identity_id AND i.origin = 'customer'
    LEFT JOIN service_set s ON s.workspace_id = m.workspace_id AND s.subject_id = m.id
    WHERE m.workspace_id = ?1 AND m.status = 'active'
    ORDER BY i.name, m.id";

/// The groups with a grant, each with its set: also those that give nothing yet, as a plan for groups asks who is in them.
const GROUP_SETS: &str = "
    SELECT g.id AS grant_id, d.name, g.ends_at, coalesce(s.services, '[]') AS services
    FROM group_grant g
    CROSS JOIN directory_group d ON d.id = g.group_id
    LEFT JOIN service_set s ON s.workspace_id = g.workspace_id AND s.subject_id = g.id
    WHERE g.workspace_id = ?1";

/// Reads who has which service in a workspace.
pub fn assignments(workspace: &WorkspaceId) -> Read<Result<Assignments, RowFault>> {
    let here = |sql: &'static str| Statement::new(sql).bind(workspace);
    Read::<Vec<MemberRow>>::all(here(MEMBERS))
        .zip(role_source::role_sources(workspace))
        .zip(Read::<Vec<SetRow>>::all(here(GROUP_SETS)))
        .map(|((members, sources), sets)| join(members, &sources?, sets))
}

/// Gives every member their roles and the sets of their groups.
fn join(rows: Vec<MemberRow>, sources: &RoleSources, sets: Vec<SetRow>) -> Result<Assignments, RowFault> {
    let sets = sets.into_iter().map(SetRow::set).collect::<Result<Vec<_>, _>>()?;
    let mut all = Assignments { members: Vec::new(), roles: HashMap::new(), groups: HashMap::new() };
    for row in rows {
        let (member, identity) = (row.member.clone(), row.identity.clone());
        let given = |set: &&AssignedSet| match &set.source {
            SetSource::Group { grant, .. } => sources.grants_of(&identity).contains(grant),
            SetSource::Own => false,
        };
        all.groups.insert(member.clone(), sets.iter().filter(given).cloned().collect());
        all.roles.insert(member, sources.roles_of(&identity));
        all.members.push(row.set()?);
    }
    Ok(all)
}

/// The roles of some members: a JSON array of their ids.
const ROLES_OF: &str = "
    SELECT m.id AS member, 'agreement' AS source, p.role, a.id AS id, a.number AS name, NULL AS ends_at
    FROM json_each(?2) j
    CROSS JOIN member m ON m.id = j.value AND m.workspace_id = ?1
    CROSS JOIN agreement_person p ON p.identity_id = m.identity_id
    CROSS JOIN workspace_agreement wa ON wa.workspace_id = ?1 AND wa.agreement_id = p.agreement_id
    CROSS JOIN agreement a ON a.id = p.agreement_id
    UNION ALL
    SELECT m.id, 'creation', 'administrator', NULL, NULL, NULL
    FROM json_each(?2) j
    CROSS JOIN member m ON m.id = j.value AND m.workspace_id = ?1
    CROSS JOIN workspace_administrator wa ON wa.workspace_id = ?1 AND wa.identity_id = m.identity_id
    UNION ALL
    SELECT m.id, 'group', r.role, g.id, d.name, g.ends_at
    FROM json_each(?2) j
    CROSS JOIN member m ON m.id = j.value AND m.workspace_id = ?1
    CROSS JOIN group_member gm ON gm.identity_id = m.identity_id
    CROSS JOIN group_grant g ON g.workspace_id = ?1 AND g.group_id = gm.group_id
    CROSS JOIN directory_group d ON d.id = g.group_id
    CROSS JOIN grant_role r ON r.grant_id = g.id";

/// Reads the roles of a member, whether they count or not.
pub fn roles_of(workspace: &WorkspaceId, member: &MemberId) -> Read<Result<Vec<HeldRole>, RowFault>> {
    let only = serde_json::json!([member]).to_string();
    Read::<Vec<MemberRoleRow>>::all(Statement::new(ROLES_OF).bind(workspace).bind(only))
        .map(|rows| rows.into_iter().map(|row| row.role.held()).collect())
}

/// Reads who has which service, of some members only: a JSON array of their ids. Those who are no active customer-side
/// members of the workspace are missing from the result; whether the others' membership holds is for the rules to say.
pub fn assignments_of(workspace: &WorkspaceId, members: &str) -> Read<Result<Assignments, RowFault>> {
    const MEMBERS_OF: &str = "
        SELECT m.id AS member, i.id AS identity, i.name, i.email, m.invited, coalesce(s.services, '[]') AS services,
               coalesce(s.version, 0) AS version, m.access_version
        FROM json_each(?2) j
        CROSS JOIN member m ON m.id = j.value AND m.workspace_id = ?1 AND m.status = 'active'
        CROSS JOIN identity i ON i.id = m.identity_id AND i.origin = 'customer'
        LEFT JOIN service_set s ON s.workspace_id = m.workspace_id AND s.subject_id = m.id";
    const GROUPS_OF: &str = "
        SELECT m.id AS member, g.id AS grant_id, d.name, g.ends_at, s.services
        FROM json_each(?2) j
        CROSS JOIN member m ON m.id = j.value AND m.workspace_id = ?1
        CROSS JOIN group_member gm ON gm.identity_id = m.identity_id
        CROSS JOIN group_grant g ON g.workspace_id = m.workspace_id AND g.group_id = gm.group_id
        CROSS JOIN directory_group d ON d.id = g.group_id
        CROSS JOIN service_set s ON s.workspace_id = g.workspace_id AND s.subject_id = g.id";
    let of = |sql: &'static str| Statement::new(sql).bind(workspace).bind(members);
    Read::<Vec<MemberRow>>::all(of(MEMBERS_OF))
        .zip(Read::<Vec<MemberRoleRow>>::all(of(ROLES_OF)))
        .zip(Read::<Vec<MemberGroupRow>>::all(of(GROUPS_OF)))
        .map(|((members, roles), groups)| assemble(members, roles, groups))
}

fn assemble(
    members: Vec<MemberRow>,
    roles: Vec<MemberRoleRow>,
    groups: Vec<MemberGroupRow>,
) -> Result<Assignments, RowFault> {
    let mut held: HashMap<MemberId, Vec<HeldRole>> = HashMap::new();
    for row in roles {
        held.entry(row.member).or_default().push(row.role.held()?);
    }
    let mut through: HashMap<MemberId, Vec<AssignedSet>> = HashMap::new();
    for row in groups {
        through.entry(row.member).or_default().push(row.set.set()?);
    }
    let members = members.into_iter().map(MemberRow::set).collect::<Result<_, _>>()?;
    Ok(Assignments { members, roles: held, groups: through })
}

#[derive(Deserialize)]
struct MemberRow {
    member: MemberId,
    identity: IdentityId,
    name: String,
    email: Option<String>,
    invited: i64,
    services: String,
    version: i64,
    access_version: i64,
}

impl MemberRow {
    fn set(self) -> Result<MemberSet, RowFault> {
        let own = json(&self.services)?;
        let (member, name, email, invited) = (self.member, self.name, self.email, self.invited == 1);
        let (version, access_version) = (self.version, self.access_version);
        Ok(MemberSet { member, name, email, invited, own, version, access_version })
    }
}

#[derive(Deserialize)]
struct MemberRoleRow {
    member: MemberId,
    #[serde(flatten)]
    role: RoleRow,
}

#[derive(Deserialize)]
struct MemberGroupRow {
    member: MemberId,
    #[serde(flatten)]
    set: SetRow,
}

/// Replaces the sets of members by one set (a JSON array of services), records an event for each of them, and raises their
/// access versions, so that nothing decided on what they had before can still be committed (RS-8, RS-12). `members` is a
/// JSON array of pairs: the member's id, its event's id.
pub fn replace(
    auth: &Authorized<permit::ServicesManage>,
    members: &str,
    services: &str,
) -> (Recorded, [Statement; 2]) {
    // The plus keeps SQLite from going through all of the workspace to find them.
    const VERSIONS: &str = "
        UPDATE member SET access_version = access_version + 1
        WHERE +workspace_id = ?1 AND id IN (SELECT value ->> 0 FROM json_each(?2))";
    let (recorded, sets) = replace_sets(auth, members, services);
    (recorded, [sets, Statement::new(VERSIONS).bind(auth.workspace()).bind(members)])
}
