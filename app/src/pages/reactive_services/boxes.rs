//! The boxes: one per service; where there are many, with a search of their own and a box for all that it finds.

use super::board::Board;
use super::ground::Ground;
use super::words;
use crate::text::{self, Text};
use crate::ui::{Checkbox, Icon, icon};
use leptos::prelude::*;
use shared::service::assignment::Tick;
use std::sync::Arc;

/// From how many services on they can be searched.
const MANY: usize = 12;

/// The boxes. Each is made once, and knows how it stands by itself.
pub(super) fn boxes(board: Board, ground: &Arc<Ground>) -> AnyView {
    let t = board.t;
    let typed = RwSignal::new(String::new());
    let lower: Arc<[String]> = ground.services.iter().map(|service| text::lower(&service.name)).collect();
    let found = Memo::new(move |_| {
        let typed = text::lower(typed.get().trim());
        lower.iter().map(|name| name.contains(&typed)).collect::<Vec<bool>>()
    });
    let rows: Vec<AnyView> =
        (0..ground.services.len()).map(|place| tick_box(board, ground, found, place)).collect();
    let many = ground.services.len() > MANY;
    let none = move || found.with(|found| !found.contains(&true));
    view! {
        <fieldset class="field boxes">
            <legend>{text::services_services(t)}</legend>
            {many.then(|| search(t, typed, found))}
            {all(board, found, many)}
            {rows}
            {move || none().then(|| view! { <p class="help">{text::services_no_service(t)}</p> }.into_any())}
        </fieldset>
    }
    .into_any()
}

fn search(t: Text, typed: RwSignal<String>, found: Memo<Vec<bool>>) -> AnyView {
    let count = move || {
        let (all, shown) = found.with(|found| (found.len(), found.iter().filter(|found| **found).count()));
        match all == shown {
            true => text::services_count(t, words::number(all)),
            false => text::services_found(t, words::number(shown), &text::number(t, words::number(all))),
        }
    };
    view! {
        <div class="boxes-search">
            <label class="search">
                {icon(Icon::Search)} <span class="visually-hidden">{text::services_find(t)}</span>
                <input
                    class="input"
                    type="search"
                    autocomplete="off"
                    placeholder=text::services_find(t)
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <p class="help" role="status">{count}</p>
        </div>
    }
    .into_any()
}

/// The box that stands for all that the search finds.
fn all(board: Board, found: Memo<Vec<bool>>, many: bool) -> AnyView {
    let t = board.t;
    let label = if many { text::services_all_shown(t) } else { text::services_all(t) };
    let places = move || {
        found.with(|found| {
            found.iter().enumerate().filter(|(_, found)| **found).map(|(place, _)| place).collect::<Vec<_>>()
        })
    };
    let tick = move || {
        let Some(edit) = board.edit.get() else { return Tick::Empty };
        let ticks: Vec<Tick> = places().iter().filter_map(|place| edit.ticks.get(*place).copied()).collect();
        match ticks.iter().filter(|tick| **tick == Tick::Ticked).count() {
            all if all == ticks.len() && all > 0 => Tick::Ticked,
            0 if ticks.iter().all(|tick| *tick == Tick::Empty) => Tick::Empty,
            _ => Tick::Mixed,
        }
    };
    let pick = move |ticked| pick(board, &untrack(places), ticked);
    let order = board.order();
    let held = Signal::derive(move || order.is_sending());
    view! {
        <div class="boxes-all">
            <Checkbox
                label=label
                tick=Signal::derive(tick)
                on_change=pick
                held=held
            />
        </div>
    }
    .into_any()
}

/// A service's box.
fn tick_box(board: Board, ground: &Arc<Ground>, found: Memo<Vec<bool>>, place: usize) -> AnyView {
    let Some(service) = ground.services.get(place) else { return ().into_any() };
    let (help, name) = (note(board.t, ground, place), service.name.clone());
    let order = board.order();
    let pick = move |ticked| pick(board, &[place], ticked);
    let tick =
        move || board.edit.get().and_then(|edit| edit.ticks.get(place).copied()).unwrap_or(Tick::Empty);
    let held = Signal::derive(move || order.is_sending());
    let hidden = move || !found.with(|found| found.get(place).copied().unwrap_or_default());
    view! {
        <div hidden=hidden>
            <Checkbox label=name tick=Signal::derive(tick) on_change=pick help=help held=held />
        </div>
    }
    .into_any()
}

fn pick(board: Board, places: &[usize], ticked: bool) {
    board.order().renew();
    if let Some(edit) = board.edit.now() {
        board.edit.set(edit.pick(places, ticked));
    }
}

/// What to know about a service before its box is set: how many have it, who has it through a group anyway, and whether
/// it can be used at all.
fn note(t: Text, ground: &Ground, place: usize) -> String {
    let mut notes = Vec::new();
    let all = ground.base.len();
    if let Some(note) = ground.notes.get(place) {
        if note.own > 0 && note.own < all {
            let all = words::subjects(t, ground.tab, all);
            notes.push(words::have_it(t, ground.tab, note.own, &all));
        }
        if note.through > 0 {
            let groups = ground.givers(&note.groups);
            let groups = words::some(t, groups.iter().map(String::as_str), words::NAMED_GROUPS);
            notes.push(text::services_through_group(t, words::number(note.through), &groups));
        }
    }
    notes.extend(ground.services.get(place).and_then(|service| words::out_of_force(t, service)));
    notes.join(" ")
}
