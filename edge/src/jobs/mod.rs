//! What happens without anybody asking: after a response, and on cron.

mod outbox;
mod tidy;

use crate::pipeline::After;
use crate::ports::{Level, LogLine, World};
use futures_util::future::join_all;

/// Does one thing that was left for after a response.
pub async fn after(world: World<'_>, task: After) {
    match task {
        After::Deliver(shard) => outbox::deliver_due(world, shard).await,
        After::RecordRefusal(shard, statement) => {
            if let Err(error) = world.sql.batch(shard, &[*statement]).await {
                fault(world, &error.to_string());
            }
        }
    }
}

/// What cron does every minute, in every shard at the same time: deliver what is due, and forget what has had its time.
pub async fn every_minute(world: World<'_>) {
    let shard_jobs = world.settings.shards.iter().map(|(shard, _)| async {
        outbox::deliver_due(world, *shard).await;
        tidy::forget_the_old(world, *shard).await;
    });
    join_all(shard_jobs).await;
}

fn fault(world: World<'_>, text: &str) {
    let fields = [("fault".to_owned(), text.into())].into_iter().collect();
    world.host.log(&LogLine { level: Level::Error, event: "job", request: None, fields });
}
