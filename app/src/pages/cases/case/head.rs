//! What a case is: its number and how it stands under its title, everything else beside the conversation.

use super::Desk;
use crate::text;
use crate::ui::{Moment, severity, state};
use leptos::prelude::*;
use shared::api::case::CaseDetail;
use shared::case::{ContactMethod, Language};

/// Number, severity, state, who opened it and when.
pub(super) fn line(desk: Desk, case: &CaseDetail) -> AnyView {
    let (t, summary) = (desk.t, &case.summary);
    view! {
        <div class="case-line">
            <span class="number">{summary.number.to_string()}</span>
            {severity(t, summary.severity)}
            {state(t, summary.state)}
            <span class="help">{text::case_opened_by(t, &summary.opened_by)} " " <Moment at=summary.opened_at /></span>
        </div>
    }
    .into_any()
}

/// The details; folded where there is little room.
pub(super) fn facts(desk: Desk, case: &CaseDetail) -> AnyView {
    let wide =
        window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width >= 1024.0);
    let fact = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <details class="facts" open=wide>
            <summary>{text::case_facts(desk.t)}</summary>
            <dl>{facts_of(desk, case).into_iter().map(fact).collect_view()}</dl>
        </details>
    }
    .into_any()
}

fn facts_of(desk: Desk, case: &CaseDetail) -> Vec<(String, String)> {
    let t = desk.t;
    let by = match case.contact_method {
        ContactMethod::Email => text::open_case_by_email(t),
        ContactMethod::Phone => case.phone.clone().unwrap_or_default(),
    };
    let language = match case.language {
        Language::En => "English",
        Language::Fr => "Français",
    };
    vec![
        (text::open_case_service(t), case.summary.service.clone()),
        (text::open_case_product(t), case.product.clone()),
        (text::open_case_problem_type(t), case.problem_type.clone()),
        (text::case_assignee(t), case.assignee.clone().unwrap_or_else(|| text::case_nobody(t))),
        (text::case_opened_at(t), text::moment(t, case.summary.opened_at)),
        (text::case_contact(t), by),
        (text::open_case_language(t), language.to_owned()),
        (text::open_case_time_zone(t), case.time_zone.replace('_', " ")),
    ]
}
