//! Trying again: how often, and how long to wait.

use crate::ports::{Host, SqlError};
use shared::time::{Span, Timestamp};

/// How often a request is tried before it is answered that the database is busy.
const MOST_ATTEMPTS: u32 = 5;

/// How old a decision may be when its commit starts; an older one is not committed.
pub(super) const STALE_AFTER: Span = Span::seconds(5);

/// How long after the first attempt another may begin: later ones would run out of the time that all batches of a request
/// have together ([`super::trace`]).
const LAST_BEGIN: Span = Span::seconds(1);

/// Whether reading again may help.
pub(super) fn may_read_again(error: &SqlError) -> bool {
    matches!(error, SqlError::Unavailable(_) | SqlError::Unknown(_))
}

/// Whether deciding and committing again may help, and can't do harm: a guard that did not hold, a database that never
/// began, or an outcome that the idempotency record will tell.
pub(super) fn may_commit_again(error: &SqlError) -> bool {
    !matches!(error, SqlError::Fault(_))
}

/// Whether another attempt may begin, after a wait: the first at once, the others after 20, 40, 80 ms, each with jitter of
/// the same size, so that those who collided don't collide again.
pub(super) async fn may_begin(host: &dyn Host, attempt: u32, first: Timestamp) -> bool {
    if attempt == 0 {
        return true;
    }
    if attempt >= MOST_ATTEMPTS || host.now().since(first) > LAST_BEGIN {
        return false;
    }
    let mut random = [0; 2];
    host.randomize(&mut random);
    let base = 10_i64 << attempt.min(6);
    let jitter = i64::from(u16::from_be_bytes(random)) * base / i64::from(u16::MAX);
    host.sleep(Span::from_millis(base + jitter)).await;
    true
}
