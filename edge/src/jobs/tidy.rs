//! Forgetting what has had its time.

use super::fault;
use crate::ports::World;
use crate::store;
use shared::region::Shard;
use shared::time::Span;

/// How long a session's row stays after its end, so that a late copy from another region meets its tombstone.
const TOMBSTONES_STAY: Span = Span::days(7);

/// How long a message is tried to be delivered. Sessions last half a day, and a profile that a region has missed for a week
/// is set again by its person; what can't even be read, a name in it included, is not kept longer.
const MESSAGES_STAY: Span = Span::days(7);

/// Forgets answers to commands after a day, sessions a week after their end, and messages a week after they were left.
pub(super) async fn forget_the_old(world: World<'_>, shard: Shard) {
    let now = world.host.now();
    let statements = [
        store::idempotency::forget(now.minus(Span::hours(24))),
        store::session::forget(now.minus(TOMBSTONES_STAY)),
        store::outbox::forget(now.minus(MESSAGES_STAY)),
    ];
    if let Err(error) = world.sql.batch(shard, &statements).await {
        fault(world, &error.to_string());
    }
}
