//! Who sees which cases: one decision for lists, counters and the case itself (CASE-6, CASE-7).

use crate::access::{Actor, Origin, Permission, Role};
use crate::workspace::CaseVisibility;

/// Which cases of their workspace somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseScope {
    /// None.
    None,
    /// Those they take part in: as opener, contact or watcher.
    Participant,
    /// All.
    All,
}

/// Which cases the actor sees.
pub fn case_scope(actor: &Actor) -> CaseScope {
    let permissions = actor.permissions();
    if !permissions.has(Permission::CasesView) {
        return CaseScope::None;
    }
    match actor.access().workspace.case_visibility {
        CaseVisibility::Everyone => CaseScope::All,
        CaseVisibility::ParticipantsOnly => {
            let sees_all = permissions.has(Permission::FeaturesManage) || actor.origin() == Origin::Provider;
            if sees_all { CaseScope::All } else { CaseScope::Participant }
        }
    }
}

/// The roles whose holders see all cases of a workspace that is set to participants only.
pub fn roles_that_see_all() -> impl Iterator<Item = Role> {
    Role::allowing(Permission::FeaturesManage)
}

/// Something with a part played in it.
pub trait Participation {
    /// Whether the person the record was read for is its opener, contact or a watcher.
    fn takes_part(&self) -> bool;
}

/// A record that its reader may see: the second step after the permission, at the record itself. What changes a case
/// takes a `Visible<…>`, and [`CaseScope::admit`] is the only way to one.
#[derive(Debug)]
pub struct Visible<T> {
    record: T,
}

impl<T> Visible<T> {
    /// The record.
    pub fn record(&self) -> &T {
        &self.record
    }

    /// The record itself.
    pub fn into_record(self) -> T {
        self.record
    }
}

impl CaseScope {
    /// Whether the scope holds a case in which the reader plays a part, or plays none.
    pub fn holds(self, takes_part: bool) -> bool {
        match self {
            Self::None => false,
            Self::Participant => takes_part,
            Self::All => true,
        }
    }

    /// Lets a record through if the scope holds it. To whoever it does not let through, the case does not exist.
    pub fn admit<T: Participation>(self, record: T) -> Option<Visible<T>> {
        self.holds(record.takes_part()).then_some(Visible { record })
    }
}

#[cfg(test)]
mod tests {
    use super::{CaseScope, case_scope, roles_that_see_all};
    use crate::access::{
        Access, AccountKind, Actor, HeldRole, IdentityFacts, MemberFacts, MemberStatus, Origin, Role,
        RoleSource, WorkspaceFacts,
    };
    use crate::id::{Id, IdentityId, Kind};
    use crate::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};
    use crate::{region::Shard, time::Timestamp};

    fn id<K: Kind>() -> Id<K> {
        Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [0; 10])
    }

    fn scope(origin: Origin, role: Option<Role>, case_visibility: CaseVisibility) -> CaseScope {
        let access = Access {
            identity: IdentityFacts {
                id: IdentityId::from_digest([0; 16]),
                origin,
                account: AccountKind::Work,
            },
            workspace: WorkspaceFacts {
                id: id(),
                kind: WorkspaceKind::Default,
                archived_at: None,
                accounts: AccountPolicy::WorkOnly,
                case_visibility,
                features: vec![],
                version: 1,
            },
            member: MemberFacts { id: id(), status: MemberStatus::Active, invited: true, version: 1 },
            roles: role.map(|role| HeldRole { role, source: RoleSource::Creation }).into_iter().collect(),
            services: vec![],
            sets: vec![],
        };
        case_scope(&Actor::new(access, Timestamp::from_millis(0)).unwrap())
    }

    #[test]
    fn case_6_members_see_all_cases_unless_the_workspace_says_participants_only() {
        assert_eq!(scope(Origin::Customer, None, CaseVisibility::Everyone), CaseScope::All);
        assert_eq!(scope(Origin::Customer, None, CaseVisibility::ParticipantsOnly), CaseScope::Participant);
    }

    #[test]
    fn case_6_in_a_participants_only_workspace_administrators_and_the_providers_people_still_see_all() {
        let within = |origin, role| scope(origin, Some(role), CaseVisibility::ParticipantsOnly);
        assert_eq!(within(Origin::Customer, Role::Administrator), CaseScope::All);
        assert_eq!(within(Origin::Provider, Role::SupportEngineer), CaseScope::All);
        assert_eq!(within(Origin::Customer, Role::SupportContact), CaseScope::Participant);
    }

    #[test]
    fn case_7_whoever_sees_all_cases_among_participants_was_given_a_role_for_it() {
        for role in roles_that_see_all() {
            assert_eq!(scope(Origin::Customer, Some(role), CaseVisibility::ParticipantsOnly), CaseScope::All);
            assert_ne!(role, Role::User, "nobody is given it: no row would say so");
        }
    }

    #[test]
    fn case_7_somebody_without_the_permission_sees_no_case() {
        let coordinator = scope(Origin::Provider, Some(Role::AccountCoordinator), CaseVisibility::Everyone);
        assert_eq!(coordinator, CaseScope::None);
        assert!(!CaseScope::None.holds(true));
    }
}
