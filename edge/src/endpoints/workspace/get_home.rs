//! `GET /api/workspaces/{workspace}/home`

use crate::pipeline::{Asked, Query, Read};
use crate::store::case::{self, Counts};
use crate::store::case_scope::ByScope;
use shared::access::{Authorized, Member};
use shared::api::case::CaseSummary;
use shared::api::workspace::{Count, GetHome, Home, SupportGlance};
use shared::case::visibility::case_scope;
use shared::problem::Problem;

/// How many of the latest cases Home shows.
const LATEST: i64 = 5;

impl Query for GetHome {
    type Rows = (ByScope<Vec<Counts>>, ByScope<Vec<CaseSummary>>);

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let (workspace, month) = (&asked.path.workspace, asked.now.day().first_of_month().start());
        case::counts(workspace, asked.who, month, i64::from(Count::MOST) + 1)
            .zip(case::latest(workspace, asked.who, LATEST))
    }

    fn answer(
        auth: &Authorized<Member>,
        (counts, latest): Self::Rows,
        _: &Asked<'_, Self>,
    ) -> Result<Home, Problem> {
        let scope = case_scope(auth.actor());
        let counts = counts.open(scope).and_then(|rows| rows.into_iter().next());
        let support = counts.map(|counts| SupportGlance {
            open: Count::new(counts.open),
            waiting: Count::new(counts.waiting),
            critical: Count::new(counts.critical),
            opened_this_month: Count::new(counts.opened_since),
            latest: latest.open(scope).unwrap_or_default(),
        });
        Ok(Home { support })
    }
}
