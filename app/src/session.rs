//! Who is signed in, and what the workspace they are in lets them do.

use crate::api::{Connection, Inquiry, Query};
use crate::drafts;
use crate::navigator::Navigator;
use crate::routes::Route;
use crate::text::{self, use_text};
use crate::ui::Announce;
use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle};
use leptos::prelude::{
    Effect as Reaction, Get, GetValue, RwSignal, Set, SetValue, StoredValue, document, expect_context,
    on_cleanup, provide_context, set_timeout_with_handle, untrack, window_event_listener_untyped,
};
use shared::access::{
    Access, Actor, AtWorkspace, Effect, Everywhere, Permission, Refusal, RoleSource, SetSource,
};
use shared::api::Empty;
use shared::api::session::{GetMe, Me};
use shared::api::workspace::{AccessAnswer, GetAccess};
use shared::id::WorkspaceId;
use shared::time::Timestamp;
use shared::workspace::WorkspaceEntry;
use std::sync::Arc;
use std::time::Duration;

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
        let connection = Connection::current();
        Reaction::new(move |_| {
            if let Some(me) = session.me() {
                connection.is_for(&me.identity);
                drafts::tidy(&me.identity);
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

    /// Asks again who is signed in, unless that is just being asked for the first time.
    pub(crate) fn refresh(self) {
        if untrack(|| self.me()).is_some() {
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

/// The time on the browser's own clock, in milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole, and far below 2^53")]
pub(crate) fn browser_time() -> i64 {
    js_sys::Date::now() as i64
}

/// The workspace that the page lies in, as the person finds it. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Space {
    id: StoredValue<WorkspaceId>,
    access: Query<GetAccess>,
    actor: RwSignal<Option<Arc<Actor>>>,
    /// Whether the reader waits to hear what became of it.
    checking: StoredValue<bool>,
    /// Waits for the next moment at which something begins or ends.
    wait: StoredValue<Option<TimeoutHandle>>,
}

/// The longest that a browser's timer is trusted with.
const LONGEST_WAIT: i64 = 12 * 60 * 60 * 1000;

impl Space {
    /// Enters a workspace: asks what the person may do there, for everything below. It is asked again whenever an answer
    /// shows that something moved, the reader goes to another page, or comes back to this tab: what somebody has given or
    /// taken meanwhile shows without a reload.
    pub(crate) fn enter(id: WorkspaceId) -> Self {
        let (session, connection) = (Session::current(), Connection::current());
        let path = AtWorkspace { workspace: id.clone() };
        let access = Query::of_access(move || {
            connection.track_moves();
            (path.clone(), Empty {})
        });
        let (t, announce) = (use_text(), Announce::current());
        let (id, actor, checking) = (StoredValue::new(id), RwSignal::new(None), StoredValue::new(false));
        let space = Self { id, access, actor, checking, wait: StoredValue::new(None) };
        let mut judged: Option<Arc<AccessAnswer>> = None;
        Reaction::new(move |_| {
            if let Some(answer) = space.access() {
                session.hear(answer.now);
                // The same facts make nobody draw anything again.
                if judged.as_ref().is_none_or(|judged| judged.access != answer.access) {
                    space.judge(session, &answer);
                    judged = Some(answer);
                } else if space.checking.get_value() {
                    announce.say(text::refusal_unchanged(t));
                }
                space.checking.set_value(false);
            }
        });
        space.keep_asking();
        provide_context(space);
        space
    }

    /// Asks again with every page of the workspace that the reader goes to, and when they come back to the tab.
    fn keep_asking(self) {
        let navigator = Navigator::current();
        Reaction::new(move |_| {
            navigator.track();
            // The first answer is on its way.
            if matches!(untrack(|| navigator.here()).route, Route::In(workspace, _) if workspace == self.id())
            {
                self.inquiry().refresh();
            }
        });
        let come_back = move |_| {
            if !document().hidden() {
                self.inquiry().refresh();
            }
        };
        let listeners =
            ["focus", "visibilitychange"].map(|name| window_event_listener_untyped(name, come_back));
        on_cleanup(move || {
            listeners.into_iter().for_each(WindowListenerHandle::remove);
            self.stop_waiting();
        });
    }

    /// Asks again as the reader wishes: if it is all the same, they are told.
    pub(crate) fn check(self) {
        self.checking.set_value(true);
        self.inquiry().reload();
    }

    /// Makes of the facts what they are now, and again at the next moment at which that is something else.
    fn judge(self, session: Session, answer: &Arc<AccessAnswer>) {
        let now = session.now();
        self.actor.set(Actor::new(answer.access.clone(), now).ok().map(Arc::new));
        self.stop_waiting();
        let Some(next) = next_change(&answer.access, now) else { return };
        let left = next.since(now).millis().min(LONGEST_WAIT);
        let later = answer.clone();
        let again = move || self.judge(session, &later);
        let wait = Duration::from_millis(left.unsigned_abs());
        self.wait.set_value(set_timeout_with_handle(again, wait).ok());
    }

    fn stop_waiting(self) {
        if let Some(wait) = self.wait.try_get_value().flatten() {
            wait.clear();
        }
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

/// The next moment at which an agreement, a role or a set begins or ends by itself; what happens by somebody's hand comes
/// with the next answer.
fn next_change(access: &Access, now: Timestamp) -> Option<Timestamp> {
    let mut next = None;
    let mut note = |moment: Option<Timestamp>| {
        if let Some(moment) = moment
            && now < moment
            && next.is_none_or(|known| moment < known)
        {
            next = Some(moment);
        }
    };
    for service in &access.services {
        let term = service.term;
        note(Some(term.starts_on.start()));
        note(Some(term.ends_on.end()));
        note(term.withdrawn_at);
    }
    for held in &access.roles {
        if let RoleSource::Group { ends_at, .. } = held.source {
            note(ends_at);
        }
    }
    for set in &access.sets {
        if let SetSource::Group { ends_at, .. } = set.source {
            note(ends_at);
        }
    }
    next
}
