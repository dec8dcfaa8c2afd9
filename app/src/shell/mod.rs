//! What is around every page.

mod bar;
mod languages;
mod nav;
mod person;
mod switcher;

pub(crate) use bar::mark;
pub(crate) use languages::languages;

use crate::api::{Connection, Phase};
use crate::navigator::Navigator;
use crate::pages;
use crate::routes::{Page, Route};
use crate::session::{Session, Space};
use crate::text::{self, Speech, Spoken, Text};
use crate::ui::{Announce, Failed, Notices, SkeletonShape, loaded};
use leptos::prelude::*;
use shared::id::WorkspaceId;

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
        Spoken::Not(_) => unspoken(),
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
    let page = Memo::new(move |_| navigator.here().route.page().cloned());
    let presence = space.inquiry().presence();
    let shown = move || match presence.get() {
        Phase::Failed(failure) => {
            view! { <Failed failure=failure retry=move |()| space.inquiry().reload() /> }.into_any()
        }
        Phase::Loading | Phase::Ready | Phase::Refreshing | Phase::Kept(_) => {
            page.get().map(pages::show).into_any()
        }
    };
    view! {
        <div class="frame">
            {bar::bar(t, Some(space))} {nav::nav(t, space)} <main id="main" tabindex="-1">{shown}</main>
        </div>
    }
    .into_any()
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
