//! `PUT /api/workspaces/{workspace}/reactive-services/members`

use super::{still_in_force, switched_on};
use crate::pipeline::{Asked, Command, Commit, Context, Expectation, Read, RowFault};
use crate::store;
use crate::store::line::Line;
use crate::store::service_set::{self, Assignments};
use serde_json::json;
use shared::access::{Authorized, permit};
use shared::api::reactive_services::{NewMemberServices, SaveMemberServices, SavedServices, SeenMember};
use shared::id::{EventId, MemberId};
use shared::problem::{Fault, FieldProblem, Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::assignment::{Holding, MOST_SUBJECTS, plan, totals};
use shared::service::entitlement::reactive;
use std::collections::{BTreeSet, HashMap};

impl Command for SaveMemberServices {
    type Rows = Result<Assignments, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let members: Vec<&MemberId> = asked.request.members.iter().map(|seen| &seen.member).collect();
        service_set::assignments_of(&asked.path.workspace, &members)
    }

    fn admit(_: &Authorized<permit::ServicesManage>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    fn decide(
        auth: &Authorized<permit::ServicesManage>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<SavedServices>, Problem> {
        let actor = auth.actor();
        switched_on(actor)?;
        let rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let rows = rows.at(actor.access().workspace.kind, context.now);
        let known: ServiceSet = reactive(actor).map(|service| service.id.clone()).collect();
        check(&known, asked.request, &rows).map_err(|fault| Problem::invalid(vec![fault]))?;
        let holding = |line| rows.holding(line).among(&|service| known.contains(service));
        let holdings: Vec<Holding> = rows.members.iter().map(holding).collect();
        unchanged_since(&asked.request.members, &holdings)?;
        let in_force = still_in_force(actor, asked.request.in_force)?;
        let chosen = &asked.request.services;
        let response = SavedServices { totals: totals(&plan(&holdings, chosen, &in_force)) };
        let replaced: Vec<&Line> = rows.members.iter().filter(|line| line.own != *chosen).collect();
        if replaced.is_empty() {
            return Ok(Commit::of_no_change(response).expecting(as_read(auth, &rows)));
        }
        let events: Vec<(&MemberId, EventId)> =
            replaced.iter().map(|line| (&line.member, context.id())).collect();
        let (recorded, [sets, versions]) =
            service_set::replace(auth, &json!(events).to_string(), &json!(chosen).to_string());
        Ok(Commit::of_each(recorded, response)
            .expecting(as_read(auth, &rows))
            .writing(sets)
            .writing(versions))
    }
}

/// What can be wrong with a save: nobody or too many chosen, somebody twice, somebody who is no customer-side member
/// here (a stranger's id and one that was never given out get the same answer), a service that is not among the
/// workspace's reactive ones (RS-5).
fn check(known: &ServiceSet, request: &NewMemberServices, rows: &Assignments) -> Result<(), FieldProblem> {
    let members: BTreeSet<&MemberId> = request.members.iter().map(|seen| &seen.member).collect();
    if members.is_empty() {
        return Err(Fault::Missing.of("members"));
    }
    if members.len() > MOST_SUBJECTS {
        return Err(Fault::TooLong { most: MOST_SUBJECTS }.of("members"));
    }
    if members.len() != request.members.len() {
        return Err(Fault::Malformed.of("members"));
    }
    if rows.members.len() != members.len() {
        return Err(Fault::Unknown.of("members"));
    }
    if !request.services.is_subset(known) {
        return Err(Fault::Unknown.of("services"));
    }
    Ok(())
}

/// Refuses what is not as the editor saw it, and names whose it is (ACC-12, RS-15): another version of a set, or groups
/// that give something else by now, so that the plan that was shown is not what would happen (ACC-11).
fn unchanged_since(seen: &[SeenMember], now: &[Holding]) -> Result<(), Problem> {
    let now: HashMap<&MemberId, SeenMember> =
        now.iter().map(|holding| (&holding.member, SeenMember::of(holding))).collect();
    let moved = |seen: &&SeenMember| now.get(&seen.member).is_some_and(|now| now != *seen);
    let changed: Vec<String> =
        seen.iter().filter(moved).map(|seen| seen.member.as_str().to_owned()).collect();
    if changed.is_empty() { Ok(()) } else { Err(Problem::stale(changed)) }
}

/// All that was decided on must still be so when it is committed.
fn as_read(auth: &Authorized<permit::ServicesManage>, rows: &Assignments) -> Expectation {
    let seen: Vec<_> = rows.members.iter().map(|line| (&line.member, line.version)).collect();
    let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    Expectation::new(store::guard::lines(auth.workspace(), json!(seen).to_string(), count))
}
