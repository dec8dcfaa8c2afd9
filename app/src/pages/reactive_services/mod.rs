//! Reactive Services, the people: who may use which service, where from, and changing it (RS-7 to RS-15).
//!
//! ```text
//! people   the worker's rows, with what is computed from them once
//! filter   which of them are shown; stands in the address
//! bar      search, filters, what can be done with the chosen
//! table    the list
//! editor   what is being edited, and what saving it would change
//! pane     the editor on the screen; preview, the part of it that says who gains and loses what
//! ```
//!
//! The pane stands beside the list and not in it: when the list can't be had any more, what was chosen is still there.

mod bar;
mod editor;
mod filter;
mod pane;
mod people;
mod preview;
mod roles;
mod table;
mod words;

use crate::api::{Phase, Query};
use crate::navigator::Navigator;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Empty, Page, Selection, Skeleton, SkeletonShape, loaded};
use editor::Editor;
use filter::Filter;
use leptos::html;
use leptos::prelude::*;
use people::{People, Person};
use shared::access::ContractedService;
use shared::api::Empty as Nothing;
use shared::api::reactive_services::ListMemberServices;
use shared::id::MemberId;
use shared::problem::ProblemCode;
use shared::service::entitlement::reactive;
use std::collections::BTreeSet;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Everything the page knows. Copied like a number.
#[derive(Clone, Copy)]
struct Board {
    space: Space,
    query: Query<ListMemberServices>,
    /// The workspace's reactive services.
    services: Memo<Vec<ContractedService>>,
    /// Everybody.
    people: Memo<People>,
    filter: Memo<Filter>,
    /// Those that the filter lets through.
    shown: Memo<People>,
    /// Those that are chosen.
    chosen: Selection<MemberId>,
    /// How many that is.
    count: Memo<usize>,
    editor: Editor,
    /// Where the focus goes when what had it is gone.
    list: NodeRef<html::Section>,
}

impl Board {
    fn new(t: Text) -> Self {
        let (space, navigator, chosen) = (Space::current(), Navigator::current(), Selection::none());
        let query = Query::<ListMemberServices>::new(move || (space.path(), Nothing {}));
        let services =
            Memo::new(move |_| space.actor().map(|actor| by_name(reactive(&actor))).unwrap_or_default());
        let role_name = move |role| roles::name(t, role);
        let assemble = move |before: Option<&People>| match query.answer() {
            Some(answer) => services.with(|services| people::people(&role_name, &answer, services, before)),
            None => People::default(),
        };
        let people = Memo::new_with_compare(assemble, differ);
        let filter = move |former: Option<&Filter>| {
            let here = navigator.here();
            match former {
                // Another page's address is none of this one's business, also while this one is being left.
                Some(former) if here.route.page() != Some(&routes::Page::ReactiveServices) => former.clone(),
                _ => Filter::of(&here),
            }
        };
        let filter = Memo::new(filter);
        let apply =
            move |_: Option<&People>| people.with(|people| filter.with(|filter| filter.apply(people)));
        let shown = Memo::new_with_compare(apply, differ);
        let count = move |_: Option<&usize>| {
            people.with(|people| people.iter().filter(|person| chosen.has(person.id())).count())
        };
        let editor = Editor::closed(services, people);
        let (count, list) = (Memo::new(count), NodeRef::new());
        Self { space, query, services, people, filter, shown, chosen, count, editor, list }
    }

    /// Those that are chosen, as they are now.
    fn picked(self) -> Vec<Arc<Person>> {
        let picked = |person: &&Arc<Person>| self.chosen.has(person.id());
        untrack(|| self.people.with(|people| people.iter().filter(picked).cloned().collect()))
    }

    /// Chooses nobody. Where the button for it stood there is none any more: the focus goes to the first of those who
    /// were chosen, or to the list.
    fn clear(self) {
        let first = self.picked().first().map(|person| person.id().clone());
        self.chosen.replace(BTreeSet::new());
        request_animation_frame(move || {
            let row = first.and_then(|id| document().get_element_by_id(id.as_str()));
            match row.and_then(|row| row.query_selector("input").ok().flatten()) {
                Some(tick_box) => drop(tick_box.unchecked_into::<HtmlElement>().focus()),
                None => drop(self.list.get_untracked().map(|list| list.focus())),
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

fn differ(one: Option<&People>, other: Option<&People>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => !Arc::ptr_eq(one, other) && one != other,
        _ => true,
    }
}

/// The page.
pub(crate) fn reactive_services() -> AnyView {
    let t = use_text();
    let board = Board::new(t);
    let known = Memo::new(move |_| board.space.actor().is_some());
    let off = Memo::new(move |_| match board.query.inquiry().phase() {
        Phase::Failed(failure) => failure.code() == Some(ProblemCode::FeatureOff),
        Phase::Loading | Phase::Ready | Phase::Refreshing | Phase::Kept(_) => false,
    });
    let list = move || match (off.get(), known.get()) {
        (true, _) => view! { <Empty sentence=text::services_off(t) /> }.into_any(),
        (false, false) => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
        (false, true) => loaded(board.query.inquiry(), SkeletonShape::Rows, move || {
            view! { {bar::bar(t, board)} {table::table(t, board)} }.into_any()
        }),
    };
    view! {
        <Page title=text::services_title(t) sentence=text::services_sentence(t)>
            <section class="people-list" tabindex="-1" aria-label=text::services_table(t) node_ref=board.list>
                {list}
            </section>
        </Page>
        {pane::pane(t, board)}
    }
    .into_any()
}
