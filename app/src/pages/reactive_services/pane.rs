//! The pane: a box per service, what saving would change, and saving it.

use super::Board;
use super::editor::Since;
use super::people::{Person, group_name, names};
use super::{preview, words};
use crate::api::{Failure, Phase};
use crate::text::{self, Text};
use crate::ui::{Announce, Button, ButtonKind, Checkbox, Confirm, Failed, Pane, helpers, unsent, why};
use leptos::prelude::*;
use shared::access::{ContractedService, Effect as What, Permission, Refusal};
use shared::api::reactive_services::{NewMemberServices, SavedMemberServices, SeenMember};
use shared::problem::ProblemCode;
use shared::service::assignment::{MOST_SUBJECTS, Tick, totals};
use std::collections::BTreeSet;
use std::sync::Arc;
use web_sys::SubmitEvent;

/// How many people are named before they are only counted.
const NAMED: usize = 3;

/// The pane, and the question before everything is taken away.
pub(super) fn pane(t: Text, board: Board) -> AnyView {
    let editor = board.editor;
    Effect::new(move |_| {
        if let Some(failure) = editor.order().failure() {
            look_again(board, &failure);
        }
    });
    view! {
        <Pane open=editor.open title=text::services_manage(t)>{move || form(t, board)}</Pane>
        <Confirm
            open=editor.confirming
            title=text::services_take_all(t)
            action=text::services_take_all_action(t)
            on_confirm=move |()| send(t, board)
        >
            <p>{move || text::services_take_all_from(t, &names_where(t, board, |person| !person.holding.own.is_empty()))}</p>
        </Confirm>
    }
    .into_any()
}

/// What the page knows may be why it did not work: asks anew, so that the pane can say what is different.
fn look_again(board: Board, failure: &Failure) {
    match failure.code() {
        Some(ProblemCode::StaleVersion) => board.query.reload(),
        Some(ProblemCode::InvalidFields | ProblemCode::FeatureOff) => {
            board.query.reload();
            board.space.inquiry().reload();
        }
        _ => {}
    }
}

fn form(t: Text, board: Board) -> AnyView {
    let editor = board.editor;
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        match editor.draft.with_untracked(|draft| draft.chosen.is_empty()) {
            true => editor.confirming.set(true),
            false => send(t, board),
        }
    };
    view! {
        <form class="services-form" on:submit=save>
            <div class="pane-body">
                <p>{move || whose(t, board)}</p>
                <fieldset class="field">
                    <legend>{text::services_services(t)}</legend>
                    {move || boxes(t, board)}
                </fieldset>
                {preview::preview(t, board)}
            </div>
            <div class="pane-foot">
                {move || since(t, board)}
                {move || failed(t, board)}
                <p role="status">{move || editor.draft.with(|draft| words::summary(t, draft))}</p>
                {move || save_button(t, board)}
            </div>
        </form>
    }
    .into_any()
}

/// Whose services these are; a few by name.
fn whose(t: Text, board: Board) -> String {
    match board.editor.base.with(Vec::len) {
        ..=NAMED => text::services_of(t, &names_where(t, board, |_| true)),
        count => text::services_of(t, &words::people(t, count)),
    }
}

/// The names of those who are edited and of whom something holds.
fn names_where(t: Text, board: Board, holds: fn(&Person) -> bool) -> String {
    let base = board.editor.base.get();
    let named = base.iter().filter(|person| holds(person)).map(|person| person.row.name.clone());
    text::list(t, &named.collect::<Vec<_>>())
}

/// What has become different since the pane was opened, and how (ACC-12).
fn since(t: Text, board: Board) -> Option<AnyView> {
    let since = board.editor.since.get();
    let services = board.services.get();
    let set = |set: &_| match names(&services, set) {
        names if names.is_empty() => text::services_none(t),
        names => text::list(t, &names),
    };
    let line = |person: &Since| {
        let what = match &person.now {
            Some(now) => {
                vec![text::services_before(t, &set(&person.before)), text::services_now(t, &set(now))]
            }
            None => vec![text::services_since_gone(t)],
        };
        let what = what.into_iter().map(|what| view! { <p>{what}</p> }.into_any()).collect_view();
        view! { <li><strong>{person.name.clone()}</strong> {what}</li> }.into_any()
    };
    (!since.is_empty()).then(|| {
        view! {
            <div class="since" role="alert">
                <p>{text::services_since(t)}</p>
                <ul>{since.iter().map(line).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// A box per service of the workspace.
fn boxes(t: Text, board: Board) -> AnyView {
    let editor = board.editor;
    let services = board.services.get();
    let row = |(place, service): (usize, ContractedService)| {
        let tick = move || editor.draft.with(|draft| draft.ticks.get(place).copied().unwrap_or(Tick::Empty));
        let help = note(t, board, &service);
        let id = service.id;
        let pick = move |ticked| editor.pick(id.clone(), ticked);
        view! { <Checkbox label=service.name tick=Signal::derive(tick) on_change=pick help=help /> }
            .into_any()
    };
    services.into_iter().enumerate().map(row).collect_view().into_any()
}

/// What to know about a service before its box is set: how many have it, who has it through a group anyway, and whether
/// it can be used at all.
fn note(t: Text, board: Board, service: &ContractedService) -> String {
    let base = board.editor.base.get();
    let having = base.iter().filter(|person| person.holding.own.contains(&service.id)).count();
    let mixed = (having > 0 && having < base.len()).then(|| {
        let all = words::people(t, base.len());
        text::services_have_it(t, words::number(having), &all)
    });
    let through = base.iter().filter(|person| person.holding.through_groups.contains(&service.id)).count();
    let through = (through > 0).then(|| {
        let giving = base.iter().flat_map(|person| person.groups_giving(&service.id));
        let groups: BTreeSet<String> =
            giving.filter_map(|group| group_name(&group.source)).map(Into::into).collect();
        let groups = text::list(t, &groups.into_iter().collect::<Vec<_>>());
        text::services_through_group(t, words::number(through), &groups)
    });
    let notes = [mixed, through, words::out_of_force(t, service)];
    notes.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why it was not saved, unless what has changed since says it.
fn failed(t: Text, board: Board) -> AnyView {
    let order = board.editor.order();
    let told = board.editor.since.with(|since| !since.is_empty());
    match order.failure() {
        Some(failure) if is_about_what_changed(&failure) => {
            (!told).then(|| view! { <Failed failure=failure /> }.into_any()).into_any()
        }
        _ => unsent(order, move |_| text::services_not_saved(t)),
    }
}

/// Whether it was not saved because somebody's set has changed, or because somebody or something is no longer here.
fn is_about_what_changed(failure: &Failure) -> bool {
    matches!(failure.code(), Some(ProblemCode::StaleVersion | ProblemCode::InvalidFields))
}

/// The button, with the reason why it can't be pressed if so.
fn save_button(t: Text, board: Board) -> AnyView {
    let reason = match board.space.may(&[Permission::ServicesManage], What::Changes) {
        Some(Err(refusal)) => not_allowed(t, refusal),
        _ => Signal::derive(move || obstacle(t, board)),
    };
    let busy = Signal::derive(move || board.editor.order().is_sending());
    view! { <Button label=text::services_save(t) kind=ButtonKind::Primary busy=busy reason=reason /> }
        .into_any()
}

/// Looking needs less than changing (RS-14).
fn not_allowed(t: Text, refusal: Refusal) -> Signal<Option<String>> {
    let (why, who) = (why(t, &refusal.missing), helpers(t, refusal.mend));
    Signal::derive(move || Some(format!("{why} {}", who.get())))
}

/// What is in the way of saving.
fn obstacle(t: Text, board: Board) -> Option<String> {
    if board.query.inquiry().phase() == Phase::Refreshing {
        return Some(text::services_looking(t));
    }
    if board.editor.base.with(Vec::len) > MOST_SUBJECTS {
        return Some(text::services_too_many(t, &text::number(t, words::number(MOST_SUBJECTS))));
    }
    let mixed = board.editor.draft.with(|draft| names(&board.services.get(), &draft.mixed));
    if !mixed.is_empty() {
        return Some(text::services_settle(t, &text::list(t, &mixed)));
    }
    (!board.editor.draft.with(|draft| draft.differs)).then(|| text::services_no_change(t))
}

/// Saves: every chosen person's own set becomes what is ticked (RS-8).
fn send(t: Text, board: Board) {
    let editor = board.editor;
    if untrack(|| obstacle(t, board)).is_some() {
        return;
    }
    board.services.with_untracked(|services| editor.settle(services));
    let seen = |person: &Arc<Person>| SeenMember {
        member: person.holding.member.clone(),
        version: person.holding.version,
    };
    let request = NewMemberServices {
        members: editor.base.with_untracked(|base| base.iter().map(seen).collect()),
        services: editor.draft.with_untracked(|draft| draft.chosen.clone()),
    };
    let announce = Announce::current();
    let then = move |saved: SavedMemberServices| {
        editor.open.set(false);
        board.clear();
        board.query.reload();
        board.space.inquiry().reload();
        announce.say(words::done(t, totals(&saved.changes)));
    };
    editor.command().send(&board.space.path(), &request, then);
}
