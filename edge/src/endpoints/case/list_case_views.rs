//! `GET /api/workspaces/{workspace}/case-views`

use crate::pipeline::{Asked, Query, Read};
use crate::store::case_view;
use shared::access::{Authorized, permit};
use shared::api::case_list::{CaseView, CaseViews, ListCaseViews};
use shared::problem::Problem;

impl Query for ListCaseViews {
    type Rows = Vec<CaseView>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        case_view::all(&asked.path.workspace, asked.who)
    }

    fn answer(
        _: &Authorized<permit::CasesView>,
        views: Self::Rows,
        _: &Asked<'_, Self>,
    ) -> Result<CaseViews, Problem> {
        Ok(CaseViews { views })
    }
}
