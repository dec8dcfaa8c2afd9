//! Roles in words: their names, and where each comes from.

use crate::text::{self, Text};
use shared::access::{POLICY, Role, RoleSource};

/// A role's name in addresses.
pub(crate) const fn key(role: Role) -> &'static str {
    match role {
        Role::CustomerSuccessAccountManager => "customer_success_account_manager",
        Role::CustomerSupportManager => "customer_support_manager",
        Role::IncidentManager => "incident_manager",
        Role::AccountCoordinator => "account_coordinator",
        Role::SupportEngineer => "support_engineer",
        Role::SupportContact => "support_contact",
        Role::User => "user",
        Role::Administrator => "administrator",
        Role::UserAccessAdministrator => "user_access_administrator",
        Role::AssessmentUser => "assessment_user",
        Role::CustomerContractManager => "customer_contract_manager",
        Role::LearningUser => "learning_user",
        Role::SupportUser => "support_user",
    }
}

/// The role that has this name in addresses.
pub(crate) fn of_key(name: &str) -> Option<Role> {
    POLICY.iter().map(|row| row.role).find(|role| key(*role) == name)
}

/// A role's name for readers.
pub(crate) fn name(t: Text, role: Role) -> String {
    match role {
        Role::CustomerSuccessAccountManager => text::role_customer_success_account_manager(t),
        Role::CustomerSupportManager => text::role_customer_support_manager(t),
        Role::IncidentManager => text::role_incident_manager(t),
        Role::AccountCoordinator => text::role_account_coordinator(t),
        Role::SupportEngineer => text::role_support_engineer(t),
        Role::SupportContact => text::role_support_contact(t),
        Role::User => text::role_user(t),
        Role::Administrator => text::role_administrator(t),
        Role::UserAccessAdministrator => text::role_user_access_administrator(t),
        Role::AssessmentUser => text::role_assessment_user(t),
        Role::CustomerContractManager => text::role_customer_contract_manager(t),
        Role::LearningUser => text::role_learning_user(t),
        Role::SupportUser => text::role_support_user(t),
    }
}

/// Where a role comes from.
pub(crate) fn source(t: Text, source: &RoleSource) -> String {
    match source {
        RoleSource::Agreement { number, .. } => text::role_from_agreement(t, number),
        RoleSource::Creation => text::role_from_creation(t),
        RoleSource::Group { group, ends_at: None, .. } => text::role_from_group(t, group),
        RoleSource::Group { group, ends_at: Some(end), .. } => {
            text::role_from_group_until(t, text::Day(&text::day(t, *end)), text::Group(group))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_role_is_called_the_same_in_addresses_and_in_answers() {
        for row in shared::access::POLICY {
            assert_eq!(serde_json::to_value(row.role).unwrap(), key(row.role));
        }
    }
}
