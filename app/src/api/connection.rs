//! What every answer says besides what was asked for: that the session has ended, or that access has changed.

use super::Failure;
use leptos::prelude::{Get, RwSignal, Set, Track, expect_context, provide_context};
use shared::problem::ProblemCode;

/// The connection to the worker, one for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Connection {
    signed_out: RwSignal<bool>,
    refused: RwSignal<()>,
}

impl Connection {
    /// Makes the page's connection, for everything below.
    pub(crate) fn provide() -> Self {
        let connection = Self { signed_out: RwSignal::new(false), refused: RwSignal::new(()) };
        provide_context(connection);
        connection
    }

    /// The page's connection.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// Whether the worker has said that nobody is signed in.
    pub(crate) fn signed_out(self) -> bool {
        self.signed_out.get()
    }

    /// Makes whoever calls this run again when something was refused: what they know of their access is out of date.
    pub(crate) fn track_refusals(self) {
        self.refused.track();
    }

    /// Looks at how a question ended.
    pub(super) fn notice(self, failure: Option<&Failure>) {
        match failure.and_then(Failure::code) {
            Some(ProblemCode::NotSignedIn) => self.signed_out.set(true),
            _ => self.notice_command(failure),
        }
    }

    /// Looks at how a command ended. That the session has ended is said where the command was given, so that what was
    /// typed there stays.
    pub(super) fn notice_command(self, failure: Option<&Failure>) {
        if failure.and_then(Failure::code) == Some(ProblemCode::Refused) {
            self.refused.set(());
        }
    }
}
