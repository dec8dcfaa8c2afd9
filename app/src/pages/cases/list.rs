//! The list of cases. Which cases it shows stands in the address: `?show=waiting`.

use super::{keys, open_case_action};
use crate::api::{Phase, Query};
use crate::navigator::Navigator;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{
    Button, Empty, Head, Moment, Page, SkeletonShape, Table, loaded, sentence, severity, state, state_name,
};
use leptos::prelude::*;
use shared::api::case::{CaseSummary, CasesQuestion, ListCases, Show};
use shared::case::lifecycle::CaseState;
use shared::paging;
use std::sync::Arc;

/// The page.
pub(crate) fn list() -> AnyView {
    let (t, space, navigator) = (use_text(), Space::current(), Navigator::current());
    let show = Memo::new(move |former: Option<&Show>| {
        let here = navigator.here();
        match former {
            // Another page's address is none of this one's business, also while this one is being left.
            Some(former) if here.route.page() != Some(&routes::Page::Cases) => *former,
            _ => named(here.parameter("show").as_deref()),
        }
    });
    keys::listen();
    view! {
        <Page title=text::cases_title(t) actions=open_case_action(t, space)>
            {chips(t, space, show)}
            {move || listing(t, space, show.get())}
        </Page>
    }
    .into_any()
}

fn named(name: Option<&str>) -> Show {
    Show::ALL.into_iter().find(|show| Some(show.name()) == name).unwrap_or_default()
}

/// The choices of what to show; links, so that each has an address.
fn chips(t: Text, space: Space, show: Memo<Show>) -> AnyView {
    let list = routes::Page::Cases.of(&space.id()).to_string();
    let chip = |choice: Show| {
        let href = match choice {
            Show::Open => list.clone(),
            _ => format!("{list}?show={}", choice.name()),
        };
        let name = move || match choice {
            Show::Open => text::cases_open(t),
            Show::Waiting => state_name(t, CaseState::WaitingForCustomer),
            Show::Done => text::cases_done(t),
            Show::All => text::cases_all(t),
        };
        view! {
            <a class="chip" href=href aria-current=move || (show.get() == choice).then_some("true")>
                {name}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="table-bar" aria-label=text::cases_filter(t)>
            {Show::ALL.map(chip).into_iter().collect_view()}
        </nav>
    }
    .into_any()
}

/// A page of the list as it came, with what was sent as `after` to get it.
type Leaf = (Option<String>, Arc<paging::Page<CaseSummary>>);

/// What there is to show of one choice, page after page.
#[derive(Clone, Copy)]
struct Listing {
    t: Text,
    space: Space,
    show: Show,
    query: Query<ListCases>,
    /// Where the page that is asked for begins.
    after: RwSignal<Option<String>>,
    /// The pages that have come.
    leaves: RwSignal<Vec<Leaf>>,
}

fn listing(t: Text, space: Space, show: Show) -> AnyView {
    let after = RwSignal::new(None::<String>);
    let query = Query::<ListCases>::new(move || (space.path(), CasesQuestion { show, after: after.get() }));
    let listing = Listing { t, space, show, query, after, leaves: RwSignal::new(Vec::new()) };
    loaded(query.inquiry(), SkeletonShape::Rows, move || {
        listing.keep();
        Effect::new(move |_| listing.keep());
        let none = Memo::new(move |_| listing.count() == 0);
        view! { {move || if none.get() { listing.empty() } else { listing.table() }} }.into_any()
    })
}

impl Listing {
    /// Puts the page that has come behind the others; one that was asked for again takes its own place.
    fn keep(self) {
        let Some(page) = self.query.answer() else { return };
        let after = self.after.get_untracked();
        let before = self.leaves.with_untracked(Vec::len);
        self.leaves.update(|leaves| match leaves.iter_mut().find(|leaf| leaf.0 == after) {
            Some(leaf) => leaf.1 = page,
            None => leaves.push((after, page)),
        });
        if before > 0 && self.leaves.with_untracked(Vec::len) > before {
            let first_new = self.leaves.with_untracked(|leaves| {
                leaves.iter().take(before).map(|(_, page)| page.items.len()).sum::<usize>()
            });
            request_animation_frame(move || keys::focus(first_new));
        }
    }

    fn count(self) -> usize {
        self.leaves.with(|leaves| leaves.iter().map(|(_, page)| page.items.len()).sum())
    }

    /// What this is for, and the first thing to do.
    fn empty(self) -> AnyView {
        let t = self.t;
        let sentence = match self.show {
            Show::Open => text::cases_none_open(t),
            Show::Waiting => text::cases_none_waiting(t),
            Show::Done => text::cases_none_done(t),
            Show::All => text::cases_none(t),
        };
        view! { <Empty sentence=sentence>{open_case_action(t, self.space)}</Empty> }.into_any()
    }

    fn table(self) -> AnyView {
        let t = self.t;
        let rows = move || {
            let workspace = self.space.id();
            let row = |case: &CaseSummary| {
                let place = routes::Page::Case(case.id.clone()).of(&workspace);
                row(t, case, place.to_string())
            };
            self.leaves.with(|leaves| leaves.iter().flat_map(|(_, page)| &page.items).map(row).collect_view())
        };
        let heads = vec![
            Head::new(text::cases_column_case(t), "lead"),
            Head::new(text::cases_column_severity(t), "now"),
            Head::new(text::cases_column_state(t), "now"),
            Head::new(text::cases_column_service(t), "wide"),
            Head::new(text::cases_column_opened_by(t), "wide"),
            Head::new(text::cases_column_updated(t), "now"),
        ];
        view! {
            <div class="cases">
                <Table label=text::cases_title(t) heads=heads>
                    {rows}
                </Table>
                {self.more()}
            </div>
        }
        .into_any()
    }

    /// How many there are by now, and the way to more.
    fn more(self) -> AnyView {
        let t = self.t;
        let next = Memo::new(move |_| {
            self.leaves.with(|leaves| leaves.last().and_then(|(_, page)| page.next.clone()))
        });
        let busy = Signal::derive(move || self.query.inquiry().phase() == Phase::Refreshing);
        let button = move || {
            next.get().map(|next| {
                let load = move |()| self.after.set(Some(next.clone()));
                view! { <Button label=text::cases_load_more(t) on_press=load busy=busy /> }.into_any()
            })
        };
        let trouble = move || match self.query.inquiry().phase() {
            Phase::Kept(failure) => Some(sentence(t, &failure)),
            _ => None,
        };
        let count = move || text::cases_shown(t, u32::try_from(self.count()).unwrap_or(u32::MAX));
        view! {
            <div class="more">
                {button}
                <p class="help" role="status">
                    {count} " " {trouble}
                </p>
            </div>
        }
        .into_any()
    }
}

fn row(t: Text, case: &CaseSummary, href: String) -> AnyView {
    view! {
        <tr>
            <td class="lead">
                <div class="name">
                    <span class="number">{case.number.to_string()}</span>
                    <a href=href>{case.title.clone()}</a>
                </div>
            </td>
            <td class="now">{severity(t, case.severity)}</td>
            <td class="now">{state(t, case.state)}</td>
            <td class="wide quiet">{case.service.clone()}</td>
            <td class="wide quiet">{case.opened_by.clone()}</td>
            <td class="now quiet">
                <Moment at=case.updated_at />
            </td>
        </tr>
    }
    .into_any()
}
