//! `PUT /api/workspaces/{workspace}/reactive-services/groups`

use super::{still_in_force, switched_on};
use crate::pipeline::{Asked, Command, Commit, Context, Expectation, Read, RowFault};
use crate::store;
use crate::store::group_set::{self, Reach, Reached};
use serde_json::json;
use shared::access::{Authorized, permit};
use shared::api::reactive_services::{NewGroupServices, SaveGroupServices, SavedServices, SeenGroup};
use shared::id::{EventId, GrantId};
use shared::problem::{Fault, FieldProblem, Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::assignment::{MOST_SUBJECTS, totals};
use shared::service::entitlement::reactive;
use shared::service::group_assignment::{InGroups, plan_for_groups};
use std::collections::BTreeSet;

/// How many people one statement guards: their ids and versions as JSON stay well below 2 MB, D1's limit for a value.
const MOST_GUARDED: usize = 20_000;

impl Command for SaveGroupServices {
    type Rows = Result<Reach, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let grants: Vec<&GrantId> = asked.request.groups.iter().map(|seen| &seen.grant).collect();
        group_set::reach(&asked.path.workspace, &grants, asked.now)
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
        let known: ServiceSet = reactive(actor).map(|service| service.id.clone()).collect();
        let groups: BTreeSet<GrantId> = asked.request.groups.iter().map(|seen| seen.grant.clone()).collect();
        check(&known, asked.request, &groups, &rows).map_err(|fault| Problem::invalid(vec![fault]))?;
        let people: Vec<InGroups> = rows.people.iter().map(|reached| reached.person.clone()).collect();
        unchanged_since(&asked.request.groups, &rows, &people)?;
        let in_force = still_in_force(actor, asked.request.in_force)?;
        let chosen = &asked.request.services;
        let people: Vec<InGroups> =
            people.into_iter().map(|person| person.among(&|service| known.contains(service))).collect();
        let plan = plan_for_groups(&people, &groups, chosen, &in_force);
        let response = SavedServices { totals: totals(&plan) };
        let replaced: Vec<&GrantId> = groups
            .iter()
            .filter(|grant| rows.grants.get(grant).is_some_and(|(set, _)| set != chosen))
            .collect();
        let expectations = as_read(auth, &groups, &rows);
        let expect = |commit: Commit<SavedServices>| expectations.into_iter().fold(commit, Commit::expecting);
        if replaced.is_empty() {
            return Ok(expect(Commit::of_no_change(response)));
        }
        let events: Vec<(&GrantId, EventId)> =
            replaced.into_iter().map(|grant| (grant, context.id())).collect();
        let (recorded, [sets, version]) =
            group_set::replace(auth, &json!(events).to_string(), &json!(chosen).to_string());
        Ok(expect(Commit::of_each(recorded, response)).writing(sets).writing(version))
    }
}

/// What can be wrong with a save: no group or too many chosen, one twice, one that has no grant in force here (another
/// workspace's, one that has ended and one that was never given out get the same answer), a service that is not among
/// the workspace's reactive ones (RS-5).
fn check(
    known: &ServiceSet,
    request: &NewGroupServices,
    groups: &BTreeSet<GrantId>,
    rows: &Reach,
) -> Result<(), FieldProblem> {
    if groups.is_empty() {
        return Err(Fault::Missing.of("groups"));
    }
    if groups.len() > MOST_SUBJECTS {
        return Err(Fault::TooLong { most: MOST_SUBJECTS }.of("groups"));
    }
    if groups.len() != request.groups.len() {
        return Err(Fault::Malformed.of("groups"));
    }
    if !groups.iter().all(|grant| rows.grants.contains_key(grant)) {
        return Err(Fault::Unknown.of("groups"));
    }
    if !request.services.is_subset(known) {
        return Err(Fault::Unknown.of("services"));
    }
    Ok(())
}

/// Refuses what is not as the editor saw it, and names which group it is (ACC-12, RS-15): another version of its set, other
/// people in it, or people who have something else from elsewhere by now, so that the plan that was shown is not what
/// would happen (ACC-11).
fn unchanged_since(seen: &[SeenGroup], rows: &Reach, people: &[InGroups]) -> Result<(), Problem> {
    let moved = |seen: &&SeenGroup| {
        let version = rows.grants.get(&seen.grant).map_or(0, |(_, version)| *version);
        SeenGroup::of(&seen.grant, version, people) != **seen
    };
    let changed: Vec<String> = seen.iter().filter(moved).map(|seen| seen.grant.as_str().to_owned()).collect();
    if changed.is_empty() { Ok(()) } else { Err(Problem::stale(changed)) }
}

/// All that was decided on must still be so when it is committed.
fn as_read(
    auth: &Authorized<permit::ServicesManage>,
    groups: &BTreeSet<GrantId>,
    rows: &Reach,
) -> Vec<Expectation> {
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let version = |grant: &GrantId| rows.grants.get(grant).map_or(0, |(_, version)| *version);
    let sets: Vec<_> = groups.iter().map(|grant| (grant, version(grant))).collect();
    let sets = store::guard::group_sets(auth.workspace(), json!(sets).to_string(), count(groups.len()));
    let inside =
        store::guard::people_in_groups(auth.workspace(), json!(groups).to_string(), count(rows.people.len()));
    let people = rows.people.chunks(MOST_GUARDED).map(|people| {
        let seen = |one: &Reached| json!([one.person.member, one.version]);
        let seen: Vec<_> = people.iter().map(seen).collect();
        store::guard::lines(auth.workspace(), json!(seen).to_string(), count(people.len()))
    });
    [sets, inside].into_iter().chain(people).map(Expectation::new).collect()
}
