//! Who may do what: from roles to permissions to a decision with its reason.
//!
//! [`Access`] is what the database knows about one person in one workspace, as rows. [`Actor`] is what the rules make of
//! it at a moment. A [`Requirement`] is what an endpoint asks for, and checking it against an actor yields a proof
//! ([`Authorized`]) or a [`Refusal`] that names the first missing link (WHY-1). Browser and worker run the same check
//! over the same rows.

mod actor;
mod grounds;
mod membership;
mod permission;
mod proof;
mod refusal;
mod requirement;
mod role;
mod scope;
#[cfg(test)]
mod tests;

pub use actor::Actor;
pub use grounds::{Grounds, Through, grounds};
pub use membership::{
    Access, AssignedSet, ContractedService, HeldRole, IdentityFacts, MemberFacts, MemberStatus, RoleSource,
    SetSource, WorkspaceFacts,
};
pub use permission::{Permission, PermissionSet, permit};
pub use proof::Authorized;
pub use refusal::{Link, Mend, Refusal};
pub use requirement::{Declared, Effect, Member, Needs, NeedsAny, Permits, Public, Requirement, SignedIn};
pub use role::{AssignedBy, Cell, POLICY, PolicyRow, Reach, Role};
pub use scope::{AtCase, AtMember, AtWorkspace, Everywhere, InWorkspace, Nowhere, Place, Scope, Workspace};

use serde::{Deserialize, Serialize};

/// Which side of the agreement an identity belongs to, for ever (ID-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The customer's side.
    Customer,
    /// The provider's side.
    Provider,
}

impl Origin {
    /// The name in rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
        }
    }
}

/// What kind of account an identity signs in with (ID-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A work or school account.
    Work,
    /// A personal account.
    Personal,
}

impl AccountKind {
    /// The name in rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Personal => "personal",
        }
    }
}
