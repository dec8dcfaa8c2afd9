//! Trying again: how often, and how long to wait.

use super::trace::PATIENCE_IN_ALL;
use crate::ports::{Host, SqlError};
use shared::time::{Span, Timestamp};

/// How often a request is tried before it is answered that the database is busy.
const MOST_ATTEMPTS: u32 = 5;

/// How old a decision may be when its commit starts; an older one is not committed.
pub(super) const STALE_AFTER: Span = Span::seconds(5);

/// How long after something was sent it may be sent again, where no answer came. Silence is not waited for twice: the rest of the
/// request keeps its time, and a commit that may yet take effect is not followed by another answer than that nobody knows.
const SENT_AGAIN: Span = Span::seconds(1);

/// Asks a database, and asks it again where that may help: what only reads does no harm by being sent twice.
///
/// # Errors
/// What came of the last attempt.
pub(crate) async fn reading<T, F>(host: &dyn Host, ask: impl Fn() -> F) -> Result<T, SqlError>
where
    F: Future<Output = Result<T, SqlError>>,
{
    let (first, mut attempt) = (host.now(), 0);
    let mut failed = SqlError::Unavailable("never asked".into());
    while may_ask(host, attempt, first).await {
        attempt += 1;
        match ask().await {
            Err(error) if may_read_again(&error) => failed = error,
            answer => return answer,
        }
    }
    Err(failed)
}

fn may_read_again(error: &SqlError) -> bool {
    matches!(error, SqlError::Unavailable(_) | SqlError::Unknown(_))
}

/// Whether deciding and committing again may help, and can't do harm: a guard that did not hold, however long that took to say;
/// or, said at once, a database that never began, or an outcome that the idempotency record will tell.
pub(super) fn may_commit_again(error: &SqlError, taken: Span) -> bool {
    match error {
        SqlError::Guard(_) => true,
        SqlError::Unavailable(_) | SqlError::Unknown(_) => taken <= SENT_AGAIN,
        SqlError::Fault(_) | SqlError::Exhausted(_) => false,
    }
}

/// Whether another attempt of a command may begin, after a wait: while the time that all batches of a request have together
/// leaves as much as an attempt has taken so far. However long the first has waited, there is a second: it may have lost to a
/// single other.
///
/// For example a database under load takes a second for a batch. The first attempt loses its guard after two seconds, the second
/// begins with two and a half left, and whatever becomes of it, there is no third: it would be broken off.
pub(super) async fn may_attempt(host: &dyn Host, attempt: u32, first: Timestamp) -> bool {
    let may = attempt < MOST_ATTEMPTS && leaves_time(attempt, host.now().since(first));
    if may {
        wait(host, attempt).await;
    }
    may
}

/// Whether so many attempts in so long a time leave enough of it for another.
fn leaves_time(attempts: u32, gone: Span) -> bool {
    let left = PATIENCE_IN_ALL.millis() - gone.millis();
    left > 0 && (attempts <= 1 || left * i64::from(attempts) >= gone.millis())
}

async fn may_ask(host: &dyn Host, question: u32, first: Timestamp) -> bool {
    let may = question == 0 || question < MOST_ATTEMPTS && host.now().since(first) <= SENT_AGAIN;
    if may {
        wait(host, question).await;
    }
    may
}

/// Waits before another attempt: before the second 20 ms, then 40, 80, 160, each with jitter of the same size, so that those who
/// collided don't collide again. The first begins at once.
async fn wait(host: &dyn Host, attempt: u32) {
    if attempt == 0 {
        return;
    }
    let mut random = [0; 2];
    host.randomize(&mut random);
    let base = 10_i64 << attempt.min(6);
    let jitter = i64::from(u16::from_be_bytes(random)) * base / i64::from(u16::MAX);
    host.sleep(Span::from_millis(base + jitter)).await;
}

#[cfg(test)]
mod tests {
    use super::{leaves_time, may_commit_again};
    use crate::ports::SqlError;
    use shared::time::Span;

    fn after(attempts: u32, millis: i64) -> bool {
        leaves_time(attempts, Span::from_millis(millis))
    }

    #[test]
    fn there_is_always_a_second_attempt_while_there_is_any_time() {
        assert!(after(1, 0) && after(1, 1_149) && after(1, 4_000) && after(1, 4_499));
        assert!(!after(1, 4_500) && !after(1, 6_000));
    }

    #[test]
    fn a_lost_guard_is_decided_on_again_however_late_and_silence_only_where_it_was_short() {
        let may = |error: SqlError, millis| may_commit_again(&error, Span::from_millis(millis));
        assert!(may(SqlError::Guard("subject".into()), 4_000));
        for error in [SqlError::Unknown("lost".into()), SqlError::Unavailable("overloaded".into())] {
            assert!(may(error.clone(), 1_000) && !may(error, 1_001));
        }
        assert!(!may(SqlError::Exhausted("time".into()), 0) && !may(SqlError::Fault("syntax".into()), 0));
    }

    #[test]
    fn a_further_attempt_needs_as_much_time_as_one_has_taken_so_far() {
        assert!(after(2, 3_000) && !after(2, 3_001));
        assert!(after(3, 3_375) && !after(3, 3_376));
        assert!(after(4, 3_600) && !after(4, 3_601));
    }
}
