//! Cases: the list, opening one, and the case itself.

mod case;
mod keys;
mod list;
mod open;

pub(crate) use case::case;
pub(crate) use list::list;
pub(crate) use open::open;

use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, why};
use leptos::prelude::*;
use shared::access::{Effect, Permission};

/// Leads to opening a case; where the person may not, it says why (WHY-2).
pub(crate) fn open_case_action(t: Text, space: Space) -> AnyView {
    let refusal =
        Memo::new(move |_| space.may(&[Permission::CasesOpen], Effect::Changes).and_then(Result::err));
    let action = move || match refusal.get() {
        None => view! {
            <LinkButton
                label=text::cases_open_case(t)
                kind=ButtonKind::Primary
                icon=Icon::Plus
                href=Page::OpenCase.of(&space.id()).to_string()
            />
        }
        .into_any(),
        Some(refusal) => view! {
            <Button
                label=text::cases_open_case(t)
                icon=Icon::Plus
                on_press=|()| {}
                reason=Signal::stored(Some(why(t, &refusal.missing)))
            />
        }
        .into_any(),
    };
    view! { {action} }.into_any()
}
