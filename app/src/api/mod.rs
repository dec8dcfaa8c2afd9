//! Talking to the worker: the only place in the app that fetches anything.
//!
//! Endpoints are declared in `shared::api`. A screen that looks at something holds a [`Query`] and shows what its
//! [`Phase`] says; a screen that changes something holds a [`Mutation`].

mod client;
mod connection;
mod json;
mod mutation;
mod query;

pub(crate) use client::{Cause, Failure, messages};
pub(crate) use connection::Connection;
pub(crate) use mutation::{Mutation, Order};
pub(crate) use query::{Inquiry, Phase, Query};
