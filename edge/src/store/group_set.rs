//! The services of groups: the sets of their grants (RS-4), and whom they reach.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::json;
use crate::store::audit::Recorded;
use crate::store::line::{self, ASKED, HOLDING, Line, PERSON, Sources};
use crate::store::set_change::{raise_workspace, replace_sets};
use serde::Deserialize;
use shared::access::{Authorized, permit};
use shared::api::reactive_services::GrantedGroup;
use shared::id::{GrantId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::group_assignment::InGroups;
use shared::time::Timestamp;
use std::collections::{HashMap, HashSet};

/// The grants of each active customer-side member: counted by the worker, as D1 counts what it would group as read again.
const GRANTS_OF_PEOPLE: &str = "
    SELECT l.grants
    FROM member_line l
    WHERE l.place = ?1 AND l.status = 'active' AND l.origin = 'customer'";

/// Reads the groups whose grant gives something in a workspace.
pub fn groups(workspace: &WorkspaceId, now: Timestamp) -> Read<Result<Vec<GrantedGroup>, RowFault>> {
    Read::<Vec<GrantsRow>>::all(Statement::new(GRANTS_OF_PEOPLE).bind(workspace))
        .zip(line::sources_and_sets(workspace))
        .map(move |(people, sources)| Ok(granted(&counted(people)?, &sources?, now)))
}

/// How many people are in the group of each grant.
fn counted(people: Vec<GrantsRow>) -> Result<HashMap<GrantId, u32>, RowFault> {
    let mut counted: HashMap<GrantId, u32> = HashMap::new();
    for GrantsRow { grants } in people {
        for grant in json::<Vec<GrantId>>(&grants)? {
            let people = counted.entry(grant).or_default();
            *people = people.saturating_add(1);
        }
    }
    Ok(counted)
}

/// Each grant that gives something with its group's name, its roles, its set, and how many people it reaches; by name.
fn granted(people: &HashMap<GrantId, u32>, sources: &Sources, now: Timestamp) -> Vec<GrantedGroup> {
    let giving = sources.grants().iter().filter(|(_, granted)| granted.gives(now));
    let mut groups: Vec<GrantedGroup> = giving
        .map(|(grant, granted)| {
            let (services, version) = sources.set_of(grant);
            GrantedGroup {
                grant: grant.clone(),
                name: granted.group.clone(),
                roles: granted.roles.clone(),
                ends_at: granted.ends_at,
                people: people.get(grant).copied().unwrap_or_default(),
                services,
                version,
            }
        })
        .collect();
    groups.sort_by(|a, b| (&a.name, &a.grant).cmp(&(&b.name, &b.grant)));
    groups
}

#[derive(Deserialize)]
struct GrantsRow {
    grants: String,
}

/// What replacing the sets of some groups rests on.
#[derive(Debug)]
pub struct Reach {
    /// The grants of the workspace that give something: the set of each, and its version.
    pub grants: HashMap<GrantId, (ServiceSet, i64)>,
    /// The active customer-side members who are in any of the groups concerned.
    pub people: Vec<Reached>,
}

/// A person in one of the groups concerned.
#[derive(Debug)]
pub struct Reached {
    /// Who they are, and all that gives them services.
    pub person: InGroups,
    /// Counts what has changed about what is kept of them: their set, and the groups they are in, among others.
    pub version: i64,
}

/// Reads whom some grants reach, and what gives those people services. A grant of another
/// workspace reaches nobody.
pub fn reach(workspace: &WorkspaceId, grants: &[&GrantId], now: Timestamp) -> Read<Result<Reach, RowFault>> {
    let (asked, ids) = line::asked(grants);
    let people = format!(
        "SELECT {PERSON}, {HOLDING}
         FROM {asked} asked
         CROSS JOIN member_line l ON l.place = ?1 || '/' || {ASKED}
         WHERE l.status = 'active' AND l.origin = 'customer'"
    );
    line::lines(Statement::new(people).bind(workspace).bind(ids))
        .zip(line::sources_and_sets(workspace))
        .map(move |(lines, sources)| Ok(reached(lines?, &sources?, now)))
}

/// Somebody in several of the groups is one person.
fn reached(lines: Vec<Line>, sources: &Sources, now: Timestamp) -> Reach {
    let giving = sources.grants().iter().filter(|(_, granted)| granted.gives(now));
    let grants: HashMap<GrantId, (ServiceSet, i64)> =
        giving.map(|(grant, _)| (grant.clone(), sources.set_of(grant))).collect();
    let mut seen: HashSet<MemberId> = HashSet::new();
    let people = lines.into_iter().filter(|line| seen.insert(line.member.clone()));
    let people = people.map(|line| person(line, &grants)).collect();
    Reach { grants, people }
}

fn person(line: Line, sets: &HashMap<GrantId, (ServiceSet, i64)>) -> Reached {
    let set = |grant: GrantId| sets.get(&grant).map(|(set, _)| (grant.clone(), set.clone()));
    let groups = line.grants.into_iter().filter_map(set).collect();
    Reached { person: InGroups { member: line.member, own: line.own, groups }, version: line.version }
}

/// Replaces the sets of grants by one set (a JSON array of services), records an event for each of them, and raises the
/// workspace's access version, so that nothing decided on what the groups gave before can still be committed (RS-8, RS-12).
/// `grants` is a JSON array of pairs: the grant's id, its event's id.
pub fn replace(
    auth: &Authorized<permit::ServicesManage>,
    grants: &str,
    services: &str,
) -> (Recorded, [Statement; 2]) {
    let (recorded, sets) = replace_sets(auth, grants, services);
    (recorded, [sets, raise_workspace(auth)])
}
