//! The roles and the policy: role × permission, exactly (ACC-1).
//!
//! [`POLICY`] is the only place that says what a role may do. Each cell is `S` (taken over from the support portals
//! that customers come from) or `P` (Portico's own). The difference matters in one row: what the user role
//! has as `P` reaches members of customer origin only. A change here shows in `tests/golden/policy.csv`.

use super::{Origin, Permission, PermissionSet};
use crate::workspace::WorkspaceKind;
use serde::{Deserialize, Serialize};

/// What a member can be in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// CSAM: looks after several customers for the provider.
    CustomerSuccessAccountManager,
    /// CSM: owns the agreement for the customer.
    CustomerSupportManager,
    /// Drives cases for the provider.
    IncidentManager,
    /// Records agreements and creates workspaces for the provider.
    AccountCoordinator,
    /// Answers cases for the provider.
    SupportEngineer,
    /// Named in the agreement to open cases.
    SupportContact,
    /// What every active member is.
    User,
    /// Administers one workspace.
    Administrator,
    /// Decides who has which role.
    UserAccessAdministrator,
    /// Looks after the health of the customer's estate.
    AssessmentUser,
    /// Proof of execution, hours left, renewal.
    CustomerContractManager,
    /// Courses and workshops.
    LearningUser,
    /// Reads Support Insights.
    SupportUser,
}

/// How a role is come by (ACC-2, ACC-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignedBy {
    /// An agreement names the person; never granted by hand.
    System,
    /// Every active member has it.
    Default,
    /// A directory group has been granted it.
    Group,
    /// A directory group, or the person was named when the workspace was made (WS-2).
    GroupOrCreation,
}

/// In which workspaces of its agreement a system role holds (ACC-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only in the default workspaces.
    DefaultWorkspaces,
    /// In every workspace of the agreement.
    AllWorkspaces,
}

/// Where a cell of the policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Not allowed.
    No,
    /// Allowed, as the field's portals have it.
    S,
    /// Allowed, Portico's own.
    P,
}

/// One role's line of the policy.
#[derive(Debug)]
pub struct PolicyRow {
    /// The role.
    pub role: Role,
    /// Whose identities can hold it; `None` for either.
    pub origin: Option<Origin>,
    /// How it is come by.
    pub assigned_by: AssignedBy,
    /// One cell per permission, in the order of [`Permission::ALL`].
    pub cells: [Cell; 21],
    /// What the cells come to for an identity of customer origin, worked out when the program is compiled.
    to_customers: PermissionSet,
    /// The same for one of provider origin.
    to_the_provider: PermissionSet,
}

use AssignedBy::{Default, Group, GroupOrCreation, System};
use Cell::{No as o, P, S};
use Origin::{Customer, Provider};

/// The policy. Columns in the order of [`Permission::ALL`].
#[rustfmt::skip]
pub const POLICY: &[PolicyRow] = &[
    //                                                                                       activity.view
    //                                                                                       |  space.rename
    //                                                                                       |  |  groups.manage
    //                                                                                       |  |  |  groups.view
    //                                                                                       |  |  |  |  roles.view
    //                                                                                       |  |  |  |  |  assessments.view
    //                                                                                       |  |  |  |  |  |  assessments.manage
    //                                                                                       |  |  |  |  |  |  |  learning.view
    //                                                                                       |  |  |  |  |  |  |  |  learning.manage
    //                                                                                       |  |  |  |  |  |  |  |  |  insights.view
    //                                                                                       |  |  |  |  |  |  |  |  |  |  cases.view
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  cases.open
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  cases.work
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  access_ids.create
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  services.manage
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  features.manage
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  members.invite
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  integrations.manage
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  audit.view
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  workspaces.manage
    //                                                                                       |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  |  agreements.manage
    row(Role::CustomerSuccessAccountManager, Some(Provider), System,          [S, o, o, S, S, S, S, S, P, S, P, o, o, o, o, o, o, o, P, P, P]),
    row(Role::CustomerSupportManager,        Some(Customer), System,          [S, S, S, S, S, o, o, o, o, S, P, P, o, P, P, P, P, P, P, o, o]),
    row(Role::IncidentManager,               Some(Provider), System,          [o, o, o, o, o, o, o, o, o, S, P, o, P, o, o, o, o, o, o, o, o]),
    row(Role::AccountCoordinator,            Some(Provider), System,          [P, o, o, P, P, o, o, P, P, o, o, o, o, o, o, o, o, o, o, P, P]),
    row(Role::SupportEngineer,               Some(Provider), System,          [o, o, o, o, o, o, o, o, o, o, P, o, P, o, o, o, o, o, o, o, o]),
    row(Role::SupportContact,                Some(Customer), System,          [o, o, o, o, o, o, o, o, o, o, P, P, o, P, o, o, o, o, o, o, o]),
    row(Role::User,                          None,           Default,         [o, o, o, S, S, o, o, o, o, o, P, P, o, P, o, o, o, o, o, o, o]),
    row(Role::Administrator,                 Some(Customer), GroupOrCreation, [S, S, S, o, o, o, o, o, o, S, o, o, o, o, P, P, P, P, P, o, o]),
    row(Role::UserAccessAdministrator,       Some(Customer), Group,           [o, o, S, o, o, o, o, o, o, o, o, o, o, o, P, o, o, o, o, o, o]),
    row(Role::AssessmentUser,                Some(Customer), Group,           [o, o, o, o, o, S, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o]),
    row(Role::CustomerContractManager,       Some(Customer), Group,           [S, o, o, o, o, o, o, o, o, S, o, o, o, o, o, o, o, o, o, o, o]),
    row(Role::LearningUser,                  Some(Customer), Group,           [o, o, o, o, o, o, o, S, o, o, o, o, o, o, o, o, o, o, o, o, o]),
    row(Role::SupportUser,                   Some(Customer), Group,           [o, o, o, o, o, o, o, o, o, S, o, o, o, o, o, o, o, o, o, o, o]),
];

const fn row(role: Role, origin: Option<Origin>, assigned_by: AssignedBy, cells: [Cell; 21]) -> PolicyRow {
    let all = permissions(&cells, true);
    let to_customers = if matches!(origin, Some(Provider)) { PermissionSet::EMPTY } else { all };
    let to_the_provider = match (origin, assigned_by) {
        (Some(Customer), _) => PermissionSet::EMPTY,
        (_, Default) => permissions(&cells, false),
        _ => all,
    };
    PolicyRow { role, origin, assigned_by, cells, to_customers, to_the_provider }
}

/// The permissions of some cells: of `S`, and of `P` where Portico's own count.
const fn permissions(cells: &[Cell; 21], own: bool) -> PermissionSet {
    let (mut set, mut cells, mut columns) = (PermissionSet::EMPTY, cells.as_slice(), Permission::ALL);
    while let ([cell, other_cells @ ..], [permission, other_columns @ ..]) = (cells, columns) {
        if matches!(cell, S) || own && matches!(cell, P) {
            set = set.with(*permission);
        }
        (cells, columns) = (other_cells, other_columns);
    }
    set
}

impl PolicyRow {
    /// What the role allows an identity of this origin.
    pub const fn allows(&self, origin: Origin) -> PermissionSet {
        match origin {
            Customer => self.to_customers,
            Provider => self.to_the_provider,
        }
    }
}

impl Role {
    /// The role's line of the policy. The lines stand in the roles' order, which a test sees to.
    pub fn policy(self) -> Option<&'static PolicyRow> {
        POLICY.get(self as usize).filter(|row| row.role == self)
    }

    /// What the role allows an identity of this origin (ACC-1).
    pub fn allows(self, origin: Origin) -> PermissionSet {
        self.policy().map_or(PermissionSet::EMPTY, |row| row.allows(origin))
    }

    /// Where a system role of an agreement holds: the CSM and support contacts in its default workspaces, provider
    /// people in all of them (ACC-2).
    pub fn reach(self) -> Reach {
        match self.policy().and_then(|row| row.origin) {
            Some(Provider) => Reach::AllWorkspaces,
            Some(Customer) | None => Reach::DefaultWorkspaces,
        }
    }

    /// Whether an agreement's naming somebody in this role gives it to them in a workspace of this kind (ACC-2).
    pub fn reaches(self, kind: WorkspaceKind) -> bool {
        self.reach() == Reach::AllWorkspaces || kind == WorkspaceKind::Default
    }

    /// The roles that allow a permission to identities of some origin.
    pub fn allowing(permission: Permission) -> impl Iterator<Item = Self> {
        let allows =
            move |row: &&PolicyRow| [Customer, Provider].iter().any(|side| row.allows(*side).has(permission));
        POLICY.iter().filter(allows).map(|row| row.role)
    }
}

impl Permission {
    /// Whether any role at all could give this permission to an identity of this origin. Where none could, the missing
    /// link is the origin, not the permission (WHY-1).
    pub fn is_open_to(self, origin: Origin) -> bool {
        POLICY.iter().any(|row| row.allows(origin).has(self))
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, POLICY, Permission, Role};
    use crate::workspace::WorkspaceKind;

    #[test]
    fn acc_1_what_the_user_role_has_of_porticos_own_reaches_customers_only() {
        let (ours, theirs) = (Role::User.allows(Origin::Provider), Role::User.allows(Origin::Customer));
        assert!(theirs.has(Permission::CasesOpen) && !ours.has(Permission::CasesOpen));
        assert!(theirs.has(Permission::RolesView) && ours.has(Permission::RolesView));
    }

    #[test]
    fn acc_1_a_role_of_one_side_gives_the_other_side_nothing() {
        assert_eq!(Role::Administrator.allows(Origin::Provider).iter().count(), 0);
        assert_eq!(Role::SupportEngineer.allows(Origin::Customer).iter().count(), 0);
    }

    #[test]
    fn acc_2_customer_system_roles_hold_in_default_workspaces_only() {
        for row in POLICY.iter().filter(|row| row.assigned_by == super::System) {
            let everywhere = row.origin == Some(Origin::Provider);
            assert!(row.role.reaches(WorkspaceKind::Default), "{:?}", row.role);
            assert_eq!(row.role.reaches(WorkspaceKind::Additional), everywhere, "{:?}", row.role);
        }
    }

    #[test]
    fn case_8_no_role_lets_the_provider_open_a_case_or_a_customer_work_on_one() {
        assert!(!Permission::CasesOpen.is_open_to(Origin::Provider));
        assert!(!Permission::CasesWork.is_open_to(Origin::Customer));
    }

    #[test]
    fn acc_1_every_role_stands_in_the_policy_once_and_in_its_place() {
        let mut roles: Vec<_> = POLICY.iter().map(|row| row.role).collect();
        roles.sort();
        roles.dedup();
        assert_eq!(roles.len(), 13);
        for (place, row) in POLICY.iter().enumerate() {
            assert_eq!((row.role as usize, row.role.policy().map(|row| row.role)), (place, Some(row.role)));
        }
    }
}
