//! What stands around the list: above it search and filters, below it, while some are chosen, what can be done with them.

use super::board::Board;
use super::filter::{Filter, SERVICE, UNASSIGNED};
use super::words;
use crate::pages::filters::{self, Above, Address, ROLE};
use crate::pages::roles;
use crate::text;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use shared::access::POLICY;

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
    // At Enter on a box to what can be done with the chosen: with Tab it is as far as the list is long.
    filters::listen(move |event, target| {
        let on_box = event.key() == "Enter" && filters::is(target, ".people .box input");
        if on_box && untrack(|| board.count.get()).chosen > 0 {
            event.prevent_default();
            board.begin();
        }
    });
    let above = Above {
        search: words::search(t, board.tab),
        chips: Box::new(move || chips(board)),
        more: Box::new(move || more(board)),
        shown: Box::new(move || words::shown(t, board.tab, board.count.get())),
    };
    filters::filter_bar(t, address(board), above)
}

fn address(board: Board) -> Address {
    Address { navigator: board.navigator, unread: Filter::unread }
}

/// The filters that are set, and the one for those without any service: pressing takes each of them out.
fn chips(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let (Some(list), Some(filter)) = (board.list.get(), board.filter.get()) else { return Vec::new() };
    let chip = |parameter, label, set| filters::chip(address(board), parameter, label, set);
    let mut chips = vec![chip(UNASSIGNED, text::services_unassigned(t), filter.unassigned)];
    if let Some(role) = filter.role {
        chips.push(chip(ROLE, text::filter_role(t, &roles::name(t, role)), true));
    }
    if let Some(id) = &filter.service {
        // One that is not here any more, or never was, is named too: it can be taken out.
        let known = list.services.iter().find(|service| service.id == *id);
        let name = known.map_or_else(|| text::filter_unknown_service(t), |service| service.name.clone());
        chips.push(chip(SERVICE, text::services_filter_service(t, &name), true));
    }
    chips
}

/// What else can be filtered by: the roles that somebody here holds, and the services.
fn more(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let Some(list) = board.list.get() else { return Vec::new() };
    let choice = |parameter, key, name| filters::choice(address(board), parameter, key, name);
    let held = |role| list.subjects.iter().any(|subject| subject.roles.iter().any(|held| held.role == role));
    let roles = POLICY
        .iter()
        .filter(|row| held(row.role))
        .map(|row| choice(ROLE, roles::key(row.role).to_owned(), roles::name(t, row.role)));
    let services =
        list.services.iter().map(|service| choice(SERVICE, service.id.to_string(), service.name.clone()));
    vec![
        filters::group(text::services_roles(t), roles.collect()),
        filters::group(text::services_services(t), services.collect()),
    ]
}
