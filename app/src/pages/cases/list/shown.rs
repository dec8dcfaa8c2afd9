//! What the list shows, as the address says it: `?state=done&severity=a,b&mine=1&from=2026-11-01&sort=activity`. Reload,
//! back, a sent link and a saved view all show the same.

use crate::navigator::Location;
use js_sys::Date;
use shared::api::case_list::CasesQuestion;
use shared::case::Severity;
use shared::case::filter::{CaseSort, MOST_SERVICES, moment, several, states};
use shared::case::lifecycle::CaseState;
use shared::id::ServiceId;
use shared::time::{Day, Span, Timestamp};
use wasm_bindgen::JsValue;

/// The filters and the order, each as it is written; empty where the address says nothing, or nothing that makes sense.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) state: String,
    pub(super) severity: String,
    pub(super) service: String,
    pub(super) mine: bool,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) sort: String,
}

impl Shown {
    /// What an address asks for.
    pub(super) fn of(location: &Location) -> Self {
        Self::read(&|name| location.parameter(name).unwrap_or_default())
    }

    fn read(said: &dyn Fn(&str) -> String) -> Self {
        let kept = |text: String, good: bool| if good { text } else { String::new() };
        let (state, severity, service) = (said("state"), said("severity"), said("service"));
        let good_state = states(&state).is_some() && state != "open";
        let good_severity = several(&severity, known_severity).is_some();
        let good_service =
            several(&service, ServiceId::parse).is_some_and(|services| services.len() <= MOST_SERVICES);
        let day = |text: String| {
            let good = is_day(&text);
            kept(text, good)
        };
        let (from, to, sort) = (day(said("from")), day(said("to")), said("sort"));
        // A period that ends before it begins is meant the other way round; written so, the earlier day is the lesser text.
        let reversed = !to.is_empty() && to < from;
        let (from, to) = if reversed { (to, from) } else { (from, to) };
        let good_sort = sort == CaseSort::Activity.name() && from.is_empty() && to.is_empty();
        Self {
            state: kept(state, good_state),
            severity: kept(severity, good_severity),
            service: kept(service, good_service),
            mine: said("mine") == "1",
            from,
            to,
            sort: kept(sort, good_sort),
        }
    }

    /// The part of the address, with its `?`; empty where nothing is said.
    pub(super) fn query(&self) -> String {
        let mine = if self.mine { "1" } else { "" };
        let parts = [
            ("state", self.state.as_str()),
            ("severity", &self.severity),
            ("service", &self.service),
            ("mine", mine),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ];
        let mut query = String::new();
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(value);
        }
        query
    }

    /// What the worker is asked, for the page that begins there. The days are the reader's.
    pub(super) fn question(&self, after: Option<String>) -> CasesQuestion {
        let edge = |day: &str, later| {
            first_moment(day, later).map(|moment| moment.millis().to_string()).unwrap_or_default()
        };
        CasesQuestion {
            state: self.state.clone(),
            severity: self.severity.clone(),
            service: self.service.clone(),
            mine: if self.mine { "1".to_owned() } else { String::new() },
            opened_from: edge(&self.from, 0),
            opened_before: edge(&self.to, 1),
            sort: self.sort.clone(),
            after,
        }
    }

    /// The states that are shown.
    pub(super) fn states(&self) -> Vec<CaseState> {
        states(&self.state).unwrap_or_default()
    }

    /// The order.
    pub(super) fn by_activity(&self) -> bool {
        self.sort == CaseSort::Activity.name()
    }

    /// Whether anything but the states narrows the list.
    pub(super) fn is_filtered(&self) -> bool {
        let texts = [&self.severity, &self.service, &self.from, &self.to];
        self.mine || texts.into_iter().any(|text| !text.is_empty())
    }

    /// The same states in the same order, and nothing else narrowed.
    pub(super) fn cleared(&self) -> Self {
        Self { state: self.state.clone(), sort: self.sort.clone(), ..Self::default() }
    }

    /// The same with a state more or less; what has a short name is written with it, and no state at all is all of them.
    pub(super) fn with_state(self, state: CaseState, wanted: bool) -> Self {
        let ticked = |one: &CaseState| if *one == state { wanted } else { self.states().contains(one) };
        let chosen: Vec<CaseState> = CaseState::ALL.into_iter().filter(ticked).collect();
        let short = ["", "done", "all"].into_iter().find(|name| states(name).as_ref() == Some(&chosen));
        let named = || chosen.iter().map(|state| state.name()).collect::<Vec<_>>().join(",");
        let state = match short {
            _ if chosen.is_empty() => "all".to_owned(),
            Some(name) => name.to_owned(),
            None => named(),
        };
        Self { state, ..self }
    }
}

/// A list with commas between, with a name more or less.
pub(super) fn with(list: &str, name: &str, wanted: bool) -> String {
    let others = list.split(',').filter(|other| !other.is_empty() && *other != name);
    others.chain(wanted.then_some(name)).collect::<Vec<_>>().join(",")
}

/// Whether a list with commas between has a name.
pub(super) fn has(list: &str, name: &str) -> bool {
    list.split(',').any(|other| other == name)
}

fn known_severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|one| one.name() == name)
}

/// Whether a text is a day of the calendar on which a case can be opened, wherever the reader is.
fn is_day(text: &str) -> bool {
    let possible = |at: Timestamp| moment(&at.millis().to_string()).is_some();
    let around = |day: Day| [day.start().minus(Span::days(1)), day.end().plus(Span::days(1))];
    Day::parse(text).is_some_and(|day| around(day).into_iter().all(possible))
}

/// The first moment of a day of the reader's calendar, or of the one so many days later.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds within 53 bits")]
pub(super) fn first_moment(day: &str, later: u32) -> Option<Timestamp> {
    let date = Date::new(&JsValue::from(format!("{day}T00:00")));
    date.set_date(date.get_date() + later);
    let millis = date.get_time();
    (!day.is_empty() && millis >= 0.0).then(|| Timestamp::from_millis(millis as i64))
}

#[cfg(test)]
mod tests {
    use super::{Shown, has, with};
    use shared::case::lifecycle::CaseState;

    #[test]
    fn case_11_states_are_added_and_taken_and_written_shortly() {
        let open = Shown::default();
        let some = open.with_state(CaseState::New, false);
        assert_eq!(some.state, "assigned,in_progress,waiting_for_customer");
        assert_eq!(some.with_state(CaseState::New, true).state, "");
        let done = Shown { state: "closed".into(), ..Shown::default() };
        assert_eq!(done.clone().with_state(CaseState::Resolved, true).state, "done");
        assert_eq!(done.with_state(CaseState::Closed, false).state, "all");
    }

    fn asked(parameters: &[(&str, &str)]) -> String {
        let said = |name: &str| parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        Shown::read(&|name| said(name).unwrap_or_default().to_owned()).query()
    }

    #[test]
    fn case_11_an_address_that_makes_no_sense_asks_for_nothing() {
        for day in ["9999-12-31", "2026-02-31", "0001-01-01", "1970-01-01", "2026-2-01", "yesterday"] {
            assert_eq!(asked(&[("from", day), ("to", day)]), "", "{day}");
        }
        assert_eq!(asked(&[("mine", "0"), ("state", "lost"), ("severity", "d")]), "");
        assert_eq!(asked(&[("mine", "1"), ("from", "2026-02-28")]), "?mine=1&from=2026-02-28");
    }

    #[test]
    fn case_11_a_period_that_ends_before_it_begins_is_turned_round() {
        let turned = asked(&[("from", "2026-11-21"), ("to", "2026-11-01")]);
        assert_eq!(turned, "?from=2026-11-01&to=2026-11-21");
    }

    #[test]
    fn case_11_the_address_says_what_is_set_and_no_more() {
        assert_eq!(Shown::default().query(), "");
        let shown = Shown { severity: with("b", "a", true), mine: true, ..Shown::default() };
        assert_eq!(shown.query(), "?severity=b,a&mine=1");
        assert!(has(&shown.severity, "a") && shown.is_filtered());
        assert_eq!(with("b,a", "b", false), "a");
        assert!(!shown.cleared().is_filtered());
    }
}
