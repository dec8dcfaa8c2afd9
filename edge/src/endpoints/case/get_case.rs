//! `GET /api/workspaces/{workspace}/cases/{case}`

use super::prose;
use super::visible;
use crate::pipeline::{Asked, Query, Read};
use crate::store::case::{self, CaseRecord, EntryRow, Notes};
use shared::access::{Authorized, permit};
use shared::api::case::{CaseDetail, Entry, EntryContent, GetCase};
use shared::problem::Problem;

/// One more than is shown, to tell whether there are more.
const ROWS: i64 = CaseDetail::MOST_ENTRIES as i64 + 1;

impl Query for GetCase {
    type Rows = ((Option<CaseRecord>, Vec<EntryRow>), Notes);

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let (workspace, id) = (&asked.path.workspace, &asked.path.case);
        case::find(workspace, asked.who, id)
            .zip(case::entries(workspace, id, ROWS))
            .zip(case::notes(workspace, id, ROWS))
    }

    fn answer(
        auth: &Authorized<permit::CasesView>,
        ((record, entries), notes): Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<CaseDetail, Problem> {
        let record = visible(auth.actor(), record)?.into_record();
        let notes = notes.open(auth.actor());
        let (entries, earlier_entries) = conversation(entries, notes);
        Ok(CaseDetail {
            summary: record.summary,
            service: record.service_id,
            product: record.product,
            problem_type: record.problem_type,
            description: prose::parse(&record.description),
            impact: record.impact.as_deref().map(prose::parse).unwrap_or_default(),
            contact_method: record.contact_method,
            phone: record.phone,
            language: record.language,
            time_zone: record.time_zone,
            assignee: record.assignee,
            state_since: record.state_since,
            version: record.version,
            entries,
            earlier_entries,
            now: asked.now,
        })
    }
}

/// The conversation, oldest first, cut to its latest entries.
fn conversation(entries: Vec<EntryRow>, notes: Vec<EntryRow>) -> (Vec<Entry>, bool) {
    let written = |row: EntryRow, note: bool| {
        let content = match (row.text, row.state) {
            (Some(text), _) if note => EntryContent::Note { blocks: prose::parse(&text) },
            (Some(text), _) => EntryContent::Message { blocks: prose::parse(&text) },
            (None, Some(to)) => EntryContent::Moved { to },
            (None, None) => return None,
        };
        Some(Entry { id: row.id, by: row.by, side: row.side, at: row.at, content })
    };
    let notes = notes.into_iter().filter_map(|row| written(row, true));
    let mut all: Vec<Entry> =
        entries.into_iter().filter_map(|row| written(row, false)).chain(notes).collect();
    all.sort_by(|a, b| b.id.as_str().cmp(a.id.as_str()));
    let more = all.len() > CaseDetail::MOST_ENTRIES;
    all.truncate(CaseDetail::MOST_ENTRIES);
    all.reverse();
    (all, more)
}
