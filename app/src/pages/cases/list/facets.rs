//! What each filter offers, in the list that the bar's button opens.

use super::Listing;
use super::bar::{Facet, heading};
use super::shown::{Shown, has, with};
use crate::text;
use crate::ui::{Checkbox, reader, state_name};
use leptos::prelude::*;
use shared::case::Severity;
use shared::case::filter::MOST_SERVICES;
use shared::case::lifecycle::CaseState;
use shared::service::assignment::Tick;
use shared::service::entitlement::reactive;

/// A filter with its name.
pub(super) fn group(listing: Listing, facet: Facet) -> AnyView {
    view! {
        <div role="group" aria-label=heading(listing.t, facet)>
            <p class="group">{heading(listing.t, facet)}</p>
            {options(listing, facet)}
        </div>
    }
    .into_any()
}

/// The choices of a filter.
pub(super) fn options(listing: Listing, facet: Facet) -> AnyView {
    let t = listing.t;
    let boxes = match facet {
        Facet::State => CaseState::ALL.map(|state| state_box(listing, state)).into_iter().collect_view(),
        Facet::Severity => {
            Severity::ALL.map(|severity| severity_box(listing, severity)).into_iter().collect_view()
        }
        Facet::Service => return view! { {move || service_boxes(listing)} }.into_any(),
        Facet::Mine => {
            let tick = Signal::derive(move || tick(listing.shown.with(|shown| shown.mine)));
            let set = move |mine| listing.look(&Shown { mine, ..listing.shown.get_untracked() });
            let (label, help) = (text::cases_filter_mine(t), text::cases_filter_mine_help(t));
            vec![view! { <Checkbox label=label help=help tick=tick on_change=set /> }.into_any()]
        }
        Facet::Opened => return days(listing),
    };
    view! { {boxes} }.into_any()
}

fn state_box(listing: Listing, state: CaseState) -> AnyView {
    let ticked = Signal::derive(move || tick(listing.shown.with(|shown| shown.states().contains(&state))));
    let set = move |wanted| listing.look(&listing.shown.get_untracked().with_state(state, wanted));
    view! { <Checkbox label=state_name(listing.t, state, reader()) tick=ticked on_change=set /> }.into_any()
}

fn severity_box(listing: Listing, severity: Severity) -> AnyView {
    let (t, name) = (listing.t, severity.name());
    let label = match severity {
        Severity::A => text::severity_a(t),
        Severity::B => text::severity_b(t),
        Severity::C => text::severity_c(t),
    };
    let ticked = Signal::derive(move || tick(listing.shown.with(|shown| has(&shown.severity, name))));
    let set = move |wanted| {
        let shown = listing.shown.get_untracked();
        listing.look(&Shown { severity: with(&shown.severity, name, wanted), ..shown });
    };
    view! { <Checkbox label=label tick=ticked on_change=set /> }.into_any()
}

/// A box for each service; no more can be ticked than the worker takes.
fn service_boxes(listing: Listing) -> Vec<AnyView> {
    let t = listing.t;
    let full =
        Memo::new(move |_| listing.shown.with(|shown| shown.service.split(',').count() >= MOST_SERVICES));
    let service = |(id, name): (String, String)| {
        let id = StoredValue::new(id);
        let chosen = move || listing.shown.with(|shown| id.with_value(|id| has(&shown.service, id)));
        let ticked = Signal::derive(move || tick(chosen()));
        let held = Signal::derive(move || full.get() && !chosen());
        let set = move |wanted| {
            let shown = listing.shown.get_untracked();
            listing.look(&Shown { service: with(&shown.service, &id.get_value(), wanted), ..shown });
        };
        view! { <Checkbox label=name tick=ticked on_change=set held=held /> }.into_any()
    };
    let most = text::number(t, u32::try_from(MOST_SERVICES).unwrap_or(u32::MAX));
    let hint = move || full.get().then(|| text::cases_services_most(t, &most));
    let mut boxes: Vec<AnyView> = services(listing).into_iter().map(service).collect();
    boxes.push(view! { <p class="help" role="status">{hint}</p> }.into_any());
    boxes
}

/// The workspace's services that cases are opened on, by name.
pub(super) fn services(listing: Listing) -> Vec<(String, String)> {
    let Some(actor) = listing.space.actor() else { return Vec::new() };
    let mut services: Vec<_> =
        reactive(&actor).map(|service| (service.id.to_string(), service.name.clone())).collect();
    services.sort_by(|(_, one), (_, other)| one.cmp(other));
    services
}

fn tick(ticked: bool) -> Tick {
    if ticked { Tick::Ticked } else { Tick::Empty }
}

/// The first and the last day. Their fields have arrow keys of their own.
fn days(listing: Listing) -> AnyView {
    let t = listing.t;
    let field = |label: String, from: bool| {
        let value =
            move || listing.shown.with(|shown| if from { shown.from.clone() } else { shown.to.clone() });
        let set = move |event| {
            let (day, shown) = (event_target_value(&event), listing.shown.get_untracked());
            // Cases of a period are listed by when they were opened.
            let shown = Shown { sort: String::new(), ..shown };
            listing.look(&if from { Shown { from: day, ..shown } } else { Shown { to: day, ..shown } });
        };
        view! {
            <label>
                {label}
                <input class="input" type="date" prop:value=value on:change=set />
            </label>
        }
        .into_any()
    };
    view! {
        <div class="days" on:keydown=|event| event.stop_propagation()>
            {field(text::cases_from(t), true)}
            {field(text::cases_to(t), false)}
        </div>
    }
    .into_any()
}
