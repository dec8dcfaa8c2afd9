//! `GET /api/workspaces/{workspace}/reactive-services/members`

use super::switched_on;
use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store::line::Line;
use crate::store::service_set::{self, Assignments};
use shared::access::{AssignedSet, Authorized, HeldRole, permit};
use shared::api::reactive_services::{GroupServices, ListMemberServices, MemberServices, MemberServicesRow};
use shared::problem::{Problem, ProblemCode};

impl Query for ListMemberServices {
    type Rows = Result<Assignments, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        service_set::assignments(&asked.path.workspace)
    }

    fn answer(
        auth: &Authorized<permit::RolesView>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<MemberServices, Problem> {
        switched_on(auth.actor())?;
        let kind = auth.actor().access().workspace.kind;
        let mut rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?.at(kind, asked.now);
        let member = |line: Line| {
            let roles = rows.roles.remove(&line.member).unwrap_or_default();
            let groups = rows.groups.remove(&line.member).unwrap_or_default();
            row(line, roles, groups)
        };
        Ok(MemberServices { members: rows.members.into_iter().map(member).collect(), now: asked.now })
    }
}

fn row(line: Line, roles: Vec<HeldRole>, groups: Vec<AssignedSet>) -> MemberServicesRow {
    let group =
        |set: AssignedSet| GroupServices { source: set.source, services: set.services.into_iter().collect() };
    MemberServicesRow {
        member: line.member,
        name: line.name.unwrap_or_default(),
        email: line.email,
        roles,
        own: line.own,
        version: line.set_version,
        groups: groups.into_iter().map(group).collect(),
    }
}
