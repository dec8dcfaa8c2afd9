//! Telling all shards at once, and again those that did not hear it.
//!
//! Every shard takes, in the batch that writes the news, a message for each of the others into its outbox; those that turn
//! out to be needless are taken out again, and one too many does no harm. So whoever has the news sees to it that all get
//! it, whatever breaks in between.
//!
//! For example Ada signs in while `us1` is away: `eu1` has the session, she is in, and `eu1`'s outbox holds the news for
//! `us1`. A minute later she signs out: both shards are told, `us1` for the first time hears of the session, as one that
//! has ended. When the outbox brings the beginning, it finds the tombstone and changes nothing.

use super::{News, shards};
use crate::ports::{Level, LogLine, SqlError, Statement, World};
use crate::store::outbox;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::id::DeliveryId;
use shared::region::Shard;
use shared::time::Timestamp;

/// What became of news.
#[derive(Debug, Default)]
pub struct Spread {
    /// The shards that have it.
    pub confirmed: Vec<Shard>,
    /// The shards that may not have it.
    pub missing: Vec<Shard>,
    /// Whether a shard refused it, because what it was told under does not hold there.
    pub refused: bool,
    /// What takes messages out of the shards' outboxes that turned out to be needless.
    pub needless: Vec<(Shard, Statement)>,
}

/// A message that a shard keeps for another, until that one has the news.
pub struct Reminder {
    keeper: Shard,
    to: Shard,
    id: DeliveryId,
}

/// Tells every shard, and has each remind the others. Where the `guard` does not hold, nothing is written.
pub async fn tell(world: World<'_>, news: &News, guard: Option<&Statement>) -> Spread {
    let now = world.host.now();
    let reminders: Vec<_> =
        world.settings.shards.iter().flat_map(|(keeper, _)| reminders_of(world, *keeper)).collect();
    let batch = |shard: Shard| {
        let mut statements: Vec<_> = guard.cloned().into_iter().chain(news.statements(shard)).collect();
        statements.extend(keep(&reminders, shard, news, now));
        statements
    };
    let mut spread = Spread::default();
    for (shard, answer) in shards::everywhere(world, batch).await {
        match answer {
            Ok(_) => spread.confirmed.push(shard),
            Err(SqlError::Guard(_)) => spread.refused = true,
            Err(error) => {
                log(world, "shard did not confirm", shard, &error);
                spread.missing.push(shard);
            }
        }
    }
    let drops = |keeper: &Shard| Some((*keeper, needless(&reminders, *keeper, &spread.confirmed)?));
    spread.needless = spread.confirmed.iter().filter_map(drops).collect();
    spread
}

/// Tells every shard but the one that has the news already, with messages for the others in its outbox.
pub async fn tell_others(world: World<'_>, keeper: Shard, news: &News) -> Spread {
    let mut spread = Spread::default();
    let others = world.settings.shards.iter().map(|(shard, _)| *shard).filter(|shard| *shard != keeper);
    let bring = |shard: Shard| async move { (shard, deliver(world, shard, &[news]).await) };
    for (shard, answer) in join_all(others.map(bring)).await {
        match answer {
            Ok(()) => spread.confirmed.push(shard),
            Err(error) => {
                log(world, "shard did not confirm", shard, &error);
                spread.missing.push(shard);
            }
        }
    }
    spread
}

/// A reminder in a shard for every other.
pub fn reminders_of(world: World<'_>, keeper: Shard) -> Vec<Reminder> {
    let now = world.host.now();
    let others = world.settings.shards.iter().map(|(shard, _)| *shard).filter(|to| *to != keeper);
    let reminder = |to| {
        let mut random = [0; 10];
        world.host.randomize(&mut random);
        Reminder { keeper, to, id: DeliveryId::new(keeper, now, random) }
    };
    others.map(reminder).collect()
}

/// The statement that puts a shard's reminders into its outbox; `None` where there are no other shards.
pub fn keep(reminders: &[Reminder], keeper: Shard, news: &News, now: Timestamp) -> Option<Statement> {
    let message = |reminder: &Reminder| {
        let (id, to) = (&reminder.id, reminder.to.as_str());
        json!({ "id": id, "kind": news.kind(), "destination": to, "payload": news.payload() })
    };
    let messages: Vec<_> =
        reminders.iter().filter(|reminder| reminder.keeper == keeper).map(message).collect();
    (!messages.is_empty()).then(|| outbox::post(Value::from(messages).to_string(), now))
}

/// The statement that takes a shard's reminders for those that have confirmed out of its outbox; `None` if there are none.
pub fn needless(reminders: &[Reminder], keeper: Shard, confirmed: &[Shard]) -> Option<Statement> {
    let needless = |reminder: &&Reminder| reminder.keeper == keeper && confirmed.contains(&reminder.to);
    let ids: Vec<_> = reminders.iter().filter(needless).map(|reminder| reminder.id.as_str()).collect();
    (!ids.is_empty()).then(|| outbox::delivered(json!(ids).to_string()))
}

/// Takes the reminders for those that have confirmed out again. If that fails, they hear it twice.
pub async fn drop_needless(world: World<'_>, spread: &Spread) {
    let forget = |(keeper, statement): &(Shard, Statement)| {
        let (keeper, statement) = (*keeper, statement.clone());
        async move {
            if let Err(error) = shards::batch(world, keeper, &[statement]).await {
                log(world, "outbox kept a needless message", keeper, &error);
            }
        }
    };
    join_all(spread.needless.iter().map(forget)).await;
}

/// Brings news to a shard, all of it in one batch. Bringing it twice is bringing it once.
///
/// # Errors
/// Whatever kept the shard from taking it. [`SqlError::Guard`] says that an identity has been disabled in the meantime:
/// there is no session left to copy.
pub async fn deliver(world: World<'_>, shard: Shard, news: &[&News]) -> Result<(), SqlError> {
    let statements: Vec<_> = news.iter().flat_map(|news| news.statements(shard)).collect();
    shards::batch(world, shard, &statements).await.map(|_| ())
}

fn log(world: World<'_>, what: &'static str, shard: Shard, error: &SqlError) {
    let fields = [("what", what.to_owned()), ("shard", shard.to_string()), ("error", error.to_string())];
    let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    world.host.log(&LogLine { level: Level::Error, event: "news", request: None, fields });
}
