//! The pages come in parts. The program that every visit loads knows Home; the others come when somebody first goes
//! there, or before that, when the browser has had time to rest.
//!
//! What a function marked `#[wasm_split]` reaches, and nothing else does, is put into a file of its own after linking
//! (`app/program.mjs`). What several of them reach is shared by them, in a file for each set of parts that do: so pages that
//! share much are one part, and there are few.

use super::{cases, features, my_access, reactive_services, users};
use crate::api::{Cause, Connection, Failure};
use crate::navigator::Navigator;
use crate::routes::Page;
use crate::text::{self, use_text};
use crate::ui::{Failed, Page as Sheet, Skeleton, SkeletonShape};
use leptos::prelude::*;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// How a part shows one of its pages.
type Show = fn(Page) -> AnyView;

/// A part on its way.
type Coming = Pin<Box<dyn Future<Output = Result<Show, SplitLoaderError>>>>;

/// How long after a visit began the other parts are fetched.
pub(crate) const REST: Duration = Duration::from_secs(2);

#[wasm_split(cases, preload(fetch_cases), fallible)]
fn cases_part() -> Result<Show, SplitLoaderError> {
    Ok(|page| match page {
        Page::OpenCase => cases::open(),
        Page::Case(case) => cases::case(case),
        _ => cases::list(),
    })
}

#[wasm_split(management, preload(fetch_management), fallible)]
fn management_part() -> Result<Show, SplitLoaderError> {
    Ok(|page| match page {
        Page::ReactiveServices => reactive_services::reactive_services(),
        Page::Features => features::features(),
        _ => users::users(),
    })
}

#[wasm_split(my_access, preload(fetch_my_access), fallible)]
fn my_access_part() -> Result<Show, SplitLoaderError> {
    Ok(|_| my_access::my_access())
}

/// One of the pages about cases.
pub(super) fn of_cases(page: Page) -> AnyView {
    arriving(page, || Box::pin(cases_part()))
}

/// One of the pages about who may do what: people, services, features.
pub(super) fn of_management(page: Page) -> AnyView {
    arriving(page, || Box::pin(management_part()))
}

/// The page about the reader's own access.
pub(super) fn of_my_access(page: Page) -> AnyView {
    arriving(page, || Box::pin(my_access_part()))
}

/// Fetches what has not come yet, once the visit has begun.
pub(crate) fn fetch_the_rest() {
    let fetch = || {
        spawn_local(async {
            drop((fetch_cases().await, fetch_management().await, fetch_my_access().await));
        });
    };
    set_timeout(fetch, REST);
}

/// A page whose part may be on its way.
fn arriving(page: Page, part: fn() -> Coming) -> AnyView {
    let arrived = RwSignal::new(None::<Option<Show>>);
    let load = move || {
        spawn_local(async move {
            arrived.try_set(Some(part().await.ok()));
        });
    };
    let connection = Connection::current();
    Effect::new(move |_| {
        connection.track_returns();
        if !matches!(arrived.get_untracked(), Some(Some(_))) {
            load();
        }
    });
    let shown = move || match arrived.get() {
        None => view! { <Skeleton shape=SkeletonShape::Rows /> }.into_any(),
        Some(Some(show)) => show(page.clone()),
        Some(None) => missing(&page, load),
    };
    shown.into_any()
}

/// What there is of a page whose part could not be fetched: its title, so that nobody takes it for the page before.
fn missing(page: &Page, load: impl Fn() + Send + Sync + 'static) -> AnyView {
    let t = use_text();
    let title = match page {
        Page::Home => text::home_title(t),
        Page::Cases | Page::Case(_) => text::cases_title(t),
        Page::OpenCase => text::open_case_title(t),
        Page::Users => text::users_title(t),
        Page::ReactiveServices => text::services_title(t),
        Page::MyAccess => text::my_access_title(t),
        Page::Features => text::features_title(t),
    };
    let navigator = Navigator::current();
    let retry = move |()| {
        navigator.ask_again();
        load();
    };
    view! {
        <Sheet title=title>
            <Failed failure=absence() retry=retry />
        </Sheet>
    }
    .into_any()
}

/// Why a part that was asked for did not come: it is gone with the version that this page is of, as `part.js` has noticed,
/// or nobody could be reached.
pub(crate) fn absence() -> Failure {
    let page = document().document_element();
    let outdated = page.is_some_and(|page| page.has_attribute("data-outdated"));
    Failure::from(if outdated { Cause::Outdated } else { Cause::Unreachable })
}
