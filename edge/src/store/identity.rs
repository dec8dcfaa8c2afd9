//! People as proven by identity providers, and who of them may sign in.

use crate::pipeline::all;
use crate::ports::{Rows, Statement};
use crate::sign_in::person::Person;
use serde::Deserialize;
use shared::id::IdentityId;
use shared::time::Timestamp;

/// Writes a person as they signed in at a moment. Name, address and kind of account follow the newest sign-in, in whatever
/// order the regions hear of them; the origin stays what it was the first time (ID-5).
pub fn upsert(person: &Person, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO identity (id, issuer, tenant, object, origin, account, name, email, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET account = excluded.account, name = excluded.name, email = excluded.email,
                                        seen_at = excluded.seen_at
         WHERE excluded.seen_at >= identity.seen_at",
    )
    .bind(&person.id())
    .bind(person.issuer.as_str())
    .bind(person.tenant.as_str())
    .bind(person.object.as_str())
    .bind(person.origin.name())
    .bind(person.account.name())
    .bind(person.name.as_str())
    .bind(person.email.as_deref())
    .bind(at)
}

/// Fails the batch if the identity has been disabled in this shard. One that was never seen here has not been.
pub fn guard_enabled(id: &IdentityId) -> Statement {
    Statement::new(
        "INSERT INTO guard (kind, held)
         VALUES ('session', NOT EXISTS (SELECT 1 FROM identity WHERE id = ?1 AND disabled_at IS NOT NULL))",
    )
    .bind(id)
}

/// What a shard knows about somebody who is signing in.
#[derive(Debug, Deserialize)]
pub struct Standing {
    /// When the identity was disabled, if it was.
    pub disabled_at: Option<Timestamp>,
    /// Up to when all their sessions have ended, if that ever happened.
    pub all_ended_at: Option<Timestamp>,
    registered: i64,
}

/// Asks what a shard knows about somebody who is signing in: one row, whatever it knows.
pub fn standing(person: &Person) -> Statement {
    Statement::new(
        "SELECT (SELECT disabled_at FROM identity WHERE id = ?1) AS disabled_at,
                (SELECT at FROM sessions_end WHERE identity_id = ?1) AS all_ended_at,
                EXISTS (SELECT 1 FROM directory WHERE tenant = ?2 AND issuer = ?3) AS registered",
    )
    .bind(&person.id())
    .bind(person.tenant.as_str())
    .bind(person.issuer.as_str())
}

impl Standing {
    /// The standing that [`standing`] returned; `None` if it returned something else.
    pub fn read(results: Vec<Rows>) -> Option<Self> {
        all(results.first()?).ok()?.into_iter().next()
    }

    /// Whether the person's directory is registered for a customer of the shard (ID-3).
    pub fn is_registered(&self) -> bool {
        self.registered == 1
    }
}
