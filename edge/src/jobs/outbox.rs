//! Delivering the outbox: at least once, with back-off.
//!
//! Messages for one destination go together, a few batches of them at a time, and all destinations at once: what an outage
//! left is not brought one by one. A message that can't be delivered, or not be read, is put off, and holds up no other.

use super::fault;
use crate::news::{self, News};
use crate::pipeline::{RowFault, each};
use crate::ports::{SqlError, World};
use crate::store;
use crate::store::outbox::Due;
use futures_util::future::join_all;
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::collections::BTreeMap;

/// The longest wait between two attempts.
const LONGEST_WAIT: Span = Span::hours(1);
/// The longest wait for a region that does not answer: less than cron's minute, so that every tick asks again. A sign-out
/// must not wait once the region is back (ID-8).
const LONGEST_WAIT_FOR_A_REGION: Span = Span::seconds(50);
/// How many messages go to a destination in one batch.
const TOGETHER: usize = 25;

/// A message that was read, and is for a shard.
struct Letter {
    due: Due,
    news: News,
}

/// What came of the messages.
#[derive(Default)]
struct Fates {
    /// The ids of those that are done with.
    done: Vec<String>,
    /// The ids of those that are tried again, each with when.
    put_off: BTreeMap<String, Timestamp>,
}

/// How often it is looked for more in one run; what is left then waits for cron's next minute.
const ROUNDS: usize = 5;

/// Delivers what is due in a shard's outbox.
pub(super) async fn deliver_due(world: World<'_>, shard: Shard) {
    for _ in 0..ROUNDS {
        if deliver_some(world, shard).await < store::outbox::AT_ONCE {
            return;
        }
    }
}

/// Delivers some of what is due; how many messages were taken in hand. 0 if what came of them could not be written.
async fn deliver_some(world: World<'_>, shard: Shard) -> usize {
    let now = world.host.now();
    let rows: Vec<_> = match world.sql.batch(shard, &[store::outbox::due(now)]).await {
        Ok(results) => results.iter().flat_map(each::<Due>).collect(),
        Err(error) => {
            fault(world, &error.to_string());
            return 0;
        }
    };
    let taken = rows.len();
    let mut fates = Fates::default();
    let mut letters: BTreeMap<Shard, Vec<Letter>> = BTreeMap::new();
    for row in rows {
        if let Some((to, letter)) = sort(world, row, now, &mut fates) {
            letters.entry(to).or_default().push(letter);
        }
    }
    let batches = letters.iter().flat_map(|(to, letters)| letters.chunks(TOGETHER).map(|batch| (*to, batch)));
    let delivered = join_all(batches.map(|(to, batch)| deliver(world, to, batch))).await;
    for (due, outcome) in delivered.into_iter().flatten() {
        fates.add(world, due, outcome, now);
    }
    let statements = fates.statements();
    if statements.is_empty() {
        return 0;
    }
    match world.sql.batch(shard, &statements).await {
        Ok(_) => taken,
        Err(error) => {
            fault(world, &error.to_string());
            0
        }
    }
}

/// Finds out what a message is and where it goes; `None` if its fate is sealed without trying.
fn sort(
    world: World<'_>,
    row: Result<Due, RowFault>,
    now: Timestamp,
    fates: &mut Fates,
) -> Option<(Shard, Letter)> {
    let due = match row {
        Ok(due) => due,
        Err(error) => {
            fault(world, &error.to_string());
            return None;
        }
    };
    let news = match News::read(&due.kind, &due.payload) {
        Ok(news) if news.is_over(now) => {
            fates.done.push(due.id);
            return None;
        }
        Ok(news) => news,
        Err(error) => {
            fates.add(world, &due, Err(error), now);
            return None;
        }
    };
    // A shard that this deployment does not have, or not yet, gets the message if it appears before the session is over.
    let known = |shard: &Shard| world.settings.region_digit(*shard).is_some();
    let Some(to) = Shard::parse(&due.destination).filter(known) else {
        let error = SqlError::Fault(format!("no shard `{}`", due.destination));
        fates.add(world, &due, Err(error), now);
        return None;
    };
    Some((to, Letter { due, news }))
}

/// Tries a batch of messages; if one of them spoils it, each alone.
async fn deliver<'a>(
    world: World<'_>,
    to: Shard,
    letters: &'a [Letter],
) -> Vec<(&'a Due, Result<(), SqlError>)> {
    let all: Vec<_> = letters.iter().map(|letter| &letter.news).collect();
    let outcome = news::deliver(world, to, &all).await;
    if letters.len() > 1 && matches!(outcome, Err(SqlError::Guard(_) | SqlError::Fault(_))) {
        let alone = |letter: &'a Letter| async move {
            (&letter.due, news::deliver(world, to, &[&letter.news]).await)
        };
        return join_all(letters.iter().map(alone)).await;
    }
    letters.iter().map(|letter| (&letter.due, outcome.clone())).collect()
}

impl Fates {
    /// Decides what becomes of a message that was tried.
    fn add(&mut self, world: World<'_>, due: &Due, outcome: Result<(), SqlError>, now: Timestamp) {
        match outcome {
            // Refused by the guard: the identity has been disabled in the meantime, there is no session left to copy.
            Ok(()) | Err(SqlError::Guard(_)) => self.done.push(due.id.clone()),
            Err(error) => {
                fault(world, &error.to_string());
                self.put_off.insert(due.id.clone(), now.plus(wait(due.attempts, &error)));
            }
        }
    }

    fn statements(self) -> Vec<crate::ports::Statement> {
        let done = (!self.done.is_empty())
            .then(|| store::outbox::delivered(serde_json::Value::from(self.done).to_string()));
        let put_off = (!self.put_off.is_empty())
            .then(|| store::outbox::put_off(serde_json::json!(self.put_off).to_string()));
        done.into_iter().chain(put_off).collect()
    }
}

/// 5 s after the first attempt, twice as long after each further one, up to a longest wait.
fn wait(attempts: i64, error: &SqlError) -> Span {
    let longest = match error {
        SqlError::Unavailable(_) | SqlError::Unknown(_) | SqlError::Exhausted(_) => LONGEST_WAIT_FOR_A_REGION,
        SqlError::Guard(_) | SqlError::Fault(_) => LONGEST_WAIT,
    };
    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or(12);
    Span::seconds(5_i64 << doublings).min(longest)
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
