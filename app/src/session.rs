//! Who is signed in, and what the workspace they are in lets them do.

use crate::api::{Connection, Inquiry, Query};
use leptos::prelude::{
    Effect as Reaction, Get, GetValue, RwSignal, Set, SetValue, StoredValue, expect_context, provide_context,
    untrack,
};
use shared::access::{Actor, AtWorkspace, Effect, Everywhere, Permission, Refusal};
use shared::api::Empty;
use shared::api::session::{GetMe, Me};
use shared::api::workspace::{AccessAnswer, GetAccess};
use shared::id::WorkspaceId;
use shared::time::Timestamp;
use shared::workspace::WorkspaceEntry;
use std::sync::Arc;

/// Who is signed in, one for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    me: Query<GetMe>,
    /// How many milliseconds the server's clock is ahead of the browser's.
    ahead: StoredValue<i64>,
}

impl Session {
    /// Asks who is signed in, for everything below.
    pub(crate) fn provide() -> Self {
        let session = Self { me: Query::new(|| (Everywhere, Empty {})), ahead: StoredValue::new(0) };
        Reaction::new(move |_| {
            if let Some(me) = session.me() {
                session.hear(me.now);
            }
        });
        provide_context(session);
        session
    }

    /// The page's session.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// Who is signed in; `None` until the worker has answered.
    pub(crate) fn me(self) -> Option<Arc<Me>> {
        self.me.answer()
    }

    /// How the answer stands.
    pub(crate) fn inquiry(self) -> Inquiry {
        self.me.inquiry()
    }

    /// A workspace was opened: from the first time on, the switcher shows it so.
    pub(crate) fn opened(self, workspace: &WorkspaceId) {
        let unopened = |entry: &WorkspaceEntry| entry.id == *workspace && entry.last_opened_at.is_none();
        if untrack(|| self.me()).is_some_and(|me| me.workspaces.iter().any(unopened)) {
            self.me.reload();
        }
    }

    /// The time on the server, as well as the browser knows it. Everything shown is computed with it.
    pub(crate) fn now(self) -> Timestamp {
        Timestamp::from_millis(browser_time().saturating_add(self.ahead.get_value()))
    }

    /// Sets the clock by what an answer said.
    pub(crate) fn hear(self, now: Timestamp) {
        self.ahead.set_value(now.millis().saturating_sub(browser_time()));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole, and far below 2^53")]
fn browser_time() -> i64 {
    js_sys::Date::now() as i64
}

/// The workspace that the page lies in, as the person finds it. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Space {
    id: StoredValue<WorkspaceId>,
    access: Query<GetAccess>,
    actor: RwSignal<Option<Arc<Actor>>>,
}

impl Space {
    /// Enters a workspace: asks what the person may do there, for everything below, and again whenever something was
    /// refused.
    pub(crate) fn enter(id: WorkspaceId) -> Self {
        let (session, connection) = (Session::current(), Connection::current());
        let path = AtWorkspace { workspace: id.clone() };
        let access = Query::new(move || {
            connection.track_refusals();
            (path.clone(), Empty {})
        });
        let space = Self { id: StoredValue::new(id), access, actor: RwSignal::new(None) };
        Reaction::new(move |_| {
            if let Some(answer) = space.access() {
                session.hear(answer.now);
                space.actor.set(Actor::new(answer.access.clone(), answer.now).ok().map(Arc::new));
            }
        });
        provide_context(space);
        space
    }

    /// The workspace that the component stands in.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// The workspace.
    pub(crate) fn id(self) -> WorkspaceId {
        self.id.get_value()
    }

    /// The same, as a path's parameter.
    pub(crate) fn path(self) -> AtWorkspace {
        AtWorkspace { workspace: self.id() }
    }

    /// What the worker said about the person's access; `None` until it has answered.
    pub(crate) fn access(self) -> Option<Arc<AccessAnswer>> {
        self.access.answer()
    }

    /// How the answer stands.
    pub(crate) fn inquiry(self) -> Inquiry {
        self.access.inquiry()
    }

    /// The person as the rules see them; `None` until the worker has answered.
    pub(crate) fn actor(self) -> Option<Arc<Actor>> {
        self.actor.get()
    }

    /// Whether the person may do something, by the same function that the worker decides with (WHY-2). `None` until the
    /// worker has answered.
    pub(crate) fn may(self, any_of: &[Permission], effect: Effect) -> Option<Result<(), Refusal>> {
        self.actor().map(|actor| actor.may(any_of, effect))
    }

    /// Whether the person may see something: for places that are absent otherwise.
    pub(crate) fn shows(self, permission: Permission) -> bool {
        self.may(&[permission], Effect::Looks).is_some_and(|allowed| allowed.is_ok())
    }
}
