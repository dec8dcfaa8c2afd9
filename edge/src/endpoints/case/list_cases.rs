//! `GET /api/workspaces/{workspace}/cases`

use crate::pipeline::{Asked, Query, Read};
use crate::store::case;
use crate::store::case_scope::ByScope;
use shared::access::{Authorized, permit};
use shared::api::case::{CaseSummary, ListCases};
use shared::case::visibility::case_scope;
use shared::id::CaseId;
use shared::paging::{PAGE_SIZE, Page};
use shared::problem::{Fault, Problem};

impl Query for ListCases {
    type Rows = ByScope<Vec<CaseSummary>>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let after = cursor(asked.request.after.as_deref()).ok().flatten();
        let rows = i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX).saturating_add(1);
        case::list(&asked.path.workspace, asked.who, asked.request.show, after.as_ref(), rows)
    }

    fn answer(
        auth: &Authorized<permit::CasesView>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<Page<CaseSummary>, Problem> {
        cursor(asked.request.after.as_deref())?;
        let cases = rows.open(case_scope(auth.actor())).unwrap_or_default();
        Ok(Page::from_overfull(cases, |case| case.id.as_str().to_owned()))
    }
}

/// The case that the page before ended with.
fn cursor(after: Option<&str>) -> Result<Option<CaseId>, Problem> {
    let read = |text| CaseId::parse(text).ok_or_else(|| Problem::invalid(vec![Fault::Malformed.of("after")]));
    after.map(read).transpose()
}
