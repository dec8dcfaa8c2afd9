//! Replacing sets of services, whoever's they are: for [`super::service_set`], [`super::group_set`] and [`super::feature`],
//! each of which takes the proof of its own permission.

use crate::ports::Statement;
use crate::store::audit::Recorded;
use shared::access::Authorized;

/// How many sets one statement replaces: their ids and their events' ids as JSON stay below 2 MB, D1's limit for a value.
pub(super) const MOST_AT_ONCE: usize = 20_000;

/// Replaces the sets of subjects by one set (a JSON array of services), and records an event for each of them (RS-8).
/// `subjects` is a JSON array of pairs: the subject's id, its event's id. At most [`MOST_AT_ONCE`] of them.
pub(super) fn replace_sets<P>(auth: &Authorized<P>, subjects: &str, services: &str) -> (Recorded, Statement) {
    const EVENTS: &str = "
        INSERT INTO audit_event (id, scope_id, at, actor_id, through, action, subject, before, after)
        SELECT j.value ->> 1, ?1, ?4, ?5, 'browser', 'services.replaced', j.value ->> 0, coalesce(s.services, '[]'), ?3
        FROM json_each(?2) j
        LEFT JOIN service_set s ON s.workspace_id = ?1 AND s.subject_id = j.value ->> 0";
    const SETS: &str = "
        INSERT INTO service_set (workspace_id, subject_id, services, version)
        SELECT ?1, value ->> 0, ?3, 1 FROM json_each(?2) WHERE true
        ON CONFLICT (workspace_id, subject_id) DO UPDATE SET services = excluded.services, version = version + 1";
    let here = |sql: &'static str| Statement::new(sql).bind(auth.workspace()).bind(subjects).bind(services);
    let actor = auth.actor();
    (Recorded(here(EVENTS).bind(actor.at()).bind(actor.identity())), here(SETS))
}

/// Counts a change to who may do what in the workspace: nothing decided before it is committed after it (RS-12).
pub(super) fn raise_workspace<P>(auth: &Authorized<P>) -> Statement {
    Statement::new("UPDATE workspace SET access_version = access_version + 1 WHERE id = ?1")
        .bind(auth.workspace())
}
