//! Which of the people are shown: what stands in the address, so that reload, back and a sent link show the same.

use super::people::Person;
use crate::navigator::Location;
use crate::pages::filters::{ROLE, SEARCH};
use crate::pages::roles;
use crate::text;

/// The parameter of the service.
pub(super) const SERVICE: &str = "service";
/// The parameter that leaves only people without any service.
pub(super) const UNASSIGNED: &str = "unassigned";

/// Who is shown.
#[derive(Default)]
pub(super) struct Filter {
    /// What name, address or a role holds, as it was typed, in small letters.
    pub(super) search: String,
    /// A role they hold, by its name in addresses.
    pub(super) role: Option<String>,
    /// The id of a service they have, from wherever.
    pub(super) service: Option<String>,
    /// Whether they have no service at all.
    pub(super) unassigned: bool,
}

impl Filter {
    /// What the address asks for.
    pub(super) fn of(location: &Location) -> Self {
        let typed = location.parameter(SEARCH).unwrap_or_default();
        Self {
            search: text::lower(typed.trim()),
            role: location.parameter(ROLE),
            service: location.parameter(SERVICE),
            unassigned: location.parameter(UNASSIGNED).is_some(),
        }
    }

    /// Whether a person is shown.
    pub(super) fn admits(&self, person: &Person) -> bool {
        let holds = |role: &String| person.row.roles.iter().any(|held| roles::key(held.role) == *role);
        let has = |service: &String| {
            let sets = [&person.holding.own, &person.holding.through_groups];
            sets.into_iter().flatten().any(|id| id.as_str() == service)
        };
        person.matches(&self.search)
            && self.role.as_ref().is_none_or(holds)
            && self.service.as_ref().is_none_or(has)
            && (!self.unassigned || person.has_none())
    }
}
