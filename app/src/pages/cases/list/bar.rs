//! What stands above the list: which states, the filters that are set, setting more, how many there are, the order.
//!
//! Every filter is a chip that opens its own choices. They are also all in one menu, which on a phone is a sheet in the
//! thumb's reach.

use super::facets::{group, options, services};
use super::shown::{Shown, first_moment, has};
use super::{Listing, views};
use crate::text::{self, First, Last, Text};
use crate::ui::{Icon, Menu, close_menu, icon, reader, state_name};
use leptos::prelude::*;
use shared::case::Severity;
use shared::case::filter::CaseSort;
use shared::case::lifecycle::CaseState;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Something that narrows the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    State,
    Severity,
    Service,
    Mine,
    Opened,
}

const FACETS: [Facet; 5] = [Facet::State, Facet::Severity, Facet::Service, Facet::Mine, Facet::Opened];

/// The names of the states that have a choice of their own, with what is written for each.
const CHOICES: [&str; 4] = ["", "waiting_for_customer", "done", "all"];

/// The bar.
pub(super) fn bar(listing: Listing) -> AnyView {
    let t = listing.t;
    let add = view! { {icon(Icon::Plus)} {text::filter_add(t)} }.into_any();
    let groups = FACETS.map(|facet| group(listing, facet)).into_iter().collect_view();
    view! {
        <div class="table-bar cases-bar">
            <div class="strip">
                {move || choices(listing)}
                {FACETS.map(|facet| chip(listing, facet)).into_iter().collect_view()}
                <Menu button=add label=text::filter_add(t) class="chip add" done=done(listing)>
                    {groups}
                </Menu>
            </div>
            <div class="about">
                <p class="help count" class:former=move || listing.is_former() role="status">
                    {move || listing.count()}
                </p>
                {order(listing)}
                {views::views(listing)}
            </div>
        </div>
    }
    .into_any()
}

/// What closes the choices on a phone: it says what they come to, as soon as that is known.
fn done(listing: Listing) -> Signal<String> {
    let t = listing.t;
    Signal::derive(move || match listing.count() {
        count if count.is_empty() || listing.is_former() => text::filter_done(t),
        count => text::cases_show(t, &count),
    })
}

/// The choices of states that are wanted most; links, so that each has an address. They keep the other filters.
fn choices(listing: Listing) -> AnyView {
    let (t, shown) = (listing.t, listing.shown.get());
    let choice = |state: &'static str| {
        let name = match state {
            "" => text::cases_open(t),
            "done" => text::cases_done(t),
            "all" => text::cases_all(t),
            _ => state_name(t, CaseState::WaitingForCustomer, reader()),
        };
        let href = listing.address(&Shown { state: state.to_owned(), ..shown.clone() });
        view! {
            <a class="chip" href=href aria-current=(shown.state == state).then_some("true")>
                {name}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="choices" aria-label=text::cases_filter(t)>
            {CHOICES.map(choice).into_iter().collect_view()}
        </nav>
    }
    .into_any()
}

/// A filter that is set: pressing it opens its choices.
fn chip(listing: Listing, facet: Facet) -> AnyView {
    let set = Memo::new(move |_| listing.shown.with(|shown| is_set(shown, facet)));
    let content = move || {
        set.get().then(|| {
            let t = listing.t;
            let label = view! { {move || words(listing, facet)} }.into_any();
            let remove = move |event: MouseEvent| {
                close(&event);
                listing.look(&without(listing.shown.get_untracked(), facet));
            };
            view! {
                <Menu button=label label=heading(t, facet) class="chip set" done=done(listing)>
                    {options(listing, facet)}
                    <button class="row" type="button" on:click=remove>
                        {icon(Icon::Close)}
                        {text::cases_filter_remove(t)}
                    </button>
                </Menu>
            }
            .into_any()
        })
    };
    view! { {content} }.into_any()
}

pub(super) fn is_set(shown: &Shown, facet: Facet) -> bool {
    match facet {
        Facet::State => !CHOICES.contains(&shown.state.as_str()),
        Facet::Severity => !shown.severity.is_empty(),
        Facet::Service => !shown.service.is_empty(),
        Facet::Mine => shown.mine,
        Facet::Opened => !shown.from.is_empty() || !shown.to.is_empty(),
    }
}

fn without(shown: Shown, facet: Facet) -> Shown {
    let nothing = String::new();
    match facet {
        Facet::State => Shown { state: nothing, ..shown },
        Facet::Severity => Shown { severity: nothing, ..shown },
        Facet::Service => Shown { service: nothing, ..shown },
        Facet::Mine => Shown { mine: false, ..shown },
        Facet::Opened => Shown { from: String::new(), to: nothing, ..shown },
    }
}

/// What a set filter says.
fn words(listing: Listing, facet: Facet) -> String {
    let (t, shown) = (listing.t, listing.shown.get());
    let joined = |names: Vec<String>| names.join(", ");
    match facet {
        Facet::State => {
            let names = shown.states().into_iter().map(|state| state_name(t, state, reader()));
            text::cases_filter_state(t, &joined(names.collect()))
        }
        Facet::Severity => {
            let set = Severity::ALL.into_iter().filter(|one| has(&shown.severity, one.name()));
            let names = set.map(|one| one.name().to_ascii_uppercase());
            text::cases_filter_severity(t, &joined(names.collect()))
        }
        Facet::Service => {
            let known = services(listing);
            let name = |id: &str| known.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone());
            let asked = shown.service.split(',').map(name);
            let names = asked.map(|name| name.unwrap_or_else(|| text::filter_unknown_service(t)));
            text::cases_filter_service(t, &joined(names.collect()))
        }
        Facet::Mine => text::cases_filter_mine(t),
        Facet::Opened => opened(t, &shown),
    }
}

fn opened(t: Text, shown: &Shown) -> String {
    let day = |day: &str| first_moment(day, 0).map(|moment| text::day(t, moment)).unwrap_or_default();
    match (shown.from.is_empty(), shown.to.is_empty()) {
        (false, true) => text::cases_opened_since(t, &day(&shown.from)),
        (true, _) => text::cases_opened_until(t, &day(&shown.to)),
        (false, false) => text::cases_opened_between(t, First(&day(&shown.from)), Last(&day(&shown.to))),
    }
}

/// What a filter is called among the others.
pub(super) fn heading(t: Text, facet: Facet) -> String {
    match facet {
        Facet::State => text::cases_column_state(t),
        Facet::Severity => text::cases_column_severity(t),
        Facet::Service => text::cases_column_service(t),
        Facet::Mine => text::cases_mine(t),
        Facet::Opened => text::cases_column_opened(t),
    }
}

/// In which order.
fn order(listing: Listing) -> AnyView {
    let t = listing.t;
    let name = move |sort: CaseSort| match sort {
        CaseSort::Newest => text::cases_sort_newest(t),
        CaseSort::Activity => text::cases_sort_activity(t),
    };
    let is = move |shown: &Shown, sort: CaseSort| shown.by_activity() == (sort == CaseSort::Activity);
    let label = move || {
        let now = CaseSort::ALL.into_iter().find(|sort| listing.shown.with(|shown| is(shown, *sort)));
        name(now.unwrap_or_default())
    };
    let row = move |sort: CaseSort| {
        let press = move |event: MouseEvent| {
            close(&event);
            let written = if sort == CaseSort::Newest { String::new() } else { sort.name().to_owned() };
            let shown = listing.shown.get_untracked();
            let shown = if written.is_empty() { shown } else { without(shown, Facet::Opened) };
            listing.look(&Shown { sort: written, ..shown });
        };
        let pressed = move || if listing.shown.with(|shown| is(shown, sort)) { "true" } else { "false" };
        let mark = move || listing.shown.with(|shown| is(shown, sort)).then(|| icon(Icon::Check));
        view! {
            <button class="row" type="button" aria-pressed=pressed on:click=press>
                {name(sort)}
                {mark}
            </button>
        }
        .into_any()
    };
    let button = view! { {move || label()} {icon(Icon::Switch)} }.into_any();
    let period = move || {
        let period = listing.shown.with(|shown| is_set(shown, Facet::Opened));
        period.then(|| view! { <p class="help">{text::cases_sort_help(t)}</p> }.into_any())
    };
    view! {
        <Menu button=button label=text::cases_sort(t) class="button quiet order">
            {CaseSort::ALL.map(row).into_iter().collect_view()}
            {period}
        </Menu>
    }
    .into_any()
}

/// Closes the menu that something was pressed in.
pub(super) fn close(event: &MouseEvent) {
    if let Some(inside) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        close_menu(&inside);
    }
}
