//! What must leave a database, at least once.

use crate::ports::Statement;
use serde::Deserialize;
use shared::id::DeliveryId;
use shared::time::Timestamp;

/// A message on its way out.
#[derive(Debug, Deserialize)]
pub struct Due {
    /// Its id, the same at every attempt.
    pub id: DeliveryId,
    /// What it is.
    pub kind: String,
    /// Where it goes.
    pub destination: String,
    /// What it says, as JSON.
    pub payload: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// Puts messages in: a JSON array of objects with the columns' names.
pub fn post(messages: String, now: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO outbox (id, kind, destination, payload, created_at, due_at)
         SELECT value ->> 'id', value ->> 'kind', value ->> 'destination', value -> 'payload', ?2, ?2
         FROM json_each(?1)",
    )
    .bind(messages)
    .bind(now)
}

/// The messages that are due, the longest waiting first.
pub fn due(now: Timestamp) -> Statement {
    Statement::new(
        "SELECT id, kind, destination, payload, attempts FROM outbox WHERE due_at <= ?1 ORDER BY due_at LIMIT 50",
    )
    .bind(now)
}

/// Takes a delivered message out.
pub fn delivered(id: &DeliveryId) -> Statement {
    Statement::new("DELETE FROM outbox WHERE id = ?1").bind(id)
}

/// Puts a message off after a failed attempt.
pub fn put_off(id: &DeliveryId, until: Timestamp) -> Statement {
    Statement::new("UPDATE outbox SET attempts = attempts + 1, due_at = ?2 WHERE id = ?1")
        .bind(id)
        .bind(until)
}
