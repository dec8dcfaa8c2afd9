//! `POST /api/workspaces/{workspace}/opened`

use crate::pipeline::{Asked, Command, Commit, Context, Read};
use crate::store;
use shared::access::{Authorized, Member};
use shared::api::Empty;
use shared::api::workspace::MarkOpened;
use shared::problem::Problem;

impl Command for MarkOpened {
    type Rows = ();

    fn read(_: &Asked<'_, Self>) -> Read<()> {
        Read::nothing()
    }

    fn admit(_: &Authorized<Member>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    fn decide(
        auth: &Authorized<Member>,
        (): (),
        _: &Asked<'_, Self>,
        _: &Context<'_>,
    ) -> Result<Commit<Empty>, Problem> {
        Ok(Commit::of_a_mark(Empty {}).writing(store::workspace::mark_opened(auth)))
    }
}
