//! Sessions: rows that last half a day, and tombstones that keep them from coming back (ID-8).

use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::access::{AccountKind, IdentityFacts, Origin};
use shared::id::{EventId, IdentityId};
use shared::time::Timestamp;

/// A session, as every shard has it.
#[derive(Clone, Copy, Debug)]
pub struct SessionRow<'a> {
    /// The hash of its id.
    pub hash: &'a str,
    /// Whose it is.
    pub identity: &'a IdentityId,
    /// When it ends by itself.
    pub ends_at: Timestamp,
}

/// What a shard knows of a session whose cookie is genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// It goes on.
    Live,
    /// It has ended, by itself or with all others of its identity, or that has been disabled: for good, whatever other
    /// shards say (ID-7, ID-8).
    Ended,
    /// Nothing: its copy is still on its way from the region that took the sign-in.
    Absent,
}

/// A session and whose it is, as far as a shard knows.
#[derive(Debug, Default, Deserialize)]
pub struct Holder {
    began_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    all_ended_at: Option<Timestamp>,
    identity: Option<IdentityId>,
    origin: Option<Origin>,
    account: Option<AccountKind>,
    disabled_at: Option<Timestamp>,
}

impl Holder {
    /// What the shard knows of the session.
    pub fn state(&self, now: Timestamp) -> SessionState {
        match self.alone(now) {
            SessionState::Live if self.began_at <= self.all_ended_at => SessionState::Ended,
            state => state,
        }
    }

    /// What the shard knows of the session, but for all of its identity having ended together ([`Self::all_ended_at`]).
    ///
    /// A tombstone may have come before the person's own row; a session never does, they are written together, so one
    /// without is the session of somebody who was taken out.
    pub fn alone(&self, now: Timestamp) -> SessionState {
        match self.ends_at {
            _ if self.disabled_at.is_some() => SessionState::Ended,
            None => SessionState::Absent,
            Some(end) if now < end && self.ended_at.is_none() && self.identity.is_some() => {
                SessionState::Live
            }
            Some(_) => SessionState::Ended,
        }
    }

    /// When the session began, if the shard has it.
    pub fn began_at(&self) -> Option<Timestamp> {
        self.began_at
    }

    /// Up to when every session of the identity has ended, if that ever happened; known also where the session is not.
    pub fn all_ended_at(&self) -> Option<Timestamp> {
        self.all_ended_at
    }

    /// The facts about the identity, if the shard knows it.
    pub fn facts(&self) -> Option<IdentityFacts> {
        Some(IdentityFacts { id: self.identity.clone()?, origin: self.origin?, account: self.account? })
    }
}

/// Reads whose session it is, for what concerns a person and no workspace.
pub fn holder(hash: &str, who: &IdentityId) -> Read<Holder> {
    const HOLDER: &str = "
        SELECT s.began_at, s.ends_at, s.ended_at, e.at AS all_ended_at,
               i.id AS identity, i.origin, i.account, i.disabled_at
        FROM (SELECT 1)
        LEFT JOIN session s ON s.hash = ?1 AND s.identity_id = ?2
        LEFT JOIN sessions_end e ON e.identity_id = ?2
        LEFT JOIN identity i ON i.id = ?2";
    Read::<Option<Holder>>::first(Statement::new(HOLDER).bind(hash).bind(who)).map(Option::unwrap_or_default)
}

/// Begins a session. One that is there already stays as it is, and one that has ended stays ended, however late this
/// is.
pub fn begin(session: SessionRow<'_>, began_at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO session (hash, identity_id, ends_at, began_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (hash) DO NOTHING",
    )
    .bind(session.hash)
    .bind(session.identity)
    .bind(session.ends_at)
    .bind(began_at)
}

/// Ends a session, also one that has not arrived here yet.
pub fn end(session: SessionRow<'_>, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO session (hash, identity_id, ends_at, ended_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (hash) DO UPDATE SET ended_at = coalesce(session.ended_at, excluded.ended_at)",
    )
    .bind(session.hash)
    .bind(session.identity)
    .bind(session.ends_at)
    .bind(at)
}

/// Ends every session of an identity that began up to a moment, also those that have not arrived here yet.
pub fn end_all(identity: &IdentityId, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO sessions_end (identity_id, at) VALUES (?1, ?2)
         ON CONFLICT (identity_id) DO UPDATE SET at = excluded.at WHERE excluded.at > sessions_end.at",
    )
    .bind(identity)
    .bind(at)
}

/// When the latest session of an identity began, as far as a shard knows.
#[derive(Debug, Deserialize)]
pub struct LatestBegin {
    /// The moment; `None` if there is no session.
    pub began_at: Option<Timestamp>,
}

/// Reads when the latest session of an identity began.
pub fn latest_begin(who: &IdentityId) -> Read<Option<LatestBegin>> {
    const LATEST: &str = "SELECT max(began_at) AS began_at FROM session WHERE identity_id = ?1";
    Read::first(Statement::new(LATEST).bind(who))
}

/// Records that somebody signed in through an identity provider (AUD-1). Writing it again changes nothing.
pub fn record_begin(event: &EventId, identity: &IdentityId, provider: &str, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action, subject)
         VALUES (?1, ?2, ?3, ?2, 'browser', 'signed_in', ?4)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(event)
    .bind(identity)
    .bind(at)
    .bind(provider)
}

/// Records what ended a session (AUD-1), unless it had ended already. Comes before [`end`].
pub fn record_end(
    event: &EventId,
    identity: &IdentityId,
    action: &'static str,
    hash: &str,
    at: Timestamp,
) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action)
         SELECT ?1, ?2, ?3, ?2, 'browser', ?5
         WHERE NOT EXISTS (SELECT 1 FROM session WHERE hash = ?4 AND ended_at IS NOT NULL)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(event)
    .bind(identity)
    .bind(at)
    .bind(hash)
    .bind(action)
}

/// Records that all sessions of an identity were ended, by whom (AUD-1), unless they had been ended up to that moment
/// already. Comes before [`end_all`].
pub fn record_end_of_all(
    event: &EventId,
    identity: &IdentityId,
    by: &IdentityId,
    at: Timestamp,
) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action)
         SELECT ?1, ?2, ?3, ?4, 'browser', 'signed_out_everywhere'
         WHERE NOT EXISTS (SELECT 1 FROM sessions_end WHERE identity_id = ?2 AND at >= ?3)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(event)
    .bind(identity)
    .bind(at)
    .bind(by)
}

/// Forgets sessions, tombstones among them, whose end lies further back than a late copy could.
pub fn forget(before: Timestamp) -> Statement {
    Statement::new("DELETE FROM session WHERE ends_at < ?1").bind(before)
}
