//! Answers to commands, kept for a day so that a command sent twice takes effect once (API-2).

use crate::ports::Statement;
use serde::Deserialize;
use shared::time::Timestamp;

/// An answer that was given before.
#[derive(Debug, Deserialize)]
pub struct Given {
    /// The hash of the request it answered.
    pub request_hash: String,
    /// The answer, as JSON.
    pub response: String,
}

/// The answer given under a key, if there was one in the last day.
pub fn find(principal: &str, endpoint: &str, key: &str, since: Timestamp) -> Statement {
    Statement::new(
        "SELECT request_hash, response FROM idempotency
         WHERE principal = ?1 AND endpoint = ?2 AND key = ?3 AND at >= ?4",
    )
    .bind(principal)
    .bind(endpoint)
    .bind(key)
    .bind(since)
}

/// Keeps an answer. A leftover of an older one under the same key is replaced.
pub fn keep(
    principal: &str,
    endpoint: &str,
    key: &str,
    request_hash: &str,
    response: &str,
    now: Timestamp,
) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO idempotency (principal, endpoint, key, request_hash, response, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(principal)
    .bind(endpoint)
    .bind(key)
    .bind(request_hash)
    .bind(response)
    .bind(now)
}

/// Forgets what is older.
pub fn forget(before: Timestamp) -> Statement {
    Statement::new("DELETE FROM idempotency WHERE at < ?1").bind(before)
}
