//! What stands above the list: search and filters, or, while people are chosen, what can be done with them.

use super::Board;
use super::filter::{Filter, ROLE, SEARCH, SERVICE, UNASSIGNED};
use super::people::names;
use super::{roles, words};
use crate::navigator::Navigator;
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Icon, Menu, close_menu, icon};
use leptos::prelude::*;
use shared::access::Role;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// The one or the other.
pub(super) fn bar(t: Text, board: Board) -> AnyView {
    let choosing = Memo::new(move |_| board.count.get() > 0);
    let content = move || match choosing.get() {
        true => chosen(t, board),
        false => filters(t, board),
    };
    view! { {content} }.into_any()
}

/// How many are chosen, and what can be done with them.
fn chosen(t: Text, board: Board) -> AnyView {
    view! {
        <div class="table-bar chosen">
            <p role="status">{move || text::services_chosen(t, words::number(board.count.get()))}</p>
            <Button
                label=text::services_update(t)
                kind=ButtonKind::Primary
                on_press=move |()| board.editor.start(board.picked())
            />
            <Button label=text::services_clear(t) kind=ButtonKind::Quiet on_press=move |()| board.clear() />
        </div>
    }
    .into_any()
}

/// Search, the filters that are set, and setting more.
fn filters(t: Text, board: Board) -> AnyView {
    let navigator = Navigator::current();
    let typed = move || navigator.here().parameter(SEARCH).unwrap_or_default();
    let search = move |event| {
        let typed = event_target_value(&event);
        navigator.look(SEARCH, (!typed.is_empty()).then_some(typed.as_str()));
    };
    let without =
        move || board.people.with(|people| people.iter().filter(|person| person.has_none()).count());
    let unassigned = move || board.filter.with(|filter| filter.unassigned);
    let toggle = move |_| navigator.look(UNASSIGNED, (!unassigned()).then_some("1"));
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
            <button
                class="chip"
                type="button"
                aria-pressed=move || if unassigned() { "true" } else { "false" }
                on:click=toggle
            >
                {move || text::services_without(t, words::number(without()))}
            </button>
            {move || set_filters(t, board)}
            {more(t, board)}
            <p class="shown" role="status">{move || shown(t, board)}</p>
        </div>
    }
    .into_any()
}

/// How many of how many are shown.
fn shown(t: Text, board: Board) -> String {
    let (shown, all) = (board.shown.with(|shown| shown.len()), board.people.with(|people| people.len()));
    match shown == all {
        true => words::people(t, all),
        false => text::services_shown(t, words::number(all), &text::number(t, words::number(shown))),
    }
}

/// The role and the service that are filtered by, each with its way out.
fn set_filters(t: Text, board: Board) -> AnyView {
    let Filter { role, service, .. } = board.filter.get();
    let role = role.map(|role| (ROLE, text::services_filter_role(t, &roles::name(t, role))));
    let service = service.and_then(|service| {
        let name = names(&board.services.get(), [&service]).pop()?;
        Some((SERVICE, text::services_filter_service(t, &name)))
    });
    let navigator = Navigator::current();
    let chip = move |(parameter, label): (&'static str, String)| {
        view! {
            <button class="chip" type="button" aria-pressed="true" on:click=move |_| navigator.look(parameter, None)>
                {label}
                {icon(Icon::Close)}
                <span class="visually-hidden">{text::services_filter_remove(t)}</span>
            </button>
        }
        .into_any()
    };
    role.into_iter().chain(service).map(chip).collect_view().into_any()
}

/// What else can be filtered by: the roles that somebody here holds, and the services.
fn more(t: Text, board: Board) -> AnyView {
    let button = view! { {icon(Icon::Plus)} {text::services_filter(t)} }.into_any();
    let list = move || {
        let held: BTreeSet<Role> = board.people.with(|people| {
            people.iter().flat_map(|person| &person.row.roles).map(|held| held.role).collect()
        });
        let roles = held.into_iter().map(|role| (roles::key(role).to_owned(), roles::name(t, role)));
        let services = board.services.get();
        let services = services.into_iter().map(|service| (service.id.as_str().to_owned(), service.name));
        view! {
            {choices(text::services_roles(t), ROLE, roles.collect())}
            {choices(text::services_services(t), SERVICE, services.collect())}
        }
        .into_any()
    };
    view! { <Menu button=button label=text::services_filter(t) class="chip">{list}</Menu> }.into_any()
}

fn choices(heading: String, parameter: &'static str, values: Vec<(String, String)>) -> AnyView {
    let navigator = Navigator::current();
    let choice = move |(value, name): (String, String)| {
        let press = move |event: MouseEvent| {
            if let Some(row) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                close_menu(&row);
            }
            navigator.look(parameter, Some(&value));
        };
        view! { <button class="row" type="button" on:click=press>{name}</button> }.into_any()
    };
    let label = heading.clone();
    view! {
        <div role="group" aria-label=label>
            <p class="group">{heading}</p>
            {values.into_iter().map(choice).collect_view()}
        </div>
    }
    .into_any()
}
