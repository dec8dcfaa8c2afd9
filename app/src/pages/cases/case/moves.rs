//! The steps that the reader can take with a case (CASE-4), by the same function as the worker's.

use super::Desk;
use crate::api::{Failure, Mutation, Phase};
use crate::text::{self, Text};
use crate::ui::{Button, Icon, focus_title, icon, state_name, unsent};
use leptos::prelude::*;
use shared::access::{Effect as Change, Origin, Permission};
use shared::api::case::{CaseDetail, Entry, EntryContent, MoveCase, NewMove};
use shared::case::lifecycle::{Move, Side, choices};
use shared::problem::ProblemCode;
use std::sync::Arc;

/// The buttons, and where it is said that one did not work.
pub(super) fn moves(desk: Desk) -> (AnyView, AnyView) {
    let t = desk.t;
    let command = Mutation::<MoveCase>::idle();
    let order = command.order();
    desk.watch(order);
    let seen = StoredValue::new(None);
    // Until the case has come as it is now, another step would be taken from where it was.
    let coming = move || desk.query.inquiry().phase() == Phase::Refreshing;
    let busy = Signal::derive(move || order.is_sending() || coming());
    // Each step is a button of its own: none takes the place, and the focus, of the one that was just pressed.
    let button = move |by: Move| {
        let press = move |()| give(desk, command, by, seen);
        view! { <Button label=name(t, by) on_press=press busy=busy /> }.into_any()
    };
    let buttons = view! { <For each=move || possible(desk) key=|by| *by children=button /> };
    let late = Memo::new(move |_| order.failure().as_ref().and_then(Failure::code).is_some_and(is_late));
    let trouble = move || match late.get() {
        true => overtaken(desk, seen),
        false => unsent(order, move |_| text::case_not_moved(t)),
    };
    (buttons.into_any(), view! { {move || trouble()} }.into_any())
}

/// Whether somebody else was first.
fn is_late(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::StaleVersion | ProblemCode::MoveNotAllowed)
}

/// Why the step was not taken: what somebody else has done with the case meanwhile, as soon as that is known.
fn overtaken(desk: Desk, seen: StoredValue<Option<Arc<CaseDetail>>>) -> AnyView {
    let t = desk.t;
    let why = move || match (seen.get_value(), desk.detail()) {
        (Some(seen), Some(now)) if seen.version != now.version => meanwhile(desk, &seen, &now),
        _ if desk.query.inquiry().phase() == Phase::Refreshing => text::services_looking(t),
        _ => text::failed_move_not_allowed(t),
    };
    view! {
        <div class="refused" role="alert">
            <p class="what">{icon(Icon::Alert)} {text::case_not_moved(t)}</p>
            <p>{why}</p>
        </div>
    }
    .into_any()
}

/// What has become of a case since it was seen.
fn meanwhile(desk: Desk, seen: &CaseDetail, now: &CaseDetail) -> String {
    let t = desk.t;
    let is_new = |entry: &&Entry| !seen.entries.iter().any(|known| known.id == entry.id);
    let moved = now.entries.iter().rev().filter(is_new).find_map(|entry| match entry.content {
        EntryContent::Moved { to } => Some((entry.by.as_deref(), state_name(t, to, desk.side()))),
        EntryContent::Message { .. } | EntryContent::Note { .. } => None,
    });
    match moved {
        Some((Some(who), to)) => text::case_overtaken(t, text::State(&to), text::Who(who)),
        Some((None, to)) => text::case_moved_by_itself(t, &to),
        None => text::case_written_meanwhile(t, &state_name(t, now.summary.state, desk.side())),
    }
}

fn give(desk: Desk, command: Mutation<MoveCase>, by: Move, seen: StoredValue<Option<Arc<CaseDetail>>>) {
    let Some(case) = untrack(|| desk.detail()) else { return };
    seen.set_value(Some(case.clone()));
    let request = NewMove { by, version: case.version };
    command.send(&desk.path(), &request, desk.said(String::new()), move |_| {
        desk.query.reload();
        // What was pressed is about to go; whoever presses twice does not take the next step.
        focus_title();
    });
}

/// What can be chosen now; nothing for somebody who may neither answer nor work on cases: the box to write in says why.
fn possible(desk: Desk) -> Vec<Move> {
    let may = desk.space.may(&[Permission::CasesOpen, Permission::CasesWork], Change::Changes);
    let side = match desk.side() {
        Origin::Customer => Side::Customer,
        Origin::Provider => Side::Provider,
    };
    match (may, desk.detail()) {
        (Some(Ok(())), Some(case)) => choices(case.summary.state, side, desk.circumstances(&case)),
        _ => Vec::new(),
    }
}

fn name(t: Text, by: Move) -> String {
    match by {
        Move::Assign => text::case_move_assign(t),
        Move::Start => text::case_move_start(t),
        Move::AskCustomer => text::case_move_ask_customer(t),
        Move::GoOn => text::case_move_go_on(t),
        Move::Resolve => text::case_move_resolve(t),
        Move::TakeUpAgain => text::case_move_take_up_again(t),
        Move::Solved => text::case_move_solved(t),
        Move::Close | Move::CustomerWrites | Move::TimeCloses => text::case_move_close(t),
    }
}
