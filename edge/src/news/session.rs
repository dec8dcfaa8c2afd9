//! News of sessions: they begin, they end, and all of somebody's end.

use crate::ports::Statement;
use crate::sign_in::person::Person;
use crate::store::identity;
use crate::store::session::{self, SessionRow};
use serde::{Deserialize, Serialize};
use shared::id::{EventId, IdentityId};
use shared::region::Shard;
use shared::time::{Span, Timestamp};

/// How long a session lasts (ID-8). A tombstone lasts as long from when it is made, so it outlives its session.
pub(super) const LASTS: Span = Span::hours(12);

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The hash of the session's id.
    pub hash: String,
    /// Who.
    pub person: Person,
    /// The identity provider, by id.
    pub provider: String,
    /// When.
    pub at: Timestamp,
    /// The last sign-out everywhere that was known as they signed in.
    #[serde(default)]
    pub after: Option<Timestamp>,
    /// Makes the event's id, in each shard its own, and at every attempt the same.
    pub random: [u8; 10],
}

/// A session ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The hash of the session's id.
    pub hash: String,
    /// Whose it was.
    pub identity: IdentityId,
    /// When.
    pub at: Timestamp,
    /// As in [`Begun`].
    pub random: [u8; 10],
    /// What ended it.
    #[serde(default)]
    pub ending: Ending,
}

/// What ended a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Its person signed out.
    #[default]
    SignedOut,
    /// A region knew, as it was written, that its identity has been disabled: it never got to a browser.
    Refused,
    /// Somebody, the same or another, signed in in its browser.
    Replaced,
}

/// Every session of somebody that began up to a moment ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllEnded {
    /// Whose they were.
    pub identity: IdentityId,
    /// The moment: what began then or before has ended, what began after it goes on.
    pub at: Timestamp,
    /// Who ended them: the person, or an administrator.
    pub by: IdentityId,
    /// As in [`Begun`].
    pub random: [u8; 10],
}

impl Begun {
    /// The moment that counts as the session's beginning: later than every sign-out everywhere that was known, though two
    /// machines' clocks differ or one millisecond holds both. So whoever signs out everywhere can sign in again at once.
    fn began_at(&self) -> Timestamp {
        self.after.map_or(self.at, |after| self.at.max(after.plus(Span::from_millis(1))))
    }

    pub(super) fn statements(&self, shard: Shard) -> Vec<Statement> {
        let (identity, event) = (self.person.id(), EventId::new(shard, self.at, self.random));
        let row = SessionRow { hash: &self.hash, identity: &identity, ends_at: self.at.plus(LASTS) };
        vec![
            identity::guard_enabled(&identity),
            identity::upsert(&self.person, self.at),
            session::begin(row, self.began_at()),
            session::record_begin(&event, &identity, &self.provider, self.at),
        ]
    }
}

impl Ended {
    pub(super) fn statements(&self, shard: Shard) -> Vec<Statement> {
        let Self { hash, identity, at, random, ending } = self;
        let event = EventId::new(shard, *at, *random);
        let row = SessionRow { hash, identity, ends_at: at.plus(LASTS) };
        let record = session::record_end(&event, identity, ending.action(), hash, *at);
        vec![record, session::end(row, *at)]
    }
}

impl AllEnded {
    /// How the moment is chosen: now, and not before the latest beginning that is known of, for the clock that a session
    /// began under may have been ahead of ours.
    pub fn moment(now: Timestamp, latest_begin: Option<Timestamp>) -> Timestamp {
        latest_begin.map_or(now, |begin| begin.max(now))
    }

    pub(super) fn statements(&self, shard: Shard) -> Vec<Statement> {
        let event = EventId::new(shard, self.at, self.random);
        vec![
            session::record_end_of_all(&event, &self.identity, &self.by, self.at),
            session::end_all(&self.identity, self.at),
        ]
    }
}

impl Ending {
    /// What the audit trail calls it.
    fn action(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Refused => "sign_in_refused",
            Self::Replaced => "signed_in_again",
        }
    }
}
