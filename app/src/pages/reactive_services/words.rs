//! Sentences that more than one part of the page says.

use super::edit::Edit;
use super::preview::given_already;
use crate::session::Session;
use crate::text::{self, Gaining, Given, Losing, People, Services, Taken, Text};
use crate::ui::why;
use shared::access::{ContractedService, Link};
use shared::service::assignment::{Totals, totals};

/// Why nobody can use a service now, although it may be assigned: its agreement is not in force.
pub(super) fn out_of_force(t: Text, service: &ContractedService) -> Option<String> {
    let now = Session::current().now();
    let standing = service.term.standing(now);
    let (id, agreement, term) = (service.id.clone(), service.agreement.clone(), service.term);
    (!term.in_force(now)).then(|| why(t, &Link::AgreementInForce { service: id, agreement, term, standing }))
}

/// What saving would do, in one sentence (ACC-11).
pub(super) fn summary(t: Text, edit: &Edit) -> String {
    let (totals, given) = (totals(&edit.plan), given_already(edit));
    if let Some(groups) = given.filter(|_| totals == Totals::default()) {
        return text::services_given_already(t, &text::list(t, &groups));
    }
    let nothing = if edit.differs { text::services_changes_nothing } else { text::services_as_they_are };
    sum(t, totals, nothing, text::services_gives, text::services_takes, text::services_gives_and_takes)
}

/// What saving has done.
pub(super) fn done(t: Text, totals: Totals) -> String {
    let nothing = text::services_saved;
    sum(t, totals, nothing, text::services_gave, text::services_took, text::services_gave_and_took)
}

type Half = fn(Text, People<'_>, Services<'_>) -> String;
type Both = fn(Text, Gaining<'_>, Given<'_>, Losing<'_>, Taken<'_>) -> String;

fn sum(
    t: Text,
    Totals { gaining, losing, gained, lost }: Totals,
    nothing: fn(Text) -> String,
    gives: Half,
    takes: Half,
    both: Both,
) -> String {
    let (gaining, losing) =
        ((gaining > 0).then(|| people(t, gaining)), (losing > 0).then(|| people(t, losing)));
    let (given, taken) = (services(t, gained), services(t, lost));
    match (gaining, losing) {
        (None, None) => nothing(t),
        (Some(gaining), None) => gives(t, People(&gaining), Services(&given)),
        (None, Some(losing)) => takes(t, People(&losing), Services(&taken)),
        (Some(gaining), Some(losing)) => {
            both(t, Gaining(&gaining), Given(&given), Losing(&losing), Taken(&taken))
        }
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
