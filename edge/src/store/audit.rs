//! What happened: audit events, in the commit that made them happen (AUD-1).

use crate::ports::Statement;
use shared::id::{EventId, IdentityId};
use shared::time::{Span, Timestamp};

/// How many refused changes of one person are recorded in an hour.
const MOST_REFUSALS_AN_HOUR: i64 = 60;

/// Writes events: a JSON array of objects with the columns' names. One statement however many there are.
pub fn record(events: String) -> Statement {
    Statement::new(
        "INSERT INTO audit_event (id, scope_id, at, actor_id, through, action, subject, before, after)
         SELECT value ->> 'id', value ->> 'scope', value ->> 'at', value ->> 'actor', value ->> 'through',
                value ->> 'action', value ->> 'subject', value -> 'before', value -> 'after'
         FROM json_each(?1)",
    )
    .bind(events)
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
