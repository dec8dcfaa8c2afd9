//! Which of the people are shown: what stands in the address, so that reload, back and a sent link show the same.

use super::people::Person;
use super::words::{self, Status};
use crate::navigator::Location;
use crate::pages::filters::{self, ROLE, SEARCH};
use crate::pages::roles;
use crate::text;
use shared::access::{Origin, Role};
use shared::api::members::MemberSource;

/// The parameter of the status.
pub(super) const STATUS: &str = "status";
/// The parameter of what somebody is here through.
pub(super) const SOURCE: &str = "source";
/// The parameter of the side.
pub(super) const ORIGIN: &str = "side";

/// Who is shown.
#[derive(Default)]
pub(super) struct Filter {
    /// What name, address or a role holds, as it was typed, in small letters.
    search: String,
    /// A role that they hold.
    pub(super) role: Option<Role>,
    /// Where they stand.
    pub(super) status: Option<Status>,
    /// What they are here through.
    pub(super) source: Option<MemberSource>,
    /// Whose side they are on.
    pub(super) origin: Option<Origin>,
}

impl Filter {
    /// What the address asks for. A value that is none asks for nothing.
    pub(super) fn of(location: &Location) -> Self {
        let typed = location.parameter(SEARCH).unwrap_or_default();
        let role = location.parameter(ROLE);
        let (status, source) = (location.parameter(STATUS), location.parameter(SOURCE));
        let origin = location.parameter(ORIGIN);
        Self {
            search: text::lower(typed.trim()),
            role: role.and_then(|role| roles::of_key(&role)),
            status: status.and_then(|status| Status::ALL.into_iter().find(|one| one.key() == status)),
            source: source.and_then(|source| {
                MemberSource::ALL.into_iter().find(|one| words::source_key(*one) == source)
            }),
            origin: origin.and_then(|origin| words::SIDES.into_iter().find(|one| one.name() == origin)),
        }
    }

    /// The parameters of an address whose values are none.
    pub(super) fn unread(location: &Location) -> Vec<&'static str> {
        let Self { role, status, source, origin, .. } = Self::of(location);
        let read = [
            (ROLE, role.is_some()),
            (STATUS, status.is_some()),
            (SOURCE, source.is_some()),
            (ORIGIN, origin.is_some()),
        ];
        filters::unread(location, read)
    }

    /// Whether a person is shown.
    pub(super) fn admits(&self, person: &Person) -> bool {
        person.matches(&self.search)
            && self.role.is_none_or(|role| person.holds(role))
            && self.status.is_none_or(|status| Status::of(&person.row) == status)
            && self.source.is_none_or(|source| person.row.has_source(source))
            && self.origin.is_none_or(|origin| person.row.origin == origin)
    }
}
