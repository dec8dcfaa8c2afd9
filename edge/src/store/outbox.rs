//! What must leave a database, at least once.

use crate::ports::Statement;
use serde::Deserialize;
use shared::time::Timestamp;

/// A message on its way out.
#[derive(Debug, Deserialize)]
pub struct Due {
    /// Its id, the same at every attempt. Only a name here: one of a form that this version does not know is a message too.
    pub id: String,
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

/// How many messages are taken in hand at once.
pub const AT_ONCE: usize = 100;

/// Messages that are due, endings of sessions before everything else, the longest waiting first.
pub fn due(now: Timestamp) -> Statement {
    Statement::new(
        "SELECT id, kind, destination, payload, attempts FROM outbox
         WHERE due_at <= ?1 ORDER BY kind IN ('session.end', 'session.end_all') DESC, due_at LIMIT 100",
    )
    .bind(now)
}

/// Gives up messages that were left before a moment.
pub fn forget(before: Timestamp) -> Statement {
    Statement::new("DELETE FROM outbox WHERE created_at < ?1").bind(before)
}

/// Takes delivered messages out: a JSON array of their ids.
pub fn delivered(ids: String) -> Statement {
    Statement::new("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?1))").bind(ids)
}

/// Puts messages off after a failed attempt: a JSON object of the moments when they are due again, by id.
pub fn put_off(until: String) -> Statement {
    Statement::new(
        "UPDATE outbox
         SET attempts = attempts + 1, due_at = (SELECT j.value FROM json_each(?1) j WHERE j.key = outbox.id)
         WHERE id IN (SELECT key FROM json_each(?1))",
    )
    .bind(until)
}
