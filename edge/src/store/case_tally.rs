//! How many cases there are: kept sums, one row for each viewer and service (see `case_tally` in the migrations).

use super::case_scope::{self, ByScope, View};
use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::case::Severity;
use shared::case::lifecycle::CaseState;
use shared::id::{IdentityId, ServiceId, WorkspaceId};
use shared::time::Timestamp;
use std::collections::BTreeMap;

/// How many cases a viewer sees, by what they are and by when they were opened.
#[derive(Debug, Default, Deserialize)]
pub struct Tally {
    cases: Sums,
    opened: Sums,
}

/// Numbers of cases, by name.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "String")]
struct Sums(BTreeMap<String, u32>);

impl TryFrom<String> for Sums {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text).map(Self)
    }
}

impl Sums {
    fn of(&self, name: &str) -> u32 {
        self.0.get(name).copied().unwrap_or(0)
    }
}

impl Tally {
    /// How many are of one of the severities and in one of the states.
    pub fn standing(&self, severities: &[Severity], states: &[CaseState]) -> u32 {
        let each = severities.iter().flat_map(|severity| states.iter().map(move |state| (severity, state)));
        let each =
            each.map(|(severity, state)| self.cases.of(&format!("{}_{}", severity.name(), state.name())));
        each.fold(0, u32::saturating_add)
    }

    /// How many were opened in the month (UTC) in which a moment lies.
    pub fn opened_in_month_of(&self, moment: Timestamp) -> u32 {
        self.opened.of(&moment.day().first_of_month().to_string())
    }
}

/// Reads the tallies of some services, or of all together where none is named.
pub fn of(
    workspace: &WorkspaceId,
    who: &IdentityId,
    mine: bool,
    services: &[ServiceId],
) -> Read<ByScope<Vec<Tally>>> {
    let services: Vec<&str> = match services {
        [] => vec![""],
        named => named.iter().map(|service| service.as_str()).collect(),
    };
    let one = |View { viewer, .. }: View| {
        let places: Vec<_> = (3..services.len().saturating_add(3)).map(|place| format!("?{place}")).collect();
        let statement = Statement::new(format!(
            "SELECT cases, opened FROM case_tally
             WHERE workspace_id = ?1 AND viewer = {viewer} AND service_id IN ({})",
            places.join(", ")
        ));
        let statement = statement.bind(workspace).bind(who);
        Read::all(services.iter().fold(statement, |statement, service| statement.bind(*service)))
    };
    case_scope::of_view(mine, one)
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use shared::case::Severity;
    use shared::case::lifecycle::CaseState;
    use shared::time::Timestamp;

    #[test]
    fn case_11_a_tally_adds_up_what_is_asked_for() {
        let tally: Tally = serde_json::from_value(serde_json::json!({
            "cases": r#"{"a_new": 3, "a_closed": 5, "b_new": 7, "c_waiting_for_customer": 11}"#,
            "opened": r#"{"2026-11-01": 13, "2026-10-01": 17}"#,
        }))
        .unwrap();
        assert_eq!(tally.standing(&Severity::ALL, &CaseState::ALL), 26);
        assert_eq!(tally.standing(&[Severity::A, Severity::B], &[CaseState::New]), 10);
        assert_eq!(tally.standing(&[Severity::C], &[CaseState::WaitingForCustomer]), 11);
        assert_eq!(tally.standing(&[], &CaseState::ALL), 0);
        assert_eq!(tally.opened_in_month_of(Timestamp::from_millis(1_794_960_000_000)), 13);
        assert_eq!(tally.opened_in_month_of(Timestamp::from_millis(0)), 0);
    }
}
