//! Agreements: what was bought, and for how long.

use crate::time::{Day, Timestamp};
use serde::{Deserialize, Serialize};

/// The type of an Enterprise Support Agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementType {
    /// The older type; its workspaces accept personal accounts (WS-8).
    Premier,
    /// The current type; its workspaces refuse them unless allowed (WS-8).
    Unified,
}

/// From when to when an agreement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// When it was withdrawn before its end, if it was (AGR-7).
    pub withdrawn_at: Option<Timestamp>,
}

/// Where a moment lies relative to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Before its first day.
    NotYet,
    /// In force.
    InForce,
    /// After its last day.
    Ended,
    /// Withdrawn.
    Withdrawn,
}

impl Term {
    /// Where the moment lies: in force from the start of the first day to the end of the last, UTC (AGR-2). Never
    /// stored: computed at each decision.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.withdrawn_at.is_some_and(|at| at <= now) {
            Standing::Withdrawn
        } else if now < self.starts_on.start() {
            Standing::NotYet
        } else if now < self.ends_on.end() {
            Standing::InForce
        } else {
            Standing::Ended
        }
    }

    /// Whether the agreement is in force at the moment.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.standing(now) == Standing::InForce
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, Term};
    use crate::time::{Day, Span};

    #[test]
    fn agr_2_an_agreement_is_in_force_from_the_start_of_its_first_to_the_end_of_its_last_day() {
        let (first, last) = (Day::from_epoch_days(100), Day::from_epoch_days(101));
        let term = Term { starts_on: first, ends_on: last, withdrawn_at: None };
        let tick = Span::seconds(1);
        assert_eq!(term.standing(first.start().minus(tick)), Standing::NotYet);
        assert_eq!(term.standing(first.start()), Standing::InForce);
        assert_eq!(term.standing(last.end().minus(tick)), Standing::InForce);
        assert_eq!(term.standing(last.end()), Standing::Ended);
    }

    #[test]
    fn agr_7_a_withdrawn_agreement_is_out_of_force_at_once() {
        let day = Day::from_epoch_days(100);
        let at = day.start().plus(Span::hours(3));
        let term = Term { starts_on: day, ends_on: day, withdrawn_at: Some(at) };
        assert_eq!(term.standing(at.minus(Span::seconds(1))), Standing::InForce);
        assert_eq!(term.standing(at), Standing::Withdrawn);
    }
}
