//! `GET /api/workspaces/{workspace}/cases/{case}`

use super::visible;
use crate::pipeline::{Asked, Query, Read};
use crate::prose;
use crate::store::case::{self, CaseRecord, EntryRow, Notes};
use shared::access::{Authorized, permit};
use shared::api::case::{CaseDetail, Entry, EntryContent, GetCase};
use shared::problem::Problem;
use std::collections::VecDeque;

/// One more than is shown, to tell whether there are more.
const ROWS: i64 = CaseDetail::MOST_ENTRIES as i64 + 1;

/// How many bytes the conversation may take on its way, about: a case of many long logs is cut before it is too large for
/// the worker, or for whoever reads it on the way to work.
const MOST_BYTES: usize = 2 * 1024 * 1024;

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

/// The conversation, oldest first, cut to its latest entries; and whether there are earlier ones. No text before those is parsed.
fn conversation(entries: Vec<EntryRow>, notes: Vec<EntryRow>) -> (Vec<Entry>, bool) {
    let entries = entries.into_iter().map(|row| (row, false));
    let mut rows: Vec<(EntryRow, bool)> = entries.chain(notes.into_iter().map(|row| (row, true))).collect();
    rows.sort_by(|(a, _), (b, _)| b.id.as_str().cmp(a.id.as_str()));
    let mut earlier = rows.len() > CaseDetail::MOST_ENTRIES;
    let mut shown = VecDeque::new();
    let mut taken = 0;
    for (row, note) in rows.into_iter().take(CaseDetail::MOST_ENTRIES) {
        let Some((entry, bytes)) = written(row, note) else { continue };
        taken += bytes;
        if taken > MOST_BYTES && !shown.is_empty() {
            earlier = true;
            break;
        }
        shown.push_front(entry);
    }
    (shown.into(), earlier)
}

/// An entry, and about how many bytes it takes on its way.
fn written(row: EntryRow, note: bool) -> Option<(Entry, usize)> {
    let blocks = row.text.as_deref().map(prose::parse);
    let bytes = blocks.as_deref().map_or(0, prose::bytes);
    let content = match (blocks, row.state) {
        (Some(blocks), _) if note => EntryContent::Note { blocks },
        (Some(blocks), _) => EntryContent::Message { blocks },
        (None, Some(to)) => EntryContent::Moved { to },
        (None, None) => return None,
    };
    Some((Entry { id: row.id, by: row.by, side: row.side, at: row.at, content }, bytes))
}
