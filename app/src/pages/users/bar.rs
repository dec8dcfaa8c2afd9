//! Search and filters.

use super::Board;
use super::filter::{Filter, ORIGIN, SOURCE, STATUS};
use super::words::{self, Status};
use crate::pages::filters::{self, Above, Address, ROLE, chip, choice, filter_bar, group};
use crate::pages::roles;
use crate::text;
use leptos::prelude::*;
use shared::access::{POLICY, Role};
use shared::api::members::MemberSource;

/// What stands above the list.
pub(super) fn filters(board: Board) -> AnyView {
    filters::listen(|_, _| ());
    let above = Above {
        search: text::filter_search(board.t),
        chips: Box::new(move || chips(board)),
        more: Box::new(move || more(board)),
        shown: Box::new(move || shown(board)),
    };
    filter_bar(board.t, address(board), above)
}

fn address(board: Board) -> Address {
    Address { navigator: board.navigator, unread: Filter::unread }
}

/// How many of how many are shown.
fn shown(board: Board) -> String {
    let t = board.t;
    let shown = board.shown().len();
    match board.list.get().map_or(0, |list| list.len()) {
        all if all == shown => text::users_count(t, words::number(all)),
        all => text::filter_shown(t, words::number(shown), &text::number(t, words::number(all))),
    }
}

/// The filters that are set: pressing takes each of them out.
fn chips(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let Some(filter) = board.filter.get() else { return Vec::new() };
    let set = [
        filter.role.map(|role| (ROLE, text::filter_role(t, &roles::name(t, role)))),
        filter.status.map(|status| (STATUS, text::filter_status(t, &status.name(t)))),
        filter.source.map(|source| (SOURCE, text::filter_source(t, &words::source(t, source)))),
        filter.origin.map(|origin| (ORIGIN, text::filter_origin(t, &words::origin(t, origin)))),
    ];
    let chip = |(parameter, label)| chip(address(board), parameter, label, true);
    set.into_iter().flatten().map(chip).collect()
}

/// What else can be filtered by: what is true of somebody here.
fn more(board: Board) -> Vec<AnyView> {
    let t = board.t;
    let Some(list) = board.list.get() else { return Vec::new() };
    let choice = |parameter, key: &str, name| choice(address(board), parameter, key.to_owned(), name);
    let roles = POLICY
        .iter()
        .map(|row| row.role)
        .filter(|role| *role != Role::User && list.iter().any(|person| person.holds(*role)))
        .map(|role| choice(ROLE, roles::key(role), roles::name(t, role)));
    let states = Status::ALL
        .into_iter()
        .filter(|status| list.iter().any(|person| Status::of(&person.row) == *status))
        .map(|status| choice(STATUS, status.key(), status.name(t)));
    let sources = MemberSource::ALL
        .into_iter()
        .filter(|source| list.iter().any(|person| person.row.has_source(*source)))
        .map(|source| choice(SOURCE, words::source_key(source), words::source(t, source)));
    let origins = words::SIDES
        .into_iter()
        .filter(|origin| list.iter().any(|person| person.row.origin == *origin))
        .map(|origin| choice(ORIGIN, origin.name(), words::origin(t, origin)));
    vec![
        group(text::users_roles(t), roles.collect()),
        group(text::users_status(t), states.collect()),
        group(text::users_source(t), sources.collect()),
        group(text::users_origin(t), origins.collect()),
    ]
}
