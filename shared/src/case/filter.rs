//! Which cases a list shows, in which order (CASE-11).
//!
//! Filters are written as text, the same in the app's address, in the API's query string and in a saved view:
//!
//! ```text
//! state=waiting_for_customer,resolved&severity=a,b&service=svc_eu1_…&mine=1&from=2026-11-01&to=2026-11-21&sort=activity
//! ```
//!
//! Only the days are written differently in a request: there they are moments, because only the reader's browser knows when
//! their days begin.

use super::Severity;
use super::lifecycle::CaseState;
use crate::id::ServiceId;
use crate::problem::{Fault, FieldProblem};
use crate::text::{Lines, Purpose, Text};
use crate::time::{Day, Timestamp};

/// How many services a filter names at most.
pub const MOST_SERVICES: usize = 20;

/// The latest moment that a filter may name: the last that an id can hold, and far beyond every calendar.
const LAST_MOMENT: i64 = (1 << 47) - 1;

/// Which cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFilter {
    /// In one of these states.
    pub states: Vec<CaseState>,
    /// Of one of these severities.
    pub severities: Vec<Severity>,
    /// On one of these services; on any, where none is named.
    pub services: Vec<ServiceId>,
    /// Only cases in which the reader has a part: they opened it, are its contact, watch it, or work on it. What people
    /// mean by "my cases" is what they have to do with, not only what they typed themselves.
    pub mine: bool,
    /// Opened at this moment or later.
    pub opened_from: Option<Timestamp>,
    /// Opened before this moment.
    pub opened_before: Option<Timestamp>,
}

/// In which order, the latest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CaseSort {
    /// By when they were opened.
    #[default]
    Newest,
    /// By when something last happened in them.
    Activity,
}

impl CaseSort {
    /// Every order, in that of the screen.
    pub const ALL: [Self; 2] = [Self::Newest, Self::Activity];

    /// The name in addresses and requests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Activity => "activity",
        }
    }
}

/// A filter as it is written, each part as text; empty where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// `open` (also where nothing is said), `done`, `all`, or the names of states with commas between.
    pub state: &'a str,
    /// The letters of severities with commas between.
    pub severity: &'a str,
    /// The ids of services with commas between.
    pub service: &'a str,
    /// `1` for one's own.
    pub mine: &'a str,
    /// `newest` (also where nothing is said) or `activity`.
    pub sort: &'a str,
}

impl Written<'_> {
    /// Reads a filter, for now without when the cases were opened; or says of each part that can't be read what is wrong
    /// with it.
    pub fn read(self, faults: &mut Vec<FieldProblem>) -> (CaseFilter, CaseSort) {
        let mut note = |field: &str, fault: Fault| faults.push(fault.of(field));
        let states = states(self.state).unwrap_or_else(|| {
            note("state", Fault::Unknown);
            Vec::new()
        });
        let severities = match self.severity {
            "" => Severity::ALL.to_vec(),
            text => several(text, |name| Severity::ALL.into_iter().find(|one| one.name() == name))
                .unwrap_or_else(|| {
                    note("severity", Fault::Unknown);
                    Vec::new()
                }),
        };
        let services = match self.service {
            "" => Some(Vec::new()),
            text => several(text, ServiceId::parse),
        };
        let services = services.unwrap_or_else(|| {
            note("service", Fault::Malformed);
            Vec::new()
        });
        if services.len() > MOST_SERVICES {
            note("service", Fault::TooLong { most: MOST_SERVICES });
        }
        if !matches!(self.mine, "" | "1") {
            note("mine", Fault::Malformed);
        }
        let sort = match self.sort {
            "" => Some(CaseSort::default()),
            name => CaseSort::ALL.into_iter().find(|sort| sort.name() == name),
        };
        let sort = sort.unwrap_or_else(|| {
            note("sort", Fault::Unknown);
            CaseSort::default()
        });
        let mine = self.mine == "1";
        let (opened_from, opened_before) = (None, None);
        (CaseFilter { states, severities, services, mine, opened_from, opened_before }, sort)
    }
}

/// The states that a filter names; `None` if one of them is none.
pub fn states(text: &str) -> Option<Vec<CaseState>> {
    let those = |keep: fn(&CaseState) -> bool| CaseState::ALL.into_iter().filter(keep).collect();
    match text {
        "" | "open" => Some(those(|state| state.is_open())),
        "done" => Some(those(|state| !state.is_open())),
        "all" => Some(those(|_| true)),
        text => several(text, |name| CaseState::ALL.into_iter().find(|state| state.name() == name)),
    }
}

/// Things with commas between, each once; `None` if one of them is none.
pub fn several<T: PartialEq>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut things = Vec::new();
    for part in text.split(',') {
        let thing = read(part)?;
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    Some(things)
}

/// A moment as a request writes it: milliseconds since 1970. `None` if it is none that a case can be opened at.
pub fn moment(text: &str) -> Option<Timestamp> {
    let millis: i64 = text.parse().ok()?;
    (0..=LAST_MOMENT).contains(&millis).then(|| Timestamp::from_millis(millis))
}

/// Whether there is a list in this order, of a period or of all times. The latest activity among the cases of a period could
/// stand anywhere in the list: no bounded number of rows would find it.
pub fn is_listed(sort: CaseSort, in_a_period: bool) -> bool {
    !(sort == CaseSort::Activity && in_a_period)
}

/// The bounds of a [`ViewName`].
pub enum ForViewName {}

impl Purpose for ForViewName {
    const SHORTEST: usize = 1;
    const LONGEST: usize = 60;
    const LINES: Lines = Lines::One;
}

/// What somebody calls a view that they have saved.
pub type ViewName = Text<ForViewName>;

/// How long a saved view's filters may be, in bytes.
const LONGEST_VIEW: usize = 2_000;

/// Checks the filters of a saved view, written as the part of an address behind its `?`.
///
/// # Errors
/// What is wrong with which of them. What a view can't hold, such as a page of the list, is unknown, and so is an order that
/// its list does not have.
pub fn check_view(query: &str) -> Result<(), Vec<FieldProblem>> {
    if query.len() > LONGEST_VIEW {
        return Err(vec![Fault::TooLong { most: LONGEST_VIEW }.of("query")]);
    }
    let (mut faults, mut written, mut days) = (Vec::new(), Written::default(), [""; 2]);
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let place = match name {
            "state" => &mut written.state,
            "severity" => &mut written.severity,
            "service" => &mut written.service,
            "mine" => &mut written.mine,
            "sort" => &mut written.sort,
            "from" => &mut days[0],
            "to" => &mut days[1],
            _ => {
                faults.push(Fault::Unknown.of("query"));
                continue;
            }
        };
        if !std::mem::replace(place, value).is_empty() || value.is_empty() {
            faults.push(Fault::Malformed.of(name));
        }
    }
    let (_, sort) = written.read(&mut faults);
    if !is_listed(sort, days.iter().any(|day| !day.is_empty())) {
        faults.push(Fault::Unknown.of("sort"));
    }
    for (name, day) in ["from", "to"].into_iter().zip(days) {
        if !day.is_empty() && Day::parse(day).is_none() {
            faults.push(Fault::Malformed.of(name));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::{CaseSort, MOST_SERVICES, Written, check_view, moment};
    use crate::case::Severity;
    use crate::case::lifecycle::CaseState;
    use crate::id::ServiceId;
    use crate::problem::Fault;
    use crate::{region::Shard, time::Timestamp};

    fn service(number: u8) -> String {
        ServiceId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [number; 10]).to_string()
    }

    #[test]
    fn case_11_where_nothing_is_said_it_is_every_open_case_newest_first() {
        let mut faults = Vec::new();
        let (filter, sort) = Written::default().read(&mut faults);
        assert!(faults.is_empty());
        assert!(filter.states.iter().all(|state| state.is_open()));
        assert_eq!((filter.states.len(), filter.severities.len(), filter.services.len()), (4, 3, 0));
        assert_eq!((filter.mine, sort), (false, CaseSort::Newest));
    }

    #[test]
    fn case_11_several_values_are_each_taken_once() {
        let mut faults = Vec::new();
        let services = [service(1), service(2), service(1)].join(",");
        let written =
            Written { state: "new,closed,new", severity: "b", service: &services, ..Written::default() };
        let (filter, _) = written.read(&mut faults);
        assert_eq!(filter.states, [CaseState::New, CaseState::Closed]);
        assert_eq!((filter.severities, filter.services.len()), (vec![Severity::B], 2));
        assert!(faults.is_empty());
    }

    #[test]
    fn case_11_everything_that_can_t_be_read_is_named_at_once() {
        let many = (0..=MOST_SERVICES).map(|number| service(u8::try_from(number).unwrap()));
        let many = many.collect::<Vec<_>>().join(",");
        let written = Written { state: "new,", severity: "A", service: &many, mine: "yes", sort: "severity" };
        let mut faults = Vec::new();
        written.read(&mut faults);
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["state", "severity", "service", "mine", "sort"]);
        assert_eq!(faults[2].fault, Fault::TooLong { most: MOST_SERVICES });
    }

    #[test]
    fn case_11_a_moment_is_one_that_an_id_can_hold() {
        assert_eq!(moment("1794960000000").map(Timestamp::millis), Some(1_794_960_000_000));
        for text in ["", "-1", "1e3", "1.5", "281474976710656", "now"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn case_11_a_view_holds_filters_and_nothing_else() {
        let good =
            format!("state=all&severity=a,b&service={}&mine=1&from=2026-02-28&to=2026-11-21", service(3));
        assert_eq!(check_view(&good), Ok(()));
        assert_eq!(check_view(""), Ok(()));
        assert_eq!(check_view("sort=activity"), Ok(()));
        assert_eq!(check_view("sort=newest&from=2026-02-28"), Ok(()));
        assert_eq!(
            check_view("from=2026-02-28&sort=activity"),
            Err(vec![Fault::Unknown.of("sort")]),
            "as the list says"
        );
        for bad in [
            "after=x",
            "state=all&state=open",
            "state=",
            "mine",
            "from=2026-02-30",
            "to=21.11.2026",
            "sort=random",
            "state=all&x=%3Cscript%3E",
            &"a".repeat(3_000),
        ] {
            assert!(check_view(bad).is_err(), "{bad}");
        }
    }
}
