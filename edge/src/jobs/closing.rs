//! Resolved cases close by themselves (CASE-4).

use super::{SystemAuthority, fault, fresh};
use crate::pipeline::each;
use crate::ports::{SqlError, World};
use crate::store;
use crate::store::case_change::DueCase;
use shared::case::lifecycle::{CLOSES_AFTER, CaseState, Circumstances, Move, next};
use shared::region::Shard;
use shared::time::Timestamp;

/// Closes the cases of a shard whose time has come; those that one round does not reach are reached by the next.
pub(super) async fn close_the_resolved(world: World<'_>, shard: Shard, system: &SystemAuthority) {
    let now = world.host.now();
    let resolved = store::case_change::resolved_before(now.minus(CLOSES_AFTER));
    let results = match world.sql.batch(shard, &[resolved]).await {
        Ok(results) => results,
        Err(error) => return fault(world, &error.to_string()),
    };
    for due in results.iter().flat_map(each::<DueCase>) {
        let due = match due {
            Ok(due) => due,
            Err(error) => {
                fault(world, &error.to_string());
                continue;
            }
        };
        if let Err(error) = close(world, shard, system, &due, now).await {
            fault(world, &error.to_string());
            // One that can't be closed holds up no other; a database that is away does.
            if !matches!(error, SqlError::Fault(_)) {
                return;
            }
        }
    }
}

/// Closes one, unless somebody has moved it since it was read.
async fn close(
    world: World<'_>,
    shard: Shard,
    system: &SystemAuthority,
    due: &DueCase,
    now: Timestamp,
) -> Result<(), SqlError> {
    let circumstances = Circumstances { now, since: due.state_since, may_use_service: false };
    if next(CaseState::Resolved, Move::TimeCloses, circumstances) != Some(CaseState::Closed) {
        return Ok(());
    }
    let (entry, event) = (fresh(world, shard, now), fresh(world, shard, now));
    let statements = store::case_change::close_by_time(system, due, &entry, event, now);
    match world.sql.batch(shard, &statements).await {
        Ok(_) | Err(SqlError::Guard(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
