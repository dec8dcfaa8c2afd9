//! Lists of cases by filters, and how many there are (CASE-11).
//!
//! A list costs what it shows, not what it looks through. Filters are equalities on the first columns of an index of
//! `case_place` whose last column is the order: each combination of a state, a severity and, where services are asked for,
//! a service is a stretch of that index. A list by two severities and four states has eight stretches. `walk` holds the
//! foremost case of each; SQLite takes the foremost of these out of its queue, puts the next of the same stretch in, and
//! stops when the page is full:
//!
//! ```text
//! a, new           9 ─ 4 ─ 1            queue: 9 8 7   out: 9, in: 4
//! a, in_progress   8 ─ 3                queue: 8 7 4   out: 8, in: 3
//! b, new           7 ─ 6 ─ 5 ─ 2        queue: 7 4 3   out: 7, in: 6 …
//! ```
//!
//! A full page of 50 is about 290 rows for D1: the case, its service and who opened it, 51 times each, and for each of them and
//! for each stretch one to find it and one to take it out of the queue. Counting reads what it counts, up to 1 001 rows, since
//! the count is exact to 1 000; so it is done once for a list, with its first page, and not again for the pages after it.
//! Both read next to nothing for a scope that can't be the reader's (see [`super::case_scope`]).

use super::case::SUMMARY;
use super::case_scope::{self, ByScope, View};
use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use serde_json::json;
use shared::api::case::CaseSummary;
use shared::case::filter::{CaseFilter, CaseSort};
use shared::id::{CaseId, IdentityId, WorkspaceId};
use shared::time::Timestamp;

/// How many digits a moment has in the order by activity.
const DIGITS: usize = 16;

/// Where a list is read from: the index, and the column that it is ordered by.
struct Order {
    index: &'static str,
    key: &'static str,
    /// The case's id, made of the key.
    id: &'static str,
}

fn order(filter: &CaseFilter, sort: CaseSort) -> Order {
    let (age, activity) = match filter.services.is_empty() {
        true => ("case_place_by_age", "case_place_by_activity"),
        false => ("case_place_by_service_and_age", "case_place_by_service_and_activity"),
    };
    match sort {
        CaseSort::Newest => Order { index: age, key: "case_id", id: "walk.key" },
        CaseSort::Activity => Order { index: activity, key: "activity", id: "substr(walk.key, 17)" },
    }
}

/// The stretches of the index, as rows of `(severity, state, service)`.
fn stretches(filter: &CaseFilter) -> &'static str {
    match filter.services.is_empty() {
        true => "json_each(?3) v CROSS JOIN json_each(?4) t",
        false => "json_each(?3) v CROSS JOIN json_each(?4) t CROSS JOIN json_each(?5) s",
    }
}

/// The condition that a place lies in a stretch, and between the bounds of the order.
fn in_stretch(
    filter: &CaseFilter,
    viewer: &str,
    key: &str,
    (severity, state, service): (&str, &str, &str),
) -> String {
    let service = if filter.services.is_empty() {
        "?5 IS NOT NULL".to_owned()
    } else {
        format!("p.service_id = {service}")
    };
    format!(
        "p.workspace_id = ?1 AND p.viewer = {viewer} AND p.severity = {severity} AND p.state = {state} AND {service}
         AND p.{key} >= ?7"
    )
}

/// Reads a page of cases in an order, from those behind `after`.
pub fn page(
    workspace: &WorkspaceId,
    who: &IdentityId,
    (filter, sort): (&CaseFilter, CaseSort),
    after: Option<&str>,
    rows: i64,
) -> Read<ByScope<Vec<CaseSummary>>> {
    let Order { index, key, id } = order(filter, sort);
    let service = if filter.services.is_empty() { "NULL" } else { "s.value" };
    let text = move |View { viewer, applies }: View| {
        let first = in_stretch(filter, viewer, key, ("v.value", "t.value", "s.value"));
        let next = in_stretch(filter, viewer, key, ("walk.severity", "walk.state", "walk.service"));
        format!(
            "WITH RECURSIVE walk (key, severity, state, service) AS (
               SELECT (SELECT max(p.{key}) FROM case_place p INDEXED BY {index} WHERE {first} AND p.{key} < ?6),
                      v.value, t.value, {service}
               FROM {applies} CROSS JOIN {}
               UNION ALL
               SELECT (SELECT max(p.{key}) FROM case_place p INDEXED BY {index} WHERE {next} AND p.{key} < walk.key),
                      walk.severity, walk.state, walk.service
               FROM walk WHERE walk.key IS NOT NULL
               ORDER BY 1 DESC LIMIT ?8
             )
             SELECT {SUMMARY}
             FROM walk
             CROSS JOIN support_case c ON c.id = {id}
             CROSS JOIN service s ON s.id = c.service_id
             CROSS JOIN identity i ON i.id = c.opened_by",
            stretches(filter)
        )
    };
    read(workspace, who, filter, after, rows, text)
}

/// How many cases match.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Counted {
    /// At most as many as were to be counted.
    pub cases: u32,
}

/// Counts the cases that match, none further than `most`.
pub fn count(
    workspace: &WorkspaceId,
    who: &IdentityId,
    filter: &CaseFilter,
    most: i64,
) -> Read<ByScope<Vec<Counted>>> {
    let Order { index, key, .. } = order(filter, CaseSort::Newest);
    let text = move |View { viewer, applies }: View| {
        let inside = in_stretch(filter, viewer, key, ("v.value", "t.value", "s.value"));
        format!(
            "SELECT count(*) AS cases FROM (
               SELECT 1 FROM {applies} CROSS JOIN {} CROSS JOIN case_place p INDEXED BY {index}
               WHERE {inside} AND p.{key} < ?6 LIMIT ?8)",
            stretches(filter)
        )
    };
    read(workspace, who, filter, None, most, text)
}

/// Reads with the parameters that both statements have: workspace, person, severities, states, services, the bounds of the
/// order, and how many rows at most.
fn read<T: serde::de::DeserializeOwned + 'static>(
    workspace: &WorkspaceId,
    who: &IdentityId,
    filter: &CaseFilter,
    after: Option<&str>,
    rows: i64,
    text: impl Fn(View) -> String,
) -> Read<ByScope<Vec<T>>> {
    let names = |names: Vec<&str>| json!(names).to_string();
    let severities = names(filter.severities.iter().map(|severity| severity.name()).collect());
    let states = names(filter.states.iter().map(|state| state.name()).collect());
    let services = names(filter.services.iter().map(|service| service.as_str()).collect());
    let (floor, ceiling) = bounds(workspace, filter);
    // `~` sorts behind every key.
    let ceiling = ceiling.unwrap_or_else(|| "~".to_owned());
    let ceiling = after.map_or(ceiling.clone(), |after| ceiling.min(after.to_owned()));
    let one = |view: View| {
        let statement = Statement::new(text(view))
            .bind(workspace)
            .bind(who)
            .bind(severities.clone())
            .bind(states.clone())
            .bind(services.clone())
            .bind(ceiling.clone())
            .bind(floor.clone())
            .bind(rows);
        Read::<Vec<T>>::all(statement)
    };
    match filter.mine {
        true => case_scope::of_own_view(one),
        false => case_scope::by_view(one),
    }
}

/// The ids between which cases were opened in the filter's period: ids begin with the moment they were made in.
fn bounds(workspace: &WorkspaceId, filter: &CaseFilter) -> (String, Option<String>) {
    let first = |moment: Timestamp| {
        workspace.shard().map(|shard| CaseId::new(shard, moment, [0; 10]).as_str().to_owned())
    };
    (filter.opened_from.and_then(first).unwrap_or_default(), filter.opened_before.and_then(first))
}

/// Puts the cases of a page into their order, the latest first. The walk takes them out in it already, but SQL promises that
/// only of what it sorts once more, which would read every row again.
pub fn in_order(mut cases: Vec<CaseSummary>, sort: CaseSort) -> Vec<CaseSummary> {
    cases.sort_by_cached_key(|case| std::cmp::Reverse(cursor(case, sort)));
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
    use super::is_cursor;
    use shared::case::filter::CaseSort;

    #[test]
    fn case_11_a_page_begins_where_one_of_the_same_order_ended() {
        let id = "case_eu1_01k9zq3v5m0000000000000000";
        let moment = format!("0001794960000000{id}");
        assert!(is_cursor(id, CaseSort::Newest) && is_cursor(&moment, CaseSort::Activity));
        assert!(!is_cursor(&moment, CaseSort::Newest) && !is_cursor(id, CaseSort::Activity));
        assert!(!is_cursor("", CaseSort::Activity) && !is_cursor("éééééééééééééééé", CaseSort::Activity));
    }
}
