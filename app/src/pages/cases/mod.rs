//! Cases: the list, opening one, and the case itself.

mod case;
mod keys;
mod list;
mod open;

pub(crate) use case::case;
pub(crate) use list::{Sorted, heads, list, row};
pub(crate) use open::open;

use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, helpers, why};
use leptos::prelude::*;
use shared::access::{Actor, Effect, Link, Permission, Refusal};
use shared::service::entitlement::{entitle, reactive};
use web_sys::MouseEvent;

/// Pressing what sends leaves the focus in the field: on a phone the keyboard would go with it, and the button from under the
/// thumb.
pub(in crate::pages::cases) fn keep_typing(event: MouseEvent) {
    event.prevent_default();
}

/// Leads to opening a case; where the person may not, it says why (WHY-2). Whoever never can is not offered it (CASE-8), and
/// nobody before it is known whether they may.
pub(crate) fn open_case_action(t: Text, space: Space) -> AnyView {
    let action = move || {
        let (label, kind, icon) = (text::cases_open_case(t), ButtonKind::Primary, Icon::Plus);
        let Some(actor) = space.actor() else { return ().into_any() };
        match closed(&actor) {
            Some(Refusal { missing: Link::Origin { .. }, .. }) => ().into_any(),
            Some(refusal) => {
                let words = closed_words(t, refusal);
                let reason = Signal::derive(move || Some(words.get()));
                view! { <Button label=label kind=kind icon=icon on_press=|()| {} reason=reason /> }.into_any()
            }
            None => {
                let href = Page::OpenCase.of(&space.id()).to_string();
                view! { <LinkButton label=label kind=kind icon=icon href=href /> }.into_any()
            }
        }
    };
    view! { {move || action()} }.into_any()
}

/// Why the person can't open a case on any service here; `None` if they can. Of several reasons it is the one that comes
/// last in WHY-1's order: the nearest to being put right.
pub(crate) fn closed(actor: &Actor) -> Option<Refusal> {
    if let Err(refusal) = actor.may(&[Permission::CasesOpen], Effect::Changes) {
        return Some(refusal);
    }
    let mut nearest: Option<Refusal> = None;
    for service in reactive(actor) {
        match entitle(actor, &service.id) {
            Ok(_) => return None,
            Err(refusal) => {
                let nearer = |former: &Refusal| former.missing.order() < refusal.missing.order();
                if nearest.as_ref().is_none_or(nearer) {
                    nearest = Some(refusal);
                }
            }
        }
    }
    nearest
}

/// Why in words, said of all services at once, and who can help.
pub(crate) fn closed_words(t: Text, Refusal { missing, mend }: Refusal) -> Signal<String> {
    let reason = reason(t, &missing);
    let who = helpers(t, mend);
    Signal::derive(move || format!("{reason} {}", who.get()))
}

/// Why in words, said of all services at once.
fn reason(t: Text, missing: &Link) -> String {
    match missing {
        Link::Assignment { .. } => text::home_none_assigned(t),
        missing => why(t, missing),
    }
}
