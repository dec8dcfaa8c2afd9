//! Looks for an order of a history's commands, one after the other, that explains all of its answers and what was left at
//! the end (linearisability, as Wing and Gong check it).
//!
//! A command that was answered before another was sent comes before it; of those under way at the same time, either may.
//! What was answered 503 may have taken effect, in part too, at any time since it was sent, or never. For example:
//!
//! ```text
//! Irma saves  |────────────| 200          Vera's case must have been opened before the save took Cloud from her:
//! Vera opens        |──| 200              explained. Had it been sent after Irma's answer, nothing could explain it.
//! ```

use super::command::{Command, Outcome, What};
use super::model::{State, Step};
use shared::problem::ProblemCode::NotSignedIn;
use std::collections::HashSet;

/// A command of a history, with when it was sent and answered, and what the answer was.
#[derive(Clone, Debug)]
pub struct Event {
    /// The command.
    pub command: Command,
    /// The step at which it was sent.
    pub sent: usize,
    /// The step at which it was answered.
    pub answered: usize,
    /// The answer.
    pub outcome: Outcome,
}

/// A part of a command, to be put into the order.
struct Part {
    event: usize,
    step: Step,
    /// Whether it must have happened; otherwise it may have.
    must: bool,
    /// Which other part of the same command comes first.
    after: Option<usize>,
}

/// What a search found.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The commands in an order that explains everything: each by its place in the history.
    pub order: Vec<usize>,
    /// How many states were looked at.
    pub looked_at: usize,
}

/// Looks for an order. `ends` says whether a state is what was left at the end.
pub fn explain(events: &[Event], start: &State, ends: &dyn Fn(&State) -> bool) -> Option<Explanation> {
    let parts = parts(events);
    assert!(parts.len() < 64, "a history this long can't be searched");
    let must = mask(parts.iter().map(|part| part.must));
    // Everything that must have happened before a part: what was answered before its command was sent.
    let before: Vec<u64> = parts
        .iter()
        .map(|part| {
            let earlier = |other: &Part| other.must && events[other.event].answered < events[part.event].sent;
            mask(parts.iter().map(earlier))
        })
        .collect();
    let mut search = Search { events, parts, must, before, seen: HashSet::new(), order: Vec::new(), ends };
    search.goes_on(0, start).then_some(Explanation { order: search.order, looked_at: search.seen.len() })
}

struct Search<'s> {
    events: &'s [Event],
    parts: Vec<Part>,
    must: u64,
    before: Vec<u64>,
    seen: HashSet<(u64, State)>,
    order: Vec<usize>,
    ends: &'s dyn Fn(&State) -> bool,
}

impl Search<'_> {
    fn goes_on(&mut self, done: u64, state: &State) -> bool {
        if done & self.must == self.must && (self.ends)(state) {
            return true;
        }
        if !self.seen.insert((done, state.clone())) {
            return false;
        }
        (0..self.parts.len()).any(|place| self.tries(place, done, state))
    }

    fn tries(&mut self, place: usize, done: u64, state: &State) -> bool {
        let part = &self.parts[place];
        let first = part.after.is_none_or(|other| done & 1 << other != 0);
        if done & 1 << place != 0 || !first || self.before[place] & !done != 0 {
            return false;
        }
        let event = &self.events[part.event];
        let number = part.event;
        for next in state.after(&event.command, part.step, &event.outcome) {
            self.order.push(number);
            if self.goes_on(done | 1 << place, &next) {
                return true;
            }
            self.order.pop();
        }
        false
    }
}

fn mask(bits: impl Iterator<Item = bool>) -> u64 {
    bits.enumerate().fold(0, |mask, (place, bit)| mask | u64::from(bit) << place)
}

fn parts(events: &[Event]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (number, event) in events.iter().enumerate() {
        let begin = parts.len();
        parts.extend(steps(event).into_iter().map(|(step, must, after)| Part {
            event: number,
            step,
            must,
            after: after.map(|place| begin + place),
        }));
    }
    parts
}

/// The steps of a command: each with whether it must have happened, and which other comes first.
fn steps(event: &Event) -> Vec<(Step, bool, Option<usize>)> {
    use Step::{Admission, Choice, In, Profile, Whole};
    let known = event.outcome != Outcome::Unknown;
    let out = matches!(event.outcome, Outcome::Not(NotSignedIn, _));
    let failed = matches!(event.outcome, Outcome::Not(..) | Outcome::Stale(_));
    match event.command.what {
        ref what if what.looks() && !known => Vec::new(),
        What::Me if out => vec![(Admission, true, None)],
        What::Me => vec![(Admission, true, None), (Profile, true, None)],
        What::SetProfile(_) if out => vec![(Admission, true, None)],
        What::SetProfile(_) => vec![(Admission, known, None), (Profile, known, None)],
        What::SignOut => vec![(In(0), known, None), (In(1), known, None)],
        // Refused where its session ended meanwhile, it may have reached a region that did not know.
        What::SignOutEverywhere => {
            let must = known && !out;
            let regions = [(In(0), must, Some(1)), (In(1), must, Some(1))];
            [(Admission, known, None), (Choice, must, None)].into_iter().chain(regions).collect()
        }
        What::SignOutMember(_) if failed => vec![(Whole, true, None)],
        What::SignOutMember(_) => vec![(Whole, known, None), (In(1), known, Some(0))],
        _ => vec![(Whole, known, None)],
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, explain};
    use crate::histories::command::{CLOUD, Command, Outcome, Seen, What, Who};
    use crate::histories::stage::start;
    use shared::problem::ProblemCode;

    fn event(by: (usize, Who), what: What, seen: Seen, times: (usize, usize), outcome: Outcome) -> Event {
        let number = times.0;
        let command = Command { number, key: number, by: Some(by.0), who: Some(by.1), what, seen };
        Event { command, sent: times.0, answered: times.1, outcome }
    }

    /// Irma takes everything from Vera, and Vera opens a case.
    fn taken_and_used(used: (usize, usize)) -> [Event; 2] {
        let save = What::Save(vec![Who::Vera], 0);
        let seen = Seen::Members(vec![(1, 0)]);
        [
            event((0, Who::Irma), save, seen, (1, 5), Outcome::Totals([0, 1, 0, 1])),
            event((2, Who::Vera), What::Open(CLOUD), Seen::Nothing, used, Outcome::Done),
        ]
    }

    #[test]
    fn rs_12_a_use_beside_a_revoke_comes_before_it_and_one_after_it_is_explained_by_nothing() {
        let beside = explain(&taken_and_used((2, 9)), &start(), &|_| true).unwrap();
        assert_eq!(beside.order, [1, 0]);
        assert_eq!(explain(&taken_and_used((6, 9)), &start(), &|_| true), None);
    }

    #[test]
    fn what_was_left_at_the_end_has_to_be_explained_too() {
        let events = taken_and_used((2, 9));
        assert!(explain(&events, &start(), &|state| state.sets[Who::Vera as usize] == (0, 2)).is_some());
        assert_eq!(explain(&events, &start(), &|state| state.opened[0].is_empty()), None);
    }

    #[test]
    fn an_answer_that_tells_nothing_may_mean_either() {
        let [mut save, open] = taken_and_used((6, 9));
        save.outcome = Outcome::Unknown;
        assert!(explain(&[save.clone(), open.clone()], &start(), &|_| true).is_some());
        let refused = Outcome::Not(ProblemCode::Refused, Some(8));
        let open = Event { outcome: refused, ..open };
        assert!(explain(&[save, open], &start(), &|_| true).is_some());
    }
}
