//! `GET /api/workspaces/{workspace}/cases`

use crate::pipeline::{Asked, Query, Read};
use crate::store::case_list;
use crate::store::case_scope::ByScope;
use shared::access::{Authorized, permit};
use shared::api::case::CaseSummary;
use shared::api::case_list::{CasesPage, CasesQuestion, ListCases};
use shared::api::workspace::Count;
use shared::case::filter::{CaseFilter, CaseSort};
use shared::case::visibility::case_scope;
use shared::paging::{PAGE_SIZE, Page};
use shared::problem::{Fault, FieldProblem, Problem};

impl Query for ListCases {
    type Rows = Option<(ByScope<Vec<CaseSummary>>, Option<ByScope<u32>>)>;

    /// What can't be read as a question reads nothing: what is wrong with it is said after the check.
    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let Ok((filter, sort)) = understood(asked.request) else { return Read::nothing().map(|()| None) };
        let (workspace, after) = (&asked.path.workspace, asked.request.after.as_deref());
        let rows = i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX).saturating_add(1);
        let page = case_list::page(workspace, asked.who, (&filter, sort), after, rows);
        let count = match after {
            None => case_list::count(workspace, asked.who, &filter, i64::from(Count::MOST) + 1).map(Some),
            Some(_) => Read::nothing().map(|()| None),
        };
        page.zip(count).map(Some)
    }

    fn answer(
        auth: &Authorized<permit::CasesView>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<CasesPage, Problem> {
        let (_, sort) = understood(asked.request).map_err(Problem::invalid)?;
        let scope = case_scope(auth.actor());
        let (cases, counted) = rows.map_or((None, None), |(cases, counted)| (cases.open(scope), counted));
        let cases = case_list::in_order(cases.unwrap_or_default(), sort);
        let page = Page::from_overfull(cases, |case| case_list::cursor(case, sort));
        let count = counted.map(|counted| Count::new(counted.open(scope).unwrap_or(0)));
        Ok(CasesPage { items: page.items, next: page.next, count })
    }
}

/// What is asked for, if all of it can be read.
fn understood(question: &CasesQuestion) -> Result<(CaseFilter, CaseSort), Vec<FieldProblem>> {
    let (filter, sort) = question.read()?;
    match &question.after {
        Some(after) if !case_list::is_cursor(after, sort) => Err(vec![Fault::Malformed.of("after")]),
        _ => Ok((filter, sort)),
    }
}
