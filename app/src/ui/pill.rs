//! Pills: a shape and a word; colour only in the third place.

use crate::session::Session;
use crate::text::{self, Text};
use leptos::prelude::*;
use shared::access::Origin;
use shared::case::Severity;
use shared::case::lifecycle::CaseState;

/// How bad a case is: ■ A, ◧ B, □ C.
pub(crate) fn severity(t: Text, severity: Severity) -> AnyView {
    let (class, shape, word) = match severity {
        Severity::A => ("pill bad", "■", text::severity_a(t)),
        Severity::B => ("pill warn", "◧", text::severity_b(t)),
        Severity::C => ("pill", "□", text::severity_c(t)),
    };
    pill(class, shape, word)
}

/// Where a case stands; the circle fills as the case goes on.
pub(crate) fn state(t: Text, state: CaseState) -> AnyView {
    let (class, shape) = match state {
        CaseState::New => ("pill info", "○"),
        CaseState::Assigned => ("pill info", "◔"),
        CaseState::InProgress => ("pill info", "◑"),
        CaseState::WaitingForCustomer => ("pill warn", "◇"),
        CaseState::Resolved => ("pill good", "◕"),
        CaseState::Closed => ("pill", "●"),
    };
    pill(class, shape, state_name(t, state, reader()))
}

/// A state's name, as a side says it: no case waits for the provider's people.
pub(crate) fn state_name(t: Text, state: CaseState, side: Origin) -> String {
    match state {
        CaseState::New => text::state_new(t),
        CaseState::Assigned => text::state_assigned(t),
        CaseState::InProgress => text::state_in_progress(t),
        CaseState::WaitingForCustomer if side == Origin::Provider => text::state_waiting_for_the_customer(t),
        CaseState::WaitingForCustomer => text::state_waiting_for_customer(t),
        CaseState::Resolved => text::state_resolved(t),
        CaseState::Closed => text::state_closed(t),
    }
}

/// Whether the reader may use a service.
pub(crate) fn usable(t: Text, usable: bool) -> AnyView {
    match usable {
        true => pill("pill good", "●", text::my_access_usable(t)),
        false => pill("pill", "○", text::my_access_not_usable(t)),
    }
}

/// Whose side the reader is on.
pub(crate) fn reader() -> Origin {
    Session::current().me().map_or(Origin::Customer, |me| me.origin)
}

fn pill(class: &'static str, shape: &'static str, word: String) -> AnyView {
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {word}
        </span>
    }
    .into_any()
}
