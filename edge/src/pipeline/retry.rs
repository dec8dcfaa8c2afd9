//! Trying again: how often, and how long to wait.

use crate::ports::{Host, SqlError};
use shared::time::Span;

/// How often a request is tried before it is answered that the database is busy.
pub(super) const MOST_ATTEMPTS: u32 = 5;

/// How old a decision may be when its commit starts; an older one is made again.
pub(super) const STALE_AFTER: Span = Span::seconds(5);

/// Whether reading again may help.
pub(super) fn may_read_again(error: &SqlError) -> bool {
    matches!(error, SqlError::Unavailable(_) | SqlError::Unknown(_))
}

/// Whether deciding and committing again may help, and can't do harm: a guard that did not hold, a database that never
/// began, or an outcome that the idempotency record will tell.
pub(super) fn may_commit_again(error: &SqlError) -> bool {
    !matches!(error, SqlError::Fault(_))
}

/// Waits before the next attempt: not at all after the first, then 20, 40, 80 ms, each with jitter of the same size, so
/// that those who collided don't collide again.
pub(super) async fn pause(host: &dyn Host, attempt: u32) {
    if attempt == 0 {
        return;
    }
    let mut random = [0; 2];
    host.randomize(&mut random);
    let base = 10_i64 << attempt.min(6);
    let jitter = i64::from(u16::from_be_bytes(random)) * base / i64::from(u16::MAX);
    host.sleep(Span::from_millis(base + jitter)).await;
}
