//! Reactive Services: who may use which service, where from, and changing it (RS-7 to RS-15), for people and for groups.
//!
//! ```text
//! subject  people and groups out of the worker's rows, with what is computed from them once
//! marks    sets of services, as bits
//! filter   which of them are shown; stands in the address, with the tab
//! board    what the page knows: questions, choice, edit, command
//! tabs     the way to the other tab, and how many people have no service
//! bar      search, filters, what can be done with the chosen
//! table    the list
//! edit     what is being edited: how the boxes stand, on which ground, and what that does to the crowd
//! pane     the edit on the screen; boxes, preview and saving are its parts
//! ```
//!
//! The pane stands beside the list and not in it: when the list can't be had any more, what was chosen is still there.
//! Of 5 000 people the first are drawn, and more as one goes on; everything else concerns all of them.

mod bar;
mod board;
mod boxes;
mod crowd;
mod edit;
mod filter;
mod ground;
mod marks;
mod pane;
mod preview;
mod save;
mod subject;
mod table;
mod tabs;
mod words;

use crate::navigator::Navigator;
use crate::routes;
use crate::text::{self, use_text};
use crate::ui::{Page, Refused, SkeletonShape, loaded};
use board::Board;
use leptos::prelude::*;
use subject::Tab;

/// The page.
pub(crate) fn reactive_services() -> AnyView {
    let (t, navigator) = (use_text(), Navigator::current());
    let tab = Memo::new(move |former: Option<&Tab>| {
        let here = navigator.here();
        // Another page's address is none of this one's business, also while this one is being left.
        let left = here.route.page() != Some(&routes::Page::ReactiveServices);
        former.copied().filter(|_| left).unwrap_or_else(|| filter::tab(&here))
    });
    view! {
        <Page title=text::services_title(t) sentence=text::services_sentence(t)>
            {move || shown(Board::new(tab.get()))}
        </Page>
    }
    .into_any()
}

/// A tab with its pane.
fn shown(board: Board) -> AnyView {
    let list = move || {
        view! {
            {move || refused(board)}
            <div class="people">{bar::filters(board)} {table::table(board)} {bar::chosen(board)}</div>
        }
        .into_any()
    };
    let people = move || loaded(board.people.inquiry(), SkeletonShape::People, list);
    let content = match board.groups {
        Some(groups) => loaded(groups.inquiry(), SkeletonShape::People, people),
        None => people(),
    };
    view! { {tabs::tabs(board)} {content} {pane::pane(board)} }.into_any()
}

/// That one can only look, and why.
fn refused(board: Board) -> Option<AnyView> {
    let refusal = board.refused.get()?;
    Some(view! { <Refused what=text::services_look_only(board.t) refusal=refusal /> }.into_any())
}
