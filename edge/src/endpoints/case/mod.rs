//! Cases: opening, listing, reading, answering, moving.

mod add_message;
mod add_note;
mod get_case;
mod get_case_options;
mod list_cases;
mod move_case;
mod open_case;
mod prose;

use crate::pipeline::Expectation;
use crate::store;
use crate::store::case::CaseRecord;
use shared::access::Actor;
use shared::api::case::NewMessage;
use shared::case::draft::CaseText;
use shared::case::lifecycle::Circumstances;
use shared::case::visibility::{Visible, case_scope};
use shared::problem::{Problem, ProblemCode};
use shared::service::entitlement::entitle;
use shared::text::Text;

/// The case, if its reader may see it; to whoever may not, it does not exist (CASE-7).
fn visible(actor: &Actor, record: Option<CaseRecord>) -> Result<Visible<CaseRecord>, Problem> {
    record
        .and_then(|record| case_scope(actor).admit(record))
        .ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// The case must still be as it was decided on when it is committed.
fn unchanged(actor: &Actor, case: &Visible<CaseRecord>) -> Expectation {
    let record = case.record();
    Expectation::new(store::guard::case(actor.workspace(), &record.summary.id, record.version))
}

/// What a move of the case depends on now.
fn circumstances(actor: &Actor, case: &Visible<CaseRecord>) -> Circumstances {
    let record = case.record();
    let may_use_service = entitle(actor, &record.service_id).is_ok();
    Circumstances { now: actor.at(), since: record.state_since, may_use_service }
}

/// What somebody wrote, within its bounds.
fn written(message: &NewMessage) -> Result<CaseText, Problem> {
    Text::parse(&message.text).map_err(|fault| Problem::invalid(vec![fault.of("text")]))
}
