//! The steps that the reader can take with a case (CASE-4), by the same function as the worker's.

use super::Desk;
use crate::api::{Mutation, Phase};
use crate::text::{self, Text};
use crate::ui::{Button, unsent};
use leptos::prelude::*;
use shared::access::{Effect as Change, Origin, Permission};
use shared::api::case::{MoveCase, NewMove};
use shared::case::lifecycle::{Move, Side, choices};

/// The buttons, and where it is said that one did not work.
pub(super) fn moves(desk: Desk) -> (AnyView, AnyView) {
    let t = desk.t;
    let command = Mutation::<MoveCase>::idle();
    let order = command.order();
    desk.watch(order);
    // Until the case has come as it is now, another step would be taken from where it was.
    let coming = move || desk.query.inquiry().phase() == Phase::Refreshing;
    let busy = Signal::derive(move || order.is_sending() || coming());
    let buttons = move || {
        let button = |by: Move| {
            let press = move |()| give(desk, command, by);
            view! { <Button label=name(t, by) on_press=press busy=busy /> }.into_any()
        };
        possible(desk).into_iter().map(button).collect_view()
    };
    (view! { {move || buttons()} }.into_any(), unsent(order, move |_| text::case_not_moved(t)))
}

fn give(desk: Desk, command: Mutation<MoveCase>, by: Move) {
    let Some(case) = untrack(|| desk.detail()) else { return };
    let request = NewMove { by, version: case.version };
    command.send(&desk.path(), &request, desk.said(String::new()), move |_| desk.query.reload());
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
