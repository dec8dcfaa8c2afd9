//! Users: who is in the workspace, as what, and through what (ACC-7).
//!
//! ```text
//! people   the worker's rows, with what can be searched in them
//! filter   which of them are shown; stands in the address
//! bar      search and filters
//! table    the list
//! pane     one person: their roles, and what each permission comes from; who it is stands in the address
//! sign_out ending every session of that person
//! words    status, account, side, source in words
//! ```
//!
//! Of those whom search and filters leave, a hundred are drawn at once: there may be five thousand.

mod bar;
mod filter;
mod pane;
mod people;
mod sign_out;
mod table;
mod words;

use crate::api::Query;
use crate::navigator::Navigator;
use crate::pages::held::Held;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Page, SkeletonShape, loaded};
use filter::Filter;
use leptos::prelude::*;
use people::Person;
use shared::api::Empty;
use shared::api::members::ListMembers;

/// The parameter of the person whose details are shown.
pub(crate) const MEMBER: &str = "member";

/// Everything the page knows. Copied like a number.
#[derive(Clone, Copy)]
struct Board {
    t: Text,
    space: Space,
    navigator: Navigator,
    query: Query<ListMembers>,
    list: Held<Vec<Person>>,
    filter: Held<Filter>,
    /// Whose details are shown, as the address names them.
    member: RwSignal<Option<String>>,
}

impl Board {
    fn new() -> Self {
        let space = Space::current();
        let board = Self {
            t: use_text(),
            space,
            navigator: Navigator::current(),
            query: Query::new(move || (space.path(), Empty {})),
            list: Held::nothing(),
            filter: Held::nothing(),
            member: RwSignal::new(None),
        };
        Effect::new(move |_| {
            if let Some(answer) = board.query.answer() {
                board.list.set(answer.members.iter().map(|row| Person::new(board.t, row)).collect());
            }
        });
        Effect::new(move |_| {
            let here = board.navigator.here();
            // Another page's address is none of this one's business, also while this one is being left.
            if here.route.page() == Some(&routes::Page::Users) {
                board.filter.set(Filter::of(&here));
                board.member.set(here.parameter(MEMBER));
            }
        });
        board
    }

    /// The places in the list of those who are shown.
    fn shown(self) -> Vec<usize> {
        let (Some(list), Some(filter)) = (self.list.get(), self.filter.get()) else { return Vec::new() };
        let shown = list.iter().enumerate().filter(|(_, person)| filter.admits(person));
        shown.map(|(place, _)| place).collect()
    }
}

/// The page.
pub(crate) fn users() -> AnyView {
    let board = Board::new();
    let list = loaded(board.query.inquiry(), SkeletonShape::People, move || {
        view! {
            <div class="people users">{bar::filters(board)} {table::table(board)}</div>
            {pane::pane(board)}
        }
        .into_any()
    });
    view! {
        <Page title=text::users_title(board.t) sentence=text::users_sentence(board.t)>
            {list}
        </Page>
    }
    .into_any()
}
