//! Looking at something: asked once, asked again when the question changes, old answers kept while a new one comes.

use super::client::{Cause, Failure, Letter, exchange};
use super::{Connection, json};
use leptos::prelude::{
    Effect, Get, GetUntracked, GetValue, Memo, RwSignal, Set, StoredValue, Track, UpdateValue, WithUntracked,
};
use serde::de::DeserializeOwned;
use shared::api::Endpoint;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How a screen stands to what it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing is known yet.
    Loading,
    /// There is an answer, and it is the latest that was asked for.
    Ready,
    /// There is an answer, and a newer one is on its way.
    Refreshing,
    /// There is an answer from before; a newer one could not be had.
    Kept(Failure),
    /// There is no answer, and none from before.
    Failed(Failure),
}

/// A question to the worker, with the latest answer. Copied like a number.
pub(crate) struct Query<E> {
    inquiry: Inquiry,
    endpoint: PhantomData<fn() -> E>,
}

impl<E> Clone for Query<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Query<E> {}

impl<E: Endpoint> Query<E>
where
    E::Response: Send + Sync,
{
    /// Asks at once, and again whenever a signal that `question` reads changes.
    pub(crate) fn new(question: impl Fn() -> (E::Path, E::Request) + 'static) -> Self {
        Self::made(question, true, None)
    }

    /// The same for what was asked before: the answer of then, if there is one, stays until the new one comes.
    pub(crate) fn after(
        former: Option<Arc<E::Response>>,
        question: impl Fn() -> (E::Path, E::Request) + 'static,
    ) -> Self {
        Self::made(question, true, former.map(|former| former as Answer))
    }

    /// The same for what is asked again when something has moved: its own refusal is no news to it. It is asked behind
    /// the reader's back, so that a session that has ended takes nothing away from before their eyes.
    pub(crate) fn of_access(question: impl Fn() -> (E::Path, E::Request) + 'static) -> Self {
        Self::made(question, false, None)
    }

    fn made(
        question: impl Fn() -> (E::Path, E::Request) + 'static,
        tells: bool,
        former: Option<Answer>,
    ) -> Self {
        let letter = move || {
            let (path, request) = question();
            Letter::to::<E>(&path, &request)
        };
        let inquiry = Inquiry::new(Box::new(letter), read::<E::Response>, tells, former);
        Self { inquiry, endpoint: PhantomData }
    }

    /// The latest answer, whatever its age. Does not change while a newer one is on its way.
    pub(crate) fn answer(self) -> Option<Arc<E::Response>> {
        self.inquiry.answer.get()?.downcast().ok()
    }

    /// The same, without its type.
    pub(crate) fn inquiry(self) -> Inquiry {
        self.inquiry
    }

    /// Asks again; the answer that is there stays until the new one comes.
    pub(crate) fn reload(self) {
        self.inquiry.reload();
    }
}

/// An answer of whatever type.
type Answer = Arc<dyn Any + Send + Sync>;

/// A query without its type, so that all of this is made once and not once per endpoint. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Inquiry {
    answer: RwSignal<Option<Answer>>,
    phase: RwSignal<Phase>,
    again: RwSignal<()>,
}

impl Inquiry {
    /// `tells`: whether the page hears of what has moved.
    fn new(
        letter: Box<dyn Fn() -> Letter>,
        read: fn(JsValue) -> Option<Answer>,
        tells: bool,
        former: Option<Answer>,
    ) -> Self {
        let phase = if former.is_some() { Phase::Refreshing } else { Phase::Loading };
        let inquiry =
            Self { answer: RwSignal::new(former), phase: RwSignal::new(phase), again: RwSignal::new(()) };
        let connection = Connection::current();
        let asked = StoredValue::new(0_u32);
        Effect::new(move |_| {
            inquiry.again.track();
            let letter = letter();
            asked.update_value(|count| *count += 1);
            let turn = asked.get_value();
            let known = inquiry.answer.get_untracked().is_some();
            inquiry.phase.set(if known { Phase::Refreshing } else { Phase::Loading });
            spawn_local(async move {
                let result = exchange(letter, connection.reader(), read).await;
                // A late answer to a former question is dropped, and so is one to a screen that is gone.
                if asked.try_get_value() == Some(turn) {
                    let failure = result.as_ref().err();
                    let quiet = known && !tells && failure.is_some_and(Failure::ends_session);
                    if !quiet {
                        connection.notice_end(failure);
                    }
                    if tells || quiet {
                        connection.notice_move(failure);
                    }
                    inquiry.settle(result, quiet);
                }
            });
        });
        Effect::new(move |_| {
            connection.track_returns();
            inquiry.recover();
        });
        inquiry
    }

    /// Asks again what could not be asked while nobody could be reached.
    fn recover(self) {
        let lost = self.phase.with_untracked(|phase| match phase {
            Phase::Kept(_) => true,
            Phase::Failed(failure) => failure.cause == Cause::Unreachable,
            Phase::Loading | Phase::Ready | Phase::Refreshing => false,
        });
        if lost {
            self.reload();
        }
    }

    fn settle(self, result: Result<Answer, Failure>, quiet: bool) {
        let known = self.answer.get_untracked().is_some();
        let phase = match result {
            Ok(answer) => {
                self.answer.set(Some(answer));
                Phase::Ready
            }
            Err(failure) if quiet || known && failure.leaves_doubt() => Phase::Kept(failure),
            // What the reader may no longer see is not kept before their eyes.
            Err(failure) => Phase::Failed(failure),
        };
        self.phase.set(phase);
    }

    /// How it stands.
    pub(crate) fn phase(self) -> Phase {
        self.phase.get()
    }

    /// The same, whatever the age of the answer: `Ready`, `Loading` or `Failed`. Changes only when one gives way to
    /// another.
    pub(crate) fn presence(self) -> Memo<Phase> {
        Memo::new(move |_| match self.phase() {
            Phase::Ready | Phase::Refreshing | Phase::Kept(_) => Phase::Ready,
            absent @ (Phase::Loading | Phase::Failed(_)) => absent,
        })
    }

    /// Asks again, unless an answer is on its way.
    pub(crate) fn refresh(self) {
        if !matches!(self.phase.get_untracked(), Phase::Loading | Phase::Refreshing) {
            self.reload();
        }
    }

    /// Asks again. From this moment on the answer that is there is one from before.
    pub(crate) fn reload(self) {
        if self.answer.with_untracked(Option::is_some) {
            self.phase.set(Phase::Refreshing);
        }
        self.again.set(());
    }
}

fn read<T: DeserializeOwned + Send + Sync + 'static>(answer: JsValue) -> Option<Answer> {
    json::read::<T>(answer).ok().map(|answer| Arc::new(answer) as Answer)
}
