//! What happened: audit events, in the commit that made them happen (AUD-1).

use crate::ports::Statement;
use shared::id::{EventId, IdentityId};
use shared::time::{Span, Timestamp};

/// How many refused changes of one person are recorded in an hour.
const MOST_REFUSALS_AN_HOUR: i64 = 60;

/// An event, as it is kept.
#[derive(Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The workspace, customer or identity that it concerns.
    pub scope: String,
    /// When.
    pub at: Timestamp,
    /// Who; `None` where Portico itself did it.
    pub actor: Option<IdentityId>,
    /// Through what: `browser`, `system`, ….
    pub through: &'static str,
    /// What was done.
    pub action: &'static str,
    /// To what.
    pub subject: Option<String>,
    /// What it was before, as JSON.
    pub before: Option<String>,
    /// What it is now, as JSON.
    pub after: Option<String>,
}

/// Writes an event.
pub fn record(event: Event) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action, subject, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(&event.id)
    .bind(event.scope)
    .bind(event.at)
    .bind(event.actor.as_ref())
    .bind(event.through)
    .bind(event.action)
    .bind(event.subject)
    .bind(event.before)
    .bind(event.after)
}

/// A statement that records an event for each of many things that change alike; made by the function that changes them.
#[derive(Debug)]
pub struct Recorded(pub(super) Statement);

impl From<Recorded> for Statement {
    fn from(recorded: Recorded) -> Self {
        recorded.0
    }
}

/// A change that was refused.
#[derive(Debug)]
pub struct RefusedChange<'a> {
    /// The event's id.
    pub id: EventId,
    /// The workspace it was tried in.
    pub scope: &'a str,
    /// When.
    pub at: Timestamp,
    /// Who tried.
    pub actor: &'a IdentityId,
    /// The endpoint: `PUT /api/…`.
    pub action: &'a str,
    /// The missing link, as JSON.
    pub refusal: String,
}

/// Records a refused change of an active member, unless there were sixty of theirs in the last hour.
pub fn record_refusal(change: RefusedChange<'_>) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action, after, refused)
         SELECT ?1, ?2, ?3, ?4, 'browser', ?5, ?6, 1
         WHERE (SELECT count(*) FROM
                 (SELECT 1 FROM audit_event WHERE actor_id = ?4 AND refused = 1 AND at > ?7 LIMIT ?8)) < ?8",
    )
    .bind(&change.id)
    .bind(change.scope)
    .bind(change.at)
    .bind(change.actor)
    .bind(change.action)
    .bind(change.refusal)
    .bind(change.at.minus(Span::hours(1)))
    .bind(MOST_REFUSALS_AN_HOUR)
}
