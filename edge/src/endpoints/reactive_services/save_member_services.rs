//! `PUT /api/workspaces/{workspace}/reactive-services/members`

use super::switched_on;
use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Expectation, Read, RowFault};
use crate::store;
use crate::store::service_set::{self, Assignments, MemberSet};
use serde_json::json;
use shared::access::{Actor, Authorized, permit};
use shared::api::reactive_services::{
    NewMemberServices, SaveMemberServices, SavedMemberServices, SeenMember,
};
use shared::id::MemberId;
use shared::problem::{Fault, FieldProblem, Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::assignment::{Holding, MOST_SUBJECTS, plan};
use shared::service::entitlement::reactive;
use shared::time::Timestamp;
use std::collections::{BTreeSet, HashMap};

impl Command for SaveMemberServices {
    type Rows = Result<Assignments, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let members: Vec<&MemberId> = asked.request.members.iter().map(|seen| &seen.member).collect();
        service_set::assignments_of(&asked.path.workspace, &json!(members).to_string())
    }

    fn decide(
        auth: &Authorized<permit::ServicesManage>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<SavedMemberServices>, Problem> {
        let actor = auth.actor();
        switched_on(actor)?;
        let rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        check(actor, asked.request, &rows).map_err(|fault| Problem::invalid(vec![fault]))?;
        unchanged_since(&asked.request.members, &rows.members)?;
        let chosen = &asked.request.services;
        let holdings: Vec<Holding> =
            rows.members.iter().map(|set| holding(set, &rows, context.now)).collect();
        let response = SavedMemberServices { changes: plan(&holdings, chosen) };
        let replaced: Vec<&MemberSet> = rows.members.iter().filter(|set| set.own != *chosen).collect();
        let event = |set: &&MemberSet| {
            AuditEvent::new(context, actor, "services.replaced", set.member.as_str())
                .before(json!(set.own))
                .after(json!(chosen))
        };
        let members: Vec<&MemberId> = replaced.iter().map(|set| &set.member).collect();
        let [sets, versions] =
            service_set::replace(auth, &json!(members).to_string(), json!(chosen).to_string());
        Ok(Commit::of_all(replaced.iter().map(event).collect(), response)
            .expecting(seen_versions(auth, &asked.request.members))
            .writing(sets)
            .writing(versions))
    }
}

/// What can be wrong with a save: nobody or too many chosen, somebody twice, somebody who is no customer-side member
/// here (a stranger's id and one that was never given out get the same answer), a service that is not among the
/// workspace's reactive ones (RS-5).
fn check(actor: &Actor, request: &NewMemberServices, rows: &Assignments) -> Result<(), FieldProblem> {
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
    let known: ServiceSet = reactive(actor).map(|service| service.id.clone()).collect();
    if !request.services.is_subset(&known) {
        return Err(Fault::Unknown.of("services"));
    }
    Ok(())
}

/// Refuses versions that are not those the editor saw, and names whose they are (ACC-12, RS-15).
fn unchanged_since(seen: &[SeenMember], now: &[MemberSet]) -> Result<(), Problem> {
    let versions: HashMap<&MemberId, i64> = now.iter().map(|set| (&set.member, set.version)).collect();
    let moved =
        |seen: &&SeenMember| versions.get(&seen.member).is_some_and(|version| *version != seen.version);
    let changed: Vec<String> =
        seen.iter().filter(moved).map(|seen| seen.member.as_str().to_owned()).collect();
    if changed.is_empty() { Ok(()) } else { Err(Problem::stale(changed)) }
}

fn holding(set: &MemberSet, rows: &Assignments, now: Timestamp) -> Holding {
    let groups =
        rows.groups.get(&set.member).into_iter().flatten().filter(|group| group.source.in_force(now));
    Holding {
        member: set.member.clone(),
        version: set.version,
        own: set.own.clone(),
        through_groups: groups.flat_map(|group| group.services.iter().cloned()).collect(),
    }
}

/// The versions that the editor saw must still be those when it is committed.
fn seen_versions(auth: &Authorized<permit::ServicesManage>, seen: &[SeenMember]) -> Expectation {
    let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    Expectation::new(store::guard::service_sets(auth.workspace(), json!(seen).to_string(), count))
}
