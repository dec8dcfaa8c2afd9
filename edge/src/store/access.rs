//! The facts about a caller's access, read fresh for every decision.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::session::{Holder, SessionState};
use serde::Deserialize;
use shared::access::{
    Access, AssignedSet, ContractedService, HeldRole, IdentityFacts, MemberFacts, MemberStatus, Role,
    RoleSource, SetSource, WorkspaceFacts,
};
use shared::agreement::Term;
use shared::id::{AgreementId, GrantId, IdentityId, MemberId, ServiceId, WorkspaceId};
use shared::service::ServiceKind;
use shared::time::{Day, Timestamp};
use shared::workspace::{AccountPolicy, CaseVisibility, Feature, WorkspaceKind};

/// How many statements reading access takes.
pub const STATEMENTS: usize = 4;

/// What the rows say about a caller: what became of the session, and the access in the workspace, if there is a
/// membership in whatever status.
#[derive(Debug)]
pub struct Caller {
    /// What the workspace's shard knows of the session.
    pub session: SessionState,
    /// The facts; `None` where the identity has no member row in the workspace, or there is no such workspace.
    pub access: Option<Access>,
}

/// One row for the session, its identity, the workspace and the membership: whichever of them there are.
const CALLER: &str = "
    SELECT s.began_at, s.ends_at, s.ended_at, e.at AS all_ended_at, i.id AS identity, i.origin, i.account, i.disabled_at,
           w.id AS workspace, w.kind, w.archived_at, w.accounts, w.case_visibility, w.access_version AS workspace_version,
           (SELECT json_group_array(f.feature) FROM workspace_feature f WHERE f.workspace_id = w.id) AS features,
           m.id AS member, m.status, m.invited, m.access_version AS member_version
    FROM (SELECT 1)
    LEFT JOIN session s ON s.hash = ?1 AND s.identity_id = ?2
    LEFT JOIN sessions_end e ON e.identity_id = ?2
    LEFT JOIN identity i ON i.id = ?2
    LEFT JOIN workspace w ON w.id = ?3
    LEFT JOIN member m ON m.workspace_id = w.id AND m.identity_id = i.id";

/// The roles of an identity in a workspace, with where each comes from. Grants are found from the groups that the person is
/// in, so that what is read does not grow with the grants that others have.
pub(super) const ROLES: &str = "
    SELECT 'agreement' AS source, p.role, a.id AS id, a.number AS name, NULL AS ends_at
    FROM agreement_person p
    JOIN workspace_agreement wa ON wa.agreement_id = p.agreement_id AND wa.workspace_id = ?1
    JOIN agreement a ON a.id = p.agreement_id
    WHERE p.identity_id = ?2
    UNION ALL
    SELECT 'creation', 'administrator', NULL, NULL, NULL
    FROM workspace_administrator WHERE workspace_id = ?1 AND identity_id = ?2
    UNION ALL
    SELECT 'group', r.role, g.id, d.name, g.ends_at
    FROM group_member gm
    CROSS JOIN group_grant g ON g.workspace_id = ?1 AND g.group_id = gm.group_id
    CROSS JOIN directory_group d ON d.id = g.group_id
    CROSS JOIN grant_role r ON r.grant_id = g.id
    WHERE gm.identity_id = ?2";

/// The services of a workspace, with the agreement that carries each.
const SERVICES: &str = "
    SELECT s.id, s.name, s.kind, a.number AS agreement, a.starts_on, a.ends_on, a.withdrawn_at
    FROM workspace_service ws
    CROSS JOIN service s ON s.id = ws.service_id
    CROSS JOIN workspace_agreement wa ON wa.workspace_id = ws.workspace_id AND wa.agreement_id = s.agreement_id
    JOIN agreement a ON a.id = s.agreement_id
    WHERE ws.workspace_id = ?1";

/// The assigned sets that concern an identity in a workspace: its own, and those of the groups it is in.
const SETS: &str = "
    SELECT NULL AS grant_id, NULL AS name, NULL AS ends_at, s.services
    FROM member m
    JOIN service_set s ON s.workspace_id = m.workspace_id AND s.subject_id = m.id
    WHERE m.workspace_id = ?1 AND m.identity_id = ?2
    UNION ALL
    SELECT g.id, d.name, g.ends_at, s.services
    FROM group_member gm
    CROSS JOIN group_grant g ON g.workspace_id = ?1 AND g.group_id = gm.group_id
    CROSS JOIN directory_group d ON d.id = g.group_id
    CROSS JOIN service_set s ON s.workspace_id = g.workspace_id AND s.subject_id = g.id
    WHERE gm.identity_id = ?2";

/// Reads what decides about a caller in a workspace.
pub fn caller(
    session_hash: &str,
    who: &IdentityId,
    workspace: &WorkspaceId,
    now: Timestamp,
) -> Read<Result<Caller, RowFault>> {
    let here = |sql: &'static str| Statement::new(sql).bind(workspace).bind(who);
    let statement = Statement::new(CALLER).bind(session_hash).bind(who).bind(workspace);
    let services = Statement::new(SERVICES).bind(workspace);
    Read::<Option<CallerRow>>::first(statement)
        .zip(Read::<Vec<RoleRow>>::all(here(ROLES)))
        .zip(Read::<Vec<ServiceRow>>::all(services))
        .zip(Read::<Vec<SetRow>>::all(here(SETS)))
        .map(move |(((caller, roles), services), sets)| assemble(caller, roles, services, sets, now))
}

fn assemble(
    caller: Option<CallerRow>,
    roles: Vec<RoleRow>,
    services: Vec<ServiceRow>,
    sets: Vec<SetRow>,
    now: Timestamp,
) -> Result<Caller, RowFault> {
    let Some(row) = caller else { return Ok(Caller { session: SessionState::Absent, access: None }) };
    let session = row.holder.state(now);
    let Some((identity, workspace, member)) = row.facts()? else {
        return Ok(Caller { session, access: None });
    };
    let roles = roles.into_iter().map(RoleRow::held).collect::<Result<Vec<_>, _>>()?;
    let mut sets = sets.into_iter().map(SetRow::set).collect::<Result<Vec<_>, _>>()?;
    sets.retain(|set| is_given(set, &roles));
    let services = services.into_iter().map(ServiceRow::service).collect();
    let access = Access { identity, workspace, member, roles, services, sets };
    Ok(Caller { session, access: Some(access) })
}

/// Whether what a set comes from gives anything: a grant without roles does not ([`super::line::Granted::gives`]).
fn is_given(set: &AssignedSet, roles: &[HeldRole]) -> bool {
    let SetSource::Group { grant, .. } = &set.source else { return true };
    roles.iter().any(|role| matches!(&role.source, RoleSource::Group { grant: of, .. } if of == grant))
}

#[derive(Deserialize)]
struct CallerRow {
    #[serde(flatten)]
    holder: Holder,
    workspace: Option<WorkspaceId>,
    kind: Option<WorkspaceKind>,
    archived_at: Option<Timestamp>,
    accounts: Option<AccountPolicy>,
    case_visibility: Option<CaseVisibility>,
    workspace_version: Option<i64>,
    features: String,
    member: Option<MemberId>,
    status: Option<MemberStatus>,
    invited: Option<i64>,
    member_version: Option<i64>,
}

impl CallerRow {
    fn facts(self) -> Result<Option<(IdentityFacts, WorkspaceFacts, MemberFacts)>, RowFault> {
        let Some(identity) = self.holder.facts() else { return Ok(None) };
        let (Some(id), Some(kind), Some(accounts), Some(case_visibility), Some(version)) =
            (self.workspace, self.kind, self.accounts, self.case_visibility, self.workspace_version)
        else {
            return Ok(None);
        };
        let features: Vec<Feature> = json(&self.features)?;
        let archived_at = self.archived_at;
        let workspace =
            WorkspaceFacts { id, kind, archived_at, accounts, case_visibility, features, version };
        let (Some(id), Some(status), Some(version)) = (self.member, self.status, self.member_version) else {
            return Ok(None);
        };
        let member = MemberFacts { id, status, invited: self.invited == Some(1), version };
        Ok(Some((identity, workspace, member)))
    }
}

/// A role with its source, as the statements of this module and of [`super::workspace`] return it.
#[derive(Deserialize)]
pub(super) struct RoleRow {
    source: String,
    role: Role,
    id: Option<String>,
    name: Option<String>,
    ends_at: Option<Timestamp>,
}

impl RoleRow {
    /// The role as the rules see it.
    pub(super) fn held(self) -> Result<HeldRole, RowFault> {
        let missing = || RowFault("a role's source is incomplete".into());
        let (id, name) = (self.id.as_deref(), self.name);
        let source = match self.source.as_str() {
            "agreement" => RoleSource::Agreement {
                agreement: id.and_then(AgreementId::parse).ok_or_else(missing)?,
                number: name.ok_or_else(missing)?,
            },
            "group" => RoleSource::Group {
                grant: id.and_then(GrantId::parse).ok_or_else(missing)?,
                group: name.ok_or_else(missing)?,
                ends_at: self.ends_at,
            },
            _ => RoleSource::Creation,
        };
        Ok(HeldRole { role: self.role, source })
    }
}

#[derive(Deserialize)]
struct ServiceRow {
    id: ServiceId,
    name: String,
    kind: ServiceKind,
    agreement: String,
    starts_on: Day,
    ends_on: Day,
    withdrawn_at: Option<Timestamp>,
}

impl ServiceRow {
    fn service(self) -> ContractedService {
        let term = Term { starts_on: self.starts_on, ends_on: self.ends_on, withdrawn_at: self.withdrawn_at };
        ContractedService { id: self.id, name: self.name, kind: self.kind, agreement: self.agreement, term }
    }
}

/// A set of services with its source, as the statements of this module return it.
#[derive(Deserialize)]
struct SetRow {
    grant_id: Option<GrantId>,
    name: Option<String>,
    ends_at: Option<Timestamp>,
    services: String,
}

impl SetRow {
    /// The set as the rules see it.
    fn set(self) -> Result<AssignedSet, RowFault> {
        let source = match (self.grant_id, self.name) {
            (Some(grant), Some(group)) => SetSource::Group { grant, group, ends_at: self.ends_at },
            _ => SetSource::Own,
        };
        Ok(AssignedSet { source, services: json(&self.services)? })
    }
}

/// Reads a JSON column.
pub fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, RowFault> {
    serde_json::from_str(text).map_err(|error| RowFault::of(&error))
}
