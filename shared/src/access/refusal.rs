//! Why something is not allowed: the first missing link, and what would mend it (WHY-1).

use super::{Origin, Permission, PermissionSet};
use crate::agreement::{Standing, Term};
use crate::id::ServiceId;
use serde::{Deserialize, Serialize};

/// Why something is not allowed. Data, not a sentence: the screens say it in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The first link that is missing.
    pub missing: Link,
    /// What would mend it.
    pub mend: Mend,
}

/// A link in the chain from a person to what they want to do, in WHY-1's order: a refusal names the first that is
/// missing, so a link is only ever missing when all before it hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Nobody is signed in, or the session has ended.
    SignedIn,
    /// Not an active member. Never shown to the person: they get the answer of an id that was never given out (WS-4).
    Member,
    /// The workspace is archived, and this would change it (WS-10).
    NotArchived,
    /// The workspace does not accept this kind of account (WS-9).
    AccountKind,
    /// Nobody of this origin can ever do this.
    Origin {
        /// Whose side can.
        needed: Origin,
    },
    /// No role that the person holds allows it.
    Permission {
        /// Any one of these would.
        any_of: PermissionSet,
    },
    /// The service is not in the workspace.
    ServiceInWorkspace {
        /// The service, as it was asked for.
        service: ServiceId,
    },
    /// No agreement that carries the service is in force.
    AgreementInForce {
        /// The service.
        service: ServiceId,
        /// The agreement's number.
        agreement: String,
        /// Its dates.
        term: Term,
        /// Where now lies relative to them.
        standing: Standing,
    },
    /// The service is assigned neither to the person nor to a group they are in (RS-4).
    Assignment {
        /// The service.
        service: ServiceId,
    },
}

/// What would mend a missing link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// Signing in.
    SigningIn,
    /// Nothing the reader may know of.
    Nothing,
    /// Somebody in the workspace who holds this permission.
    Holder {
        /// The permission.
        of: Permission,
    },
}

impl Link {
    /// The link's place in WHY-1's order.
    pub const fn order(&self) -> u8 {
        match self {
            Self::SignedIn => 0,
            Self::Member => 1,
            Self::NotArchived => 2,
            Self::AccountKind => 3,
            Self::Origin { .. } => 4,
            Self::Permission { .. } => 5,
            Self::ServiceInWorkspace { .. } => 6,
            Self::AgreementInForce { .. } => 7,
            Self::Assignment { .. } => 8,
        }
    }

    /// What would mend the link when it is missing. Roles come from groups to the customer's people, and from agreements
    /// to the provider's ([`Refusal::of_permission`]).
    fn mend(&self) -> Mend {
        match self {
            Self::SignedIn => Mend::SigningIn,
            Self::Member | Self::Origin { .. } => Mend::Nothing,
            Self::NotArchived | Self::AccountKind | Self::ServiceInWorkspace { .. } => {
                Mend::Holder { of: Permission::WorkspacesManage }
            }
            Self::Permission { .. } => Mend::Holder { of: Permission::GroupsManage },
            Self::AgreementInForce { .. } => Mend::Holder { of: Permission::AgreementsManage },
            Self::Assignment { .. } => Mend::Holder { of: Permission::ServicesManage },
        }
    }
}

impl Refusal {
    /// The refusal of somebody of this origin who holds none of these permissions.
    pub fn of_permission(any_of: &[Permission], origin: Origin) -> Self {
        let missing = Link::Permission { any_of: any_of.iter().copied().collect() };
        match origin {
            Origin::Customer => missing.into(),
            Origin::Provider => Self { missing, mend: Mend::Holder { of: Permission::AgreementsManage } },
        }
    }
}

impl From<Link> for Refusal {
    fn from(missing: Link) -> Self {
        let mend = missing.mend();
        Self { missing, mend }
    }
}
