//! The list of people: who, with which roles and where from, and how they stand.

use super::words::{self, Status};
use super::{Board, MEMBER};
use crate::pages::roles;
use crate::routes::Page;
use crate::text;
use crate::ui::{Button, Empty, Head, Skeleton, SkeletonShape, Table};
use leptos::ev;
use leptos::prelude::*;
use shared::access::{MemberStatus, Role};
use shared::api::members::ListedMember;
use std::sync::Arc;
use web_sys::{Element, MouseEvent};

/// How many rows are drawn at once.
const SLICE: usize = 100;

/// How near to the end of what is drawn, in pixels, one comes before there is more.
const NEAR: i32 = 1200;

/// The list.
pub(super) fn table(board: Board) -> AnyView {
    let shown = Memo::new(move |_| board.shown());
    let drawn = RwSignal::new(SLICE);
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    let rows = move || match board.list.get() {
        Some(list) if none.get() => empty(board, list.is_empty()),
        Some(_) => people(board, shown, drawn),
        None => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
    };
    let scrolled = window_event_listener(ev::scroll, move |_| {
        let left = |page: Element| page.scroll_height() - page.scroll_top() - page.client_height();
        let is_near = document().document_element().is_some_and(|page| left(page) < NEAR);
        if is_near && drawn.get_untracked() < shown.with_untracked(Vec::len) {
            drawn.update(|drawn| *drawn += SLICE);
        }
    });
    on_cleanup(move || scrolled.remove());
    view! { {rows} }.into_any()
}

/// The first of those who are shown, and more as one comes to their end: to lay out five thousand rows takes a browser
/// seconds, and nobody reads them.
fn people(board: Board, shown: Memo<Vec<usize>>, drawn: RwSignal<usize>) -> AnyView {
    let t = board.t;
    let heads = vec![
        Head::new(text::users_person(t), "lead"),
        Head::new(text::users_roles(t), "now"),
        Head::new(text::users_status(t), "state"),
        Head::new(text::users_account(t), "rest"),
    ];
    let slices = move || {
        let places = Arc::new(shown.get());
        drawn.set(SLICE);
        (0..places.len()).step_by(SLICE).map(|from| slice(board, &places, from, drawn)).collect::<Vec<_>>()
    };
    let more = Memo::new(move |_| drawn.get() < shown.with(Vec::len));
    let draw_more = move |()| drawn.update(|drawn| *drawn += SLICE);
    view! {
        <Table label=text::users_table(t) heads=heads>
            {slices}
        </Table>
        {move || more.get().then(|| view! { <Button label=text::users_more(t) on_press=draw_more /> }.into_any())}
    }
    .into_any()
}

/// Some of the rows, once it is their turn.
fn slice(board: Board, places: &Arc<Vec<usize>>, from: usize, drawn: RwSignal<usize>) -> AnyView {
    let (places, here) = (places.clone(), Memo::new(move |_| from < drawn.get()));
    let rows = move || {
        let list = board.list.now().filter(|_| here.get())?;
        let people = places.iter().skip(from).take(SLICE).filter_map(|place| list.get(*place));
        Some(people.map(|person| row(board, &person.row)).collect::<Vec<_>>())
    };
    view! { {rows} }.into_any()
}

fn row(board: Board, row: &ListedMember) -> AnyView {
    let t = board.t;
    let mut held: Vec<AnyView> = row
        .roles
        .iter()
        .map(|held| role(roles::name(t, held.role), roles::source(t, &held.source)))
        .collect();
    if held.is_empty() && row.status == MemberStatus::Active {
        held.push(role(roles::name(t, Role::User), text::users_through_everybody(t)));
    }
    let status = Status::of(row);
    let (class, state) = match status {
        Status::Active => ("state usual quiet", status.name(t).into_any()),
        Status::Pending | Status::Disabled => ("state", status.pill(t)),
    };
    view! {
        <tr>
            <td class="lead">
                <div class="two">
                    {link(board, row.member.to_string(), row.name.clone())} {words::marks(t, row)}
                    <span class="source">{row.email.clone()}</span>
                </div>
            </td>
            <td class="now">{held}</td>
            <td class=class>{state}</td>
            <td class="rest quiet">{words::account(t, row.account)}</td>
        </tr>
    }
    .into_any()
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
fn empty(board: Board, nobody: bool) -> AnyView {
    let t = board.t;
    if nobody {
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
