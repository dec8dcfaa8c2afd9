//! `GET /api/workspaces/{workspace}/reactive-services/members`

use super::switched_on;
use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store::service_set::{self, Assignments, MemberSet};
use shared::access::{AssignedSet, Authorized, HeldRole, MemberFacts, MemberStatus, permit};
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
        let mut rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let kind = auth.actor().access().workspace.kind;
        let member = |set: MemberSet| {
            let mut roles = rows.roles.remove(&set.member).unwrap_or_default();
            roles.retain(|role| role.counts(kind, asked.now));
            let mut groups = rows.groups.remove(&set.member).unwrap_or_default();
            groups.retain(|group| group.source.in_force(asked.now));
            is_member(&set, &roles).then(|| row(set, roles, groups))
        };
        Ok(MemberServices { members: rows.members.into_iter().filter_map(member).collect(), now: asked.now })
    }
}

/// Whether the membership holds at the moment: a member row alone does not say so (ACC-4, ACC-10).
fn is_member(set: &MemberSet, roles: &[HeldRole]) -> bool {
    let facts = MemberFacts {
        id: set.member.clone(),
        status: MemberStatus::Active,
        invited: set.invited,
        version: 0,
    };
    facts.holds(roles)
}

fn row(set: MemberSet, roles: Vec<HeldRole>, groups: Vec<AssignedSet>) -> MemberServicesRow {
    let group =
        |set: AssignedSet| GroupServices { source: set.source, services: set.services.into_iter().collect() };
    MemberServicesRow {
        member: set.member,
        name: set.name,
        email: set.email,
        roles,
        own: set.own,
        version: set.version,
        groups: groups.into_iter().map(group).collect(),
    }
}
