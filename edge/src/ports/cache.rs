//! A cache of what may be a minute old. Never sessions, access or revocations.

use super::PortFuture;

/// A cache shared by all requests of the deployment.
pub trait Cache {
    /// The text kept under a key, if it is still there. A cache that fails has nothing.
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>>;

    /// Keeps a text under a key for this many seconds (at least 60). A cache that fails keeps nothing.
    fn put<'a>(&'a self, key: &'a str, text: &'a str, seconds: u64) -> PortFuture<'a, ()>;
}
