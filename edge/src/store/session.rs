//! Sessions: rows that last half a day, and tombstones that keep them from coming back (ID-8).

use crate::ports::Statement;
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

/// Begins a session. One that is there already stays as it is, and one that has ended stays ended, however late this
/// is.
pub fn begin(session: SessionRow<'_>) -> Statement {
    Statement::new(
        "INSERT INTO session (hash, identity_id, ends_at) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING",
    )
    .bind(session.hash)
    .bind(session.identity)
    .bind(session.ends_at)
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

/// Records that somebody signed out (AUD-1), unless the session had ended already. Comes before [`end`].
pub fn record_end(event: &EventId, identity: &IdentityId, hash: &str, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action)
         SELECT ?1, ?2, ?3, ?2, 'browser', 'signed_out'
         WHERE NOT EXISTS (SELECT 1 FROM session WHERE hash = ?4 AND ended_at IS NOT NULL)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(event)
    .bind(identity)
    .bind(at)
    .bind(hash)
}

/// Forgets sessions, tombstones among them, whose end lies further back than a late copy could.
pub fn forget(before: Timestamp) -> Statement {
    Statement::new("DELETE FROM session WHERE ends_at < ?1").bind(before)
}
