//! Which of them are shown: what stands in the address, so that reload, back and a sent link show the same.

use super::subject::{List, Subject, Tab};
use crate::navigator::Location;
use crate::pages::filters::{ROLE, SEARCH};
use crate::pages::roles;
use crate::text;
use std::sync::Arc;

/// The parameter of the tab.
pub(super) const TAB: &str = "tab";
/// Its value on the Groups tab.
pub(super) const GROUPS: &str = "groups";
/// The parameter of the service.
pub(super) const SERVICE: &str = "service";
/// The parameter that leaves only those without any service.
pub(super) const UNASSIGNED: &str = "unassigned";

/// The tab that an address shows.
pub(super) fn tab(location: &Location) -> Tab {
    match location.parameter(TAB).as_deref() {
        Some(GROUPS) => Tab::Groups,
        _ => Tab::Users,
    }
}

/// Who is shown.
#[derive(Default)]
pub(super) struct Filter {
    /// What name, address or a role holds, in small letters.
    search: String,
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

    /// Those of a list who are shown.
    pub(super) fn shown(&self, list: &List) -> Vec<Arc<Subject>> {
        let asked = |id: &String| list.services.iter().position(|service| service.id.as_str() == id);
        let place = self.service.as_ref().map(asked);
        list.subjects.iter().filter(|subject| self.admits(subject, place)).cloned().collect()
    }

    /// `service`: the place of the service asked for; of one that is not there, none.
    fn admits(&self, subject: &Subject, service: Option<Option<usize>>) -> bool {
        let holds = |role: &String| subject.roles.iter().any(|held| roles::key(held.role) == *role);
        let has = |place: Option<usize>| {
            place.is_some_and(|place| subject.own.has(place) || subject.through.has(place))
        };
        subject.matches(&self.search)
            && self.role.as_ref().is_none_or(holds)
            && service.is_none_or(has)
            && (!self.unassigned || subject.has_none())
    }
}
