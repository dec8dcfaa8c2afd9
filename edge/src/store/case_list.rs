//! Lists of cases by filters, and how many there are (CASE-11).
//!
//! A list costs what it shows, not what it looks through. Filters are equalities on the first columns of an index of
//! `case_place` whose next column is the order, and whose others are what a list shows: each combination of a state, a severity
//! and, where services are asked for, a service is a stretch of that index. A list by two severities and four states has eight
//! stretches. SQLite merges them: it holds the foremost case of each, takes the foremost of these, puts the next of the same
//! stretch in its place, and stops when the page is full:
//!
//! ```text
//! a, new           9 ─ 4 ─ 1            holds: 9 8 7   takes: 9, next there: 4
//! a, in_progress   8 ─ 3                holds: 4 8 7   takes: 8, next there: 3
//! b, new           7 ─ 6 ─ 5 ─ 2        holds: 4 3 7   takes: 7, next there: 6 …
//! ```
//!
//! It does so for a `UNION ALL` with an `ORDER BY`, whose parts are the stretches; D1 takes five parts and no more, but parts may
//! themselves be such unions, and SQLite makes one merge of all ([`union`]).
//!
//! A full page of 50 is about 125 rows for D1: 51 cases, one more for each stretch (18 without services) that holds any, who
//! opened each of them, and a few for the scope and for the names of services. Each service asked for adds its stretches. Counting
//! is reading kept sums ([`super::case_tally`]), but for a period, which reads what it counts, up to 1 001 rows; it is done
//! once for a list, with its first page, and not again for the pages after it. Pages read next to nothing for a scope that can't
//! be the reader's (see [`super::case_scope`]).

use super::case_scope::{self, ByScope, View};
use super::case_tally::{self, Tally};
use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::api::case::CaseSummary;
use shared::case::filter::{CaseFilter, CaseSort};
use shared::id::{CaseId, IdentityId, WorkspaceId};
use shared::time::Timestamp;

/// How many digits a moment has in the order by activity.
const DIGITS: usize = 16;

/// How many parts D1 takes in a `UNION ALL`.
const MOST_PARTS: usize = 5;

/// Where a list is read from: the index, and the column that it is ordered by.
struct Order {
    index: &'static str,
    key: &'static str,
}

fn order(filter: &CaseFilter, sort: CaseSort) -> Order {
    let (index, key) = match (sort, filter.services.is_empty()) {
        (CaseSort::Newest, true) => ("case_place_by_age", "case_id"),
        (CaseSort::Newest, false) => ("case_place_by_service_and_age", "case_id"),
        (CaseSort::Activity, true) => ("case_place_by_activity", "activity"),
        (CaseSort::Activity, false) => ("case_place_by_service_and_activity", "activity"),
    };
    Order { index, key }
}

/// The stretches that a filter names, each as a statement: its places between the bounds of the order.
///
/// Parameter 1 is the workspace, 2 the person, 3 and 4 are the bounds, 5 is how many rows to read at most, and the services come
/// behind.
fn stretches(filter: &CaseFilter, viewer: &str, Order { index, key }: &Order) -> Vec<String> {
    let services = match filter.services.len() {
        0 => vec![String::new()],
        several => {
            (0..several).map(|place| format!("AND service_id = ?{} ", place.saturating_add(6))).collect()
        }
    };
    let bounds = format!("AND {key} < ?3 AND {key} >= ?4");
    let mut stretches = Vec::new();
    for service in &services {
        let place = format!(
            "SELECT * FROM case_place INDEXED BY {index} WHERE workspace_id = ?1 AND viewer = {viewer} {service}"
        );
        for severity in &filter.severities {
            for state in &filter.states {
                // Not by `format!`: a list may have hundreds of them, and each is put together anew for each request.
                let stretch = [
                    &place,
                    "AND severity = '",
                    severity.name(),
                    "' AND state = '",
                    state.name(),
                    "' ",
                    &bounds,
                ];
                stretches.push(stretch.concat());
            }
        }
    }
    stretches
}

/// All of these statements' rows together, in unions of as many parts as D1 takes: unions of unions, where there are more.
fn union(mut parts: Vec<String>) -> String {
    while parts.len() > MOST_PARTS {
        let groups = parts.chunks(MOST_PARTS);
        parts = groups.map(|group| ["SELECT * FROM (", &group.join(" UNION ALL "), ")"].concat()).collect();
    }
    parts.join(" UNION ALL ")
}

/// The names of the customer's services, by id: one value, read once for a statement.
const SERVICE_NAMES: &str =
    "(SELECT c.service_names FROM workspace w JOIN customer c ON c.id = w.customer_id WHERE w.id = ?1)";

/// Reads a page of cases in an order, from those behind `after`.
pub fn page(
    workspace: &WorkspaceId,
    who: &IdentityId,
    (filter, sort): (&CaseFilter, CaseSort),
    after: Option<&str>,
    rows: i64,
) -> Read<ByScope<Vec<CaseSummary>>> {
    let order = order(filter, sort);
    case_scope::of_view(filter.mine, |View { viewer, applies }| {
        let text = format!(
            "SELECT p.case_id AS id, p.number, p.title, p.severity, p.state, {SERVICE_NAMES} ->> p.service_id AS service,
                    i.name AS opened_by, p.opened_at, p.updated_at
             FROM (SELECT * FROM ({}) ORDER BY {} DESC LIMIT CASE WHEN {applies} THEN ?5 ELSE 0 END) p
             CROSS JOIN identity i ON i.id = p.opened_by",
            union(stretches(filter, viewer, &order)),
            order.key
        );
        Read::all(bind(text, workspace, who, filter, after, rows))
    })
}

#[derive(Deserialize)]
struct Counted {
    cases: u32,
}

/// Counts the cases that match; those of a period none further than `most`.
pub fn count(
    workspace: &WorkspaceId,
    who: &IdentityId,
    filter: &CaseFilter,
    most: i64,
) -> Read<ByScope<u32>> {
    if filter.opened_from.is_some() || filter.opened_before.is_some() {
        return count_of_period(workspace, who, filter, most);
    }
    let (severities, states) = (filter.severities.clone(), filter.states.clone());
    let sum = move |tallies: Vec<Tally>| {
        tallies.iter().map(|tally| tally.standing(&severities, &states)).fold(0, u32::saturating_add)
    };
    case_tally::of(workspace, who, filter.mine, &filter.services).map(|tallies| tallies.map(sum))
}

fn count_of_period(
    workspace: &WorkspaceId,
    who: &IdentityId,
    filter: &CaseFilter,
    most: i64,
) -> Read<ByScope<u32>> {
    let order = order(filter, CaseSort::Newest);
    case_scope::of_view(filter.mine, |View { viewer, applies }| {
        let text = format!(
            "SELECT count(*) AS cases FROM (SELECT 1 FROM ({}) LIMIT CASE WHEN {applies} THEN ?5 ELSE 0 END)",
            union(stretches(filter, viewer, &order))
        );
        Read::<Vec<Counted>>::all(bind(text, workspace, who, filter, None, most))
            .map(|rows| rows.first().map_or(0, |counted| counted.cases))
    })
}

/// The statement with the parameters that [`stretches`] has.
fn bind(
    text: String,
    workspace: &WorkspaceId,
    who: &IdentityId,
    filter: &CaseFilter,
    after: Option<&str>,
    rows: i64,
) -> Statement {
    let (floor, ceiling) = bounds(workspace, filter);
    // `~` sorts behind every key.
    let ceiling = ceiling.unwrap_or_else(|| "~".to_owned());
    let ceiling = after.map_or(ceiling.clone(), |after| ceiling.min(after.to_owned()));
    let statement = Statement::new(text).bind(workspace).bind(who).bind(ceiling).bind(floor).bind(rows);
    filter.services.iter().fold(statement, Statement::bind)
}

/// The ids between which cases were opened in the filter's period: ids begin with the moment they were made in.
fn bounds(workspace: &WorkspaceId, filter: &CaseFilter) -> (String, Option<String>) {
    let first = |moment: Timestamp| {
        workspace.shard().map(|shard| CaseId::new(shard, moment, [0; 10]).as_str().to_owned())
    };
    (filter.opened_from.and_then(first).unwrap_or_default(), filter.opened_before.and_then(first))
}

/// Puts the cases of a page into their order, the latest first. The merge takes them out in it already, but SQL promises that
/// only of what it sorts once more, which would read every row again.
pub fn in_order(mut cases: Vec<CaseSummary>, sort: CaseSort) -> Vec<CaseSummary> {
    let key = |case: &CaseSummary| match sort {
        CaseSort::Newest => None,
        CaseSort::Activity => Some(case.updated_at),
    };
    cases.sort_by(|one, other| (key(other), &other.id).cmp(&(key(one), &one.id)));
    cases
}

/// Where the page after this case begins.
pub fn cursor(case: &CaseSummary, sort: CaseSort) -> String {
    match sort {
        CaseSort::Newest => case.id.as_str().to_owned(),
        CaseSort::Activity => format!("{:0DIGITS$}{}", case.updated_at.millis(), case.id),
    }
}

/// Whether a text is where a page of this order can begin.
pub fn is_cursor(text: &str, sort: CaseSort) -> bool {
    match sort {
        CaseSort::Newest => CaseId::parse(text).is_some(),
        CaseSort::Activity => text.split_at_checked(DIGITS).is_some_and(|(moment, id)| {
            moment.bytes().all(|byte| byte.is_ascii_digit()) && CaseId::parse(id).is_some()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_cursor, order, stretches, union};
    use shared::case::Severity;
    use shared::case::filter::{CaseFilter, CaseSort, MOST_SERVICES};
    use shared::case::lifecycle::CaseState;
    use shared::id::ServiceId;
    use shared::{region::Shard, time::Timestamp};

    #[test]
    fn case_11_the_longest_question_makes_a_statement_that_d1_takes() {
        let service = |number: usize| {
            let number = u8::try_from(number).unwrap();
            ServiceId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [number; 10])
        };
        let filter = CaseFilter {
            states: CaseState::ALL.to_vec(),
            severities: Severity::ALL.to_vec(),
            services: (0..MOST_SERVICES).map(service).collect(),
            mine: false,
            opened_from: None,
            opened_before: None,
        };
        let parts = stretches(&filter, "?2", &order(&filter, CaseSort::Activity));
        assert_eq!(parts.len(), 360);
        let length = union(parts).len();
        assert!(length < 95_000, "{length}");
    }

    #[test]
    fn unions_have_as_many_parts_as_d1_takes_at_every_depth() {
        let united = union((0..26).map(|part| part.to_string()).collect());
        assert_eq!(united.matches("UNION ALL").count(), 25);
        assert!(united.starts_with(
            "SELECT * FROM (SELECT * FROM (0 UNION ALL 1 UNION ALL 2 UNION ALL 3 UNION ALL 4) UNION"
        ));
        assert_eq!(union(vec!["0".into(), "1".into()]), "0 UNION ALL 1");
    }

    #[test]
    fn case_11_a_page_begins_where_one_of_the_same_order_ended() {
        let id = "case_eu1_01k9zq3v5m0000000000000000";
        let moment = format!("0001794960000000{id}");
        assert!(is_cursor(id, CaseSort::Newest) && is_cursor(&moment, CaseSort::Activity));
        assert!(!is_cursor(&moment, CaseSort::Newest) && !is_cursor(id, CaseSort::Activity));
        assert!(!is_cursor("", CaseSort::Activity) && !is_cursor("éééééééééééééééé", CaseSort::Activity));
    }
}
