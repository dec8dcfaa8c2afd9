//! `POST /api/workspaces/{workspace}/cases/{case}/notes`

use super::{is_visible, still_stands, visible, written};
use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Read};
use crate::store::case::{self, CaseRecord};
use crate::store::case_change;
use shared::access::{Authorized, permit};
use shared::api::case::{AddNote, CaseMoved};
use shared::problem::Problem;

impl Command for AddNote {
    type Rows = Option<CaseRecord>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        case::find(&asked.path.workspace, asked.who, &asked.path.case)
    }

    fn admit(auth: &Authorized<permit::CasesWork>, record: &Self::Rows) -> Result<(), Problem> {
        is_visible(auth.actor(), record.as_ref())
    }

    /// A note leaves the case itself as it is, its version and the time of its last activity too: a customer must not see
    /// from anything that there are notes (CASE-8).
    fn decide(
        auth: &Authorized<permit::CasesWork>,
        record: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<CaseMoved>, Problem> {
        let actor = auth.actor();
        let case = visible(actor, record)?;
        let text = written(asked.request)?;
        let record = case.record();
        let event = AuditEvent::new(context, actor, "case.noted", record.summary.id.as_str());
        let response = CaseMoved { state: record.summary.state, version: record.version };
        Ok(Commit::of(event, response).expecting(still_stands(actor, &case)).writing(case_change::add_note(
            auth,
            &case,
            &context.id(),
            text.as_str(),
        )))
    }
}
