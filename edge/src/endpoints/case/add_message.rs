//! `POST /api/workspaces/{workspace}/cases/{case}/messages`

use super::{circumstances, is_visible, stays_closed, still_stands, visible, written};
use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Read};
use crate::store::case::{self, CaseRecord};
use crate::store::case_change::{self, Said, Writers};
use serde_json::json;
use shared::access::{Authorized, Origin};
use shared::api::case::{AddMessage, CaseMoved};
use shared::case::lifecycle::{CaseState, Move, next};
use shared::problem::Problem;

impl Command for AddMessage {
    type Rows = Option<CaseRecord>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        case::find(&asked.path.workspace, asked.who, &asked.path.case)
    }

    fn admit(auth: &Authorized<Writers>, record: &Self::Rows) -> Result<(), Problem> {
        is_visible(auth.actor(), record.as_ref())
    }

    fn decide(
        auth: &Authorized<Writers>,
        record: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<CaseMoved>, Problem> {
        let actor = auth.actor();
        let case = visible(actor, record)?;
        let before = case.record().summary.state;
        let after = match actor.origin() {
            Origin::Customer => next(before, Move::CustomerWrites, circumstances(actor, &case)),
            // An answer by itself moves nothing; a closed case is done with.
            Origin::Provider => (before != CaseState::Closed).then_some(before),
        };
        // Whoever may not use the service any more is told that, and not that they have written nothing (WHY-1).
        let after = after.ok_or_else(|| stays_closed(actor, &case))?;
        let text = written(asked.request)?;
        let event = AuditEvent::new(context, actor, "case.answered", case.record().summary.id.as_str())
            .before(json!({ "state": before }))
            .after(json!({ "state": after }));
        // Ids sort entries: what was written comes before the move that it caused.
        let mut ids = [context.id(), context.id()];
        ids.sort();
        let [message, moved] = &ids;
        // Whoever else answers at the same moment raises the version too: a move from this one is then refused, for its maker has
        // not seen what they wrote (ACC-12).
        let response = CaseMoved { state: after, version: case.record().version.saturating_add(1) };
        let commit = Commit::of(event, response)
            .expecting(still_stands(actor, &case))
            .writing(case_change::touch(auth, &case, after, None))
            .writing(case_change::add_entry(auth, &case, message, Said::Text(text.as_str())));
        Ok(match after == before {
            true => commit,
            false => commit.writing(case_change::add_entry(auth, &case, moved, Said::State(after))),
        })
    }
}
