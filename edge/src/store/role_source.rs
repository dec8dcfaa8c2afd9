//! What gives the people of a workspace their roles: read once for all of them, and put together here.
//!
//! Were each person joined with their groups' grants by the database, a grant, its group's name and its roles would be
//! read again for everybody in the group. This way a list of people costs about one row a person, and one for each group
//! that the person is in:
//!
//! ```text
//! SOURCES      agreement ESA-1 names Nils as customer_support_manager;  "IT" is granted support_user, learning_user
//! IN_GROUPS    Ana is in "IT";  Bo is in "IT"
//! ```

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::RoleRow;
use serde::Deserialize;
use shared::access::HeldRole;
use shared::id::{GrantId, IdentityId, WorkspaceId};
use std::collections::HashMap;

/// Whom agreements and the workspace's making name, and what groups are granted: the latter of nobody in particular.
const SOURCES: &str = "
    SELECT p.identity_id AS identity, 'agreement' AS source, p.role, a.id AS id, a.number AS name, NULL AS ends_at
    FROM workspace_agreement wa
    CROSS JOIN agreement a ON a.id = wa.agreement_id
    CROSS JOIN agreement_person p ON p.agreement_id = wa.agreement_id
    WHERE wa.workspace_id = ?1
    UNION ALL
    SELECT identity_id, 'creation', 'administrator', NULL, NULL, NULL
    FROM workspace_administrator
    WHERE workspace_id = ?1
    UNION ALL
    SELECT NULL, 'group', r.role, g.id, d.name, g.ends_at
    FROM group_grant g
    CROSS JOIN directory_group d ON d.id = g.group_id
    CROSS JOIN grant_role r ON r.grant_id = g.id
    WHERE g.workspace_id = ?1";

/// Who is in the groups that are granted something.
const IN_GROUPS: &str = "
    SELECT gm.identity_id AS identity, g.id AS grant_id
    FROM group_grant g
    CROSS JOIN group_member gm ON gm.group_id = g.group_id
    WHERE g.workspace_id = ?1";

/// What gives the people of a workspace their roles, whatever of it is in force.
#[derive(Debug, Default)]
pub struct RoleSources {
    named: HashMap<IdentityId, Vec<HeldRole>>,
    granted: HashMap<GrantId, Vec<HeldRole>>,
    grants: HashMap<IdentityId, Vec<GrantId>>,
}

/// Reads what gives the people of a workspace their roles: two statements.
pub fn role_sources(workspace: &WorkspaceId) -> Read<Result<RoleSources, RowFault>> {
    Read::<Vec<SourceRow>>::all(Statement::new(SOURCES).bind(workspace))
        .zip(Read::<Vec<InGroupRow>>::all(Statement::new(IN_GROUPS).bind(workspace)))
        .map(|(sources, in_groups)| assemble(sources, in_groups))
}

fn assemble(sources: Vec<SourceRow>, in_groups: Vec<InGroupRow>) -> Result<RoleSources, RowFault> {
    let mut all = RoleSources::default();
    for SourceRow { identity, role } in sources {
        let (grant, role) = (role.grant(), role.held()?);
        match (identity, grant) {
            (Some(identity), _) => all.named.entry(identity).or_default().push(role),
            (None, Some(grant)) => all.granted.entry(grant).or_default().push(role),
            (None, None) => return Err(RowFault("a role is given to nobody".into())),
        }
    }
    for InGroupRow { identity, grant_id } in in_groups {
        all.grants.entry(identity).or_default().push(grant_id);
    }
    Ok(all)
}

impl RoleSources {
    /// The roles of an identity, with where each comes from.
    pub fn roles_of(&self, identity: &IdentityId) -> Vec<HeldRole> {
        let through_groups = self.grants_of(identity).iter().filter_map(|grant| self.granted.get(grant));
        self.named.get(identity).into_iter().chain(through_groups).flatten().cloned().collect()
    }

    /// The grants of the groups that an identity is in.
    pub fn grants_of(&self, identity: &IdentityId) -> &[GrantId] {
        self.grants.get(identity).map_or(&[], Vec::as_slice)
    }
}

#[derive(Deserialize)]
struct SourceRow {
    identity: Option<IdentityId>,
    #[serde(flatten)]
    role: RoleRow,
}

#[derive(Deserialize)]
struct InGroupRow {
    identity: IdentityId,
    grant_id: GrantId,
}
