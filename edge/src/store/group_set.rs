//! The services of groups: the sets of their grants (RS-4), and whom they reach.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::json;
use crate::store::audit::Recorded;
use crate::store::set_change::{raise_workspace, replace_sets};
use serde::Deserialize;
use shared::access::{Authorized, permit};
use shared::api::reactive_services::GrantedGroup;
use shared::id::{GrantId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::group_assignment::InGroups;
use shared::time::Timestamp;
use std::collections::HashMap;

/// Every grant, with its group's name, its roles, its set, and how many active customer-side members it reaches.
const GROUPS: &str = "
    SELECT g.id AS grant_id, d.name, g.ends_at, coalesce(s.services, '[]') AS services,
           coalesce(s.version, 0) AS version,
           (SELECT json_group_array(r.role) FROM grant_role r WHERE r.grant_id = g.id) AS roles,
           (SELECT count(*)
            FROM group_member gm
            CROSS JOIN member m ON m.workspace_id = g.workspace_id AND m.identity_id = gm.identity_id
                         AND m.status = 'active'
            CROSS JOIN identity i ON i.id = m.identity_id AND i.origin = 'customer'
            WHERE gm.group_id = g.group_id) AS people
    FROM group_grant g
    CROSS JOIN directory_group d ON d.id = g.group_id
    LEFT JOIN service_set s ON s.workspace_id = g.workspace_id AND s.subject_id = g.id
    WHERE g.workspace_id = ?1
    ORDER BY d.name, g.id";

/// Reads the groups that are granted something in a workspace and whose grant is in force.
pub fn groups(workspace: &WorkspaceId, now: Timestamp) -> Read<Result<Vec<GrantedGroup>, RowFault>> {
    let in_force = move |row: &GroupRow| row.ends_at.is_none_or(|end| now < end);
    Read::<Vec<GroupRow>>::all(Statement::new(GROUPS).bind(workspace))
        .map(move |rows| rows.into_iter().filter(in_force).map(GroupRow::group).collect())
}

#[derive(Deserialize)]
struct GroupRow {
    grant_id: GrantId,
    name: String,
    ends_at: Option<Timestamp>,
    services: String,
    version: i64,
    roles: String,
    people: u32,
}

impl GroupRow {
    fn group(self) -> Result<GrantedGroup, RowFault> {
        Ok(GrantedGroup {
            grant: self.grant_id,
            name: self.name,
            roles: json(&self.roles)?,
            ends_at: self.ends_at,
            people: self.people,
            services: json(&self.services)?,
            version: self.version,
        })
    }
}

/// What replacing the sets of some groups rests on.
#[derive(Debug)]
pub struct Reach {
    /// The grants in force of the workspace: the set of each, and its version.
    pub grants: HashMap<GrantId, (ServiceSet, i64)>,
    /// The active customer-side members who are in any of the groups concerned.
    pub people: Vec<Reached>,
}

/// A person in one of the groups concerned.
#[derive(Debug)]
pub struct Reached {
    /// Who they are, and all that gives them services.
    pub person: InGroups,
    /// The version of their own set; 0 if they never had one.
    pub version: i64,
    /// Counts what changes about what they may do: the groups they are in, among others.
    pub access_version: i64,
}

const SETS: &str = "
    SELECT g.id AS grant_id, g.ends_at, coalesce(s.services, '[]') AS services, coalesce(s.version, 0) AS version
    FROM group_grant g
    LEFT JOIN service_set s ON s.workspace_id = g.workspace_id AND s.subject_id = g.id
    WHERE g.workspace_id = ?1";

const PEOPLE: &str = "
    SELECT m.id AS member, coalesce(s.services, '[]') AS services, coalesce(s.version, 0) AS version,
           m.access_version,
           (SELECT json_group_array(g.id)
            FROM group_member gm
            CROSS JOIN group_grant g ON g.workspace_id = ?1 AND g.group_id = gm.group_id
            WHERE gm.identity_id = m.identity_id) AS grants
    FROM (SELECT DISTINCT gm.identity_id
          FROM json_each(?2) j
          CROSS JOIN group_grant g ON g.id = j.value AND g.workspace_id = ?1
          CROSS JOIN group_member gm ON gm.group_id = g.group_id) inside
    CROSS JOIN member m ON m.workspace_id = ?1 AND m.identity_id = inside.identity_id AND m.status = 'active'
    CROSS JOIN identity i ON i.id = m.identity_id AND i.origin = 'customer'
    LEFT JOIN service_set s ON s.workspace_id = m.workspace_id AND s.subject_id = m.id";

/// Reads whom some grants (a JSON array of their ids) reach, and what gives those people services. A grant of another
/// workspace reaches nobody.
pub fn reach(workspace: &WorkspaceId, grants: &str, now: Timestamp) -> Read<Result<Reach, RowFault>> {
    Read::<Vec<SetRow>>::all(Statement::new(SETS).bind(workspace))
        .zip(Read::<Vec<PersonRow>>::all(Statement::new(PEOPLE).bind(workspace).bind(grants)))
        .map(move |(sets, people)| assemble(sets, people, now))
}

fn assemble(sets: Vec<SetRow>, people: Vec<PersonRow>, now: Timestamp) -> Result<Reach, RowFault> {
    let in_force = sets.into_iter().filter(|set| set.ends_at.is_none_or(|end| now < end));
    let grants: HashMap<GrantId, (ServiceSet, i64)> = in_force.map(SetRow::set).collect::<Result<_, _>>()?;
    let people = people.into_iter().map(|row| row.person(&grants)).collect::<Result<_, _>>()?;
    Ok(Reach { grants, people })
}

#[derive(Deserialize)]
struct SetRow {
    grant_id: GrantId,
    ends_at: Option<Timestamp>,
    services: String,
    version: i64,
}

impl SetRow {
    fn set(self) -> Result<(GrantId, (ServiceSet, i64)), RowFault> {
        Ok((self.grant_id, (json(&self.services)?, self.version)))
    }
}

#[derive(Deserialize)]
struct PersonRow {
    member: MemberId,
    services: String,
    version: i64,
    access_version: i64,
    grants: String,
}

impl PersonRow {
    fn person(self, sets: &HashMap<GrantId, (ServiceSet, i64)>) -> Result<Reached, RowFault> {
        let grants: Vec<GrantId> = json(&self.grants)?;
        let set = |grant: GrantId| sets.get(&grant).map(|(set, _)| (grant.clone(), set.clone()));
        let groups = grants.into_iter().filter_map(set).collect();
        let person = InGroups { member: self.member, own: json(&self.services)?, groups };
        Ok(Reached { person, version: self.version, access_version: self.access_version })
    }
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
