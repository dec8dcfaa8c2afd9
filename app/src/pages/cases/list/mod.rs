//! The list of cases.
//!
//! ```text
//! shown    which cases, in which order; stands in the address
//! bar      the choices of states, the filters that are set, setting more, the order
//! facets   what each filter offers
//! views    filters that the reader has saved under a name
//! table    the rows, also for Home
//! left     the list as it was when a row led away from it, for coming back
//! ```
//!
//! The list stays before the reader's eyes while another is on its way, faded and without its count, and is replaced when
//! it has come.

mod bar;
mod facets;
mod left;
mod shown;
mod table;
mod views;

pub(in crate::pages::cases) use left::address;
pub(crate) use table::{Sorted, heads, row};

use super::{keys, open_case_action};
use crate::api::{Phase, Query};
use crate::navigator::{Location, Navigator};
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Button, Empty, LinkButton, Page, Skeleton, SkeletonShape, Table, loaded, sentence};
use left::Left;
use leptos::prelude::*;
use shared::api::case_list::{CasesPage, ListCases};
use shared::api::workspace::Count;
use shown::Shown;
use std::sync::Arc;
use web_sys::MouseEvent;

/// The page, and all that it knows. Copied like a number.
#[derive(Clone, Copy)]
struct Listing {
    t: Text,
    space: Space,
    navigator: Navigator,
    /// What the address says.
    shown: Memo<Shown>,
    /// What is asked for: a list, and where its page begins.
    asked: RwSignal<(Shown, Option<String>)>,
    query: Query<ListCases>,
    /// The list that the pages are of.
    answered: RwSignal<Shown>,
    /// The pages that have come, each with where it begins.
    leaves: StoredValue<Vec<Leaf>>,
    /// How many cases match, on all pages together.
    counted: Memo<Option<Count>>,
    /// How many came last, for whoever can't see it.
    came: RwSignal<String>,
    /// How many pages are from before, and asked for again.
    old: RwSignal<usize>,
    /// Those of them that have come, until all have.
    renewed: StoredValue<Vec<Leaf>>,
}

/// A page that has come, with where it begins.
type Leaf = (Option<String>, Arc<CasesPage>);

/// The page.
pub(crate) fn list() -> AnyView {
    let listing = Listing::new();
    let (t, space) = (listing.t, listing.space);
    keys::listen();
    // What stands above the list is as high as what may be done here: the list comes when that is known, and stays there.
    let known = Memo::new(move |_| space.actor().is_some());
    let content = move || match known.get() {
        true => listing.content(),
        false => view! { <Skeleton shape=SkeletonShape::People /> }.into_any(),
    };
    view! { <Page title=text::cases_title(t) actions=open_case_action(t, space)>{content}</Page> }.into_any()
}

impl Listing {
    fn new() -> Self {
        let (space, navigator) = (Space::current(), Navigator::current());
        let shown = Memo::new(move |former: Option<&Shown>| {
            let here = navigator.here();
            match former {
                // Another page's address is none of this one's business, also while this one is being left.
                Some(former) if here.route.page() != Some(&routes::Page::Cases) => former.clone(),
                _ => Shown::of(&here),
            }
        });
        let asked = RwSignal::new((shown.get_untracked(), None));
        let answered = RwSignal::new(shown.get_untracked());
        Effect::new(move |_| {
            let shown = shown.get();
            if asked.with_untracked(|(former, _)| *former != shown) {
                asked.set((shown, None));
            }
        });
        let left = Left::recall(space, &shown.get_untracked());
        let before = left.as_ref().map(|left| left.leaves.clone()).unwrap_or_default();
        let question = move || {
            let (shown, after) = asked.get();
            (space.path(), shown.question(after))
        };
        let query = Query::<ListCases>::after(before.first().map(|(_, page)| page.clone()), question);
        if let Some(left) = left {
            left.return_to();
        }
        let counted = Memo::new(move |former: Option<&Option<Count>>| {
            query.answer().and_then(|page| page.count.or(former.copied().flatten()))
        });
        let old = RwSignal::new(before.len());
        let (leaves, renewed) = (StoredValue::new(before), StoredValue::new(Vec::new()));
        let (t, came) = (use_text(), RwSignal::new(String::new()));
        Self { t, space, navigator, shown, asked, query, answered, leaves, counted, came, old, renewed }
    }

    /// What can be set, and the list.
    fn content(self) -> AnyView {
        let rows = loaded(self.query.inquiry(), SkeletonShape::Rows, move || {
            view! { {move || self.view()} }.into_any()
        });
        view! {
            <div class="cases-page">
                {bar::bar(self)}
                <p class="visually-hidden" role="status">
                    {move || self.came.get()}
                </p>
                <div
                    class="cases-rows"
                    class:former=move || self.is_waiting()
                    aria-busy=move || self.is_waiting().then_some("true")
                >
                    {rows}
                </div>
            </div>
        }
        .into_any()
    }

    /// Shows another list in the place of this one; back leads to where the reader came from, not through every filter.
    fn look(self, shown: &Shown) {
        let route = routes::Page::Cases.of(&self.space.id());
        self.navigator.replace(Location { route, query: shown.query() });
    }

    /// The address of a list.
    fn address(self, shown: &Shown) -> String {
        format!("{}{}", routes::Page::Cases.of(&self.space.id()), shown.query())
    }

    /// Everything that has come so far; made anew with each page that comes.
    fn view(self) -> AnyView {
        let (t, workspace) = (self.t, self.space.id());
        let leaves = self.keep();
        let shown = self.asked.with_untracked(|(shown, _)| shown.clone());
        let sorted = if shown.by_activity() { Sorted::ByActivity } else { Sorted::ByOpening };
        let href = |case: &shared::api::case::CaseSummary| {
            routes::Page::Case(case.id.clone()).of(&workspace).to_string()
        };
        let cases = leaves.iter().flat_map(|(_, page)| &page.items);
        let rows: Vec<_> = cases.map(|case| row(t, case, href(case), sorted)).collect();
        if rows.is_empty() {
            return self.none(&shown);
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let next = leaves.last().and_then(|(_, page)| page.next.clone());
        let leave = move |press: MouseEvent| {
            let (shown, leaves) = (self.answered.get_untracked(), self.leaves.get_value());
            Left::by(&press, shown, leaves).into_iter().for_each(|left| left.keep(self.space));
        };
        view! {
            <div class="cases" on:click=leave>
                <Table label=text::cases_title(t) heads=heads(t, sorted)>
                    {rows}
                </Table>
                {self.more(count, next)}
            </div>
        }
        .into_any()
    }

    /// Puts the page that has come behind the others; one that was asked for again takes its own place, and the first page
    /// that of all. The first of new rows takes the focus: the button that was pressed may be gone.
    fn keep(self) -> Vec<Leaf> {
        let mut leaves = self.leaves.get_value();
        // An answer is taken in once: drawn again, it may stand below another question.
        let is_new = |page: &Arc<CasesPage>| !leaves.iter().any(|(_, known)| Arc::ptr_eq(known, page));
        if let Some(page) = self.query.answer().filter(is_new) {
            let (shown, after) = self.asked.get_untracked();
            if self.old.get_untracked() > 0 && self.answered.with_untracked(|answered| *answered == shown) {
                return self.renew(leaves, (after, page));
            }
            self.old.set(0);
            self.answered.set(shown);
            let rows: usize = leaves.iter().map(|(_, page)| page.items.len()).sum();
            match leaves.iter_mut().find(|(begins, _)| *begins == after) {
                Some(leaf) if after.is_some() => leaf.1 = page,
                _ if after.is_none() => leaves = vec![(after, page)],
                _ => {
                    let count = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
                    self.came.set(text::cases_came(self.t, count));
                    leaves.push((after, page));
                    request_animation_frame(move || keys::focus(rows));
                }
            }
            self.leaves.set_value(leaves.clone());
        }
        leaves
    }

    /// Takes in a page that was asked for again; when the last has come they take the place of those from before.
    fn renew(self, before: Vec<Leaf>, leaf: Leaf) -> Vec<Leaf> {
        let next = leaf.1.next.clone();
        self.renewed.update_value(|renewed| renewed.push(leaf));
        let count = self.renewed.with_value(Vec::len);
        if next.is_some() && count < self.old.get_untracked() {
            self.asked.update(|(_, after)| *after = next);
            return before;
        }
        left::hold_row();
        let renewed = self.renewed.try_update_value(std::mem::take).unwrap_or_default();
        self.leaves.set_value(renewed.clone());
        self.old.set(0);
        renewed
    }

    /// Where there is nothing: what this is for, or that the filters leave nothing.
    fn none(self, shown: &Shown) -> AnyView {
        let t = self.t;
        if shown.is_filtered() {
            let clear = self.address(&shown.cleared());
            let action = view! { <LinkButton label=text::cases_clear(t) href=clear /> };
            return view! { <Empty sentence=text::cases_no_match(t)>{action}</Empty> }.into_any();
        }
        let sentence = match shown.state.as_str() {
            "" => text::cases_none_open(t),
            "waiting_for_customer" => text::cases_none_waiting(t),
            "done" => text::cases_none_done(t),
            "all" => text::cases_none(t),
            _ => text::cases_no_match(t),
        };
        view! { <Empty sentence=sentence>{open_case_action(t, self.space)}</Empty> }.into_any()
    }

    /// Whether what is there is another list than the one that is asked for.
    fn is_former(self) -> bool {
        self.asked.with(|(shown, _)| self.answered.with(|answered| answered != shown))
    }

    /// Whether the list that is asked for is on its way, and another is there.
    fn is_waiting(self) -> bool {
        self.is_former() && self.query.inquiry().phase() == Phase::Refreshing
    }

    /// How many cases match: what the first page said, which the later ones do not say again.
    fn count(self) -> String {
        match self.counted.get().map(Count::exact) {
            None => String::new(),
            Some(Some(count)) => text::cases_count(self.t, count),
            Some(None) => text::cases_count_more(self.t, &text::number(self.t, Count::MOST)),
        }
    }

    /// How many there are by now, and the way to more.
    fn more(self, count: u32, next: Option<String>) -> AnyView {
        let (t, inquiry) = (self.t, self.query.inquiry());
        let busy = Signal::derive(move || inquiry.phase() == Phase::Refreshing || self.old.get() > 0);
        let button = next.map(|next| {
            let load = move |()| self.asked.update(|(_, after)| *after = Some(next.clone()));
            view! { <Button label=text::cases_load_more(t) on_press=load busy=busy /> }.into_any()
        });
        let trouble = move || match inquiry.phase() {
            Phase::Kept(failure) => sentence(t, &failure),
            _ => text::cases_shown(t, count),
        };
        view! {
            <div class="more">
                {button}
                <p class="help">{move || trouble()}</p>
                <p class="help keys">{text::cases_keys(t)}</p>
            </div>
        }
        .into_any()
    }
}
