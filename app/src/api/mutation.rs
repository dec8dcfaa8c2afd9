//! Changing something: sent when the person says so, and safe to send again until it is known to have arrived.

use super::client::{Failure, IdempotencyKey, Letter, exchange};
use super::{Connection, json};
use crate::drafts::{self, Draft};
use leptos::prelude::{Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue};
use shared::api::Endpoint;
use shared::problem::ProblemCode;
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

/// What to do with an answer, told whether the screen is still there; false if the answer can't be read.
type Finish = Box<dyn FnOnce(&JsValue, bool) -> bool>;

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
        Self { order: Order::new(true, String::new()), endpoint: PhantomData }
    }

    /// The same, of what is kept in a draft: also when the page was loaded again, or left and come back to, sending what
    /// nobody knows the fate of can't do the same thing twice.
    pub(crate) fn of(draft: &Draft, part: &str) -> Self {
        Self { order: Order::new(true, draft.name(part)), endpoint: PhantomData }
    }

    /// The same, of which nobody who has left its screen is told that it failed: nobody gave it.
    pub(crate) fn unasked() -> Self {
        Self { order: Order::new(false, String::new()), endpoint: PhantomData }
    }

    /// Sends the command, unless it is on its way already. When it was carried out, `anyway` gets the answer wherever the
    /// reader is by then, and may touch only what outlives every screen; `then` gets it if the screen is still there.
    pub(crate) fn send(
        self,
        path: &E::Path,
        request: &E::Request,
        anyway: impl FnOnce(&E::Response) + 'static,
        then: impl FnOnce(E::Response) + 'static,
    ) {
        let finish = |answer: &JsValue, here: bool| {
            let Ok(answer) = json::read(answer.clone()) else { return false };
            anyway(&answer);
            if here {
                then(answer);
            }
            true
        };
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
    /// Whether something was sent under the key of which nobody knows what became.
    doubt: StoredValue<bool>,
    /// Under which name the key is kept for as long as nobody knows what became of what was sent under it; empty where it
    /// is not.
    kept_as: StoredValue<String>,
    /// Whether a failure is told to somebody who has left the screen.
    told: bool,
    connection: Connection,
}

impl Order {
    fn new(told: bool, kept_as: String) -> Self {
        let former = drafts::read(&kept_as);
        Self {
            progress: RwSignal::new(Progress::Idle),
            doubt: StoredValue::new(former.is_some()),
            key: StoredValue::new(former.map_or_else(IdempotencyKey::fresh, IdempotencyKey::former)),
            kept_as: StoredValue::new(kept_as),
            told,
            connection: Connection::current(),
        }
    }

    /// The key stays the same until the worker has given a definite answer: after a lost connection, sending again can't
    /// do the same thing twice.
    fn send(self, letter: Letter, finish: Finish) {
        if self.progress.get_untracked() == Progress::Sending {
            return;
        }
        let (key, kept_as) = (self.key.get_value(), self.kept_as.get_value());
        if !kept_as.is_empty() {
            drafts::keep(&kept_as, key.as_str());
        }
        let letter = letter.with(key);
        self.progress.set(Progress::Sending);
        spawn_local(async move {
            let result = exchange(letter, self.connection.reader(), Some).await;
            // Whatever this screen holds may be gone, with the screen.
            let here = self.key.try_get_value().is_some();
            let failure = match result {
                Ok(answer) => (!finish(&answer, here)).then_some(Failure::UNREADABLE),
                Err(failure) => Some(failure),
            };
            self.connection.notice_move(failure.as_ref());
            if here {
                self.settle(failure);
            } else if failure.is_some() && self.told {
                self.connection.lose();
            }
        });
    }

    fn settle(self, failure: Option<Failure>) {
        let doubt = failure.as_ref().is_some_and(Failure::leaves_doubt);
        if doubt {
            self.doubt.try_set_value(true);
        } else if self.doubt.try_get_value() == Some(false) || ends_doubt(failure.as_ref()) {
            self.renew_key();
        }
        self.progress.try_set(failure.map_or(Progress::Idle, Progress::Failed));
    }

    fn renew_key(self) {
        self.key.try_set_value(IdempotencyKey::fresh());
        self.doubt.try_set_value(false);
        drafts::keep(&self.kept_as.try_get_value().unwrap_or_default(), "");
    }

    /// What went wrong does not hold any more; what would be sent is still the same.
    pub(crate) fn dismiss(self) {
        if self.progress.get_untracked() != Progress::Sending {
            self.progress.set(Progress::Idle);
        }
    }

    /// Begins anew: what will be sent is something else, and what went wrong before does not concern it.
    pub(crate) fn renew(self) {
        if self.progress.get_untracked() != Progress::Sending {
            self.renew_key();
            self.progress.set(Progress::Idle);
        }
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

/// Whether an answer tells what became of everything sent under its key: the worker looks for the key before it gives
/// one of these. It refuses before it looks (API-2), so a refusal tells nothing of what was sent before (CASE-15).
fn ends_doubt(failure: Option<&Failure>) -> bool {
    use ProblemCode::{FeatureOff, IdempotencyKeyReused, InvalidFields, MoveNotAllowed, StaleVersion};
    let Some(failure) = failure else { return true };
    let after = [FeatureOff, IdempotencyKeyReused, InvalidFields, MoveNotAllowed, StaleVersion];
    failure.code().is_some_and(|code| after.contains(&code))
}
