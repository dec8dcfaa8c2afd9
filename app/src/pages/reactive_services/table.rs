//! The list of people: who, which services and where from, which roles and where from.

use super::Board;
use super::people::{List, Person};
use super::words;
use crate::pages::roles;
use crate::routes::Page;
use crate::text::{self, Text};
use crate::ui::{Button, Checkbox, Empty, Head, Hint, Skeleton, SkeletonShape, Table};
use leptos::prelude::*;
use shared::access::{ContractedService, Role, SetSource};
use shared::service::assignment::Tick;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// The list.
pub(super) fn table(board: Board) -> AnyView {
    let content = move || match board.list.get() {
        Some(list) => people(board, &list),
        None => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
    };
    view! { {content} }.into_any()
}

fn people(board: Board, list: &Arc<List>) -> AnyView {
    let t = board.t;
    let heads = vec![
        Head::new(text::services_person(t), "lead"),
        Head::new(text::services_services(t), "now"),
        Head::new(text::services_roles(t), "wide"),
    ];
    let rows: Vec<AnyView> = list.people.iter().map(|person| row(board, list, person)).collect();
    let label = text::services_table(t);
    let table = match board.refused.get() {
        None => {
            view! { <Table label=label heads=heads choose_all=choose_all(board)>{rows}</Table> }.into_any()
        }
        Some(_) => view! { <Table label=label heads=heads>{rows}</Table> }.into_any(),
    };
    let none = move || board.shown().is_empty();
    view! {
        <div hidden=none>
            {table}
        </div>
        {move || none().then(|| empty(board))}
    }
    .into_any()
}

/// The box that stands for everybody shown.
fn choose_all(board: Board) -> AnyView {
    let tick = move || {
        let shown = board.shown();
        match shown.iter().filter(|person| person.chosen.get()).count() {
            0 => Tick::Empty,
            all if all == shown.len() => Tick::Ticked,
            _ => Tick::Mixed,
        }
    };
    let change = move |chosen: bool| {
        for person in untrack(|| board.shown()) {
            person.chosen.set(chosen);
        }
    };
    let label = text::services_choose_all(board.t);
    view! { <Checkbox label=label bare=true tick=Signal::derive(tick) on_change=change /> }.into_any()
}

fn row(board: Board, list: &Arc<List>, person: &Arc<Person>) -> AnyView {
    let t = board.t;
    let (chosen, other, shown) = (person.chosen.clone(), person.chosen.clone(), person.clone());
    let tick = Signal::derive(move || if chosen.get() { Tick::Ticked } else { Tick::Empty });
    let choose = Callback::new(move |chosen| other.set(chosen));
    let opens = board.refused.with_untracked(Option::is_none);
    let press = move |event: MouseEvent| {
        if opens && is_on_the_row_itself(&event) {
            choose.run(tick.get_untracked() != Tick::Ticked);
        }
    };
    let hidden = move || board.filter.get().is_some_and(|filter| !filter.admits(&shown));
    let mut roles: Vec<AnyView> = person
        .row
        .roles
        .iter()
        .map(|held| two_lines(roles::name(t, held.role), roles::source(t, &held.source)))
        .collect();
    if roles.is_empty() {
        roles.push(two_lines(roles::name(t, Role::User), String::new()));
    }
    view! {
        <tr id=person.row.member.to_string() hidden=hidden on:click=press>
            {opens.then(|| choose_one(t, person, tick, choose))}
            <td class="lead">{two_lines(person.row.name.clone(), person.row.email.clone().unwrap_or_default())}</td>
            <td class="now">{services(t, list, person)}</td>
            <td class="wide">{roles}</td>
        </tr>
    }
    .into_any()
}

/// The box that stands for a person.
fn choose_one(t: Text, person: &Person, tick: Signal<Tick>, choose: Callback<bool>) -> AnyView {
    let label = text::services_choose(t, &person.row.name);
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
fn services(t: Text, list: &Arc<List>, person: &Arc<Person>) -> AnyView {
    let names = list.names(&|service| person.has(service));
    if names.is_empty() {
        return view! { <span class="none">{text::services_none(t)}</span> }.into_any();
    }
    let label = format!("{} · {}", names.len(), names.join(", "));
    let (list, person) = (list.clone(), person.clone());
    let held = move || {
        let held = list.services.iter().filter(|service| person.has(&service.id));
        held.map(|service| held_service(t, service, &person)).collect::<Vec<_>>()
    };
    view! { <Hint label=label>{held()}</Hint> }.into_any()
}

/// A service that a person has, where it comes from, and why it can't be used now if so.
fn held_service(t: Text, service: &ContractedService, person: &Person) -> AnyView {
    let mut sources = Vec::new();
    if person.holding.own.contains(&service.id) {
        sources.push(text::services_own(t));
    }
    for group in person.giving(&service.id) {
        if let SetSource::Group { group, ends_at, .. } = &group.source {
            sources.push(match ends_at {
                Some(end) => {
                    let day = text::day(t, *end);
                    text::services_from_group_until(t, text::Day(&day), text::Group(group))
                }
                None => text::services_from_group(t, group),
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
    if board.list.now().is_none_or(|list| list.people.is_empty()) {
        return view! { <Empty sentence=text::services_nobody(t) /> }.into_any();
    }
    let all = move |()| board.navigator.replace(Page::ReactiveServices.of(&board.space.id()));
    view! {
        <Empty sentence=text::filter_no_match(t)>
            <Button label=text::filter_show_all(t) on_press=all />
        </Empty>
    }
    .into_any()
}
