//! Sentences that more than one part of the page says.

use super::editor::Draft;
use crate::session::Session;
use crate::text::{self, Text};
use crate::ui::why;
use shared::access::{ContractedService, Link};
use shared::service::assignment::{Totals, totals};

/// Why nobody can use a service now, although it may be assigned: its agreement is not in force.
pub(super) fn out_of_force(t: Text, service: &ContractedService) -> Option<String> {
    let now = Session::current().now();
    let (service_id, agreement, term) = (service.id.clone(), service.agreement.clone(), service.term);
    let standing = term.standing(now);
    (!term.in_force(now))
        .then(|| why(t, &Link::AgreementInForce { service: service_id, agreement, term, standing }))
}

/// What saving would do, in one sentence (ACC-11).
pub(super) fn summary(t: Text, draft: &Draft) -> String {
    let Totals { gaining, losing, gained, lost } = totals(&draft.plan);
    match (gaining, losing) {
        (0, 0) if draft.differs => text::services_changes_nothing(t),
        (0, 0) => text::services_as_they_are(t),
        (_, 0) => text::services_gives(t, &people(t, gaining), &services(t, gained)),
        (0, _) => text::services_takes(t, &people(t, losing), &services(t, lost)),
        _ => text::services_gives_and_takes(
            t,
            &people(t, gaining),
            &services(t, gained),
            &people(t, losing),
            &services(t, lost),
        ),
    }
}

/// What saving has done.
pub(super) fn done(t: Text, done: Totals) -> String {
    let Totals { gaining, losing, gained, lost } = done;
    match (gaining, losing) {
        (0, 0) => text::services_saved(t),
        (_, 0) => text::services_gave(t, &people(t, gaining), &services(t, gained)),
        (0, _) => text::services_took(t, &people(t, losing), &services(t, lost)),
        _ => text::services_gave_and_took(
            t,
            &people(t, gaining),
            &services(t, gained),
            &people(t, losing),
            &services(t, lost),
        ),
    }
}

/// 3 people.
pub(super) fn people(t: Text, count: usize) -> String {
    text::services_people(t, number(count))
}

fn services(t: Text, count: usize) -> String {
    text::services_count(t, number(count))
}

/// As the messages count.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
