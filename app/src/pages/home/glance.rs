//! Reactive support at a glance: figures that lead to the cases behind them, and where something happened last.

use crate::api::Query;
use crate::pages::cases::{self, Sorted};
use crate::routes::Page as Place;
use crate::session::{Session, Space};
use crate::text::{self, Text};
use crate::ui::{Empty, Figure, Table};
use leptos::prelude::*;
use shared::access::{Origin, Permission};
use shared::api::case::CaseSummary;
use shared::api::workspace::{Count, GetHome, SupportGlance};

/// The figures and the latest cases; nothing for somebody who sees no cases.
pub(super) fn glance(t: Text, space: Space, query: Query<GetHome>) -> Option<AnyView> {
    let home = query.answer()?;
    let support = home.support.as_ref()?;
    Some(view! { {figures(t, space, support)} {latest(t, space, &support.latest)} }.into_any())
}

fn figures(t: Text, space: Space, support: &SupportGlance) -> AnyView {
    let provider = space.actor().is_some_and(|actor| actor.origin() == Origin::Provider);
    let waiting = if provider { text::home_waiting_for_customer(t) } else { text::home_waiting_for_you(t) };
    let list = |filter: &str| format!("{}{filter}", Place::Cases.of(&space.id()));
    let month = Session::current().now().day().first_of_month();
    let figures = [
        (text::home_open(t), support.open, list("")),
        (waiting, support.waiting, list("?state=waiting_for_customer")),
        (text::home_critical(t), support.critical, list("?severity=a")),
        (text::home_this_month(t), support.opened_this_month, list(&format!("?state=all&from={month}"))),
    ];
    let card = |(name, count, href): (String, Count, String)| {
        view! { <Figure name=name number=number(t, count) href=href /> }.into_any()
    };
    view! {
        <section class="figures" aria-label=text::home_at_a_glance(t)>
            {figures.map(card).collect_view()}
        </section>
    }
    .into_any()
}

/// Exact as far as it was counted; beyond that, "1,000+".
fn number(t: Text, count: Count) -> String {
    match count.exact() {
        Some(exact) => text::number(t, exact),
        None => format!("{}+", text::number(t, Count::MOST)),
    }
}

/// The open cases in which something happened last.
fn latest(t: Text, space: Space, latest: &[CaseSummary]) -> AnyView {
    if latest.is_empty() {
        return none(t, space);
    }
    let row = |case: &CaseSummary| {
        let place = Place::Case(case.id.clone()).of(&space.id());
        cases::row(t, case, place.to_string(), Sorted::ByActivity)
    };
    let rows = latest.iter().map(row).collect_view();
    view! {
        <section class="cases">
            <h2>{text::home_latest(t)}</h2>
            <Table label=text::home_latest(t) heads=cases::heads(t, Sorted::ByActivity)>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

/// What this is for, and that nothing is open.
fn none(t: Text, space: Space) -> AnyView {
    let sentence = match space.shows(Permission::CasesOpen) {
        true => text::home_none_yours(t),
        false => text::home_none(t),
    };
    view! { <Empty sentence=sentence /> }.into_any()
}
