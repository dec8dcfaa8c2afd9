//! What every answer says besides what was asked for: that the session has ended, or that access has changed.

use super::{Cause, Failure};
use crate::drafts;
use crate::session::browser_time;
use leptos::prelude::{
    Get, GetValue, RwSignal, Set, SetValue, StoredValue, Track, expect_context, provide_context,
    window_event_listener_untyped,
};
use shared::api::NOBODY_YET;
use shared::id::IdentityId;
use shared::problem::ProblemCode;
use shared::time::Timestamp;

/// The connection to the worker, one for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Connection {
    signed_out: RwSignal<bool>,
    moved: RwSignal<()>,
    lost: RwSignal<bool>,
    /// Told when the worker can be reached again.
    back: RwSignal<()>,
    /// Whether it could not be when it was last tried.
    away: StoredValue<bool>,
    heard: StoredValue<Option<Timestamp>>,
    reader: StoredValue<Option<IdentityId>>,
}

impl Connection {
    /// Makes the page's connection, for everything below.
    pub(crate) fn provide() -> Self {
        let connection = Self {
            signed_out: RwSignal::new(false),
            moved: RwSignal::new(()),
            lost: RwSignal::new(false),
            back: RwSignal::new(()),
            away: StoredValue::new(false),
            heard: StoredValue::new(None),
            reader: StoredValue::new(None),
        };
        window_event_listener_untyped("online", move |_| connection.back.set(()));
        provide_context(connection);
        connection
    }

    /// The page's connection.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// For whom the page is made, as every request says it: what was typed as one person is never sent as another who has
    /// signed in in a second tab since.
    pub(super) fn reader(self) -> String {
        self.reader.get_value().map_or_else(|| NOBODY_YET.to_owned(), |reader| reader.to_string())
    }

    /// The page is made for this person.
    pub(crate) fn is_for(self, reader: &IdentityId) {
        self.reader.set_value(Some(reader.clone()));
    }

    /// Whether the worker has said that nobody is signed in.
    pub(crate) fn signed_out(self) -> bool {
        self.signed_out.get()
    }

    /// Makes whoever calls this run again when an answer has shown that something moved: what they know of their access
    /// may be out of date.
    pub(crate) fn track_moves(self) {
        self.moved.track();
    }

    /// Makes whoever calls this run again when the worker can be reached again: the network is back, or something was
    /// answered after something had not been.
    pub(crate) fn track_returns(self) {
        self.back.track();
    }

    /// What was just done decides what may be done: whoever tracks that runs again.
    pub(crate) fn move_on(self) {
        self.moved.set(());
    }

    /// Whether a command has failed whose screen is gone; said once.
    pub(crate) fn take_lost(self) -> bool {
        let lost = self.lost.get();
        if lost {
            self.lost.set(false);
        }
        lost
    }

    /// When the worker last answered a question, by the browser's clock.
    pub(crate) fn last_heard(self) -> Option<Timestamp> {
        self.heard.get_value()
    }

    /// A command has failed, and the screen that would say so is gone.
    pub(super) fn lose(self) {
        self.lost.set(true);
    }

    /// Looks at whether a question ended because the session has. Of a command that is said where it was given, so that
    /// what was typed there stays.
    pub(super) fn notice_end(self, failure: Option<&Failure>) {
        let away = failure.is_some_and(|failure| failure.cause == Cause::Unreachable);
        if self.away.get_value() && failure.is_none() {
            self.back.set(());
        }
        self.away.set_value(away);
        if failure.is_none() {
            self.heard.set_value(Some(Timestamp::from_millis(browser_time())));
        }
        if failure.and_then(Failure::code) == Some(ProblemCode::NotSignedIn) {
            self.signed_out.set(true);
        }
    }

    /// Looks at whether something is different from what the page rests on: what may be done, or who is signed in. What
    /// the browser kept for them goes with their session.
    pub(super) fn notice_move(self, failure: Option<&Failure>) {
        use ProblemCode::{FeatureOff, MoveNotAllowed, NotFound, Refused, StaleVersion};
        match failure.and_then(Failure::code) {
            Some(Refused | NotFound | StaleVersion | FeatureOff | MoveNotAllowed) => self.moved.set(()),
            _ if failure.is_some_and(Failure::ends_session) => drafts::forget_all(),
            _ => {}
        }
    }
}
