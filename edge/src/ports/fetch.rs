//! HTTP to the outside: identity providers.

use super::PortFuture;

/// Sends requests to the outside.
pub trait Fetch {
    /// Sends a request, follows no redirect, and reads the answer whole (at most 1 MiB).
    fn send(&self, request: Outgoing) -> PortFuture<'_, Result<Fetched, FetchError>>;
}

/// A request to the outside.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// `GET` or `POST`.
    pub method: http::Method,
    /// The absolute address.
    pub url: String,
    /// Its headers.
    pub headers: http::HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

/// An answer from the outside.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// Its headers.
    pub headers: http::HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

/// The other side could not be reached, did not answer in time, or answered too much.
#[derive(Clone, Debug, thiserror::Error)]
#[error("fetch failed: {0}")]
pub struct FetchError(pub String);
