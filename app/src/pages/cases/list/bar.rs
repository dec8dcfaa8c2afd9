//! What stands above the list: which states, the filters that are set, setting more, how many there are, the order.
//!
//! Every filter is a chip that opens its own choices. They are also all in one menu, which on a phone is a sheet in the
//! thumb's reach.

use super::shown::{Shown, first_moment, has, with};
use super::{Listing, views};
use crate::text::{self, First, Last, Text};
use crate::ui::{Checkbox, Icon, Menu, close_menu, icon, reader, state_name};
use leptos::prelude::*;
use shared::case::Severity;
use shared::case::filter::{CaseSort, MOST_SERVICES};
use shared::case::lifecycle::CaseState;
use shared::service::assignment::Tick;
use shared::service::entitlement::reactive;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Something that narrows the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facet {
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

fn is_set(shown: &Shown, facet: Facet) -> bool {
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
fn heading(t: Text, facet: Facet) -> String {
    match facet {
        Facet::State => text::cases_column_state(t),
        Facet::Severity => text::cases_column_severity(t),
        Facet::Service => text::cases_column_service(t),
        Facet::Mine => text::cases_mine(t),
        Facet::Opened => text::cases_column_opened(t),
    }
}

fn group(listing: Listing, facet: Facet) -> AnyView {
    view! {
        <div role="group" aria-label=heading(listing.t, facet)>
            <p class="group">{heading(listing.t, facet)}</p>
            {options(listing, facet)}
        </div>
    }
    .into_any()
}

/// The choices of a filter.
fn options(listing: Listing, facet: Facet) -> AnyView {
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
fn services(listing: Listing) -> Vec<(String, String)> {
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
