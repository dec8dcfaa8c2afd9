//! What a request cost: batches, statements, rows. Logged with every request, and asserted per endpoint by tests.

use crate::ports::{Host, PortFuture, Rows, Sql, SqlError, Statement, World};
use futures_util::future::{Either, select};
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::cell::Cell;
use std::pin::pin;

/// How long a database may take for a batch.
const PATIENCE: Span = Span::seconds(2);

/// How long all batches of a request may take together: it shall be answered within five seconds.
pub(super) const PATIENCE_IN_ALL: Span = Span::from_millis(4_500);

/// The databases as one request, or job, sees them: whatever is asked of them is counted, by an endpoint, by signing in or
/// out, by anything else, and none is waited for too long. Silence counts as a lost connection: the batch may have taken effect.
pub struct Trace<'a> {
    sql: &'a dyn Sql,
    host: &'a dyn Host,
    until: Timestamp,
    batches: Cell<u32>,
    statements: Cell<u32>,
    statements_decided_on: Cell<u32>,
    rows_read: Cell<u64>,
    rows_decided_on: Cell<u64>,
    rows_written: Cell<u64>,
    attempts: Cell<u32>,
    lost: Cell<Vec<String>>,
}

impl Sql for Trace<'_> {
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        Box::pin(async move {
            let left = self.until.since(self.host.now());
            if left <= Span::from_millis(0) {
                return Err(SqlError::Exhausted("the request's time".into()));
            }
            let is_first = self.batches.get() == 0;
            self.batches.set(self.batches.get().saturating_add(1));
            let count = u32::try_from(statements.len()).unwrap_or(u32::MAX);
            self.statements.set(self.statements.get().saturating_add(count));
            if is_first {
                self.statements_decided_on.set(count);
            }
            // Lazy: the clock of a test is not turned by a wait that nobody had to begin.
            let patience = pin!(async { self.host.sleep(PATIENCE.min(left)).await });
            let results = match select(self.sql.batch(shard, statements), patience).await {
                Either::Left((results, _)) => results?,
                Either::Right(_) => return Err(SqlError::Unknown("no answer in time".into())),
            };
            for rows in &results {
                self.rows_read.set(self.rows_read.get().saturating_add(rows.read));
                self.rows_written.set(self.rows_written.get().saturating_add(rows.written));
            }
            if is_first {
                self.rows_decided_on.set(results.iter().map(|rows| rows.read).sum());
            }
            if results.len() == statements.len() {
                Ok(results)
            } else {
                Err(SqlError::Fault("fewer results than statements".into()))
            }
        })
    }
}

impl<'a> Trace<'a> {
    /// The databases as a request sees them, nothing asked of them so far.
    pub fn of_request(world: World<'a>) -> Self {
        Self::until(world, world.host.now().plus(PATIENCE_IN_ALL))
    }

    /// The databases where only the single batch has its time: for a job, which nobody waits for, and for signing in, which
    /// first waits for an identity provider, and gives the databases their time after that.
    pub fn unhurried(world: World<'a>) -> Self {
        Self::until(world, Timestamp::from_millis(i64::MAX))
    }

    fn until(world: World<'a>, until: Timestamp) -> Self {
        Self {
            sql: world.sql,
            host: world.host,
            until,
            batches: Cell::default(),
            statements: Cell::default(),
            statements_decided_on: Cell::default(),
            rows_read: Cell::default(),
            rows_decided_on: Cell::default(),
            rows_written: Cell::default(),
            attempts: Cell::default(),
            lost: Cell::default(),
        }
    }

    /// Counts an attempt of a command.
    pub(super) fn attempt(&self) {
        self.attempts.set(self.attempts.get().saturating_add(1));
    }

    /// Notes the guard that an attempt of a command lost, by its kind.
    pub(super) fn lose(&self, guard: &str) {
        let mut lost = self.lost.take();
        lost.push(guard.to_owned());
        self.lost.set(lost);
    }

    /// The figures by name, for the log; and, where attempts were lost, which guard each of them lost.
    pub fn figures(&self) -> serde_json::Map<String, serde_json::Value> {
        let lost = self.lost.take();
        self.lost.set(lost.clone());
        let lost = (!lost.is_empty()).then(|| ("lost".to_owned(), lost.into()));
        let figures = [
            ("batches", u64::from(self.batches.get())),
            ("statements", u64::from(self.statements.get())),
            ("statements_decided_on", u64::from(self.statements_decided_on.get())),
            ("rows_read", self.rows_read.get()),
            ("rows_decided_on", self.rows_decided_on.get()),
            ("rows_written", self.rows_written.get()),
            ("attempts", u64::from(self.attempts.get())),
        ];
        figures.into_iter().map(|(name, figure)| (name.to_owned(), figure.into())).chain(lost).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Trace;
    use crate::ports::{Sql, SqlError, Statement};
    use crate::sign_in::fake::{FakeWorld, Trouble, ready};
    use shared::region::Shard;
    use shared::time::Span;

    fn ask(trace: &Trace<'_>) -> Result<(), SqlError> {
        ready(trace.batch(Shard::parse("eu1").unwrap(), &[Statement::new("SELECT 1")])).map(drop)
    }

    #[test]
    fn a_database_that_keeps_silent_is_not_waited_for() {
        let world = FakeWorld::new();
        world.sql.trouble("eu1", Trouble::Silent);
        let trace = Trace::of_request(world.as_world());
        assert_eq!(ask(&trace), Err(SqlError::Unknown("no answer in time".into())));
    }

    #[test]
    fn a_request_asks_nothing_more_when_its_time_is_over_and_signing_in_does() {
        let world = FakeWorld::new();
        let (request, signing_in) = (Trace::of_request(world.as_world()), Trace::unhurried(world.as_world()));
        world.host.advance(Span::seconds(5));
        assert_eq!(ask(&request), Err(SqlError::Exhausted("the request's time".into())));
        assert_eq!(request.figures()["batches"], 0);
        assert_eq!(ask(&signing_in), Ok(()));
    }
}
