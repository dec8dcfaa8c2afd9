//! Cases: the case itself, its conversation. Lists are in [`super::case_list`], counts in [`super::case_tally`].

use super::case_scope::TAKES_PART;
use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::access::Origin;
use shared::api::case::CaseSummary;
use shared::case::lifecycle::CaseState;
use shared::case::visibility::Participation;
use shared::case::{ContactMethod, Language};
use shared::id::{CaseId, EntryId, IdentityId, ServiceId, WorkspaceId};
use shared::time::Timestamp;

/// The columns of a [`CaseSummary`], of the case `c`.
const SUMMARY: &str = "c.id, c.number, c.title, c.severity, c.state, s.name AS service, i.name AS opened_by,
    c.opened_at, c.updated_at";

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
