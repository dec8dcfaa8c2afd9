//! The list of people: who, with which roles and where from, and how they stand.

use super::people::Person;
use super::words::{self, Status};
use super::{Board, MEMBER};
use crate::pages::roles;
use crate::routes::Page;
use crate::text;
use crate::ui::{Button, Empty, Head, Skeleton, SkeletonShape, Table};
use leptos::prelude::*;
use shared::access::{MemberStatus, Role};
use std::sync::Arc;
use web_sys::MouseEvent;

/// How many rows are drawn before the browser shows what there is.
const SLICE: usize = 100;

/// The list.
pub(super) fn table(board: Board) -> AnyView {
    let none = Memo::new(move |_| board.list.get().is_some() && board.counts().1 == 0);
    let rows = move || match board.list.get() {
        Some(list) => people(board, &list),
        None => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
    };
    view! {
        <div hidden=move || none.get()>{rows}</div>
        {move || none.get().then(|| empty(board))}
    }
    .into_any()
}

fn people(board: Board, list: &Arc<Vec<Person>>) -> AnyView {
    let t = board.t;
    let heads = vec![
        Head::new(text::users_person(t), "lead"),
        Head::new(text::users_roles(t), "now"),
        Head::new(text::users_status(t), "state"),
        Head::new(text::users_account(t), "rest"),
    ];
    let drawn = RwSignal::new(SLICE);
    draw_on(drawn, list.len());
    let slice = |from: usize| {
        let (list, here) = (list.clone(), Memo::new(move |_| from < drawn.get()));
        let rows = move || here.get().then(|| rows(board, &list, from));
        view! { {rows} }.into_any()
    };
    let slices: Vec<AnyView> = (0..list.len()).step_by(SLICE).map(slice).collect();
    view! { <Table label=text::users_table(t) heads=heads>{slices}</Table> }.into_any()
}

/// Draws the next rows with the next picture, until all are there.
fn draw_on(drawn: RwSignal<usize>, all: usize) {
    request_animation_frame(move || {
        let there = drawn.try_update(|drawn| {
            *drawn += SLICE;
            *drawn
        });
        if there.is_some_and(|there| there < all) {
            draw_on(drawn, all);
        }
    });
}

fn rows(board: Board, list: &Arc<Vec<Person>>, from: usize) -> Vec<AnyView> {
    let places = from..list.len().min(from + SLICE);
    places.filter_map(|place| row(board, list, place)).collect()
}

fn row(board: Board, list: &Arc<Vec<Person>>, place: usize) -> Option<AnyView> {
    let t = board.t;
    let row = &list.get(place)?.row;
    let others = list.clone();
    let hidden = move || {
        let filter = board.filter.get();
        filter.zip(others.get(place)).is_some_and(|(filter, person)| !filter.admits(person))
    };
    let mut held: Vec<AnyView> = row
        .roles
        .iter()
        .map(|held| role(roles::name(t, held.role), roles::source(t, &held.source)))
        .collect();
    if held.is_empty() && row.status == MemberStatus::Active {
        held.push(role(roles::name(t, Role::User), text::users_through_everybody(t)));
    }
    let (id, status) = (row.member.to_string(), Status::of(row));
    let state = if status == Status::Active { "state usual" } else { "state" };
    Some(
        view! {
            <tr hidden=hidden>
                <td class="lead">
                    <div class="two">
                        {link(board, id, row.name.clone())} {words::marks(t, row)}
                        <span class="source">{row.email.clone()}</span>
                    </div>
                </td>
                <td class="now">{held}</td>
                <td class=state>{status.pill(t)}</td>
                <td class="rest quiet">{words::account(t, row.account)}</td>
            </tr>
        }
        .into_any(),
    )
}

/// What opens somebody's details: a link, so that it can be copied, and opened elsewhere.
fn link(board: Board, id: String, name: String) -> AnyView {
    let place = Page::Users.of(&board.space.id());
    let href = format!("{place}?{MEMBER}={id}");
    let open = move |event: MouseEvent| {
        if !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            board.navigator.open(MEMBER, &id);
        }
    };
    view! {
        <a href=href on:click=open>
            {name}
        </a>
    }
    .into_any()
}

/// A role, and below it, quieter, where it comes from.
fn role(name: String, source: String) -> AnyView {
    view! {
        <div class="two">{name} <span class="source">{source}</span></div>
    }
    .into_any()
}

/// Nobody here at all, or nobody that search and filters let through.
fn empty(board: Board) -> AnyView {
    let t = board.t;
    if board.list.get().is_none_or(|list| list.is_empty()) {
        return view! { <Empty sentence=text::users_nobody(t) /> }.into_any();
    }
    let all = move |()| board.navigator.replace(Page::Users.of(&board.space.id()));
    view! {
        <Empty sentence=text::filter_no_match(t)>
            <Button label=text::filter_show_all(t) on_press=all />
        </Empty>
    }
    .into_any()
}
