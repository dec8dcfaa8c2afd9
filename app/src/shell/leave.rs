//! Leaving: what signing out does, wherever one does it.

use crate::api::{Mutation, Order};
use crate::drafts;
use crate::routes::Route;
use leptos::prelude::window;
use shared::access::Everywhere;
use shared::api::session::{SignOut, SignOutEverywhere};
use shared::api::{Empty, Endpoint};

/// A way of signing out. Copied like a number.
pub(super) struct Leave<E>(Mutation<E>);

impl<E> Clone for Leave<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Leave<E> {}

impl Leave<SignOut> {
    /// Ends this session, in every region.
    pub(super) fn here() -> Self {
        Self(Mutation::idle())
    }
}

impl Leave<SignOutEverywhere> {
    /// Ends every session of the reader, in every region.
    pub(super) fn everywhere() -> Self {
        Self(Mutation::idle())
    }
}

impl<E> Leave<E>
where
    E: Endpoint<Path = Everywhere, Request = Empty, Response = Empty>,
{
    /// Signs out, and leaves nothing of the person in the page, nor in the browser's drafts.
    pub(super) fn send(self) {
        let gone = |_: &Empty| {
            drafts::forget_all();
            drop(window().location().assign(&Route::SignIn.to_string()));
        };
        self.0.send(&Everywhere, &Empty {}, gone, |_| ());
    }

    /// How far it has come.
    pub(super) fn order(self) -> Order {
        self.0.order()
    }
}
