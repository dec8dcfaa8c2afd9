//! Cases: opening, listing, reading, answering, moving.

mod add_message;
mod add_note;
mod get_case;
mod get_case_options;
mod list_case_views;
mod list_cases;
mod move_case;
mod open_case;
mod remove_case_view;
mod save_case_view;

use crate::pipeline::Expectation;
use crate::store;
use crate::store::case::CaseRecord;
use shared::access::{Actor, Origin};
use shared::api::case::NewMessage;
use shared::case::draft::CaseText;
use shared::case::lifecycle::{Circumstances, Move, next};
use shared::case::visibility::{Participation, Visible, case_scope};
use shared::problem::{Problem, ProblemCode};
use shared::service::entitlement::entitle;
use shared::text::Text;

/// The case, if its reader may see it; to whoever may not, it does not exist (CASE-7).
fn visible(actor: &Actor, record: Option<CaseRecord>) -> Result<Visible<CaseRecord>, Problem> {
    record
        .and_then(|record| case_scope(actor).admit(record))
        .ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// Whether the reader may see the case, for what has no use for it yet.
fn is_visible(actor: &Actor, record: Option<&CaseRecord>) -> Result<(), Problem> {
    let seen = record.is_some_and(|record| case_scope(actor).holds(record.takes_part()));
    if seen { Ok(()) } else { Err(Problem::new(ProblemCode::NotFound)) }
}

/// The case must still be as it was decided on when it is committed.
fn unchanged(actor: &Actor, case: &Visible<CaseRecord>) -> Expectation {
    let record = case.record();
    Expectation::new(store::guard::case(actor.workspace(), &record.summary.id, record.version))
}

/// The case must still stand as it was decided on when something is written in it; what others have written meanwhile is no
/// matter.
fn still_stands(actor: &Actor, case: &Visible<CaseRecord>) -> Expectation {
    let summary = &case.record().summary;
    let since = case.record().state_since;
    Expectation::new(store::guard::case_stands(actor.workspace(), &summary.id, summary.state, since))
}

/// What a move of the case depends on now.
fn circumstances(actor: &Actor, case: &Visible<CaseRecord>) -> Circumstances {
    let record = case.record();
    let may_use_service = entitle(actor, &record.service_id).is_ok();
    Circumstances { now: actor.at(), since: record.state_since, may_use_service }
}

/// Why an answer does not reopen a closed case: the service is closed to whoever writes (WHY-1), or it is closed for
/// good.
fn stays_closed(actor: &Actor, case: &Visible<CaseRecord>) -> Problem {
    let with_the_service = Circumstances { may_use_service: true, ..circumstances(actor, case) };
    let record = case.record();
    let refusal = next(record.summary.state, Move::CustomerWrites, with_the_service)
        .filter(|_| actor.origin() == Origin::Customer)
        .and_then(|_| entitle(actor, &record.service_id).err());
    refusal.map_or_else(|| Problem::new(ProblemCode::MoveNotAllowed), Problem::from)
}

/// What somebody wrote, within its bounds.
fn written(message: &NewMessage) -> Result<CaseText, Problem> {
    Text::parse(&message.text).map_err(|fault| Problem::invalid(vec![fault.of("text")]))
}
