//! Sessions in every region (ID-8): what is said to all shards at once, and again to those that did not hear it.
//!
//! What begins or ends a session is a value, [`News`], and writing it is the same wherever and whenever it happens. Every
//! shard takes, in the batch that writes the news, a message for each of the others into its outbox; those that turn out
//! to be needless are taken out again, and one too many does no harm. So whoever has the news sees to it that all get it,
//! whatever breaks in between.
//!
//! For example Ada signs in while `us1` is away: `eu1` has the session, she is in, and `eu1`'s outbox holds the news for
//! `us1`. A minute later she signs out: both shards are told, `us1` for the first time hears of the session, as one that
//! has ended. When the outbox brings the beginning, it finds the tombstone and changes nothing.

use super::person::Person;
use super::shards;
use crate::ports::{Level, LogLine, SqlError, Statement, World};
use crate::store::session::{self, SessionRow};
use crate::store::{identity, outbox};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::id::{DeliveryId, EventId, IdentityId};
use shared::region::Shard;
use shared::time::{Span, Timestamp};

/// How long a session lasts (ID-8). A tombstone lasts as long from when it is made, so it outlives its session.
const LASTS: Span = Span::hours(12);
const COPY: &str = "session.copy";
const END: &str = "session.end";

/// What every shard has to know about a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody signed in.
    Begun(Begun),
    /// A session ended before its time.
    Ended(Ended),
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    pub(super) hash: String,
    pub(super) person: Person,
    /// The identity provider, by id.
    pub(super) provider: String,
    pub(super) at: Timestamp,
    /// Makes the event's id, in each shard its own, and at every attempt the same.
    pub(super) random: [u8; 10],
}

/// A session ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub(super) hash: String,
    pub(super) identity: IdentityId,
    pub(super) at: Timestamp,
    /// As in [`Begun`].
    pub(super) random: [u8; 10],
    #[serde(default)]
    pub(super) ending: Ending,
}

/// What ended a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ending {
    /// Its person signed out.
    #[default]
    SignedOut,
    /// A region knew, as it was written, that its identity has been disabled: it never got to a browser.
    Refused,
}

/// What became of news.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// The shards that have it.
    pub(super) confirmed: Vec<Shard>,
    /// The shards that may not have it.
    pub(super) missing: Vec<Shard>,
    /// Whether a shard refused it, because the identity has been disabled.
    pub(super) refused: bool,
}

/// A message that a shard keeps for another, until that one has the news.
struct Reminder {
    keeper: Shard,
    to: Shard,
    id: DeliveryId,
}

/// Tells every shard, and has each remind the others.
pub(super) async fn tell(world: World<'_>, news: &News) -> Spread {
    let now = world.host.now();
    let reminders = reminders(world, now);
    let batch = |shard: Shard| {
        let mut statements = news.statements(shard);
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
    drop_needless(world, &reminders, &spread).await;
    spread
}

/// A reminder in every shard for every other.
fn reminders(world: World<'_>, now: Timestamp) -> Vec<Reminder> {
    let shards = || world.settings.shards.iter().map(|(shard, _)| *shard);
    let pairs = shards().flat_map(|keeper| shards().map(move |to| (keeper, to)));
    let reminder = |(keeper, to)| {
        let mut random = [0; 10];
        world.host.randomize(&mut random);
        Reminder { keeper, to, id: DeliveryId::new(keeper, now, random) }
    };
    pairs.filter(|(keeper, to)| keeper != to).map(reminder).collect()
}

/// The statement that puts a shard's reminders into its outbox; `None` where there are no other shards.
fn keep(reminders: &[Reminder], keeper: Shard, news: &News, now: Timestamp) -> Option<Statement> {
    let message = |reminder: &Reminder| {
        let (id, to) = (&reminder.id, reminder.to.as_str());
        json!({ "id": id, "kind": news.kind(), "destination": to, "payload": news.payload() })
    };
    let messages: Vec<_> =
        reminders.iter().filter(|reminder| reminder.keeper == keeper).map(message).collect();
    (!messages.is_empty()).then(|| outbox::post(Value::from(messages).to_string(), now))
}

/// Takes the reminders for those that have confirmed out again. If that fails, they hear it twice.
async fn drop_needless(world: World<'_>, reminders: &[Reminder], spread: &Spread) {
    let forget = |keeper: Shard| async move {
        let needless =
            |reminder: &&Reminder| reminder.keeper == keeper && spread.confirmed.contains(&reminder.to);
        let ids: Vec<_> = reminders.iter().filter(needless).map(|reminder| reminder.id.as_str()).collect();
        if ids.is_empty() {
            return;
        }
        let statement = outbox::delivered(json!(ids).to_string());
        if let Err(error) = shards::batch(world, keeper, &[statement]).await {
            log(world, "outbox kept a needless message", keeper, &error);
        }
    };
    join_all(spread.confirmed.iter().map(|keeper| forget(*keeper))).await;
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

impl News {
    fn kind(&self) -> &'static str {
        match self {
            Self::Begun(_) => COPY,
            Self::Ended(_) => END,
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Begun(begun) => json!(begun),
            Self::Ended(ended) => json!(ended),
        }
    }

    /// Reads the payload of a message.
    ///
    /// # Errors
    /// [`SqlError::Fault`] if it is no message of ours.
    pub fn read(kind: &str, payload: &str) -> Result<Self, SqlError> {
        let news = match kind {
            COPY => serde_json::from_str(payload).map(Self::Begun),
            END => serde_json::from_str(payload).map(Self::Ended),
            _ => return Err(SqlError::Fault(format!("no delivery of kind `{kind}`"))),
        };
        // What exactly is wrong with it could be somebody's name.
        news.map_err(|_| SqlError::Fault(format!("payload of `{kind}` malformed")))
    }

    /// Whether the session has ended by itself, so that nobody needs the news any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let (Self::Begun(Begun { at, .. }) | Self::Ended(Ended { at, .. })) = self;
        now >= at.plus(LASTS)
    }

    /// What is written to a shard, in one batch.
    fn statements(&self, shard: Shard) -> Vec<Statement> {
        match self {
            Self::Begun(Begun { hash, person, provider, at, random }) => {
                let (identity, event) = (person.id(), EventId::new(shard, *at, *random));
                let row = SessionRow { hash, identity: &identity, ends_at: at.plus(LASTS) };
                vec![
                    identity::guard_enabled(&identity),
                    identity::upsert(person, *at),
                    session::begin(row),
                    session::record_begin(&event, &identity, provider, *at),
                ]
            }
            Self::Ended(Ended { hash, identity, at, random, ending }) => {
                let event = EventId::new(shard, *at, *random);
                let row = SessionRow { hash, identity, ends_at: at.plus(LASTS) };
                let record = session::record_end(&event, identity, ending.action(), hash, *at);
                vec![record, session::end(row, *at)]
            }
        }
    }
}

impl Ending {
    /// What the audit trail calls it.
    fn action(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Refused => "sign_in_refused",
        }
    }
}

fn log(world: World<'_>, what: &'static str, shard: Shard, error: &SqlError) {
    let fields = [("what", what.to_owned()), ("shard", shard.to_string()), ("error", error.to_string())];
    let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    world.host.log(&LogLine { level: Level::Error, event: "sign_in", request: None, fields });
}

#[cfg(test)]
#[path = "copy_tests.rs"]
pub(super) mod tests;
