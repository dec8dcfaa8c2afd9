//! The people as the page has them: the worker's rows, with what is computed from them once and not at every keystroke.

use crate::pages::roles;
use crate::text::{self, Text};
use shared::access::{MemberStatus, Role};
use shared::api::members::ListedMember;

/// One person.
pub(super) struct Person {
    /// What the worker said.
    pub(super) row: ListedMember,
    /// Name, address and roles, these also by their English names, in small letters.
    words: String,
}

impl Person {
    /// The person of a row.
    pub(super) fn new(t: Text, row: &ListedMember) -> Self {
        Self { row: row.clone(), words: words(row, |role| roles::name(t, role)) }
    }

    /// Whether the person holds a role here now; every active member is a user.
    pub(super) fn holds(&self, role: Role) -> bool {
        roles_of(&self.row).any(|held| held == role)
    }

    /// Whether name, address and roles hold every word that was typed, in whatever order; these are in small letters.
    pub(super) fn matches(&self, typed: &str) -> bool {
        typed.split_whitespace().all(|word| self.words.contains(word))
    }
}

/// The roles of a person, the user role of an active member included.
fn roles_of(row: &ListedMember) -> impl Iterator<Item = Role> {
    let user = (row.status == MemberStatus::Active).then_some(Role::User);
    row.roles.iter().map(|held| held.role).chain(user)
}

fn words(row: &ListedMember, name: impl Fn(Role) -> String) -> String {
    let mut words = row.name.clone();
    let english = roles_of(row).map(|role| roles::key(role).replace('_', " "));
    for word in row.email.iter().cloned().chain(roles_of(row).map(name)).chain(english) {
        words.push('\n');
        words.push_str(&word);
    }
    text::lower(&words)
}

#[cfg(test)]
mod tests {
    use super::{Person, words};
    use shared::access::{AccountKind, HeldRole, MemberStatus, Origin, Role, RoleSource};
    use shared::api::members::ListedMember;
    use shared::id::MemberId;
    use shared::{region::Shard, time::Timestamp};

    fn person(status: MemberStatus, roles: &[Role]) -> Person {
        let held = |role: &Role| HeldRole { role: *role, source: RoleSource::Creation };
        let row = ListedMember {
            member: MemberId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [1; 10]),
            name: "Margarethe Olsen".into(),
            email: Some("m.olsen@contoso.example".into()),
            origin: Origin::Customer,
            account: AccountKind::Work,
            status,
            disabled: false,
            invited: false,
            roles: roles.iter().map(held).collect(),
        };
        let name = |role: Role| match role {
            Role::CustomerSupportManager => "Administrateur de services (CSM)".to_owned(),
            role => format!("{role:?}"),
        };
        Person { words: words(&row, name), row }
    }

    #[test]
    fn acc_7_a_roles_name_in_the_readers_language_finds_those_who_hold_it() {
        let manager = person(MemberStatus::Active, &[Role::CustomerSupportManager]);
        assert!(manager.matches("administrateur de services"));
        assert!(manager.matches("olsen") && manager.matches("@contoso"));
        assert!(!person(MemberStatus::Active, &[Role::LearningUser]).matches("administrateur"));
    }

    #[test]
    fn acc_1_every_active_member_is_a_user_and_nobody_who_is_only_invited() {
        assert!(person(MemberStatus::Active, &[]).holds(Role::User));
        assert!(!person(MemberStatus::Pending, &[]).holds(Role::User));
    }
}
