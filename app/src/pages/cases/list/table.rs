//! The rows of a list of cases.

use crate::text::{self, Text};
use crate::ui::{Head, Moment, severity, state};
use leptos::prelude::*;
use shared::api::case::CaseSummary;

/// What a list of cases is sorted by, the latest first; it is what the last column tells.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sorted {
    /// When they were opened.
    ByOpening,
    /// When something happened in them last.
    ByActivity,
}

/// The columns of a list of cases.
pub(crate) fn heads(t: Text, sorted: Sorted) -> Vec<Head> {
    let last = match sorted {
        Sorted::ByOpening => text::cases_column_opened(t),
        Sorted::ByActivity => text::cases_column_updated(t),
    };
    vec![
        Head::new(text::cases_column_case(t), "lead"),
        Head::new(text::cases_column_severity(t), "now"),
        Head::new(text::cases_column_state(t), "now"),
        Head::new(text::cases_column_service(t), "wide"),
        Head::new(text::cases_column_opened_by(t), "wide rest"),
        Head { sorted: true, ..Head::new(last, "now") },
    ]
}

/// A case in a list.
pub(crate) fn row(t: Text, case: &CaseSummary, href: String, sorted: Sorted) -> AnyView {
    let last = if sorted == Sorted::ByOpening { case.opened_at } else { case.updated_at };
    view! {
        <tr>
            <td class="lead">
                <div>
                    <a href=href>{case.title.clone()}</a>
                    <span class="number">{case.number.to_string()}</span>
                </div>
            </td>
            <td class="now">{severity(t, case.severity)}</td>
            <td class="now">{state(t, case.state)}</td>
            <td class="wide quiet">{case.service.clone()}</td>
            <td class="wide rest quiet">{case.opened_by.clone()}</td>
            <td class="now quiet">
                <Moment at=last />
            </td>
        </tr>
    }
    .into_any()
}
