//! The list: who, which services and where from, which roles and where from.

use super::board::{Board, SLICE};
use super::filter::{GROUPS, TAB};
use super::subject::{List, Subject, Tab};
use super::words;
use crate::navigator::Location;
use crate::pages::roles;
use crate::routes::Page;
use crate::text::{self, Text};
use crate::ui::{Button, Checkbox, Empty, Head, Hint, Skeleton, SkeletonShape, Table};
use leptos::ev;
use leptos::prelude::*;
use shared::access::{HeldRole, Role};
use shared::service::assignment::Tick;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// How many services a row names; pointing or focus tells all of them.
const NAMED: usize = 8;

/// How near its end the list grows, in pixels.
const NEAR: i32 = 800;

/// The list.
pub(super) fn table(board: Board) -> AnyView {
    let known = Memo::new(move |_| board.list.get().is_some());
    let content = move || match known.get() {
        true => rows(board),
        false => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
    };
    grow_when_near(board);
    view! { {content} }.into_any()
}

fn rows(board: Board) -> AnyView {
    let t = board.t;
    let heads = vec![
        Head::new(words::subject(t, board.tab), "lead"),
        Head::new(text::services_services(t), "now"),
        Head::new(text::services_roles(t), "wide"),
    ];
    let body = move || {
        let (Some(list), Some(shown)) = (board.list.get(), board.shown.get()) else { return Vec::new() };
        shown.iter().take(board.drawn.get()).map(|subject| row(board, &list, subject)).collect()
    };
    let label = words::table(t, board.tab);
    let table = match board.refused.get() {
        None => {
            view! { <Table label=label heads=heads choose_all=choose_all(board)>{body}</Table> }.into_any()
        }
        Some(_) => view! { <Table label=label heads=heads>{body}</Table> }.into_any(),
    };
    let none = Memo::new(move |_| board.count.get().shown == 0);
    view! {
        <div hidden=move || none.get()>
            {table}
            {move || rest(board)}
        </div>
        {move || none.get().then(|| empty(board))}
    }
    .into_any()
}

/// Draws more of the list, where there is more.
fn rest(board: Board) -> Option<AnyView> {
    let left = board.count.get().shown.saturating_sub(board.drawn.get());
    let more = move |()| board.drawn.update(|drawn| *drawn += SLICE);
    (left > 0).then(|| {
        let label = text::services_show_more(board.t, words::number(left.min(SLICE)));
        view! { <div class="rest-of-list"><Button label=label on_press=more /></div> }.into_any()
    })
}

/// Draws more of the list when its end comes near.
fn grow_when_near(board: Board) {
    let listener = window_event_listener(ev::scroll, move |_| {
        let more = document().query_selector(".rest-of-list").ok().flatten().is_some();
        let near = document()
            .document_element()
            .is_some_and(|page| page.scroll_height() - page.scroll_top() - page.client_height() < NEAR);
        if more && near {
            board.drawn.update(|drawn| *drawn += SLICE);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The box that stands for all who are shown, drawn or not.
fn choose_all(board: Board) -> AnyView {
    let tick = move || {
        let count = board.count.get();
        match count.among_shown {
            0 => Tick::Empty,
            all if all == count.shown => Tick::Ticked,
            _ => Tick::Mixed,
        }
    };
    let change = move |chosen: bool| {
        if let Some(shown) = board.shown.now() {
            board.choose(shown.iter(), chosen);
        }
    };
    let label = words::choose_all(board.t, board.tab);
    view! { <Checkbox label=label bare=true tick=Signal::derive(tick) on_change=change /> }.into_any()
}

fn row(board: Board, list: &Arc<List>, subject: &Arc<Subject>) -> AnyView {
    let t = board.t;
    let (chosen, other) = (subject.chosen.clone(), subject.clone());
    let tick = Signal::derive(move || if chosen.get() { Tick::Ticked } else { Tick::Empty });
    let choose = Callback::new(move |chosen| board.choose([&other], chosen));
    let opens = board.refused.with_untracked(Option::is_none);
    let press = move |event: MouseEvent| {
        if opens && is_on_the_row_itself(&event) {
            choose.run(tick.get_untracked() != Tick::Ticked);
        }
    };
    view! {
        <tr id=subject.id.clone() on:click=press>
            {opens.then(|| choose_one(t, subject, tick, choose))}
            <td class="lead">{two_lines(subject.name.clone(), subject.about.clone())}</td>
            <td class="now">{services(t, list, subject)}</td>
            <td class="wide">{held_roles(t, list.tab, subject)}</td>
        </tr>
    }
    .into_any()
}

/// The roles, each with where it comes from; what a group has is its own.
fn held_roles(t: Text, tab: Tab, subject: &Subject) -> Vec<AnyView> {
    let source =
        |held: &HeldRole| if tab == Tab::Groups { String::new() } else { roles::source(t, &held.source) };
    let line = |held: &HeldRole| two_lines(roles::name(t, held.role), source(held));
    match subject.roles.as_slice() {
        [] if tab == Tab::Users => vec![two_lines(roles::name(t, Role::User), String::new())],
        held => held.iter().map(line).collect(),
    }
}

/// The box that stands for one of them.
fn choose_one(t: Text, subject: &Subject, tick: Signal<Tick>, choose: Callback<bool>) -> AnyView {
    let label = text::services_choose(t, &subject.name);
    view! {
        <td class="box">
            <Checkbox label=label bare=true tick=tick on_change=choose />
        </td>
    }
    .into_any()
}

/// What it is, and below it, quieter, what more there is to say.
fn two_lines(what: String, more: String) -> AnyView {
    view! {
        <div class="two">{what} <span class="source">{more}</span></div>
    }
    .into_any()
}

/// Whether a press was meant for the row, and not for something in it that can be pressed by itself.
fn is_on_the_row_itself(event: &MouseEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| matches!(element.closest("label, .hint"), Ok(None)))
}

/// How many services and which; on pointing or focus, where each comes from (RS-11).
fn services(t: Text, list: &Arc<List>, subject: &Arc<Subject>) -> AnyView {
    let all = subject.all();
    if all.is_empty() {
        return view! { <span class="none">{text::services_none(t)}</span> }.into_any();
    }
    let named = all.places().take(NAMED).filter_map(|place| list.services.get(place));
    let named: Vec<&str> = named.map(|service| service.name.as_str()).collect();
    let label = format!("{} · {}", text::number(t, words::number(all.count())), named.join(", "));
    let (list, subject) = (list.clone(), subject.clone());
    let held = move || all.places().map(|place| held_service(t, &list, &subject, place)).collect::<Vec<_>>();
    view! { <Hint label=label>{held()}</Hint> }.into_any()
}

/// A service that somebody has, where it comes from, and why it can't be used now if so.
fn held_service(t: Text, list: &List, subject: &Subject, place: usize) -> AnyView {
    let Some(service) = list.services.get(place) else { return ().into_any() };
    let mut sources = Vec::new();
    if subject.own.has(place) {
        sources.push(words::own(t, list.tab));
    }
    for giver in subject.groups.iter().filter_map(|group| list.givers.get(*group)) {
        if giver.services.has(place) {
            sources.push(match giver.ends_at {
                Some(end) => {
                    let day = text::day(t, end);
                    text::services_from_group_until(t, text::Day(&day), text::Group(&giver.name))
                }
                None => text::services_from_group(t, &giver.name),
            });
        }
    }
    let mut more = text::list(t, &sources);
    if let Some(why) = words::out_of_force(t, service) {
        more.push_str(". ");
        more.push_str(&why);
    }
    two_lines(service.name.clone(), more)
}

/// Nobody here at all, or nobody that the filters let through.
fn empty(board: Board) -> AnyView {
    let t = board.t;
    if board.count.get().all == 0 {
        return view! { <Empty sentence=words::nobody(t, board.tab) /> }.into_any();
    }
    let all = move |()| {
        let query = if board.tab == Tab::Groups { format!("?{TAB}={GROUPS}") } else { String::new() };
        let route = Page::ReactiveServices.of(&board.space.id());
        board.navigator.replace(Location { route, query });
    };
    view! {
        <Empty sentence=words::no_match(t, board.tab)>
            <Button label=words::show_all(t, board.tab) on_press=all />
        </Empty>
    }
    .into_any()
}
