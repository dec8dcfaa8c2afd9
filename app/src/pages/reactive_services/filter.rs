//! Which of the people are shown: what stands in the address, so that reload, back and a sent link show the same.

use super::people::{People, Person};
use super::roles;
use crate::navigator::Location;
use crate::text;
use shared::access::Role;
use shared::id::ServiceId;
use std::sync::Arc;

/// The parameter of what was typed.
pub(super) const SEARCH: &str = "q";
/// The parameter of the role.
pub(super) const ROLE: &str = "role";
/// The parameter of the service.
pub(super) const SERVICE: &str = "service";
/// The parameter that leaves only people without any service.
pub(super) const UNASSIGNED: &str = "unassigned";

/// Who is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    /// What name, address or a role holds; in small letters.
    search: String,
    /// A role they hold.
    pub(super) role: Option<Role>,
    /// A service they have, from wherever.
    pub(super) service: Option<ServiceId>,
    /// Whether they have no service at all.
    pub(super) unassigned: bool,
}

impl Filter {
    /// What the address asks for. What it asks for and nobody knows is left out.
    pub(super) fn of(location: &Location) -> Self {
        let parameter = |name| location.parameter(name);
        Self {
            search: parameter(SEARCH).map(|typed| text::lower(typed.trim())).unwrap_or_default(),
            role: parameter(ROLE).and_then(|name| roles::parse(&name)),
            service: parameter(SERVICE).and_then(|id| ServiceId::parse(&id)),
            unassigned: parameter(UNASSIGNED).is_some(),
        }
    }

    fn admits(&self, person: &Person) -> bool {
        let has_role = |role| person.row.roles.iter().any(|held| held.role == role);
        person.matches(&self.search)
            && self.role.is_none_or(has_role)
            && self.service.as_ref().is_none_or(|service| person.has(service))
            && (!self.unassigned || person.has_none())
    }

    /// Those of the people that are shown.
    pub(super) fn apply(&self, people: &People) -> People {
        match *self == Self::default() {
            true => people.clone(),
            false => Arc::new(people.iter().filter(|person| self.admits(person)).cloned().collect()),
        }
    }
}
