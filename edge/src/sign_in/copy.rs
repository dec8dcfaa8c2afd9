//! Sessions in every region (ID-8): what is said to all shards at once, and again to those that did not hear it.
//!
//! What begins or ends a session is a value, [`News`], and writing it is the same wherever and whenever it happens.
//! For example Ada signs in while `us1` is away: `eu1` has the session, she is in, and `eu1`'s outbox holds the news
//! for `us1`. A minute later she signs out: both shards are told, `us1` for the first time hears of the session, as
//! one that has ended. When the outbox brings the beginning, it finds the tombstone and changes nothing.

use super::person::Person;
use super::shards;
use crate::ports::{Level, LogLine, SqlError, Statement, World};
use crate::store::session::{self, SessionRow};
use crate::store::{identity, outbox};
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
pub(super) enum News {
    /// Somebody signed in.
    Begun(Begun),
    /// Somebody signed out.
    Ended(Ended),
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) hash: String,
    pub(super) person: Person,
    /// The identity provider, by id.
    pub(super) provider: String,
    pub(super) at: Timestamp,
    /// Makes the event's id, in each shard its own, and at every attempt the same.
    pub(super) random: [u8; 10],
}

/// Somebody signed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) hash: String,
    pub(super) identity: IdentityId,
    pub(super) at: Timestamp,
    /// As in [`Begun`].
    pub(super) random: [u8; 10],
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

/// Tells every shard. What some did not hear is left in the outbox of one that did.
pub(super) async fn tell(world: World<'_>, news: &News) -> Spread {
    let mut spread = Spread::default();
    for (shard, answer) in shards::everywhere(world, |shard| news.statements(shard)).await {
        match answer {
            Ok(_) => spread.confirmed.push(shard),
            Err(SqlError::Guard(_)) => spread.refused = true,
            Err(error) => {
                log(world, "shard did not confirm", shard, &error);
                spread.missing.push(shard);
            }
        }
    }
    if !spread.missing.is_empty() && !spread.refused {
        leave(world, news, &spread).await;
    }
    spread
}

/// Leaves the news for the missing shards in the outbox of the first confirmed one that takes it.
async fn leave(world: World<'_>, news: &News, spread: &Spread) {
    let now = world.host.now();
    for keeper in &spread.confirmed {
        let message = |shard: &Shard| {
            let mut random = [0; 10];
            world.host.randomize(&mut random);
            let id = DeliveryId::new(*keeper, now, random);
            json!({ "id": id, "kind": news.kind(), "destination": shard.as_str(), "payload": news.payload() })
        };
        let messages: Value = spread.missing.iter().map(message).collect();
        match shards::batch(world, *keeper, &[outbox::post(messages.to_string(), now)]).await {
            Ok(_) => return,
            Err(error) => log(world, "outbox did not take a message", *keeper, &error),
        }
    }
}

/// Delivers a message of kind `session.copy` or `session.end` to the shard it is for. Delivering twice is delivering
/// once.
///
/// # Errors
/// Whatever kept the shard from taking it; [`SqlError::Fault`] if it is no message of ours.
pub async fn deliver(
    world: World<'_>,
    kind: &str,
    destination: &str,
    payload: &Value,
) -> Result<(), SqlError> {
    let known = |shard: &Shard| world.settings.region_digit(*shard).is_some();
    let shard = Shard::parse(destination).filter(known);
    let shard = shard.ok_or_else(|| SqlError::Fault(format!("no shard `{destination}`")))?;
    let news = News::read(kind, payload)?;
    if news.is_over(world.host.now()) {
        return Ok(());
    }
    match shards::batch(world, shard, &news.statements(shard)).await {
        // The identity has been disabled in the meantime: there is no session left to copy.
        Ok(_) | Err(SqlError::Guard(_)) => Ok(()),
        Err(error) => Err(error),
    }
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

    fn read(kind: &str, payload: &Value) -> Result<Self, SqlError> {
        let news = match kind {
            COPY => Begun::deserialize(payload).map(Self::Begun),
            END => Ended::deserialize(payload).map(Self::Ended),
            _ => return Err(SqlError::Fault(format!("no delivery of kind `{kind}`"))),
        };
        // What exactly is wrong with it could be somebody's name.
        news.map_err(|_| SqlError::Fault(format!("payload of `{kind}` malformed")))
    }

    /// Whether the session has ended by itself, so that nobody needs the news any more.
    fn is_over(&self, now: Timestamp) -> bool {
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
                    identity::upsert(person),
                    session::begin(row),
                    session::record_begin(&event, &identity, provider, *at),
                ]
            }
            Self::Ended(Ended { hash, identity, at, random }) => {
                let event = EventId::new(shard, *at, *random);
                let row = SessionRow { hash, identity, ends_at: at.plus(LASTS) };
                vec![session::record_end(&event, identity, hash, *at), session::end(row, *at)]
            }
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
