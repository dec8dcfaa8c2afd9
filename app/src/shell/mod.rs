//! What is around every page.

mod bar;
mod find;
mod languages;
mod leave;
mod nav;
mod offline;
mod palette;
mod person;
mod switcher;
mod themes;

pub(crate) use bar::mark;
pub(crate) use languages::languages;

use crate::api::{Connection, Failure, Mutation, Phase};
use crate::drafts::Draft;
use crate::memory::Memory;
use crate::navigator::Navigator;
use crate::pages;
use crate::preferences::Preferences;
use crate::routes::{Page, Route};
use crate::session::{Session, Space};
use crate::text::{self, Speech, Spoken, Text};
use crate::ui::{
    Announce, Button, Failed, Notices, Page as Sheet, Refused, Skeleton, SkeletonShape, loaded, next_turn,
};
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
    Memory::provide();
    Navigator::provide();
    Announce::provide();
    Session::provide();
    let speech = Speech::provide();
    Preferences::provide();
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
    let (navigator, connection, announce) =
        (Navigator::current(), Connection::current(), Announce::current());
    Effect::new(move |_| {
        if connection.take_lost() {
            announce.warn(text::failed_left(t));
        }
    });
    let stage = Memo::new(move |_| match navigator.here().route {
        _ if connection.signed_out() => Stage::SignIn,
        Route::SignIn => Stage::SignIn,
        Route::Start => Stage::Start,
        Route::Nowhere => Stage::Nowhere,
        Route::In(workspace, _) => Stage::In(workspace),
    });
    let shown = move || match stage.get() {
        Stage::SignIn => pages::sign_in(),
        Stage::Start => outside(t, start(t)),
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
    // A workspace that is shut stays so until there is an answer: its pages would only be refused again.
    let shut_by = Memo::new(move |former: Option<&Option<Failure>>| match space.inquiry().phase() {
        Phase::Failed(failure) => Some(for_good(failure)),
        Phase::Loading | Phase::Refreshing => former.cloned().flatten(),
        Phase::Ready | Phase::Kept(_) => None,
    });
    let page = Memo::new(move |_| navigator.here().route.page().cloned());
    // The frame is one piece of work, the page in it the next.
    let framed = next_turn();
    let shown = move || match shut_by.get() {
        Some(failure) => shut(t, failure, space),
        None => framed.get().then(|| page.get().map(pages::show)).into_any(),
    };
    let places = move || shut_by.with(Option::is_none).then(|| nav::nav(t, space));
    view! {
        <div class="frame">
            {bar::bar(t, Some(space))} {places} <main id="main" tabindex="-1">{offline::offline(t)} {shown}</main>
        </div>
    }
    .into_any()
}

/// The same refusal is the same, whatever the id of the request that met it: what says it is not drawn anew.
fn for_good(failure: Failure) -> Failure {
    match failure.problem() {
        Some(problem) if problem.refusal.is_some() => Failure { request: None, ..failure },
        _ => failure,
    }
}

/// Why a workspace does not open. One that the reader is not in is one that does not exist (WS-4); where they were in it
/// until now, the switcher need not lead there any more, and what they typed there goes.
fn shut(t: Text, failure: Failure, space: Space) -> AnyView {
    let refusal = failure.problem().and_then(|problem| problem.refusal.clone());
    match (failure.code(), refusal) {
        (Some(ProblemCode::NotFound), _) => {
            let session = Session::current();
            if let Some(me) = untrack(|| session.me()) {
                Draft::of(&me.identity, &space.id(), "").forget();
            }
            session.refresh();
            pages::nowhere()
        }
        (_, Some(refusal)) => {
            let me = untrack(|| Session::current().me());
            let title = me.and_then(|me| switcher::named(&me.workspaces, &space.id()));
            let title = title.unwrap_or_else(|| text::home_title(t));
            view! {
                <Sheet title=title>
                    <Refused what=text::refusal_workspace(t) refusal=refusal />
                </Sheet>
            }
            .into_any()
        }
        _ => {
            let navigator = Navigator::current();
            let retry = move |()| {
                navigator.ask_again();
                space.inquiry().reload();
            };
            view! { <Failed failure=failure retry=retry /> }.into_any()
        }
    }
}

/// Remembers that the workspace was opened (WS-5, WS-6), once it has.
fn mark_opened(space: Space) {
    let (session, command) = (Session::current(), Mutation::<MarkOpened>::unasked());
    Effect::new(move |marked: Option<bool>| {
        let open = space.access().is_some();
        if open && marked != Some(true) {
            let id = space.id();
            command.send(&space.path(), &Empty {}, move |_| session.opened(&id), |_| ());
        }
        open || marked == Some(true)
    });
}

/// What is in no workspace.
fn outside(t: Text, content: AnyView) -> AnyView {
    view! {
        <div class="frame plain">
            {bar::bar(t, None)} <main id="main" tabindex="-1">{offline::offline(t)} {content}</main>
        </div>
    }
    .into_any()
}

/// On to the workspace the person was in last (WS-5), or why there is none (ID-6). Asked anew each time: it may be another
/// by now, or gone.
fn start(t: Text) -> AnyView {
    let (navigator, session) = (Navigator::current(), Session::current());
    session.refresh();
    let asking = Memo::new(move |_| matches!(session.inquiry().phase(), Phase::Loading | Phase::Refreshing));
    let arrive = move || match session.me() {
        Some(me) => match &me.landing {
            Some(workspace) => {
                navigator.replace(Page::Home.of(workspace));
                ().into_any()
            }
            None if !me.unreachable.is_empty() => unreached(t, session),
            None => pages::no_workspace(&me),
        },
        None => ().into_any(),
    };
    let shown = move || match asking.get() {
        true => view! { <Skeleton shape=SkeletonShape::Lines /> }.into_any(),
        false => loaded(session.inquiry(), SkeletonShape::Lines, arrive),
    };
    view! { {shown} }.into_any()
}

/// For somebody whose workspaces may all lie where nobody answers.
fn unreached(t: Text, session: Session) -> AnyView {
    view! { <Sheet title=text::regions_title(t)>{missing(t, session)}</Sheet> }.into_any()
}

/// Which regions did not answer, and asking them again; nothing where all did.
fn missing(t: Text, session: Session) -> Option<AnyView> {
    let me = session.me().filter(|me| !me.unreachable.is_empty())?;
    let busy = Signal::derive(move || session.inquiry().phase() == Phase::Refreshing);
    let again = move |()| session.refresh();
    Some(
        view! {
            <div class="reading">
                <p>{text::regions_missing(t, &me.unreachable.join(", ").to_ascii_uppercase())}</p>
                <Button label=text::failed_retry(t) on_press=again busy=busy />
            </div>
        }
        .into_any(),
    )
}
