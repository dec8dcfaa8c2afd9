//! `GET /api/workspaces/{workspace}/members`

use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store::member::{self, Roll};
use shared::access::{Authorized, permit};
use shared::api::members::{ListMembers, Members};
use shared::problem::{Problem, ProblemCode};

impl Query for ListMembers {
    type Rows = Result<Roll, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        member::roll(&asked.path.workspace)
    }

    fn answer(
        auth: &Authorized<permit::RolesView>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<Members, Problem> {
        let roll = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let kind = auth.actor().access().workspace.kind;
        Ok(Members { members: roll.at(kind, asked.now), now: asked.now })
    }
}
