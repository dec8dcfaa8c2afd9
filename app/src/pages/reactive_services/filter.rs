//! Which of them are shown: what stands in the address, so that reload, back and a sent link show the same.

use super::subject::{List, Subject, Tab};
use crate::navigator::Location;
use crate::pages::filters::{self, ROLE, SEARCH};
use crate::pages::roles;
use crate::text;
use shared::access::Role;
use shared::id::ServiceId;
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
    /// A role they hold.
    pub(super) role: Option<Role>,
    /// A service they have, from wherever.
    pub(super) service: Option<ServiceId>,
    /// Whether they have no service at all.
    pub(super) unassigned: bool,
}

impl Filter {
    /// What the address asks for. A value that is none asks for nothing.
    pub(super) fn of(location: &Location) -> Self {
        let typed = location.parameter(SEARCH).unwrap_or_default();
        Self {
            search: text::lower(typed.trim()),
            role: location.parameter(ROLE).and_then(|role| roles::of_key(&role)),
            service: location.parameter(SERVICE).and_then(|service| ServiceId::parse(&service)),
            unassigned: location.parameter(UNASSIGNED).as_deref() == Some("1"),
        }
    }

    /// The parameters of an address whose values are none.
    pub(super) fn unread(location: &Location) -> Vec<&'static str> {
        let Self { role, service, unassigned, .. } = Self::of(location);
        let read = [(ROLE, role.is_some()), (SERVICE, service.is_some()), (UNASSIGNED, unassigned)];
        filters::unread(location, read)
    }

    /// Those of a list who are shown.
    pub(super) fn shown(&self, list: &List) -> Vec<Arc<Subject>> {
        let asked = |id: &ServiceId| list.services.iter().position(|service| service.id == *id);
        let place = self.service.as_ref().map(asked);
        list.subjects.iter().filter(|subject| self.admits(subject, place)).cloned().collect()
    }

    /// `service`: the place of the service asked for; of one that is not there, none.
    fn admits(&self, subject: &Subject, service: Option<Option<usize>>) -> bool {
        let holds = |role: Role| subject.roles.iter().any(|held| held.role == role);
        let has = |place: Option<usize>| {
            place.is_some_and(|place| subject.own.has(place) || subject.through.has(place))
        };
        subject.matches(&self.search)
            && self.role.is_none_or(holds)
            && service.is_none_or(has)
            && (!self.unassigned || subject.has_none())
    }
}
