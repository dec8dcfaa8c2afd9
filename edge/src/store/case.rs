//! Cases: lists, counts, the case itself, its conversation, and what changes it.

use super::case_scope::{self, ByScope, TAKES_PART};
use super::{audit, guard};
use crate::jobs::SystemAuthority;
use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::access::{Authorized, Origin, permit};
use shared::api::case::{CaseSummary, Show};
use shared::case::draft::{CompleteCase, Contact};
use shared::case::lifecycle::CaseState;
use shared::case::number::CaseNumber;
use shared::case::visibility::{Participation, Visible};
use shared::case::{ContactMethod, Language};
use shared::id::{CaseId, EntryId, EventId, IdentityId, ServiceId, WorkspaceId};
use shared::service::entitlement::Entitled;
use shared::time::Timestamp;

/// The columns of a [`CaseSummary`], of the case `c`.
const SUMMARY: &str = "c.id, c.number, c.title, c.severity, c.state, s.name AS service, i.name AS opened_by,
    c.opened_at, c.updated_at";

/// Reads a page of cases, newest first, from those before `after`.
pub fn list(
    workspace: &WorkspaceId,
    who: &IdentityId,
    show: Show,
    after: Option<&CaseId>,
    rows: i64,
) -> Read<ByScope<Vec<CaseSummary>>> {
    let (filter, index) = match show {
        Show::Open => ("AND c.is_open = 1", "case_by_openness"),
        Show::Waiting => ("AND c.state = 'waiting_for_customer'", "case_by_state"),
        Show::Done => ("AND c.is_open = 0", "case_by_openness"),
        Show::All => ("", "case_by_age"),
    };
    let text = format!(
        "SELECT {SUMMARY}
         FROM {{cases:{index}}}
         JOIN service s ON s.id = c.service_id
         JOIN identity i ON i.id = c.opened_by
         WHERE {{here}} {filter} AND {{id}} < ?3
         ORDER BY {{id}} DESC LIMIT ?4"
    );
    // `~` sorts after every id.
    let after = after.map_or("~", CaseId::as_str).to_owned();
    case_scope::both(&text, workspace, who, move |statement| statement.bind(after.as_str()).bind(rows))
}

/// Counts for Home, each up to a bound.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Counts {
    /// Cases still to be solved.
    pub open: u32,
    /// Of these, those that wait for the customer.
    pub waiting: u32,
    /// Of these, those of severity A.
    pub critical: u32,
    /// Cases opened since a moment.
    pub opened_since: u32,
}

/// Counts cases, none further than `most`.
pub fn counts(
    workspace: &WorkspaceId,
    who: &IdentityId,
    since: Timestamp,
    most: i64,
) -> Read<ByScope<Vec<Counts>>> {
    let count = |index: &str, filter: &str| {
        format!(
            "(SELECT count(*) FROM (SELECT 1 FROM {{cases:{index}}}
              WHERE {{here}} AND {filter} LIMIT ?4))"
        )
    };
    let text = format!(
        "SELECT {} AS open, {} AS waiting, {} AS critical, {} AS opened_since",
        count("case_by_openness", "c.is_open = 1"),
        count("case_by_state", "c.state = 'waiting_for_customer'"),
        count("case_by_severity", "c.is_open = 1 AND c.severity = 'a'"),
        count("case_by_opening", "c.opened_at >= ?3"),
    );
    case_scope::both(&text, workspace, who, move |statement| statement.bind(since).bind(most))
}

/// Reads the open cases in which something happened last.
pub fn latest(workspace: &WorkspaceId, who: &IdentityId, rows: i64) -> Read<ByScope<Vec<CaseSummary>>> {
    let text = format!(
        "SELECT {SUMMARY}
         FROM {{cases:case_by_activity}}
         JOIN service s ON s.id = c.service_id
         JOIN identity i ON i.id = c.opened_by
         WHERE {{here}} AND c.is_open = 1
         ORDER BY c.updated_at DESC LIMIT ?3"
    );
    case_scope::both(&text, workspace, who, move |statement| statement.bind(rows))
}

/// A case as its row has it, read for one person.
#[derive(Debug, Deserialize)]
pub struct CaseRecord {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: CaseSummary,
    /// The service's id.
    pub service_id: ServiceId,
    /// The product's name.
    pub product: String,
    /// The problem type's name.
    pub problem_type: String,
    /// What happened, in Markdown.
    pub description: String,
    /// What it does to the business, in Markdown.
    pub impact: Option<String>,
    /// How to be answered.
    pub contact_method: ContactMethod,
    /// The number to call.
    pub phone: Option<String>,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone.
    pub time_zone: String,
    /// Who works on it.
    pub assignee: Option<String>,
    /// When it came to its state.
    pub state_since: Timestamp,
    /// Its version.
    pub version: i64,
    takes_part: i64,
}

impl Participation for CaseRecord {
    fn takes_part(&self) -> bool {
        self.takes_part == 1
    }
}

/// Reads a case of a workspace.
pub fn find(workspace: &WorkspaceId, who: &IdentityId, case: &CaseId) -> Read<Option<CaseRecord>> {
    let text = format!(
        "SELECT {SUMMARY}, c.service_id, p.name AS product, t.name AS problem_type, c.description, c.impact,
                c.contact_method, c.phone, c.language, c.time_zone, a.name AS assignee, c.state_since, c.version,
                {TAKES_PART} AS takes_part
         FROM support_case c
         JOIN service s ON s.id = c.service_id
         JOIN identity i ON i.id = c.opened_by
         JOIN product p ON p.id = c.product_id
         JOIN problem_type t ON t.id = c.problem_type_id
         LEFT JOIN identity a ON a.id = c.assignee
         WHERE c.id = ?3 AND c.workspace_id = ?1"
    );
    Read::first(Statement::new(text).bind(workspace).bind(who).bind(case))
}

/// An entry of a conversation as its row has it.
#[derive(Debug, Deserialize)]
pub struct EntryRow {
    /// The entry.
    pub id: EntryId,
    /// Who wrote or did it; `None` where Portico itself did.
    pub by: Option<String>,
    /// Whose side they are on.
    pub side: Origin,
    /// When.
    pub at: Timestamp,
    /// What was written, in Markdown.
    pub text: Option<String>,
    /// The state that the case came to.
    pub state: Option<CaseState>,
}

/// Reads the latest entries of a case's conversation that both sides may read, newest first.
pub fn entries(workspace: &WorkspaceId, case: &CaseId, rows: i64) -> Read<Vec<EntryRow>> {
    const ENTRIES: &str = "
        SELECT e.id, i.name AS by, e.side, e.at, e.text, e.state
        FROM support_case c
        JOIN case_entry e ON e.case_id = c.id
        LEFT JOIN identity i ON i.id = e.identity_id
        WHERE c.id = ?2 AND c.workspace_id = ?1
        ORDER BY e.id DESC LIMIT ?3";
    Read::all(Statement::new(ENTRIES).bind(workspace).bind(case).bind(rows))
}

/// Internal notes as read. They stay closed to whoever does not work on cases (CASE-8).
#[derive(Debug)]
pub struct Notes(Vec<EntryRow>);

impl Notes {
    /// The notes, for a provider member with `cases.work`; none for anybody else.
    pub fn open(self, actor: &shared::access::Actor) -> Vec<EntryRow> {
        let works = actor.permissions().has(shared::access::Permission::CasesWork);
        if works && actor.origin() == Origin::Provider { self.0 } else { Vec::new() }
    }
}

/// Reads the latest internal notes of a case, newest first.
pub fn notes(workspace: &WorkspaceId, case: &CaseId, rows: i64) -> Read<Notes> {
    const NOTES: &str = "
        SELECT n.id, i.name AS by, 'provider' AS side, n.at, n.text, NULL AS state
        FROM support_case c
        JOIN case_note n ON n.case_id = c.id
        JOIN identity i ON i.id = n.identity_id
        WHERE c.id = ?2 AND c.workspace_id = ?1
        ORDER BY n.id DESC LIMIT ?3";
    Read::<Vec<EntryRow>>::all(Statement::new(NOTES).bind(workspace).bind(case).bind(rows)).map(Notes)
}

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
    let side = match actor.origin() {
        Origin::Customer => "customer",
        Origin::Provider => "provider",
    };
    let (text, state) = match said {
        Said::Text(text) => (Some(text), None),
        Said::State(state) => (None, Some(state.name())),
    };
    Statement::new(ENTRY)
        .bind(id)
        .bind(&case.record().summary.id)
        .bind(actor.identity())
        .bind(side)
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
