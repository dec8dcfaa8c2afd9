//! Reactive Services, the people: who may use which service, where from, and changing it (RS-7 to RS-15).
//!
//! ```text
//! people   the worker's rows, with what is computed from them once
//! filter   which of them are shown; stands in the address
//! bar      search, filters, what can be done with the chosen
//! table    the list
//! edit     what is being edited, and what saving it would change
//! pane     the edit on the screen; preview, the part of it that says who gains and loses what
//! ```
//!
//! The pane stands beside the list and not in it: when the list can't be had any more, what was chosen is still there.
//! A filter hides rows and makes none: five hundred people are drawn once.

mod bar;
mod edit;
mod filter;
mod pane;
mod people;
mod preview;
mod table;
mod words;

use crate::api::{Mutation, Query};
use crate::navigator::Navigator;
use crate::pages::held::Held;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Announce, Page, Refused, SkeletonShape, loaded};
use edit::Edit;
use filter::Filter;
use leptos::prelude::*;
use people::{List, Person};
use shared::access::{ContractedService, Effect as Change, Permission, Refusal};
use shared::api::Empty;
use shared::api::reactive_services::{ListMemberServices, SaveMemberServices};
use shared::problem::ProblemCode;
use shared::service::entitlement::reactive;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Everything the page knows. Copied like a number.
#[derive(Clone, Copy)]
struct Board {
    t: Text,
    space: Space,
    navigator: Navigator,
    announce: Announce,
    query: Query<ListMemberServices>,
    list: Held<List>,
    filter: Held<Filter>,
    edit: Held<Edit>,
    /// Why nothing can be changed, if it can't.
    refused: Memo<Option<Refusal>>,
    command: Mutation<SaveMemberServices>,
    /// Whether the pane is open.
    open: RwSignal<bool>,
}

impl Board {
    fn new() -> Self {
        let space = Space::current();
        let board = Self {
            t: use_text(),
            space,
            navigator: Navigator::current(),
            announce: Announce::current(),
            query: Query::new(move || (space.path(), Empty {})),
            list: Held::nothing(),
            filter: Held::nothing(),
            edit: Held::nothing(),
            refused: Memo::new(move |_| {
                space.may(&[Permission::ServicesManage], Change::Changes).and_then(Result::err)
            }),
            command: Mutation::idle(),
            open: RwSignal::new(false),
        };
        Effect::new(move |_| board.hear());
        Effect::new(move |_| board.take_failure());
        Effect::new(move |opened: Option<bool>| {
            let open = board.open.get();
            if opened == Some(true) && !open {
                board.closed();
            }
            open
        });
        Effect::new(move |_| {
            let here = board.navigator.here();
            // Another page's address is none of this one's business, also while this one is being left.
            if here.route.page() == Some(&routes::Page::ReactiveServices) {
                board.filter.set(Filter::of(&here));
            }
        });
        board
    }

    /// Takes in what the worker has said about the people and about the services.
    fn hear(self) {
        let (Some(answer), Some(actor)) = (self.query.answer(), self.space.actor()) else { return };
        let words = |row: &_| people::words(self.t, row);
        let list = List::new(&answer, by_name(reactive(&actor)), self.list.now().as_deref(), &words);
        if let Some(edit) = self.edit.now().and_then(|edit| edit.catch_up(&list)) {
            self.edit.set(edit);
        }
        self.list.set(list);
    }

    /// Those who are chosen.
    fn chosen(self) -> Vec<Arc<Person>> {
        self.list.get().map(|list| list.chosen()).unwrap_or_default()
    }

    /// Those who are shown.
    fn shown(self) -> Vec<Arc<Person>> {
        let (Some(list), Some(filter)) = (self.list.get(), self.filter.get()) else { return Vec::new() };
        list.people.iter().filter(|person| filter.admits(person)).cloned().collect()
    }

    /// Opens the pane for those who are chosen. What was ticked for the same people before and not saved is still there.
    fn begin(self) {
        let Some(list) = self.list.now() else { return };
        let chosen = untrack(|| list.chosen());
        if !self.edit.now().is_some_and(|edit| edit.goes_on_for(&chosen)) {
            self.command.order().renew();
            self.edit.set(Edit::begin(chosen, &list));
        }
        self.open.set(true);
    }

    /// Says what becomes of what was ticked and not saved, when the pane is closed on it.
    fn closed(self) {
        let sending = untrack(|| self.command.order().is_sending());
        if !sending && self.edit.now().is_some_and(|edit| edit.is_unsaved()) {
            self.announce.warn(text::services_kept(self.t));
        }
    }

    /// Asks for people and services again.
    fn reload(self) {
        self.query.reload();
        self.space.inquiry().reload();
    }

    /// Goes on from what there is now, where saving met something else than the pane had shown.
    fn take_failure(self) {
        use ProblemCode::{FeatureOff, IdempotencyKeyReused, InvalidFields, StaleVersion};
        let order = self.command.order();
        match order.failure().and_then(|failure| failure.code()) {
            Some(StaleVersion | InvalidFields | IdempotencyKeyReused) => {
                order.renew();
                if let Some(edit) = self.edit.now() {
                    self.edit.set(edit.settled().late());
                }
                self.reload();
            }
            Some(FeatureOff) => self.reload(),
            _ => {}
        }
    }

    /// Chooses none of these any more. Where the button for it stood there may be none: the focus goes to the first of
    /// them.
    fn clear(self, chosen: &[Arc<Person>]) {
        for person in chosen {
            person.chosen.set(false);
        }
        let first = chosen.first().map(|person| format!("#{} input", person.row.member));
        request_animation_frame(move || {
            let found = first.and_then(|first| document().query_selector(&first).ok().flatten());
            if let Some(found) = found {
                drop(found.unchecked_into::<HtmlElement>().focus());
            }
        });
    }
}

fn by_name<'a>(services: impl Iterator<Item = &'a ContractedService>) -> Vec<ContractedService> {
    let mut sorted: Vec<ContractedService> = Vec::new();
    for service in services {
        let place = sorted.iter().position(|other| other.name > service.name).unwrap_or(sorted.len());
        sorted.insert(place, service.clone());
    }
    sorted
}

/// That one can only look, and why.
fn refused(board: Board) -> Option<AnyView> {
    let refusal = board.refused.get()?;
    Some(view! { <Refused what=text::services_look_only(board.t) refusal=refusal /> }.into_any())
}

/// The page.
pub(crate) fn reactive_services() -> AnyView {
    let board = Board::new();
    let t = board.t;
    let list = loaded(board.query.inquiry(), SkeletonShape::People, move || {
        view! {
            {move || refused(board)}
            <div class="people">{bar::filters(board)} {table::table(board)} {bar::chosen(board)}</div>
        }
        .into_any()
    });
    view! {
        <Page title=text::services_title(t) sentence=text::services_sentence(t)>
            {list}
        </Page>
        {pane::pane(board)}
    }
    .into_any()
}
