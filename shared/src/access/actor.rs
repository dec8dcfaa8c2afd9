//! One person in one workspace at one moment, as the rules see them.

use super::{Access, Effect, Link, Origin, Permission, PermissionSet, Refusal, Role};
use crate::id::{IdentityId, MemberId, WorkspaceId};
use crate::time::Timestamp;
use crate::workspace::Feature;

/// An active member of a workspace at a moment: the facts, and the permissions that follow from them.
///
/// Built only from [`Access`] rows read for this very decision, never kept between requests by the worker. The browser
/// builds its own from the same rows, and builds it anew as the server's time moves on.
#[derive(Clone, Debug)]
pub struct Actor {
    access: Access,
    permissions: PermissionSet,
    at: Timestamp,
}

impl Actor {
    /// What the facts make of the person at this moment; refused if they are not an active member there.
    ///
    /// Roles and sets whose source is out of force, or that do not reach this kind of workspace, are dropped here, so that
    /// nothing later can count them.
    pub fn new(mut access: Access, at: Timestamp) -> Result<Self, Refusal> {
        let kind = access.workspace.kind;
        access.roles.retain(|held| held.counts(kind, at));
        access.sets.retain(|set| set.source.in_force(at));
        if !access.member.holds(&access.roles) {
            return Err(Link::Member.into());
        }
        let origin = access.identity.origin;
        let permissions = access
            .roles
            .iter()
            .fold(Role::User.allows(origin), |set, held| set.union(held.role.allows(origin)));
        Ok(Self { access, permissions, at })
    }

    /// Whether the actor may do something that any one of these permissions allows; WHY-1's order up to the permission.
    /// An empty list asks for membership alone.
    pub fn may(&self, any_of: &[Permission], effect: Effect) -> Result<(), Refusal> {
        if effect == Effect::Changes && self.access.workspace.archived_at.is_some_and(|at| at <= self.at) {
            return Err(Link::NotArchived.into());
        }
        if !self.access.workspace.accounts.admits(self.access.identity.account) {
            return Err(Link::AccountKind.into());
        }
        if any_of.is_empty() || any_of.iter().any(|permission| self.permissions.has(*permission)) {
            return Ok(());
        }
        let origin = self.access.identity.origin;
        if any_of.iter().any(|permission| permission.is_open_to(origin)) {
            return Err(Refusal::of_permission(any_of, origin));
        }
        let needed = match origin {
            Origin::Customer => Origin::Provider,
            Origin::Provider => Origin::Customer,
        };
        Err(Link::Origin { needed }.into())
    }

    /// The facts the actor was made of, with what is out of force left out.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The moment the actor was made for.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Who it is.
    pub fn identity(&self) -> &IdentityId {
        &self.access.identity.id
    }

    /// Their membership.
    pub fn member(&self) -> &MemberId {
        &self.access.member.id
    }

    /// The workspace.
    pub fn workspace(&self) -> &WorkspaceId {
        &self.access.workspace.id
    }

    /// Whose side they are on.
    pub fn origin(&self) -> Origin {
        self.access.identity.origin
    }

    /// All they are permitted in the workspace: the union over their roles, and the user role (ACC-1).
    pub fn permissions(&self) -> PermissionSet {
        self.permissions
    }

    /// Whether the workspace has a feature switched on.
    pub fn has_feature(&self, feature: Feature) -> bool {
        self.access.workspace.features.contains(&feature)
    }
}
