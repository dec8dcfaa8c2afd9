//! What stands around the list: above it search and filters, below it, while people are chosen, what can be done with
//! them.

use super::filter::{SERVICE, UNASSIGNED};
use super::{Board, words};
use crate::pages::filters::{self, Above, ROLE, chip, choice, filter_bar, heading};
use crate::pages::roles;
use crate::text;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use shared::access::POLICY;

/// How many are chosen, and what can be done with them; behind the list, as one comes to it after choosing.
pub(super) fn chosen(board: Board) -> AnyView {
    let any = move || board.refused.with(Option::is_none) && !board.chosen().is_empty();
    let choosing = Memo::new(move |_| any());
    let content = move || choosing.get().then(|| choice_bar(board));
    view! { {content} }.into_any()
}

fn choice_bar(board: Board) -> AnyView {
    let t = board.t;
    let clear = move |()| board.clear(&untrack(|| board.chosen()));
    view! {
        <div class="table-bar chosen">
            <p role="status">{move || how_many(board)}</p>
            <Button
                label=text::services_update(t)
                kind=ButtonKind::Primary
                busy=Signal::derive(move || board.command.order().is_sending())
                on_press=move |()| board.begin()
            />
            <Button label=text::services_clear(t) kind=ButtonKind::Quiet on_press=clear />
            <p class="help keys">{text::services_keys(t)}</p>
        </div>
    }
    .into_any()
}

/// How many are chosen, and how many of them search and filters hide.
fn how_many(board: Board) -> String {
    let (t, chosen) = (board.t, board.chosen());
    let count = text::services_chosen(t, words::number(chosen.len()));
    let Some(filter) = board.filter.get() else { return count };
    match chosen.iter().filter(|person| !filter.admits(person)).count() {
        0 => count,
        hidden => format!("{count}, {}", text::services_chosen_hidden(t, words::number(hidden))),
    }
}

/// Search, the filters that are set, and setting more.
pub(super) fn filters(board: Board) -> AnyView {
    listen(board);
    let above = Above {
        chips: Box::new(move || chips(board)),
        more: Box::new(move || more(board)),
        shown: Box::new(move || shown(board)),
    };
    filter_bar(board.t, board.navigator, above)
}

/// Enter on a box leads to what can be done with the chosen: with Tab it is as far as the list is long.
fn listen(board: Board) {
    filters::listen(move |event, target| {
        let on_a_box = event.key() == "Enter" && filters::is(target, ".people .box input");
        if on_a_box && !untrack(|| board.chosen()).is_empty() {
            event.prevent_default();
            board.begin();
        }
    });
}

/// How many of how many are shown.
fn shown(board: Board) -> String {
    let (t, shown) = (board.t, board.shown().len());
    match board.list.get().map_or(0, |list| list.people.len()) {
        all if all == shown => words::people(t, all),
        all => text::filter_shown(t, words::number(shown), &text::number(t, words::number(all))),
    }
}

/// How many have no service, and the filters that are set: pressing takes each of them out.
fn chips(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let (Some(list), Some(filter)) = (board.list.get(), board.filter.get()) else { return Vec::new() };
    let without = list.people.iter().filter(|person| person.has_none()).count();
    let without = text::services_without(t, words::number(without));
    let mut chips = vec![chip(board.navigator, UNASSIGNED, without, filter.unassigned)];
    for row in POLICY {
        if filter.role.as_deref() == Some(roles::key(row.role)) {
            let label = text::filter_role(t, &roles::name(t, row.role));
            chips.push(chip(board.navigator, ROLE, label, true));
        }
    }
    for name in list.names(&|service| filter.service.as_deref() == Some(service.as_str())) {
        chips.push(chip(board.navigator, SERVICE, text::services_filter_service(t, &name), true));
    }
    chips
}

/// What else can be filtered by: the roles that somebody here holds, and the services.
fn more(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let Some(list) = board.list.get() else { return Vec::new() };
    let mut rows = vec![heading(text::services_roles(t))];
    for role in POLICY.iter().map(|row| row.role) {
        if list.people.iter().any(|person| person.row.roles.iter().any(|held| held.role == role)) {
            rows.push(choice(board.navigator, ROLE, roles::key(role).to_owned(), roles::name(t, role)));
        }
    }
    rows.push(heading(text::services_services(t)));
    for service in &list.services {
        rows.push(choice(board.navigator, SERVICE, service.id.to_string(), service.name.clone()));
    }
    rows
}
