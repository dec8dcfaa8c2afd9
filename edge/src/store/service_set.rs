//! Service assignments: one set a subject (RS-4).

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::audit::Recorded;
use crate::store::line::{self, ASKED, HOLDING, Line, PERSON};
use crate::store::set_change::replace_sets;
use shared::access::{AssignedSet, Authorized, HeldRole, permit};
use shared::id::{MemberId, WorkspaceId};
use shared::service::assignment::Holding;
use shared::time::Timestamp;
use shared::workspace::WorkspaceKind;
use std::collections::HashMap;

/// Everything about who has which service in a workspace, whatever of it is in force.
#[derive(Debug)]
pub struct Assignments {
    /// The active customer-side members, each with their own set.
    pub members: Vec<Line>,
    /// Their roles.
    pub roles: HashMap<MemberId, Vec<HeldRole>>,
    /// The sets of the groups they are in.
    pub groups: HashMap<MemberId, Vec<AssignedSet>>,
}

impl Assignments {
    /// The same with what holds at a moment: roles and groups whose grant is in force, and the members they leave.
    #[must_use]
    pub fn at(mut self, kind: WorkspaceKind, now: Timestamp) -> Self {
        self.roles.values_mut().for_each(|roles| roles.retain(|role| role.counts(kind, now)));
        self.groups.values_mut().for_each(|groups| groups.retain(|group| group.source.in_force(now)));
        let roles = &self.roles;
        self.members.retain(|line| line.holds(roles.get(&line.member).map_or(&[], Vec::as_slice)));
        self
    }

    /// A member as a plan sees them.
    pub fn holding(&self, line: &Line) -> Holding {
        let groups = self.groups.get(&line.member).into_iter().flatten();
        Holding {
            member: line.member.clone(),
            version: line.set_version,
            own: line.own.clone(),
            through_groups: groups.flat_map(|group| group.services.iter().cloned()).collect(),
        }
    }
}

/// Reads who has which service in a workspace, by name.
pub fn assignments(workspace: &WorkspaceId) -> Read<Result<Assignments, RowFault>> {
    let sql = format!(
        "SELECT {PERSON}, {HOLDING}
         FROM member_line l
         WHERE l.place = ?1 AND l.status = 'active' AND l.origin = 'customer'"
    );
    assigned(workspace, Statement::new(sql).bind(workspace))
}

/// Reads who has which service, of some members only. Those who are no active customer-side
/// members of the workspace are missing from the result; whether the others' membership holds is for the rules to say.
pub fn assignments_of(workspace: &WorkspaceId, members: &[&MemberId]) -> Read<Result<Assignments, RowFault>> {
    let (asked, ids) = line::asked(members);
    let sql = format!(
        "SELECT {PERSON}, {HOLDING}
         FROM {asked} asked
         CROSS JOIN member_line l ON l.place = ?1 AND l.member_id = {ASKED}
         WHERE l.status = 'active' AND l.origin = 'customer'"
    );
    assigned(workspace, Statement::new(sql).bind(workspace).bind(ids))
}

/// Gives the members of these lines their roles and the sets of their groups.
fn assigned(workspace: &WorkspaceId, statement: Statement) -> Read<Result<Assignments, RowFault>> {
    line::by_name(statement).zip(line::sources_and_sets(workspace)).map(|(lines, sources)| {
        let (members, sources) = (lines?, sources?);
        let roles = members.iter().map(|line| (line.member.clone(), line.roles(&sources))).collect();
        let groups = members.iter().map(|line| (line.member.clone(), line.sets(&sources))).collect();
        Ok(Assignments { members, roles, groups })
    })
}

/// Replaces the sets of members by one set (a JSON array of services), records an event for each of them, and raises their
/// access versions, so that nothing decided on what they had before can still be committed (RS-8, RS-12). `members` is a
/// JSON array of pairs: the member's id, its event's id.
pub fn replace(
    auth: &Authorized<permit::ServicesManage>,
    members: &str,
    services: &str,
) -> (Recorded, [Statement; 2]) {
    // The plus keeps SQLite from going through all of the workspace to find them.
    const VERSIONS: &str = "
        UPDATE member SET access_version = access_version + 1
        WHERE +workspace_id = ?1 AND id IN (SELECT value ->> 0 FROM json_each(?2))";
    let (recorded, sets) = replace_sets(auth, members, services);
    (recorded, [sets, Statement::new(VERSIONS).bind(auth.workspace()).bind(members)])
}
