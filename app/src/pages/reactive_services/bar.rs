//! What stands above the list: search and filters, or, while people are chosen, what can be done with them.

use super::filter::{ROLE, SEARCH, SERVICE, UNASSIGNED};
use super::{Board, roles, words};
use crate::text;
use crate::ui::{Button, ButtonKind, Icon, Menu, close_menu, icon};
use leptos::prelude::*;
use shared::access::POLICY;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// The one or the other; on a phone, where what is chosen is dealt with at the bottom, both (by the stylesheet).
pub(super) fn bar(board: Board) -> AnyView {
    let choosing = Memo::new(move |_| !board.chosen().is_empty());
    view! { {move || choosing.get().then(|| chosen(board))} {filters(board)} }.into_any()
}

/// How many are chosen, and what can be done with them.
fn chosen(board: Board) -> AnyView {
    let t = board.t;
    let clear = move |()| board.clear(&untrack(|| board.chosen()));
    view! {
        <div class="table-bar chosen">
            <p role="status">{move || text::services_chosen(t, words::number(board.chosen().len()))}</p>
            <Button
                label=text::services_update(t)
                kind=ButtonKind::Primary
                busy=Signal::derive(move || board.command.order().is_sending())
                on_press=move |()| board.begin()
            />
            <Button label=text::services_clear(t) kind=ButtonKind::Quiet on_press=clear />
        </div>
    }
    .into_any()
}

/// Search, the filters that are set, and setting more.
fn filters(board: Board) -> AnyView {
    let t = board.t;
    let typed = move || board.filter.get().map(|filter| filter.typed.clone()).unwrap_or_default();
    let search = move |event| {
        let typed = event_target_value(&event);
        board.navigator.look(SEARCH, (!typed.is_empty()).then_some(typed.as_str()));
    };
    let button = view! { {icon(Icon::Plus)} {text::services_filter(t)} }.into_any();
    view! {
        <div class="table-bar people-bar">
            <label class="search">
                {icon(Icon::Search)} <span class="visually-hidden">{text::services_search(t)}</span>
                <input
                    class="input"
                    type="search"
                    autocomplete="off"
                    placeholder=text::services_search(t)
                    prop:value=typed
                    on:input=search
                />
            </label>
            {move || chips(board)}
            <Menu button=button label=text::services_filter(t) class="chip">
                {move || more(board)}
            </Menu>
            <p class="help" role="status">
                {move || shown(board)}
            </p>
        </div>
    }
    .into_any()
}

/// How many of how many are shown.
fn shown(board: Board) -> String {
    let (t, shown) = (board.t, board.shown().len());
    match board.list.get().map_or(0, |list| list.people.len()) {
        all if all == shown => words::people(t, all),
        all => text::services_shown(t, words::number(shown), &text::number(t, words::number(all))),
    }
}

/// How many have no service, and the filters that are set: pressing takes each of them out.
fn chips(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let (Some(list), Some(filter)) = (board.list.get(), board.filter.get()) else { return Vec::new() };
    let without = list.people.iter().filter(|person| person.has_none()).count();
    let without = text::services_without(t, words::number(without));
    let mut chips = vec![chip(board, UNASSIGNED, without, filter.unassigned)];
    for row in POLICY {
        if filter.role.as_deref() == Some(roles::key(row.role)) {
            let label = text::services_filter_role(t, &roles::name(t, row.role));
            chips.push(chip(board, ROLE, label, true));
        }
    }
    for name in list.names(&|service| filter.service.as_deref() == Some(service.as_str())) {
        chips.push(chip(board, SERVICE, text::services_filter_service(t, &name), true));
    }
    chips
}

fn chip(board: Board, parameter: &'static str, label: String, set: bool) -> AnyView {
    let press = move |_| board.navigator.look(parameter, (!set).then_some("1"));
    view! {
        <button class="chip" type="button" aria-pressed=if set { "true" } else { "false" } on:click=press>
            {label}
            {set.then(|| icon(Icon::Close))}
        </button>
    }
    .into_any()
}

/// What else can be filtered by: the roles that somebody here holds, and the services.
fn more(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let Some(list) = board.list.get() else { return Vec::new() };
    let mut rows = vec![heading(text::services_roles(t))];
    for role in POLICY.iter().map(|row| row.role) {
        if list.people.iter().any(|person| person.row.roles.iter().any(|held| held.role == role)) {
            rows.push(choice(board, ROLE, roles::key(role).to_owned(), roles::name(t, role)));
        }
    }
    rows.push(heading(text::services_services(t)));
    for service in &list.services {
        rows.push(choice(board, SERVICE, service.id.to_string(), service.name.clone()));
    }
    rows
}

fn heading(name: String) -> AnyView {
    view! { <p class="group">{name}</p> }.into_any()
}

fn choice(board: Board, parameter: &'static str, value: String, name: String) -> AnyView {
    let press = move |event: MouseEvent| {
        if let Some(row) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            close_menu(&row);
        }
        board.navigator.look(parameter, Some(&value));
    };
    view! { <button class="row" type="button" on:click=press>{name}</button> }.into_any()
}
