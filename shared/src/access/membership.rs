//! What the database knows about one person in one workspace, as rows.
//!
//! [`Access`] is read fresh for every decision, and sent to the browser as it is, so that both sides build the same
//! [`super::Actor`] from it. It holds facts, not conclusions: dates instead of "in force", grants instead of "allowed".

use super::{AccountKind, Origin, Role};
use crate::agreement::Term;
use crate::id::{AgreementId, GrantId, IdentityId, MemberId, ServiceId, WorkspaceId};
use crate::service::ServiceKind;
use crate::time::Timestamp;
use crate::workspace::{AccountPolicy, CaseVisibility, Feature, WorkspaceKind};
use serde::{Deserialize, Serialize};

/// Everything a decision in a workspace needs to know about who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// Who asks.
    pub identity: IdentityFacts,
    /// Where.
    pub workspace: WorkspaceFacts,
    /// The membership, in whatever status. A row of another person or workspace never stands here.
    pub member: MemberFacts,
    /// The roles held there, each with where it comes from; the user role is not listed, every active member has it.
    pub roles: Vec<HeldRole>,
    /// The services of the workspace.
    pub services: Vec<ContractedService>,
    /// The sets of services assigned to the person and to the groups they are in.
    pub sets: Vec<AssignedSet>,
}

/// What a decision needs to know about an identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdentityFacts {
    /// The identity.
    pub id: IdentityId,
    /// Whose side it is on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
}

/// What a decision needs to know about a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceFacts {
    /// The workspace.
    pub id: WorkspaceId,
    /// How it came to be.
    pub kind: WorkspaceKind,
    /// When it was archived, if it is (WS-10).
    pub archived_at: Option<Timestamp>,
    /// Which accounts may enter (WS-8).
    pub accounts: AccountPolicy,
    /// Who sees which cases (CASE-6).
    pub case_visibility: CaseVisibility,
    /// What is switched on.
    pub features: Vec<Feature>,
    /// Counts every change to who may do what in the workspace as a whole.
    pub version: i64,
}

/// A membership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberFacts {
    /// The member.
    pub id: MemberId,
    /// Its status.
    pub status: MemberStatus,
    /// Whether an accepted invitation holds it (INV-4), whatever else does.
    pub invited: bool,
    /// Counts every change to what this member may do.
    pub version: i64,
}

/// Where a membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Invited, not yet accepted.
    Pending,
    /// Holds.
    Active,
    /// Ended.
    Removed,
}

impl MemberFacts {
    /// Whether the membership holds: its status says so, and something holds it: an accepted invitation, an agreement
    /// that names the person, or a group with a grant in force (ACC-4, ACC-10). The roles are those that count.
    pub fn holds(&self, roles: &[HeldRole]) -> bool {
        self.status == MemberStatus::Active && (self.invited || !roles.is_empty())
    }
}

/// A role and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// Where it comes from.
    pub source: RoleSource,
}

/// Where a role comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleSource {
    /// An agreement names the person (ACC-2).
    Agreement {
        /// The agreement.
        agreement: AgreementId,
        /// Its number.
        number: String,
    },
    /// The person was named as an administrator of the workspace (WS-2).
    Creation,
    /// A directory group the person is in has a grant (ACC-3).
    Group {
        /// The grant.
        grant: GrantId,
        /// The group's name.
        group: String,
        /// The end of the grant, if it has one (ACC-10).
        ends_at: Option<Timestamp>,
    },
}

impl HeldRole {
    /// Whether the role counts in a workspace of this kind at this moment: its source is in force (ACC-10), and a system
    /// role reaches there (ACC-2).
    pub fn counts(&self, kind: WorkspaceKind, at: Timestamp) -> bool {
        let reaches = !matches!(self.source, RoleSource::Agreement { .. }) || self.role.reaches(kind);
        reaches && self.source.in_force(at)
    }
}

impl RoleSource {
    /// Whether the source gives its role at this moment (ACC-10).
    pub fn in_force(&self, now: Timestamp) -> bool {
        match self {
            Self::Agreement { .. } | Self::Creation => true,
            Self::Group { ends_at, .. } => ends_at.is_none_or(|end| now < end),
        }
    }
}

/// A service of the workspace, with the agreement that carries it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContractedService {
    /// The service.
    pub id: ServiceId,
    /// Its name in the catalogue.
    pub name: String,
    /// Reactive or proactive.
    pub kind: ServiceKind,
    /// The agreement's number.
    pub agreement: String,
    /// From when to when the agreement holds.
    pub term: Term,
}

/// A service assignment that concerns the person: theirs, or that of a group they are in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignedSet {
    /// Whose set it is.
    pub source: SetSource,
    /// The services in it.
    pub services: Vec<ServiceId>,
}

/// Whose set of services it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetSource {
    /// The person's own.
    Own,
    /// That of a group they are in.
    Group {
        /// The group's grant in the workspace.
        grant: GrantId,
        /// The group's name.
        group: String,
        /// The end of the grant, if it has one (ACC-10).
        ends_at: Option<Timestamp>,
    },
}

impl SetSource {
    /// Whether the set counts at this moment: a group's only while its grant is in force (RS-4, ACC-10).
    pub fn in_force(&self, now: Timestamp) -> bool {
        match self {
            Self::Own => true,
            Self::Group { ends_at, .. } => ends_at.is_none_or(|end| now < end),
        }
    }
}
