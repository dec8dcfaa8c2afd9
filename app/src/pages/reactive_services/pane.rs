//! The pane: a box per service, what saving would change, and saving it.

use super::edit::{Edit, Since};
use super::people::{List, Person, note_group};
use super::{Board, preview, words};
use crate::api::Phase;
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Checkbox, Confirm, Pane, helpers, mending, unsent, why};
use leptos::prelude::*;
use shared::access::ContractedService;
use shared::api::reactive_services::{NewMemberServices, SavedServices, SeenMember};
use shared::service::ServiceSet;
use shared::service::assignment::{MOST_SUBJECTS, Tick};
use std::sync::Arc;

/// How many people are named before they are only counted.
const NAMED: usize = 3;

/// The pane. All in it is made anew with each step of the edit, which changes the elements that are there. The command is
/// the page's: an answer that comes when the pane is closed still finds it.
pub(super) fn pane(board: Board) -> AnyView {
    let content = move || {
        let (list, edit) = (board.list.now()?, board.edit.get()?);
        Some(form(board, &list, &edit))
    };
    view! {
        <Pane open=board.open title=text::services_manage(board.t)>
            {content}
        </Pane>
    }
    .into_any()
}

fn form(board: Board, list: &List, edit: &Arc<Edit>) -> AnyView {
    let t = board.t;
    let boxes: Vec<AnyView> =
        edit.boxes.iter().map(|(service, tick)| tick_box(board, edit, service, *tick)).collect();
    view! {
        <div class="services-form">
            <div class="pane-body">
                <p>{whose(t, edit)}</p>
                <fieldset class="field">
                    <legend>{text::services_services(t)}</legend>
                    {boxes}
                </fieldset>
                {preview::preview(t, list, edit)}
            </div>
            {foot(board, list, edit)}
        </div>
    }
    .into_any()
}

/// Whose services these are; a few by name.
fn whose(t: Text, edit: &Edit) -> String {
    match edit.base.len() {
        ..=NAMED => text::services_of(t, &names(t, &edit.base, |_| true)),
        count => text::services_of(t, &words::people(t, count)),
    }
}

/// The names of those of whom something holds.
fn names(t: Text, people: &[Arc<Person>], holds: fn(&Person) -> bool) -> String {
    let named = people.iter().filter(|person| holds(person)).map(|person| person.row.name.clone());
    text::list(t, &named.collect::<Vec<_>>())
}

/// A service's box.
fn tick_box(board: Board, edit: &Arc<Edit>, service: &ContractedService, tick: Tick) -> AnyView {
    let (help, name) = (note(board.t, edit, service), service.name.clone());
    let (edit, id) = (edit.clone(), service.id.clone());
    let order = board.command.order();
    let pick = move |ticked| {
        order.renew();
        board.edit.set(edit.pick(&id, ticked));
    };
    let held = Signal::derive(move || order.is_sending());
    view! { <Checkbox label=name tick=Signal::stored(tick) on_change=pick help=help held=held /> }.into_any()
}

/// What to know about a service before its box is set: how many have it, who has it through a group anyway, and whether
/// it can be used at all.
fn note(t: Text, edit: &Edit, service: &ContractedService) -> String {
    let (mut own, mut through, mut groups) = (0, 0, Vec::new());
    for person in &edit.base {
        own += usize::from(person.holding.own.contains(&service.id));
        through += usize::from(person.holding.through_groups.contains(&service.id));
        person.giving(&service.id).for_each(|group| note_group(&mut groups, group));
    }
    let mut notes = Vec::new();
    if own > 0 && own < edit.base.len() {
        let all = words::people(t, edit.base.len());
        notes.push(text::services_have_it(t, words::number(own), &all));
    }
    if through > 0 {
        notes.push(text::services_through_group(t, words::number(through), &text::list(t, &groups)));
    }
    notes.extend(words::out_of_force(t, service));
    notes.join(" ")
}

/// What saving would do, what is in its way, what came of it.
fn foot(board: Board, list: &List, edit: &Arc<Edit>) -> AnyView {
    let t = board.t;
    let (order, confirming) = (board.command.order(), RwSignal::new(false));
    let empties = edit.chosen.is_empty();
    let saved = edit.clone();
    let send = Callback::new(move |()| send(board, &saved));
    let press = move |()| if empties { confirming.set(true) } else { send.run(()) };
    let obstacle = obstacle(t, list, edit);
    let button = move || {
        let refused = board.refused.get();
        let mending = refused.as_ref().map(|refusal| mending(t, refusal.mend, None));
        let denied = refused.map(|refusal| {
            let (why, who) = (why(t, &refusal.missing), helpers(t, refusal.mend));
            Signal::derive(move || format!("{why} {}", who.get()))
        });
        let obstacle = obstacle.clone();
        let reason = Signal::derive(move || match denied {
            Some(denied) => Some(denied.get()),
            None if board.query.inquiry().phase() == Phase::Refreshing => Some(text::services_looking(t)),
            None => obstacle.clone(),
        });
        let busy = Signal::derive(move || order.is_sending());
        let label = text::services_save(t);
        view! {
            <Button label=label kind=ButtonKind::Primary busy=busy reason=reason on_press=press />
            {mending}
        }
        .into_any()
    };
    let losing = names(t, &edit.base, |person| !person.holding.own.is_empty());
    view! {
        <div class="pane-foot">
            {since(t, list, edit)}
            {unsent(order, move |_| text::services_not_saved(t))}
            <p role="status">{words::summary(t, edit)}</p>
            {button}
            <Confirm
                open=confirming
                title=text::services_take_all(t)
                action=text::services_take_all_action(t)
                on_confirm=send
            >
                <p>{text::services_take_all_from(t, &losing)}</p>
            </Confirm>
        </div>
    }
    .into_any()
}

/// What has become different since the pane was opened, and how (ACC-12).
fn since(t: Text, list: &List, edit: &Edit) -> Option<AnyView> {
    let set = |set: &ServiceSet| match list.names(&|service| set.contains(service)) {
        names if names.is_empty() => text::services_none(t),
        names => text::list(t, &names),
    };
    let line = |Since { name, before, now }: &Since| {
        let mut said = Vec::new();
        match now {
            Some(now) => {
                if before.own != now.own {
                    said.push(text::services_before(t, &set(&before.own)));
                    said.push(text::services_now(t, &set(&now.own)));
                }
                let (before, now) = (&before.through_groups, &now.through_groups);
                if before != now {
                    said.push(text::services_groups_before(t, &set(before)));
                    said.push(text::services_groups_now(t, &set(now)));
                }
            }
            None => said.push(text::services_since_gone(t)),
        }
        let said: Vec<AnyView> = said.into_iter().map(|words| view! { <p>{words}</p> }.into_any()).collect();
        view! { <li><strong>{name.clone()}</strong> {said}</li> }.into_any()
    };
    let lines: Vec<AnyView> = edit.since.iter().map(line).collect();
    (edit.late || !lines.is_empty()).then(|| {
        view! {
            <div class="since" role="alert">
                <p>{text::services_since(t)}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}

/// What of the edit itself is in the way of saving it.
fn obstacle(t: Text, list: &List, edit: &Edit) -> Option<String> {
    if edit.base.len() > MOST_SUBJECTS {
        return Some(text::services_too_many(t, &text::number(t, words::number(MOST_SUBJECTS))));
    }
    if !edit.mixed.is_empty() {
        let mixed = list.names(&|service| edit.mixed.contains(service));
        return Some(text::services_settle(t, &text::list(t, &mixed)));
    }
    (!edit.differs).then(|| text::services_no_change(t))
}

/// Saves: every chosen person's own set becomes what is ticked (RS-8).
fn send(board: Board, edit: &Edit) {
    let seen = |person: &Arc<Person>| SeenMember::of(&person.holding);
    let request =
        NewMemberServices { members: edit.base.iter().map(seen).collect(), services: edit.chosen.clone() };
    let (t, announce, people) = (board.t, board.announce, edit.base.clone());
    let say = move |saved: &SavedServices| announce.say(words::done(t, saved.totals));
    board.command.send(&board.space.path(), &request, say, move |_| {
        board.edit.clear();
        board.open.set(false);
        board.clear(&people);
        board.reload();
    });
}
