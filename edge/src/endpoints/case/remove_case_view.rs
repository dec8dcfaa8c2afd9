//! `POST /api/workspaces/{workspace}/case-views/removals`

use crate::pipeline::{Asked, Command, Commit, Context, Read};
use crate::store::case_view;
use shared::access::{Authorized, permit};
use shared::api::case_list::{CaseView, CaseViews, RemoveCaseView};
use shared::problem::Problem;

impl Command for RemoveCaseView {
    type Rows = Vec<CaseView>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        case_view::all(&asked.path.workspace, asked.who)
    }

    fn admit(_: &Authorized<permit::CasesView>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    /// What is not there is as if it had been removed, so this rests on nothing.
    fn decide(
        auth: &Authorized<permit::CasesView>,
        mut views: Self::Rows,
        asked: &Asked<'_, Self>,
        _: &Context<'_>,
    ) -> Result<Commit<CaseViews>, Problem> {
        views.retain(|view| view.name != asked.request.name);
        Ok(Commit::of_a_mark(CaseViews { views }).writing(case_view::remove(auth, &asked.request.name)))
    }
}
