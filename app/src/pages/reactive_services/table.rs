//! The list of people: who, which services and where from, which roles and where from.

use super::Board;
use super::people::{Person, group_name, names};
use super::roles;
use super::words;
use crate::navigator::Navigator;
use crate::routes::Page;
use crate::text::{self, Text};
use crate::ui::{Button, Checkbox, Empty, Head, Hint, Table};
use leptos::prelude::*;
use shared::access::{ContractedService, Role, SetSource};
use shared::id::MemberId;
use shared::service::assignment::Tick;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// The list, or why there is nobody in it.
pub(super) fn table(t: Text, board: Board) -> AnyView {
    let nobody = Memo::new(move |_| board.shown.with(|shown| shown.is_empty()));
    let content = move || match nobody.get() {
        true => empty(t, board),
        false => people(t, board),
    };
    view! { {content} }.into_any()
}

fn people(t: Text, board: Board) -> AnyView {
    let all = Signal::derive(move || {
        board.shown.with(|shown| shown.iter().map(|person| person.id().clone()).collect::<Vec<MemberId>>())
    });
    let heads = vec![
        Head::new(text::services_person(t), "lead"),
        Head::new(text::services_services(t), "now"),
        Head::new(text::services_roles(t), "wide"),
    ];
    let choose_all = board.chosen.choose_all(text::services_choose_all(t), all);
    view! {
        <div class="people">
            <Table label=text::services_table(t) heads=heads choose_all=choose_all>
                <For
                    each=move || board.shown.with(|shown| shown.as_slice().to_vec())
                    key=|person| person.key()
                    children=move |person| row(t, board, person)
                />
            </Table>
        </div>
    }
    .into_any()
}

fn row(t: Text, board: Board, person: Arc<Person>) -> AnyView {
    let (id, picked) = (person.id().clone(), person.id().clone());
    let tick = Signal::derive(move || if board.chosen.has(&id) { Tick::Ticked } else { Tick::Empty });
    let choose = Callback::new(move |chosen| board.chosen.set(picked.clone(), chosen));
    let press = move |event: MouseEvent| {
        if is_on_the_row_itself(&event) {
            choose.run(tick.get_untracked() != Tick::Ticked);
        }
    };
    let roles = person.row.roles.iter().map(|held| {
        let source = view! { <span class="source">{roles::source(t, held)}</span> }.into_any();
        view! { <li>{roles::name(t, held.role)} {source}</li> }.into_any()
    });
    let every = person.row.roles.is_empty().then(|| roles::name(t, Role::User));
    view! {
        <tr id=person.id().to_string() on:click=press>
            <td class="box">
                <Checkbox label=text::services_choose(t, &person.row.name) bare=true tick=tick on_change=choose />
            </td>
            <td class="lead">
                {person.row.name.clone()}
                <span class="email">{person.row.email.clone()}</span>
            </td>
            <td class="now">{services(t, board, &person)}</td>
            <td class="wide">
                <ul>{roles.collect_view()}</ul>
                <span class="none">{every}</span>
            </td>
        </tr>
    }
    .into_any()
}

/// Whether a press was meant for the row, and not for something in it that can be pressed by itself.
fn is_on_the_row_itself(event: &MouseEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| matches!(element.closest("label, .hint"), Ok(None)))
}

/// How many services and which; on pointing or focus, where each comes from (RS-11).
fn services(t: Text, board: Board, person: &Arc<Person>) -> AnyView {
    if person.has_none() {
        return view! { <span class="none">{text::services_none(t)}</span> }.into_any();
    }
    let all = board.services.get_untracked();
    let names = names(&all, person.holding.own.union(&person.holding.through_groups));
    let label = format!("{} · {}", names.len(), names.join(", "));
    let person = person.clone();
    let list = move || {
        let services = board.services.get();
        let held = services.iter().filter(|service| person.has(&service.id));
        held.map(|service| held_service(t, service, &person)).collect_view()
    };
    view! { <Hint label=label><ul>{list.clone()}</ul></Hint> }.into_any()
}

/// A service that a person has, where it comes from, and why it can't be used now if so.
fn held_service(t: Text, service: &ContractedService, person: &Person) -> AnyView {
    let own = person.holding.own.contains(&service.id).then(|| text::services_own(t));
    let groups = person.groups_giving(&service.id).filter_map(|group| {
        let name = group_name(&group.source)?;
        Some(match group.source {
            SetSource::Group { ends_at: Some(end), .. } => {
                text::services_from_group_until(t, &text::day(t, end), name)
            }
            _ => text::services_from_group(t, name),
        })
    });
    let sources: Vec<String> = own.into_iter().chain(groups).collect();
    view! {
        <li>
            {service.name.clone()}
            <span class="source">{text::list(t, &sources)}</span>
            {words::out_of_force(t, service).map(|why| view! { <span class="source">{why}</span> }.into_any())}
        </li>
    }
    .into_any()
}

/// Nobody here at all, or nobody that the filters let through.
fn empty(t: Text, board: Board) -> AnyView {
    if board.people.with_untracked(|people| people.is_empty()) {
        return view! { <Empty sentence=text::services_nobody(t) /> }.into_any();
    }
    let navigator = Navigator::current();
    let all = move |()| navigator.replace(Page::ReactiveServices.of(&board.space.id()));
    view! {
        <Empty sentence=text::services_no_match(t)>
            <Button label=text::services_show_all(t) on_press=all />
        </Empty>
    }
    .into_any()
}
