//! What is around every page.

mod bar;
mod languages;
mod nav;
mod person;
mod switcher;

pub(crate) use bar::mark;
pub(crate) use languages::languages;

use crate::api::{Connection, Failure, Mutation, Phase};
use crate::navigator::Navigator;
use crate::pages;
use crate::routes::{Page, Route};
use crate::session::{Session, Space};
use crate::text::{self, Speech, Spoken, Text};
use crate::ui::{Announce, Failed, Notices, SkeletonShape, loaded};
use leptos::prelude::*;
use shared::api::Empty;
use shared::api::workspace::MarkOpened;
use shared::id::WorkspaceId;
use shared::problem::ProblemCode;

/// The whole page. Everything that knows something is made once, here; what speaks is made anew when the language
/// changes.
#[component]
pub(crate) fn App() -> impl IntoView {
    Connection::provide();
    Navigator::provide();
    Announce::provide();
    Session::provide();
    let speech = Speech::provide();
    move || match speech.spoken() {
        Spoken::NotYet => ().into_any(),
        Spoken::In(t) => {
            provide_context(t);
            frame(t)
        }
        Spoken::Not => unspoken(),
    }
}

/// Where the messages can't be had there is nothing to say it with; `index.html` has the sentence in both languages.
fn unspoken() -> AnyView {
    if let Some(trouble) = document().get_element_by_id("trouble") {
        drop(trouble.remove_attribute("hidden"));
    }
    ().into_any()
}

/// What the page shows: which frame, and what stands in it.
#[derive(Clone, PartialEq)]
enum Stage {
    SignIn,
    Start,
    Nowhere,
    In(WorkspaceId),
}

/// Signing in, or a place behind it.
fn frame(t: Text) -> AnyView {
    let (navigator, connection) = (Navigator::current(), Connection::current());
    let stage = Memo::new(move |_| match navigator.here().route {
        _ if connection.signed_out() => Stage::SignIn,
        Route::SignIn => Stage::SignIn,
        Route::Start => Stage::Start,
        Route::Nowhere => Stage::Nowhere,
        Route::In(workspace, _) => Stage::In(workspace),
    });
    let shown = move || match stage.get() {
        Stage::SignIn => pages::sign_in(),
        Stage::Start => outside(t, start()),
        Stage::Nowhere => outside(t, pages::nowhere()),
        Stage::In(workspace) => in_workspace(t, workspace),
    };
    view! {
        <a class="skip" href="#main">{text::frame_skip(t)}</a>
        {shown}
        <Notices />
    }
    .into_any()
}

/// A workspace's pages, with its navigation.
fn in_workspace(t: Text, workspace: WorkspaceId) -> AnyView {
    let space = Space::enter(workspace);
    let navigator = Navigator::current();
    mark_opened(space);
    pages::fetch_the_rest();
    // The pages do not wait for the answer about access: they ask their own questions at the same time.
    let open = Memo::new(move |_| match space.inquiry().phase() {
        failed @ Phase::Failed(_) => failed,
        Phase::Loading | Phase::Ready | Phase::Refreshing | Phase::Kept(_) => Phase::Ready,
    });
    let page = Memo::new(move |_| navigator.here().route.page().cloned());
    let shown = move || match open.get() {
        Phase::Failed(failure) => shut(failure, space),
        _ => page.get().map(pages::show).into_any(),
    };
    let places = move || (open.get() == Phase::Ready).then(|| nav::nav(t, space));
    view! {
        <div class="frame">
            {bar::bar(t, Some(space))} {places} <main id="main" tabindex="-1">{shown}</main>
        </div>
    }
    .into_any()
}

/// Why a workspace does not open. One that the reader is not in is one that does not exist (WS-4).
fn shut(failure: Failure, space: Space) -> AnyView {
    match failure.code() {
        Some(ProblemCode::NotFound) => pages::nowhere(),
        _ => view! { <Failed failure=failure retry=move |()| space.inquiry().reload() /> }.into_any(),
    }
}

/// Remembers that the workspace was opened (WS-5, WS-6), once it has.
fn mark_opened(space: Space) {
    let (session, command) = (Session::current(), Mutation::<MarkOpened>::idle());
    Effect::new(move |marked: Option<bool>| {
        let open = space.access().is_some();
        if open && marked != Some(true) {
            let id = space.id();
            command.send(&space.path(), &Empty {}, move |_| session.opened(&id));
        }
        open || marked == Some(true)
    });
}

/// What is in no workspace.
fn outside(t: Text, content: AnyView) -> AnyView {
    view! {
        <div class="frame plain">
            {bar::bar(t, None)} <main id="main" tabindex="-1">{content}</main>
        </div>
    }
    .into_any()
}

/// On to the workspace the person was in last (WS-5), or why there is none (ID-6).
fn start() -> AnyView {
    let (navigator, session) = (Navigator::current(), Session::current());
    loaded(session.inquiry(), SkeletonShape::Lines, move || match session.me() {
        Some(me) => match &me.landing {
            Some(workspace) => {
                navigator.replace(Page::Home.of(workspace));
                ().into_any()
            }
            None => pages::no_workspace(&me),
        },
        None => ().into_any(),
    })
}
