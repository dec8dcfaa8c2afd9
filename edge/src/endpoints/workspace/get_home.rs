//! `GET /api/workspaces/{workspace}/home`

use crate::pipeline::{Asked, Query, Read};
use crate::store::case_list;
use crate::store::case_scope::ByScope;
use crate::store::case_tally::{self, Tally};
use shared::access::{Authorized, Member};
use shared::api::case::CaseSummary;
use shared::api::workspace::{Count, GetHome, Home, SupportGlance};
use shared::case::Severity;
use shared::case::filter::{CaseFilter, CaseSort};
use shared::case::lifecycle::CaseState;
use shared::case::visibility::case_scope;
use shared::problem::Problem;

/// How many of the latest cases Home shows.
const LATEST: i64 = 5;

impl Query for GetHome {
    type Rows = (ByScope<Vec<Tally>>, ByScope<Vec<CaseSummary>>);

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let workspace = &asked.path.workspace;
        let latest = case_list::page(workspace, asked.who, (&open_cases(), BY_ACTIVITY), None, LATEST);
        case_tally::of(workspace, asked.who, false, &[]).zip(latest)
    }

    fn answer(
        auth: &Authorized<Member>,
        (tally, latest): Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<Home, Problem> {
        let scope = case_scope(auth.actor());
        // Whoever has never had a case has no tally.
        let tally = tally.open(scope).map(|rows| rows.into_iter().next().unwrap_or_default());
        let open = open_cases().states;
        let support = tally.map(|tally| SupportGlance {
            open: Count::new(tally.standing(&Severity::ALL, &open)),
            waiting: Count::new(tally.standing(&Severity::ALL, &[CaseState::WaitingForCustomer])),
            critical: Count::new(tally.standing(&[Severity::A], &open)),
            opened_this_month: Count::new(tally.opened_in_month_of(asked.now)),
            latest: case_list::in_order(latest.open(scope).unwrap_or_default(), BY_ACTIVITY),
        });
        Ok(Home { support })
    }
}

const BY_ACTIVITY: CaseSort = CaseSort::Activity;

/// Every case that is still to be solved.
fn open_cases() -> CaseFilter {
    CaseFilter {
        states: CaseState::ALL.into_iter().filter(|state| state.is_open()).collect(),
        severities: Severity::ALL.to_vec(),
        services: Vec::new(),
        mine: false,
        opened_from: None,
        opened_before: None,
    }
}
