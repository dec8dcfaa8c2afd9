//! Cases: the list, opening one, and the case itself.

mod case;
mod keys;
mod list;
mod open;

pub(crate) use case::case;
pub(crate) use list::{heads, list, row};
pub(crate) use open::open;

use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, why};
use leptos::prelude::*;
use shared::access::{Effect, Permission};

/// Leads to opening a case; where the person may not, it says why (WHY-2).
pub(crate) fn open_case_action(t: Text, space: Space) -> AnyView {
    let action = move || match space.may(&[Permission::CasesOpen], Effect::Changes) {
        Some(Err(refusal)) => {
            let reason = Signal::stored(Some(why(t, &refusal.missing)));
            view! { <Button label=text::cases_open_case(t) on_press=|()| {} reason=reason /> }.into_any()
        }
        Some(Ok(())) | None => {
            let href = Page::OpenCase.of(&space.id()).to_string();
            let label = text::cases_open_case(t);
            view! { <LinkButton label=label kind=ButtonKind::Primary icon=Icon::Plus href=href /> }.into_any()
        }
    };
    view! { {move || action()} }.into_any()
}
