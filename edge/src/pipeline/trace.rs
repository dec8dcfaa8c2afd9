//! What a request cost: batches, statements, rows. Logged with every request, and asserted per endpoint by tests.

use crate::ports::{Rows, SqlError, Statement, World};
use shared::region::Shard;
use std::cell::Cell;

/// What a request has cost so far.
#[derive(Debug, Default)]
pub struct Trace {
    batches: Cell<u32>,
    statements: Cell<u32>,
    rows_read: Cell<u64>,
    rows_written: Cell<u64>,
    attempts: Cell<u32>,
}

impl Trace {
    /// Runs a batch and counts it.
    pub async fn batch(
        &self,
        world: World<'_>,
        shard: Shard,
        statements: &[Statement],
    ) -> Result<Vec<Rows>, SqlError> {
        self.batches.set(self.batches.get().saturating_add(1));
        let count = u32::try_from(statements.len()).unwrap_or(u32::MAX);
        self.statements.set(self.statements.get().saturating_add(count));
        let results = world.sql.batch(shard, statements).await?;
        for rows in &results {
            self.rows_read.set(self.rows_read.get().saturating_add(rows.read));
            self.rows_written.set(self.rows_written.get().saturating_add(rows.written));
        }
        if results.len() == statements.len() {
            Ok(results)
        } else {
            Err(SqlError::Fault("fewer results than statements".into()))
        }
    }

    /// Counts an attempt of a command.
    pub(super) fn attempt(&self) {
        self.attempts.set(self.attempts.get().saturating_add(1));
    }

    /// The figures by name, for the log.
    pub fn figures(&self) -> serde_json::Map<String, serde_json::Value> {
        [
            ("batches", u64::from(self.batches.get())),
            ("statements", u64::from(self.statements.get())),
            ("rows_read", self.rows_read.get()),
            ("rows_written", self.rows_written.get()),
            ("attempts", u64::from(self.attempts.get())),
        ]
        .into_iter()
        .map(|(name, figure)| (name.to_owned(), figure.into()))
        .collect()
    }
}
