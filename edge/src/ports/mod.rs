//! What the edge needs from the world it runs in, as traits.
//!
//! Two worlds exist: the worker's (`crate::platform`, on workerd) and the tests' in-process one (SQLite, a clock that
//! can be turned). Everything between these traits and the rules is the same code in both.

mod cache;
mod fetch;
mod host;
mod limits;
mod signature;
mod sql;

pub use cache::Cache;
pub use fetch::{Fetch, FetchError, Fetched, Outgoing};
pub use host::{Host, Level, LogLine};
pub use limits::{Limited, Limits};
pub use signature::{Algorithm, Signatures};
pub use sql::{Rows, Sql, SqlError, Statement, Value};

use std::{future::Future, pin::Pin};

/// A future of a port. Neither world moves futures between threads.
pub type PortFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The world, as one request or job sees it. Nothing in it belongs to a person or a tenant.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The databases, one per shard.
    pub sql: &'a dyn Sql,
    /// What may be a minute old: discovery documents and keys.
    pub cache: &'a dyn Cache,
    /// HTTP to the outside.
    pub fetch: &'a dyn Fetch,
    /// Checking signatures.
    pub signatures: &'a dyn Signatures,
    /// How often somebody may try something.
    pub limits: &'a dyn Limits,
    /// Clock, randomness, log, what goes on after the response.
    pub host: &'a dyn Host,
    /// How this deployment is set up.
    pub settings: &'a crate::settings::Settings,
}
