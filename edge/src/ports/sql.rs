//! Databases: statements in, rows out, a batch at a time.

use super::PortFuture;
use shared::region::Shard;
use std::borrow::Cow;

/// The databases, one per shard.
pub trait Sql {
    /// Runs statements in one transaction, in order: all of them take effect or none. One set of rows per statement.
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>>;
}

/// A statement with the values of its parameters `?1`, `?2`, ….
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The text. Written only in `crate::store`.
    pub sql: Cow<'static, str>,
    /// The values, at most 100 (D1's limit).
    pub values: Vec<Value>,
}

impl Statement {
    /// A statement without parameters so far.
    pub fn new(sql: impl Into<Cow<'static, str>>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    /// The statement with the value of its next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// The value of a parameter; as JSON, just that.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number below 2^53: D1 binds it as REAL, and a STRICT column takes it as INTEGER.
    Number(i64),
    /// Text.
    Text(Cow<'static, str>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<shared::time::Timestamp> for Value {
    fn from(moment: shared::time::Timestamp) -> Self {
        Self::Number(moment.millis())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned().into())
    }
}

impl<K> From<&shared::id::Id<K>> for Value
where
    K: shared::id::Kind,
{
    fn from(id: &shared::id::Id<K>) -> Self {
        id.as_str().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What one statement returned, and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The rows: an array of objects with the columns by name, as JSON. Whole numbers are whole whatever the database made of
    /// them. It stays text until it is known what the rows are, so that each is read once, and straight into its type.
    pub json: String,
    /// Rows the database looked at.
    pub read: u64,
    /// Rows it wrote, index entries included.
    pub written: u64,
}

impl Default for Rows {
    fn default() -> Self {
        Self { json: "[]".to_owned(), read: 0, written: 0 }
    }
}

/// Why a batch failed. A failed batch has changed nothing, except after [`SqlError::Unknown`], when nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SqlError {
    /// A guard of the commit did not hold; the name is the guard's kind.
    #[error("guard `{0}` did not hold")]
    Guard(String),
    /// The database could not be reached, or had too much to do to begin. Trying again is safe and may help.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost, or the database reset, after the batch was sent: it may have taken effect.
    #[error("the batch's outcome is unknown: {0}")]
    Unknown(String),
    /// A limit of the account or of the database is reached: nothing is written until the day is over or somebody makes
    /// room. Or the request's own time is over. Trying again at once does not help.
    #[error("a limit is reached: {0}")]
    Exhausted(String),
    /// The statement itself is wrong, or breaks a constraint: a fault on our side.
    #[error("the statement failed: {0}")]
    Fault(String),
}

impl SqlError {
    /// What the database's error message means. D1 has no codes, only texts.
    pub fn from_message(message: &str) -> Self {
        const EXHAUSTED: [&str; 3] =
            ["daily row", "maximum account storage limit", "exceeded maximum db size"];
        const UNAVAILABLE: [&str; 6] = [
            "overloaded",
            "starting up",
            "too many requests",
            "no such binding",
            "is locked",
            "cannot resolve",
        ];
        const UNKNOWN: [&str; 9] = [
            "network connection lost",
            "reset because its code was updated",
            "storage operation exceeded timeout",
            "timed out",
            "internal error",
            "was reset",
            "to be reset",
            "transient issue",
            "disconnected",
        ];
        if let Some((_, kind)) = message.split_once("guard: ") {
            let kind = kind.chars().take_while(char::is_ascii_lowercase).collect();
            return Self::Guard(kind);
        }
        let lower = message.to_ascii_lowercase();
        if EXHAUSTED.iter().any(|text| lower.contains(text)) {
            return Self::Exhausted(message.to_owned());
        }
        if UNAVAILABLE.iter().any(|text| lower.contains(text)) {
            return Self::Unavailable(message.to_owned());
        }
        if UNKNOWN.iter().any(|text| lower.contains(text)) {
            return Self::Unknown(message.to_owned());
        }
        Self::Fault(message.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::SqlError;

    #[test]
    fn a_guard_is_told_from_other_failures_by_its_message() {
        let message =
            "D1_ERROR: guard: session: SQLITE_CONSTRAINT_TRIGGER (extended: SQLITE_CONSTRAINT_TRIGGER)";
        assert_eq!(SqlError::from_message(message), SqlError::Guard("session".into()));
        let message = "D1_ERROR: UNIQUE constraint failed: support_case.number: SQLITE_CONSTRAINT";
        assert!(matches!(SqlError::from_message(message), SqlError::Fault(_)));
    }

    /// What D1's documentation lists (Debug D1), and what else has been seen. A database that was reset while a batch ran may
    /// have taken it; memory and time that somebody else's query took are no fault of the batch that hears of it.
    #[test]
    fn what_passes_is_told_from_what_does_not_and_what_may_have_taken_effect_from_what_has_not() {
        let unavailable = [
            "D1 DB is overloaded. Too many requests queued.",
            "D1 DB is overloaded. Requests queued for too long.",
            "Cannot resolve D1 DB due to transient issue on remote node.",
            "Internal error while starting up D1 DB storage caused object to be reset.",
            "database is locked: SQLITE_BUSY",
        ];
        let unknown = [
            "Network connection lost.",
            "D1 DB storage operation exceeded timeout which caused object to be reset.",
            "Internal error in D1 DB storage caused object to be reset.",
            "Replica disconnected from primary.",
            "Can't read from request stream because client disconnected.",
            "D1 DB reset because its code was updated.",
            "D1 DB's isolate exceeded its memory limit and was reset.",
            "D1 DB exceeded its CPU time limit and was reset.",
            "Durable Object was reset.",
        ];
        let exhausted = [
            "Exceeded maximum DB size.",
            "Your account has exceeded D1's maximum account storage limit, please contact Cloudflare to raise your limit",
            "Your account has exceeded D1's free tier daily row read limit. Upgrade to a paid plan or wait until tomorrow",
            "Your account has exceeded D1's free tier daily row write limit. Upgrade to a paid plan or wait until tomorrow",
        ];
        let faults = [
            "no such column: x: SQLITE_ERROR",
            "string or blob too big: SQLITE_TOOBIG",
            "No SQL statements detected.",
        ];
        for (messages, kind) in [
            (&unavailable[..], SqlError::Unavailable as fn(String) -> SqlError),
            (&unknown, SqlError::Unknown),
            (&exhausted, SqlError::Exhausted),
            (&faults, SqlError::Fault),
        ] {
            for text in messages {
                let message = format!("D1_ERROR: {text}");
                assert_eq!(SqlError::from_message(&message), kind(message));
            }
        }
    }
}
