//! What stands around the list: above it search and filters, below it, while some are chosen, what can be done with them.

use super::board::Board;
use super::filter::{ROLE, SEARCH, SERVICE, UNASSIGNED};
use super::words;
use crate::pages::roles;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon, Menu, close_menu, icon};
use leptos::ev;
use leptos::prelude::*;
use shared::access::POLICY;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// How many are chosen, and what can be done with them; behind the list, as one comes to it after choosing.
pub(super) fn chosen(board: Board) -> AnyView {
    let any = move || board.refused.with(Option::is_none) && board.count.get().chosen > 0;
    let choosing = Memo::new(move |_| any());
    let content = move || choosing.get().then(|| choice_bar(board));
    view! { {content} }.into_any()
}

fn choice_bar(board: Board) -> AnyView {
    let t = board.t;
    view! {
        <div class="table-bar chosen">
            <p role="status">{move || how_many(board)}</p>
            <Button
                label=words::update(t, board.tab)
                kind=ButtonKind::Primary
                busy=Signal::derive(move || board.order().is_sending())
                on_press=move |()| board.begin()
            />
            <Button label=text::services_clear(t) kind=ButtonKind::Quiet on_press=move |()| board.clear() />
            <p class="help keys">{text::services_keys(t)}</p>
        </div>
    }
    .into_any()
}

/// How many are chosen, and how many of them search and filters hide.
fn how_many(board: Board) -> String {
    let (t, count) = (board.t, board.count.get());
    let chosen = words::chosen(t, board.tab, count.chosen);
    match count.chosen - count.among_shown {
        0 => chosen,
        hidden => format!("{chosen}, {}", words::chosen_hidden(t, board.tab, hidden)),
    }
}

/// Search, the filters that are set, and setting more.
pub(super) fn filters(board: Board) -> AnyView {
    let t = board.t;
    listen(board);
    let typed = move || board.filter.get().map(|filter| filter.typed.clone()).unwrap_or_default();
    let search = move |event| {
        let typed = event_target_value(&event);
        board.navigator.look(SEARCH, (!typed.is_empty()).then_some(typed.as_str()));
    };
    let button = view! { {icon(Icon::Plus)} {text::services_filter(t)} }.into_any();
    view! {
        <div class="table-bar people-bar">
            <label class="search">
                {icon(Icon::Search)} <span class="visually-hidden">{words::search(t, board.tab)}</span>
                <input
                    class="input"
                    type="search"
                    autocomplete="off"
                    placeholder=words::search(t, board.tab)
                    prop:value=typed
                    on:input=search
                />
            </label>
            {move || chips(board)}
            <Menu button=button label=text::services_filter(t) class="chip">
                {move || more(board)}
            </Menu>
            <p class="help" role="status">
                {move || words::shown(t, board.tab, board.count.get())}
            </p>
        </div>
    }
    .into_any()
}

/// Leads to the search at `/` from anywhere in the list, and at Enter on a box to what can be done with the chosen: with
/// Tab it is as far as the list is long. Not from elsewhere: a key alone must do nothing to somebody who speaks to the page
/// (WCAG 2.1.4).
fn listen(board: Board) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on =
            |selector| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or_default());
        match event.key().as_str() {
            "/" if on(".people *") && !on("[type=search]") => {
                event.prevent_default();
                let search = document().query_selector(".people [type=search]").ok().flatten();
                drop(search.map(|search| search.unchecked_into::<HtmlElement>().focus()));
            }
            "Enter" if on(".people .box input") && untrack(|| board.count.get()).chosen > 0 => {
                event.prevent_default();
                board.begin();
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// The filters that are set, and the one for those without any service: pressing takes each of them out.
fn chips(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let (Some(list), Some(filter)) = (board.list.get(), board.filter.get()) else { return Vec::new() };
    let mut chips = vec![chip(board, UNASSIGNED, text::services_unassigned(t), filter.unassigned)];
    for row in POLICY {
        if filter.role.as_deref() == Some(roles::key(row.role)) {
            let label = text::services_filter_role(t, &roles::name(t, row.role));
            chips.push(chip(board, ROLE, label, true));
        }
    }
    for service in &list.services {
        if filter.service.as_deref() == Some(service.id.as_str()) {
            chips.push(chip(board, SERVICE, text::services_filter_service(t, &service.name), true));
        }
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
        if list.subjects.iter().any(|subject| subject.roles.iter().any(|held| held.role == role)) {
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
