//! Ending every session of somebody who is in the workspace, for a lost phone or somebody who has left (ID-7).

use super::Board;
use crate::api::Mutation;
use crate::text::{self, Text};
use crate::ui::{Announce, Button, Confirm, Icon, denial, icon, mending, unsent};
use leptos::prelude::*;
use shared::access::{AtMember, Effect as Change, MemberStatus, Origin, Permission, Refusal};
use shared::api::Empty;
use shared::api::members::ListedMember;
use shared::api::workspace::SignOutMember;
use shared::id::MemberId;

/// Whom it is about: what the button needs to know of them, so that a newer list does not draw it anew.
#[derive(Clone, PartialEq)]
pub(super) struct Somebody {
    member: MemberId,
    name: String,
    origin: Origin,
}

impl Somebody {
    /// Somebody whose membership holds. Whoever is only invited has no session that leads here.
    pub(super) fn of(row: &ListedMember) -> Option<Self> {
        let holds = row.status == MemberStatus::Active;
        holds.then(|| Self { member: row.member.clone(), name: row.name.clone(), origin: row.origin })
    }
}

/// The button, what it asks, and what came of it. A newer list, or newer access, leaves all three as they are.
pub(super) fn sign_out(board: Board, who: Somebody) -> AnyView {
    let (t, confirming, done) = (board.t, RwSignal::new(false), RwSignal::new(false));
    let (command, announce) = (Mutation::<SignOutMember>::idle(), Announce::current());
    let order = command.order();
    let Somebody { member, name, origin } = who;
    let (reason, way) = reason(board, &member, origin);
    let path = AtMember { workspace: board.space.id(), member };
    let (said, failed) = (text::users_signed_out(t, &name), text::users_not_signed_out(t, &name));
    let words = said.clone();
    let send = move |()| {
        done.set(false);
        let words = words.clone();
        // Who has closed the pane hears of it where they are; over the rest of the page lies the pane.
        let told = move |_: &Empty| {
            if done.try_set(true).is_some() {
                announce.say(words);
            }
        };
        command.send(&path, &Empty {}, told, |_| ());
    };
    let busy = Signal::derive(move || order.is_sending());
    let (label, says) = (text::users_sign_out(t, &name), text::users_sign_out_says(t, &name));
    view! {
        <section class="sign-out">
            <Button
                label=label.clone()
                icon=Icon::Devices
                busy=busy
                reason=reason
                on_press=move |()| confirming.set(true)
            />
            {way}
            {unsent(order, move |_| failed.clone())}
            <p role="status">
                {move || done.get().then(|| view! { {icon(Icon::Check)} {said.clone()} }.into_any())}
            </p>
            <Confirm
                open=confirming
                title=text::users_sign_out_question(t, &name)
                action=label
                on_confirm=send
            >
                <p>{says.clone()}</p>
            </Confirm>
        </section>
    }
    .into_any()
}

/// Why somebody can't be signed out here, and the way to put that right.
fn reason(board: Board, member: &MemberId, origin: Origin) -> (Signal<Option<String>>, AnyView) {
    let (t, space, member) = (board.t, board.space, member.clone());
    let refused = Memo::new(move |_| refusal(board));
    let denied = Memo::new(move |_| refused.get().map(|refusal| denial(t, &refusal)));
    let reason = Signal::derive(move || match denied.get() {
        Some(denied) => Some(denied.get()),
        None => bar(t, origin, space.actor().is_some_and(|actor| *actor.member() == member)),
    });
    let way = move || refused.get().map(|refusal| mending(t, refusal.mend, None));
    (reason, view! { {way} }.into_any())
}

fn refusal(board: Board) -> Option<Refusal> {
    board.space.may(&[Permission::MembersInvite], Change::Changes).and_then(Result::err)
}

/// What is in the way that no role could mend.
fn bar(t: Text, origin: Origin, is_reader: bool) -> Option<String> {
    match origin {
        Origin::Provider => Some(text::users_sign_out_provider(t)),
        Origin::Customer => is_reader.then(|| text::users_sign_out_yourself(t)),
    }
}
