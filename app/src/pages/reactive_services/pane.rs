//! The pane: a box per service, what saving would change, and saving it.

use super::board::Board;
use super::edit::{Edit, Has, Since};
use super::ground::Ground;
use super::subject::Subject;
use super::{boxes, preview, save, words};
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Confirm, Pane, denial, mending, unsent};
use leptos::prelude::*;
use shared::service::assignment::MOST_SUBJECTS;
use std::sync::Arc;

/// How many are named in a sentence before they are only counted.
const NAMED: usize = 3;

/// How many are named where it matters who they are, before the rest is counted.
const NAMED_BEFORE_TAKING: usize = 20;

/// The pane. Its boxes are made once for the same people or groups; what saving would do is said anew with each step. The
/// command is the page's: an answer that comes when the pane is closed still finds it.
pub(super) fn pane(board: Board) -> AnyView {
    let ground = Memo::new(move |_| board.edit.get().map(|edit| Arc::as_ptr(&edit.ground) as usize));
    let content = move || {
        ground.get()?;
        Some(form(board, &board.edit.now()?.ground))
    };
    view! {
        <Pane open=board.open title=text::services_manage(board.t)>
            {content}
        </Pane>
    }
    .into_any()
}

fn form(board: Board, ground: &Arc<Ground>) -> AnyView {
    let t = board.t;
    view! {
        <div class="services-form">
            <div class="pane-body">
                <p>{whose(t, ground)}</p>
                {boxes::boxes(board, ground)}
                {preview::preview(board)}
            </div>
            {move || board.edit.get().map(|edit| foot(board, &edit))}
        </div>
    }
    .into_any()
}

/// Whose services these are; a few by name.
fn whose(t: Text, ground: &Ground) -> String {
    match ground.base.len() {
        ..=NAMED => text::services_of(t, &names(t, ground, |_| true)),
        count => text::services_of(t, &words::subjects(t, ground.tab, count)),
    }
}

/// The names of those of whom something holds.
fn names(t: Text, ground: &Ground, holds: fn(&Subject) -> bool) -> String {
    let named = ground.base.iter().filter(|subject| holds(subject)).map(|subject| subject.name.as_str());
    words::some(t, named, NAMED_BEFORE_TAKING)
}

/// What saving would do, what is in its way, what came of it.
fn foot(board: Board, edit: &Arc<Edit>) -> AnyView {
    let t = board.t;
    let (order, confirming) = (board.order(), RwSignal::new(false));
    let empties = edit.chosen.is_empty();
    let saved = edit.clone();
    let send = Callback::new(move |()| save::send(board, &saved));
    let press = move |()| if empties { confirming.set(true) } else { send.run(()) };
    let obstacle = obstacle(t, edit);
    let button = move || {
        let refused = board.refused.get();
        let mending = refused.as_ref().map(|refusal| mending(t, refusal.mend, None));
        let denied = refused.map(|refusal| denial(t, &refusal));
        let obstacle = obstacle.clone();
        let reason = Signal::derive(move || match denied {
            Some(denied) => Some(denied.get()),
            None if board.is_off() => Some(text::failed_feature_off(t)),
            None if board.is_refreshing() => Some(text::services_looking(t)),
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
    let taken = taken(t, edit);
    view! {
        <div class="pane-foot">
            {since(t, edit)}
            {unsent(order, move |_| text::services_not_saved(t))}
            <p role="status">{words::summary(t, edit)}</p>
            {button}
            <Confirm
                open=confirming
                title=text::services_take_all(t)
                action=text::services_take_all_action(t)
                on_confirm=send
            >
                {taken.iter().map(|line| view! { <p>{line.clone()}</p> }.into_any()).collect::<Vec<_>>()}
            </Confirm>
        </div>
    }
    .into_any()
}

/// From whom everything is taken, by name, and how many people lose something by it (RS-10).
fn taken(t: Text, edit: &Edit) -> Vec<String> {
    if !edit.chosen.is_empty() {
        return Vec::new();
    }
    let names = names(t, &edit.ground, |subject| !subject.own.is_empty());
    let mut lines = vec![words::take_all_from(t, edit.ground.tab, &names)];
    if edit.people.losing > 0 {
        lines.push(text::services_lose(t, words::number(edit.people.losing)));
    }
    lines
}

/// What has become different since the pane was opened, and how (ACC-12).
fn since(t: Text, edit: &Edit) -> Option<AnyView> {
    let services = &edit.ground.services;
    let set = |set: &super::marks::Marks| match set.names(services) {
        names if names.is_empty() => text::services_none(t),
        names => text::list(t, &names),
    };
    let line = |Since { name, before, now, .. }: &Since| {
        let mut said = Vec::new();
        match now {
            Some(Has { own, through }) => {
                if before.own != *own {
                    said.push(text::services_before(t, &set(&before.own)));
                    said.push(text::services_now(t, &set(own)));
                }
                if before.through != *through {
                    said.push(text::services_groups_before(t, &set(&before.through)));
                    said.push(text::services_groups_now(t, &set(through)));
                }
            }
            None => said.push(words::gone(t, edit.ground.tab)),
        }
        let said: Vec<AnyView> = said.into_iter().map(|words| view! { <p>{words}</p> }.into_any()).collect();
        view! { <li><strong>{name.clone()}</strong> {said}</li> }.into_any()
    };
    let mut lines: Vec<AnyView> = edit.since.iter().take(NAMED_BEFORE_TAKING).map(line).collect();
    let left = edit.since.len().saturating_sub(lines.len());
    if left > 0 {
        lines.push(view! { <li>{text::services_more(t, words::number(left))}</li> }.into_any());
    }
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
fn obstacle(t: Text, edit: &Edit) -> Option<String> {
    let tab = edit.ground.tab;
    if edit.ground.base.len() > MOST_SUBJECTS {
        return Some(words::too_many(t, tab, &text::number(t, words::number(MOST_SUBJECTS))));
    }
    if !edit.mixed.is_empty() {
        let mixed = edit.mixed.names(&edit.ground.services);
        let mixed = words::some(t, mixed.iter().map(String::as_str), NAMED);
        return Some(words::settle(t, tab, &mixed));
    }
    (!edit.differs).then(|| match edit.ground.base.as_slice() {
        [only] => text::services_no_change_for(t, &only.name),
        _ => words::no_change(t, tab),
    })
}
