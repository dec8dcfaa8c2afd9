//! `GET /api/workspaces/{workspace}/reactive-services/groups`

use super::switched_on;
use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store::group_set;
use shared::access::{Authorized, permit};
use shared::api::reactive_services::{GrantedGroup, GrantedGroups, ListGroupServices};
use shared::problem::{Problem, ProblemCode};

impl Query for ListGroupServices {
    type Rows = Result<Vec<GrantedGroup>, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        group_set::groups(&asked.path.workspace, asked.now)
    }

    fn answer(
        auth: &Authorized<permit::RolesView>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<GrantedGroups, Problem> {
        switched_on(auth.actor())?;
        let groups = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        Ok(GrantedGroups { groups, now: asked.now })
    }
}
