//! Cases: what changes them.

use super::case::CaseRecord;
use super::{audit, guard};
use crate::jobs::SystemAuthority;
use crate::ports::Statement;
use serde::Deserialize;
use shared::access::{Authorized, permit};
use shared::case::ContactMethod;
use shared::case::draft::{CompleteCase, Contact};
use shared::case::lifecycle::CaseState;
use shared::case::number::CaseNumber;
use shared::case::visibility::Visible;
use shared::id::{CaseId, EntryId, EventId, IdentityId, WorkspaceId};
use shared::service::entitlement::Entitled;
use shared::time::Timestamp;

/// Opens a case on a service that the caller may use.
pub fn open(
    auth: &Authorized<permit::CasesOpen>,
    entitled: &Entitled,
    id: &CaseId,
    number: &CaseNumber,
    case: CompleteCase,
) -> [Statement; 2] {
    const CASE: &str = "
        INSERT INTO support_case (id, workspace_id, number, service_id, product_id, problem_type_id, title, description,
                                  impact, severity, state, contact_method, phone, language, time_zone, opened_by,
                                  opened_at, updated_at, state_since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'new', ?11, ?12, ?13, ?14, ?15, ?16, ?16, ?16)";
    const OPENER: &str = "
        INSERT INTO case_participant (workspace_id, identity_id, case_id, part) VALUES (?1, ?2, ?3, 'opener')";
    let (method, phone) = match &case.contact {
        Contact::Email => (ContactMethod::Email, None),
        Contact::Phone(phone) => (ContactMethod::Phone, Some(phone.as_str())),
    };
    let actor = auth.actor();
    let row = Statement::new(CASE)
        .bind(id)
        .bind(auth.workspace())
        .bind(number.as_str())
        .bind(entitled.service())
        .bind(&case.product)
        .bind(&case.problem_type)
        .bind(case.title.as_str())
        .bind(case.description.as_str())
        .bind(case.impact.as_ref().map(|impact| impact.as_str()))
        .bind(case.severity.name())
        .bind(method.name())
        .bind(phone)
        .bind(case.language.tag())
        .bind(case.time_zone.as_str())
        .bind(actor.identity())
        .bind(actor.at());
    let opener = Statement::new(OPENER).bind(auth.workspace()).bind(actor.identity()).bind(id);
    [row, opener]
}

/// Those who may write in a case: the customer's people who open cases, the provider's who work on them.
pub type Writers = (permit::CasesOpen, permit::CasesWork);

/// Brings a case to a state, or leaves it in the one it is in, and raises its version. Taking it assigns it.
pub fn touch(
    auth: &Authorized<Writers>,
    case: &Visible<CaseRecord>,
    state: CaseState,
    assignee: Option<&IdentityId>,
) -> Statement {
    const TOUCH: &str = "
        UPDATE support_case
        SET state_since = CASE WHEN state = ?3 THEN state_since ELSE ?4 END, state = ?3, updated_at = ?4,
            assignee = coalesce(?5, assignee), version = version + 1
        WHERE id = ?2 AND workspace_id = ?1";
    Statement::new(TOUCH)
        .bind(auth.workspace())
        .bind(&case.record().summary.id)
        .bind(state.name())
        .bind(auth.actor().at())
        .bind(assignee)
}

/// What an entry says.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// Something written.
    Text(&'a str),
    /// That the case came to a state.
    State(CaseState),
}

/// Adds an entry to a case's conversation.
pub fn add_entry(
    auth: &Authorized<Writers>,
    case: &Visible<CaseRecord>,
    id: &EntryId,
    said: Said<'_>,
) -> Statement {
    const ENTRY: &str = "
        INSERT INTO case_entry (id, case_id, identity_id, side, at, text, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let actor = auth.actor();
    let (text, state) = match said {
        Said::Text(text) => (Some(text), None),
        Said::State(state) => (None, Some(state.name())),
    };
    Statement::new(ENTRY)
        .bind(id)
        .bind(&case.record().summary.id)
        .bind(actor.identity())
        .bind(actor.origin().name())
        .bind(actor.at())
        .bind(text)
        .bind(state)
}

/// Adds an internal note to a case.
pub fn add_note(
    auth: &Authorized<permit::CasesWork>,
    case: &Visible<CaseRecord>,
    id: &EntryId,
    text: &str,
) -> Statement {
    const NOTE: &str =
        "INSERT INTO case_note (id, case_id, identity_id, at, text) VALUES (?1, ?2, ?3, ?4, ?5)";
    let actor = auth.actor();
    Statement::new(NOTE)
        .bind(id)
        .bind(&case.record().summary.id)
        .bind(actor.identity())
        .bind(actor.at())
        .bind(text)
}

/// A resolved case whose time has come.
#[derive(Debug, Deserialize)]
pub struct DueCase {
    /// The case.
    pub id: CaseId,
    /// Where it lies.
    pub workspace_id: WorkspaceId,
    /// When it was resolved.
    pub state_since: Timestamp,
    /// Its version.
    pub version: i64,
}

/// Finds cases that were resolved before a moment, the longest resolved first; some at a time.
pub fn resolved_before(moment: Timestamp) -> Statement {
    const DUE: &str = "
        SELECT id, workspace_id, state_since, version FROM support_case INDEXED BY case_resolved
        WHERE state = 'resolved' AND state_since <= ?1 ORDER BY state_since LIMIT 50";
    Statement::new(DUE).bind(moment)
}

/// Closes a case because its time has come, with the entry and the event that tell of it; fails as a whole if it has been
/// touched since it was read.
pub fn close_by_time(
    _: &SystemAuthority,
    due: &DueCase,
    entry: &EntryId,
    event: EventId,
    now: Timestamp,
) -> [Statement; 4] {
    const CLOSE: &str = "
        UPDATE support_case SET state = 'closed', state_since = ?2, updated_at = ?2, version = version + 1 WHERE id = ?1";
    const ENTRY: &str = "
        INSERT INTO case_entry (id, case_id, side, at, state) VALUES (?1, ?2, 'provider', ?3, 'closed')";
    [
        guard::case(&due.workspace_id, &due.id, due.version),
        Statement::new(CLOSE).bind(&due.id).bind(now),
        Statement::new(ENTRY).bind(entry).bind(&due.id).bind(now),
        audit::record(audit::Event {
            id: event,
            scope: due.workspace_id.as_str().to_owned(),
            at: now,
            actor: None,
            through: "system",
            action: "case.moved",
            subject: Some(due.id.as_str().to_owned()),
            before: Some(r#"{"state":"resolved"}"#.to_owned()),
            after: Some(r#"{"move":"time_closes","state":"closed"}"#.to_owned()),
        }),
    ]
}
