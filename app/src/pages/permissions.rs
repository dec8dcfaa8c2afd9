//! Permissions in words (L10N-1): what each allows, and what it is about.

use crate::text::{self, Text};
use shared::access::Permission;

/// What permissions are about: how a list of them is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// Cases, and what opens them.
    Cases,
    /// Who is here, and who may do what.
    People,
    /// The workspace itself.
    Workspace,
    /// What was delivered, and how it went.
    Results,
    /// Health of the estate, courses.
    Learning,
    /// What was bought, and the workspaces made for it.
    Agreements,
}

impl Area {
    /// Every area, in the order in which they are shown.
    pub(crate) const ALL: [Self; 6] =
        [Self::Cases, Self::People, Self::Workspace, Self::Results, Self::Learning, Self::Agreements];

    /// What a permission is about.
    pub(crate) const fn of(permission: Permission) -> Self {
        match permission {
            Permission::CasesView
            | Permission::CasesOpen
            | Permission::CasesWork
            | Permission::AccessIdsCreate => Self::Cases,
            Permission::RolesView
            | Permission::GroupsView
            | Permission::GroupsManage
            | Permission::MembersInvite
            | Permission::ServicesManage => Self::People,
            Permission::SpaceRename
            | Permission::FeaturesManage
            | Permission::IntegrationsManage
            | Permission::AuditView => Self::Workspace,
            Permission::ActivityView | Permission::InsightsView => Self::Results,
            Permission::AssessmentsView
            | Permission::AssessmentsManage
            | Permission::LearningView
            | Permission::LearningManage => Self::Learning,
            Permission::WorkspacesManage | Permission::AgreementsManage => Self::Agreements,
        }
    }

    /// Its name.
    pub(crate) fn name(self, t: Text) -> String {
        match self {
            Self::Cases => text::permission_area_cases(t),
            Self::People => text::permission_area_people(t),
            Self::Workspace => text::permission_area_workspace(t),
            Self::Results => text::permission_area_results(t),
            Self::Learning => text::permission_area_learning(t),
            Self::Agreements => text::permission_area_agreements(t),
        }
    }
}

/// What a permission allows.
pub(crate) fn description(t: Text, permission: Permission) -> String {
    match permission {
        Permission::ActivityView => text::permission_activity_view(t),
        Permission::SpaceRename => text::permission_space_rename(t),
        Permission::GroupsManage => text::permission_groups_manage(t),
        Permission::GroupsView => text::permission_groups_view(t),
        Permission::RolesView => text::permission_roles_view(t),
        Permission::AssessmentsView => text::permission_assessments_view(t),
        Permission::AssessmentsManage => text::permission_assessments_manage(t),
        Permission::LearningView => text::permission_learning_view(t),
        Permission::LearningManage => text::permission_learning_manage(t),
        Permission::InsightsView => text::permission_insights_view(t),
        Permission::CasesView => text::permission_cases_view(t),
        Permission::CasesOpen => text::permission_cases_open(t),
        Permission::CasesWork => text::permission_cases_work(t),
        Permission::AccessIdsCreate => text::permission_access_ids_create(t),
        Permission::ServicesManage => text::permission_services_manage(t),
        Permission::FeaturesManage => text::permission_features_manage(t),
        Permission::MembersInvite => text::permission_members_invite(t),
        Permission::IntegrationsManage => text::permission_integrations_manage(t),
        Permission::AuditView => text::permission_audit_view(t),
        Permission::WorkspacesManage => text::permission_workspaces_manage(t),
        Permission::AgreementsManage => text::permission_agreements_manage(t),
    }
}
