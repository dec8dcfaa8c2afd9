//! The list of cases. Which cases it shows stands in the address: `?show=waiting`.

use super::{keys, open_case_action};
use crate::api::{Phase, Query};
use crate::navigator::Navigator;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{
    Button, Empty, Head, Moment, Page, SkeletonShape, Table, loaded, reader, sentence, severity, state,
    state_name,
};
use leptos::prelude::*;
use shared::api::case::{CaseSummary, CasesQuestion, ListCases, Show};
use shared::case::lifecycle::CaseState;
use shared::paging;
use std::sync::Arc;

/// The page.
pub(crate) fn list() -> AnyView {
    let (t, space, navigator) = (use_text(), Space::current(), Navigator::current());
    let named = Memo::new(move |former: Option<&Option<String>>| {
        let here = navigator.here();
        match former {
            // Another page's address is none of this one's business, also while this one is being left.
            Some(former) if here.route.page() != Some(&routes::Page::Cases) => former.clone(),
            _ => here.parameter("show"),
        }
    });
    let content = move || {
        let name = named.get();
        let show =
            Show::ALL.into_iter().find(|show| Some(show.name()) == name.as_deref()).unwrap_or_default();
        view! { {chips(t, space, show)} {listing(t, space, show)} }.into_any()
    };
    keys::listen();
    view! {
        <Page title=text::cases_title(t) actions=open_case_action(t, space)>
            {move || content()}
        </Page>
    }
    .into_any()
}

/// The choices of what to show; links, so that each has an address.
fn chips(t: Text, space: Space, shown: Show) -> AnyView {
    let list = routes::Page::Cases.of(&space.id()).to_string();
    let chip = |choice: Show| {
        let name = match choice {
            Show::Open => text::cases_open(t),
            Show::Waiting => state_name(t, CaseState::WaitingForCustomer, reader()),
            Show::Done => text::cases_done(t),
            Show::All => text::cases_all(t),
        };
        let query =
            if choice == Show::default() { String::new() } else { format!("?show={}", choice.name()) };
        view! {
            <a class="chip" href=format!("{list}{query}") aria-current=(choice == shown).then_some("true")>
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

/// What there is to show of one choice, page after page. Copied like a number.
#[derive(Clone, Copy)]
struct Listing {
    t: Text,
    space: Space,
    show: Show,
    query: Query<ListCases>,
    /// Where the page that is asked for begins.
    after: RwSignal<Option<String>>,
    /// The pages that have come, each with where it begins.
    leaves: StoredValue<Vec<Leaf>>,
}

/// A page that has come, with where it begins.
type Leaf = (Option<String>, Arc<paging::Page<CaseSummary>>);

fn listing(t: Text, space: Space, show: Show) -> AnyView {
    let after = RwSignal::new(None::<String>);
    let query = Query::<ListCases>::new(move || (space.path(), CasesQuestion { show, after: after.get() }));
    let listing = Listing { t, space, show, query, after, leaves: StoredValue::new(Vec::new()) };
    loaded(query.inquiry(), SkeletonShape::Rows, move || view! { {move || listing.view()} }.into_any())
}

impl Listing {
    /// Everything that has come so far; made anew with each page that comes.
    fn view(self) -> AnyView {
        let (t, workspace) = (self.t, self.space.id());
        let leaves = self.keep();
        let rows: Vec<_> = leaves
            .iter()
            .flat_map(|(_, page)| &page.items)
            .map(|case| {
                row(
                    t,
                    case,
                    routes::Page::Case(case.id.clone()).of(&workspace).to_string(),
                    Sorted::ByOpening,
                )
            })
            .collect();
        if rows.is_empty() {
            return view! { <Empty sentence=self.none()>{open_case_action(t, self.space)}</Empty> }
                .into_any();
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let next = leaves.last().and_then(|(_, page)| page.next.clone());
        view! {
            <div class="cases">
                <Table label=text::cases_title(t) heads=heads(t, Sorted::ByOpening)>
                    {rows}
                </Table>
                {self.more(count, next)}
            </div>
        }
        .into_any()
    }

    /// Puts the page that has come behind the others; one that was asked for again takes its own place. The first of new
    /// rows takes the focus: the button that was pressed may be gone.
    fn keep(self) -> Vec<(Option<String>, Arc<paging::Page<CaseSummary>>)> {
        let mut leaves = self.leaves.get_value();
        if let Some(page) = self.query.answer() {
            let after = self.after.get_untracked();
            let shown: usize = leaves.iter().map(|(_, page)| page.items.len()).sum();
            match leaves.iter_mut().find(|(begins, _)| *begins == after) {
                Some(leaf) => leaf.1 = page,
                None => {
                    leaves.push((after, page));
                    if shown > 0 {
                        request_animation_frame(move || keys::focus(shown));
                    }
                }
            }
            self.leaves.set_value(leaves.clone());
        }
        leaves
    }

    /// What this is for, where there is nothing.
    fn none(self) -> String {
        match self.show {
            Show::Open => text::cases_none_open(self.t),
            Show::Waiting => text::cases_none_waiting(self.t),
            Show::Done => text::cases_none_done(self.t),
            Show::All => text::cases_none(self.t),
        }
    }

    /// How many there are by now, and the way to more.
    fn more(self, count: u32, next: Option<String>) -> AnyView {
        let (t, inquiry) = (self.t, self.query.inquiry());
        let busy = Signal::derive(move || inquiry.phase() == Phase::Refreshing);
        let button = next.map(|next| {
            let load = move |()| self.after.set(Some(next.clone()));
            view! { <Button label=text::cases_load_more(t) on_press=load busy=busy /> }.into_any()
        });
        let trouble = move || match inquiry.phase() {
            Phase::Kept(failure) => sentence(t, &failure),
            _ => text::cases_shown(t, count),
        };
        view! {
            <div class="more">
                {button}
                <p class="help" role="status">
                    {move || trouble()}
                </p>
            </div>
        }
        .into_any()
    }
}

/// What a list of cases is sorted by, the latest first; it is what the last column tells.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sorted {
    /// When they were opened.
    ByOpening,
    /// When something happened in them last.
    ByActivity,
}

/// The columns of a list of cases.
pub(crate) fn heads(t: Text, sorted: Sorted) -> Vec<Head> {
    let last = match sorted {
        Sorted::ByOpening => text::cases_column_opened(t),
        Sorted::ByActivity => text::cases_column_updated(t),
    };
    vec![
        Head::new(text::cases_column_case(t), "lead"),
        Head::new(text::cases_column_severity(t), "now"),
        Head::new(text::cases_column_state(t), "now"),
        Head::new(text::cases_column_service(t), "wide"),
        Head::new(text::cases_column_opened_by(t), "wide rest"),
        Head { sorted: true, ..Head::new(last, "now") },
    ]
}

/// A case in a list.
pub(crate) fn row(t: Text, case: &CaseSummary, href: String, sorted: Sorted) -> AnyView {
    let last = if sorted == Sorted::ByOpening { case.opened_at } else { case.updated_at };
    view! {
        <tr>
            <td class="lead">
                <a href=href>{case.title.clone()}</a>
                <span class="number">{case.number.to_string()}</span>
            </td>
            <td class="now">{severity(t, case.severity)}</td>
            <td class="now">{state(t, case.state)}</td>
            <td class="wide quiet">{case.service.clone()}</td>
            <td class="wide rest quiet">{case.opened_by.clone()}</td>
            <td class="now quiet">
                <Moment at=last />
            </td>
        </tr>
    }
    .into_any()
}
