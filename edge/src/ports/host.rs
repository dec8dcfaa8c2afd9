//! Clock, randomness, log, and what goes on after the response.

use super::PortFuture;
use shared::time::{Span, Timestamp};

/// The machine the code runs on.
pub trait Host {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Fills the bytes with cryptographic randomness; leaves them zeros where there is none, and then nothing is answered
    /// (`entry::handle`).
    fn randomize(&self, bytes: &mut [u8]);

    /// Waits.
    fn sleep(&self, span: Span) -> PortFuture<'_, ()>;

    /// Writes a line to the log.
    fn log(&self, line: &LogLine);
}

/// A structured line of the log. Ids of requests and endpoints; nothing personal, no tokens, no text of users.
#[derive(Clone, Debug, serde::Serialize)]
pub struct LogLine {
    /// How grave it is.
    pub level: Level,
    /// What it is about: `request`, `outbox`, `sign_in`.
    pub event: &'static str,
    /// The request's id, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The rest, by name.
    #[serde(flatten)]
    pub fields: serde_json::Map<String, serde_json::Value>,
}

/// How grave a line of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Info,
    /// Worth a look.
    Warn,
    /// A fault on our side.
    Error,
}
