//! Delivering the outbox: at least once, with back-off.

use super::fault;
use crate::pipeline::decode;
use crate::ports::{Statement, World};
use crate::sign_in;
use crate::store;
use crate::store::outbox::Due;
use shared::region::Shard;
use shared::time::{Span, Timestamp};

/// The longest wait between two attempts.
const LONGEST_WAIT: Span = Span::hours(1);

/// Delivers what is due in a shard's outbox.
pub(super) async fn deliver_due(world: World<'_>, shard: Shard) {
    let now = world.host.now();
    let rows = match world.sql.batch(shard, &[store::outbox::due(now)]).await {
        Ok(results) => results.into_iter().flat_map(|result| result.rows),
        Err(error) => return fault(world, &error.to_string()),
    };
    for row in rows {
        let due: Due = match decode(row) {
            Ok(due) => due,
            Err(error) => return fault(world, &error.to_string()),
        };
        let statement = deliver(world, &due, now).await;
        if let Err(error) = world.sql.batch(shard, &[statement]).await {
            fault(world, &error.to_string());
        }
    }
}

/// Tries one message, and returns the statement that says what came of it.
async fn deliver(world: World<'_>, due: &Due, now: Timestamp) -> Statement {
    let payload = serde_json::from_str(&due.payload).unwrap_or_default();
    match sign_in::deliver(world, &due.kind, &due.destination, &payload).await {
        Ok(()) => store::outbox::delivered(&due.id),
        Err(error) => {
            fault(world, &error.to_string());
            store::outbox::put_off(&due.id, now.plus(wait(due.attempts)))
        }
    }
}

/// 5 s after the first attempt, twice as long after each further one, an hour at most.
fn wait(attempts: i64) -> Span {
    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or(12);
    Span::seconds(5_i64 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WAIT, wait};
    use shared::time::Span;

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([0, 1, 2].map(wait), [Span::seconds(5), Span::seconds(10), Span::seconds(20)]);
        assert_eq!(wait(1_000_000), LONGEST_WAIT);
        assert_eq!(wait(-1), Span::seconds(5));
    }
}
