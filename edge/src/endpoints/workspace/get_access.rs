//! `GET /api/workspaces/{workspace}/access`

use crate::pipeline::{Asked, Query, Read};
use crate::store;
use crate::store::workspace::Names;
use shared::access::{Authorized, Member};
use shared::api::workspace::{AccessAnswer, GetAccess};
use shared::problem::{Problem, ProblemCode};

impl Query for GetAccess {
    type Rows = Option<Names>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        store::workspace::names(&asked.path.workspace)
    }

    fn answer(
        auth: &Authorized<Member>,
        names: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<AccessAnswer, Problem> {
        let Names { name, customer } = names.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(AccessAnswer { name, customer, access: auth.actor().access().clone(), now: asked.now })
    }
}
