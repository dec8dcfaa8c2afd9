//! What happens without anybody asking: after a response, and on cron.

mod closing;
mod outbox;
mod tidy;

use crate::pipeline::{After, Trace};
use crate::ports::{Level, LogLine, World};
use futures_util::future::join_all;
use shared::id::{Id, Kind};
use shared::region::Shard;
use shared::time::Timestamp;

/// What jobs write with: nobody's permission, but Portico's own rules. Made only here.
#[derive(Debug)]
pub struct SystemAuthority(());

/// Does one thing that was left for after a response.
pub async fn after(world: World<'_>, task: After) {
    let patient = Trace::unhurried(world);
    let world = World { sql: &patient, ..world };
    match task {
        After::Deliver(shard) => outbox::deliver_due(world, shard).await,
        After::RecordRefusal(shard, statement) | After::DropMessages(shard, statement) => {
            if let Err(error) = world.sql.batch(shard, &[*statement]).await {
                fault(world, &error.to_string());
            }
        }
    }
}

/// What cron does every minute, in every shard at the same time: deliver what is due, close what has long been resolved,
/// and forget what has had its time.
pub async fn every_minute(world: World<'_>) {
    let patient = Trace::unhurried(world);
    let world = World { sql: &patient, ..world };
    let shard_jobs = world.settings.shards.iter().map(|(shard, _)| async {
        outbox::deliver_due(world, *shard).await;
        closing::close_the_resolved(world, *shard, &SystemAuthority(())).await;
        tidy::forget_the_old(world, *shard).await;
    });
    join_all(shard_jobs).await;
}

/// A new id.
fn fresh<K: Kind>(world: World<'_>, shard: Shard, now: Timestamp) -> Id<K> {
    let mut random = [0; 10];
    world.host.randomize(&mut random);
    Id::new(shard, now, random)
}

fn fault(world: World<'_>, text: &str) {
    let fields = [("fault".to_owned(), text.into())].into_iter().collect();
    world.host.log(&LogLine { level: Level::Error, event: "job", request: None, fields });
}
