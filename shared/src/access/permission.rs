//! The permissions, as one table.
//!
//! A permission exists twice: as a value of [`Permission`], for data, screens and goldens, and as a type in [`permit`],
//! for the compiler: `Authorized<permit::ServicesManage>` can only come from a check of `services.manage`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The type-level side of a permission.
pub trait Permit {
    /// The permission that the type stands for.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($name:ident = $wire:literal: $doc:literal,)*) => {
        /// Something a member may be allowed to do. See [`super::POLICY`] for who is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $(#[doc = $doc] #[serde(rename = $wire)] $name,)*
        }

        impl Permission {
            /// Every permission, in the policy's order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name in requests, responses and documents: `services.manage`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $wire,)* }
            }
        }

        /// One type per permission, for proofs.
        pub mod permit {
            pub use super::Permit;
            $(#[doc = $doc] pub enum $name {}
            impl Permit for $name { const PERMISSION: super::Permission = super::Permission::$name; })*
        }
    };
}

permissions! {
    ActivityView = "activity.view": "See Customer Activity and the proof of execution.",
    SpaceRename = "space.rename": "Change the workspace's name.",
    GroupsManage = "groups.manage": "Give roles to directory groups.",
    GroupsView = "groups.view": "See which directory groups have which roles.",
    RolesView = "roles.view": "See who is in the workspace and what they may do.",
    AssessmentsView = "assessments.view": "See and run assessments.",
    AssessmentsManage = "assessments.manage": "Set up and retire assessments.",
    LearningView = "learning.view": "See courses and workshops, and enrol.",
    LearningManage = "learning.manage": "Make and retire courses and workshops.",
    InsightsView = "insights.view": "See Support Insights.",
    CasesView = "cases.view": "See the cases of the workspace.",
    CasesOpen = "cases.open": "Open cases and answer in them.",
    CasesWork = "cases.work": "Work on cases for the provider.",
    AccessIdsCreate = "access_ids.create": "Make Access IDs.",
    ServicesManage = "services.manage": "Decide who may use which reactive service.",
    FeaturesManage = "features.manage": "Switch the workspace's features.",
    MembersInvite = "members.invite": "Invite and remove people.",
    IntegrationsManage = "integrations.manage": "Manage webhooks and service tokens.",
    AuditView = "audit.view": "See the audit log.",
    WorkspacesManage = "workspaces.manage": "Make, archive and restore workspaces.",
    AgreementsManage = "agreements.manage": "Record customers and agreements.",
}

impl Permission {
    /// Reads a permission's name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.name() == name)
    }
}

/// A set of permissions; a word of bits, so that neither a decision nor a refusal allocates. Elsewhere it is written as a list of
/// their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// The empty set.
    pub const EMPTY: Self = Self(0);

    /// The set with one more permission.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | 1 << permission as u32)
    }

    /// All that is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the permission is in the set.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & 1 << permission as u32 != 0
    }

    /// The permissions in the set, in the policy's order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Permission>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, PermissionSet};

    #[test]
    fn every_permission_has_a_bit_of_its_own() {
        for one in Permission::ALL {
            let set = PermissionSet::EMPTY.with(*one);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*one]);
        }
        assert!(Permission::ALL.len() <= 32);
    }

    #[test]
    fn a_name_is_read_back() {
        for one in Permission::ALL {
            assert_eq!(Permission::parse(one.name()), Some(*one));
        }
        assert_eq!(Permission::parse("cases.everything"), None);
    }
}
