//! Changing something: sent when the person says so, and safe to send again until it is known to have arrived.

use super::client::{Failure, IdempotencyKey, Letter, exchange};
use super::{Connection, json};
use leptos::prelude::{Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue};
use shared::api::Endpoint;
use std::marker::PhantomData;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How far a command has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Progress {
    /// Not sent, or carried out.
    Idle,
    /// On its way.
    Sending,
    /// Not carried out, or not known to be.
    Failed(Failure),
}

/// A command that a screen can give. Copied like a number.
pub(crate) struct Mutation<E> {
    order: Order,
    endpoint: PhantomData<fn() -> E>,
}

impl<E> Clone for Mutation<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Mutation<E> {}

impl<E: Endpoint> Mutation<E> {
    /// A command that was not given yet.
    pub(crate) fn idle() -> Self {
        let order = Order {
            progress: RwSignal::new(Progress::Idle),
            key: StoredValue::new(IdempotencyKey::fresh()),
            connection: Connection::current(),
        };
        Self { order, endpoint: PhantomData }
    }

    /// Sends the command, unless it is on its way already; `then` gets the answer.
    pub(crate) fn send(self, path: &E::Path, request: &E::Request, then: impl FnOnce(E::Response) + 'static) {
        let finish = |answer: &JsValue| json::read(answer.clone()).map(then).is_ok();
        self.order.send(Letter::to::<E>(path, request), Box::new(finish));
    }

    /// The same, without its type.
    pub(crate) fn order(self) -> Order {
        self.order
    }
}

/// A command without its type, so that all of this is made once and not once per endpoint. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    progress: RwSignal<Progress>,
    key: StoredValue<IdempotencyKey>,
    connection: Connection,
}

impl Order {
    /// The key stays the same until the worker has given a definite answer: after a lost connection, sending again can't
    /// do the same thing twice.
    fn send(self, letter: Letter, finish: Box<dyn FnOnce(&JsValue) -> bool>) {
        if self.progress.get_untracked() == Progress::Sending {
            return;
        }
        let letter = letter.with(self.key.get_value());
        self.progress.set(Progress::Sending);
        spawn_local(async move {
            let result = exchange(letter, Some).await;
            self.connection.notice_command(result.as_ref().err());
            if !result.as_ref().is_err_and(Failure::leaves_doubt) {
                self.key.try_set_value(IdempotencyKey::fresh());
            }
            let progress = match result {
                Ok(answer) if !finish(&answer) => Progress::Failed(Failure::UNREADABLE),
                Ok(_) => Progress::Idle,
                Err(failure) => Progress::Failed(failure),
            };
            self.progress.try_set(progress);
        });
    }

    /// Whether it is on its way.
    pub(crate) fn is_sending(self) -> bool {
        self.progress.get() == Progress::Sending
    }

    /// What went wrong last time.
    pub(crate) fn failure(self) -> Option<Failure> {
        match self.progress.get() {
            Progress::Failed(failure) => Some(failure),
            Progress::Idle | Progress::Sending => None,
        }
    }
}
