//! The chain behind a permission: permission → role → where the role comes from (ACC-7, ACC-14).
//!
//! It is read out of the same [`super::POLICY`] that decides, so that what is explained is what holds:
//!
//! ```text
//! services.manage   Administrator             group "Portal administrators", until 4 December
//!                   UserAccessAdministrator   group "Access management"
//! cases.open        User                      every active member
//! cases.work        nothing
//! ```

use super::{HeldRole, Origin, Permission, Role, RoleSource};
use crate::time::Timestamp;
use crate::workspace::WorkspaceKind;

/// A permission, with everything that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds<'a> {
    /// The permission.
    pub permission: Permission,
    /// Each role that gives it, once for each place it comes from; empty where nothing does.
    pub through: Vec<Through<'a>>,
}

/// A role, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Through<'a> {
    /// The role.
    pub role: Role,
    /// Where it comes from; `None` for the user role, which every active member has.
    pub source: Option<&'a RoleSource>,
}

/// What gives an active member of this origin each permission, in a workspace of this kind, at this moment: every
/// permission in the policy's order, those that nothing gives included.
///
/// Roles that do not count there and then are left out (ACC-2, ACC-10), and so is the other side's. That the membership
/// holds and the workspace takes the account is not asked here: [`super::Actor`] does.
pub fn grounds(roles: &[HeldRole], origin: Origin, kind: WorkspaceKind, at: Timestamp) -> Vec<Grounds<'_>> {
    let user = Through { role: Role::User, source: None };
    let counting = roles.iter().filter(|held| held.counts(kind, at));
    let all: Vec<Through<'_>> = std::iter::once(user)
        .chain(counting.map(|held| Through { role: held.role, source: Some(&held.source) }))
        .collect();
    let of = |permission: Permission| {
        let gives = |through: &&Through<'_>| through.role.allows(origin).has(permission);
        Grounds { permission, through: all.iter().filter(gives).copied().collect() }
    };
    Permission::ALL.iter().copied().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::{Grounds, Through, grounds};
    use crate::access::{
        Access, AccountKind, Actor, HeldRole, IdentityFacts, MemberFacts, MemberStatus, Origin, POLICY,
        Permission, Role, RoleSource, WorkspaceFacts,
    };
    use crate::id::{Id, IdentityId, Kind};
    use crate::region::Shard;
    use crate::time::{Span, Timestamp};
    use crate::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};

    fn id<K: Kind>() -> Id<K> {
        Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [1; 10])
    }

    fn now() -> Timestamp {
        Timestamp::from_millis(1_763_750_000_000)
    }

    fn group(role: Role, ends_at: Option<Timestamp>) -> HeldRole {
        HeldRole { role, source: RoleSource::Group { grant: id(), group: "IT".into(), ends_at } }
    }

    fn agreement(role: Role) -> HeldRole {
        HeldRole { role, source: RoleSource::Agreement { agreement: id(), number: "ESA-1".into() } }
    }

    fn giving(roles: &[HeldRole], origin: Origin, kind: WorkspaceKind, permission: Permission) -> Vec<Role> {
        let all = grounds(roles, origin, kind, now());
        let one = all.iter().find(|one| one.permission == permission).unwrap();
        one.through.iter().map(|through| through.role).collect()
    }

    #[test]
    fn acc_14_a_permission_names_each_role_that_gives_it_and_where_that_comes_from() {
        let roles = [group(Role::Administrator, None), group(Role::UserAccessAdministrator, None)];
        let all = grounds(&roles, Origin::Customer, WorkspaceKind::Additional, now());
        let through = roles.iter().map(|held| Through { role: held.role, source: Some(&held.source) });
        let expected = Grounds { permission: Permission::ServicesManage, through: through.collect() };
        assert!(all.contains(&expected), "{all:?}");
    }

    #[test]
    fn acc_14_what_the_user_role_gives_comes_from_being_a_member() {
        let all = grounds(&[], Origin::Customer, WorkspaceKind::Default, now());
        let open = all.iter().find(|one| one.permission == Permission::CasesOpen).unwrap();
        assert_eq!(open.through, [Through { role: Role::User, source: None }]);
        let provider = |permission| giving(&[], Origin::Provider, WorkspaceKind::Default, permission);
        assert_eq!(provider(Permission::RolesView), [Role::User]);
        assert_eq!(provider(Permission::CasesOpen), []);
    }

    #[test]
    fn acc_2_a_system_role_gives_nothing_where_it_does_not_reach() {
        let roles = [agreement(Role::CustomerSupportManager)];
        let of = |kind| giving(&roles, Origin::Customer, kind, Permission::FeaturesManage);
        assert_eq!(of(WorkspaceKind::Default), [Role::CustomerSupportManager]);
        assert_eq!(of(WorkspaceKind::Additional), []);
    }

    #[test]
    fn acc_10_a_grant_gives_nothing_past_its_end() {
        let of = |ends_at| {
            let roles = [group(Role::SupportUser, ends_at)];
            giving(&roles, Origin::Customer, WorkspaceKind::Default, Permission::InsightsView)
        };
        assert_eq!(of(Some(now().plus(Span::minutes(1)))), [Role::SupportUser]);
        assert_eq!(of(Some(now())), []);
    }

    #[test]
    fn acc_1_what_is_explained_is_what_the_actor_may_whatever_the_roles() {
        for origin in [Origin::Customer, Origin::Provider] {
            for kind in [WorkspaceKind::Default, WorkspaceKind::Additional] {
                for row in POLICY {
                    for held in [agreement(row.role), group(row.role, None), group(row.role, Some(now()))] {
                        let roles = vec![held];
                        let actor = Actor::new(access(roles.clone(), origin, kind), now()).unwrap();
                        for one in grounds(&roles, origin, kind, now()) {
                            let may = actor.permissions().has(one.permission);
                            assert_eq!(!one.through.is_empty(), may, "{origin:?} {kind:?} {one:?}");
                        }
                    }
                }
            }
        }
    }

    fn access(roles: Vec<HeldRole>, origin: Origin, kind: WorkspaceKind) -> Access {
        let identity =
            IdentityFacts { id: IdentityId::from_digest([1; 16]), origin, account: AccountKind::Work };
        let workspace = WorkspaceFacts {
            id: id(),
            kind,
            archived_at: None,
            accounts: AccountPolicy::WorkOnly,
            case_visibility: CaseVisibility::Everyone,
            features: vec![],
            version: 1,
        };
        let member = MemberFacts { id: id(), status: MemberStatus::Active, invited: true, version: 1 };
        Access { identity, workspace, member, roles, services: vec![], sets: vec![] }
    }
}
