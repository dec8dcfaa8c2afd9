//! `POST /api/workspaces/{workspace}/cases`

use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Expectation, Read};
use crate::store;
use crate::store::case_change;
use crate::store::catalogue::Known;
use serde_json::json;
use shared::access::{Authorized, permit};
use shared::api::case::{OpenCase, OpenedCase};
use shared::case::draft::CompleteCase;
use shared::case::number::CaseNumber;
use shared::problem::{Fault, FieldProblem, Problem, ProblemCode};
use shared::service::entitlement::entitle;

impl Command for OpenCase {
    type Rows = Option<Known>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        store::catalogue::known(&asked.request.product, &asked.request.problem_type)
    }

    /// The case that an earlier answer names is the caller's own.
    fn admit(_: &Authorized<permit::CasesOpen>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    /// Access to the service comes before anything that may be wrong with the form (WHY-1): whoever has lost the service
    /// is told that, and not that the title is too short.
    fn decide(
        auth: &Authorized<permit::CasesOpen>,
        known: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<OpenedCase>, Problem> {
        let entitled = entitle(auth.actor(), &asked.request.service)?;
        let mut faults = unknown_choices(known);
        let case = match CompleteCase::parse(asked.request) {
            Ok(case) if faults.is_empty() => case,
            Ok(_) => return Err(Problem::invalid(faults)),
            Err(more) => {
                faults.extend(more);
                return Err(Problem::invalid(faults));
            }
        };
        let digit = context
            .settings
            .region_digit(context.shard)
            .ok_or_else(|| Problem::new(ProblemCode::Internal))?;
        let number = CaseNumber::new(context.now, digit, context.number());
        let id = context.id();
        let after = json!({ "number": number, "service": entitled.service(), "severity": case.severity });
        let event = AuditEvent::new(context, auth.actor(), "case.opened", id.as_str()).after(after);
        let [row, opener] = case_change::open(auth, &entitled, &id, &number, case);
        let free = Expectation::new(store::guard::free_case_number(number.as_str()));
        Ok(Commit::of(event, OpenedCase { id, number }).expecting(free).writing(row).writing(opener))
    }
}

/// What of the choices the catalogue does not have.
fn unknown_choices(known: Option<Known>) -> Vec<FieldProblem> {
    let known = known.unwrap_or(Known { product: 0, problem_type: 0 });
    let choices = [("product", known.product), ("problem_type", known.problem_type)];
    choices.into_iter().filter(|(_, known)| *known != 1).map(|(field, _)| Fault::Unknown.of(field)).collect()
}
