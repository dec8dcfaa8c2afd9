//! `POST /api/workspaces/{workspace}/cases/{case}/moves`

use super::{circumstances, is_visible, unchanged, visible};
use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Read};
use crate::store::case::{self, CaseRecord};
use crate::store::case_change::{self, Said, Writers};
use serde_json::json;
use shared::access::{Actor, Authorized, Effect, Link, Origin, Permission};
use shared::api::case::{CaseMoved, MoveCase};
use shared::case::lifecycle::{Move, Side, next};
use shared::problem::{Problem, ProblemCode};

impl Command for MoveCase {
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
        let (actor, by) = (auth.actor(), asked.request.by);
        let case = visible(actor, record)?;
        let record = case.record();
        // Whose move it is comes before what its maker had seen (WHY-1), and is recorded even if that was something else (AUD-1).
        is_of_their_side(actor, by)?;
        if asked.request.version != record.version {
            return Err(Problem::stale(vec![record.summary.id.as_str().to_owned()]));
        }
        let state = next(record.summary.state, by, circumstances(actor, &case))
            .filter(|_| by != Move::CustomerWrites && by.side() != Side::System);
        let state = state.ok_or_else(|| Problem::new(ProblemCode::MoveNotAllowed))?;
        let assignee = (by == Move::Assign).then(|| actor.identity());
        let event = AuditEvent::new(context, actor, "case.moved", record.summary.id.as_str())
            .before(json!({ "state": record.summary.state }))
            .after(json!({ "state": state, "move": by }));
        let response = CaseMoved { state, version: record.version.saturating_add(1) };
        Ok(Commit::of(event, response)
            .expecting(unchanged(actor, &case))
            .writing(case_change::touch(auth, &case, state, assignee))
            .writing(case_change::add_entry(auth, &case, &context.id(), Said::State(state))))
    }
}

/// A move of the other side is refused as what it asks for would be: the provider's need `cases.work`, and nobody of the
/// provider makes one that is the customer's.
fn is_of_their_side(actor: &Actor, by: Move) -> Result<(), Problem> {
    match (by.side(), actor.origin()) {
        (Side::Provider, _) => actor.may(&[Permission::CasesWork], Effect::Changes).map_err(Problem::from),
        (Side::Customer, Origin::Provider) => Err(Link::Origin { needed: Origin::Customer }.into()),
        (Side::Customer, Origin::Customer) | (Side::System, _) => Ok(()),
    }
}
