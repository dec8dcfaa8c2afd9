//! The states of a case, and the one function that says which moves exist (CASE-4).
//!
//! ```text
//! new → assigned → in_progress ⇄ waiting_for_customer → resolved → closed
//! ```
//!
//! "Open" below is every state before `resolved`.

use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How long after closing a customer's message still reopens a case.
pub const REOPENS_WITHIN: Span = Span::days(30);

/// How long a resolved case waits before it closes by itself.
pub const CLOSES_AFTER: Span = Span::days(14);

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Nobody has taken it yet.
    New,
    /// Somebody has.
    Assigned,
    /// It is being worked on.
    InProgress,
    /// The provider has asked, and waits.
    WaitingForCustomer,
    /// Solved, as far as anybody knows.
    Resolved,
    /// Done with.
    Closed,
}

impl CaseState {
    /// Every state, in the order of a case's life.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Assigned, Self::InProgress, Self::WaitingForCustomer, Self::Resolved, Self::Closed];

    /// The name in requests and rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Assigned => "assigned",
            Self::InProgress => "in_progress",
            Self::WaitingForCustomer => "waiting_for_customer",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    /// Whether the case is still to be solved.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed)
    }
}

/// What can move a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The provider takes the case.
    Assign,
    /// The provider begins.
    Start,
    /// The provider waits for the customer.
    AskCustomer,
    /// The provider goes on without waiting any longer.
    GoOn,
    /// The provider has solved it.
    Resolve,
    /// The provider takes up a resolved case again.
    TakeUpAgain,
    /// The customer writes.
    CustomerWrites,
    /// The customer says that it is solved.
    Solved,
    /// The customer closes it.
    Close,
    /// Time closes it.
    TimeCloses,
}

/// Who makes a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The customer's people.
    Customer,
    /// The provider's people with `cases.work`.
    Provider,
    /// Portico itself.
    System,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 10] = [
        Self::Assign,
        Self::Start,
        Self::AskCustomer,
        Self::GoOn,
        Self::Resolve,
        Self::TakeUpAgain,
        Self::CustomerWrites,
        Self::Solved,
        Self::Close,
        Self::TimeCloses,
    ];

    /// The name in requests and audit events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Start => "start",
            Self::AskCustomer => "ask_customer",
            Self::GoOn => "go_on",
            Self::Resolve => "resolve",
            Self::TakeUpAgain => "take_up_again",
            Self::CustomerWrites => "customer_writes",
            Self::Solved => "solved",
            Self::Close => "close",
            Self::TimeCloses => "time_closes",
        }
    }

    /// Whose move it is.
    pub const fn side(self) -> Side {
        match self {
            Self::Assign
            | Self::Start
            | Self::AskCustomer
            | Self::GoOn
            | Self::Resolve
            | Self::TakeUpAgain => Side::Provider,
            Self::CustomerWrites | Self::Solved | Self::Close => Side::Customer,
            Self::TimeCloses => Side::System,
        }
    }
}

/// What a move depends on besides the state.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// Now.
    pub now: Timestamp,
    /// When the case came to the state it is in.
    pub since: Timestamp,
    /// Whether whoever moves may still use the case's service: only reopening a closed case asks for it.
    pub may_use_service: bool,
}

/// The state a move leads to; `None` if the case can't make it. A customer's message in a state it does not change
/// leads to the same state.
pub fn next(state: CaseState, by: Move, circumstances: Circumstances) -> Option<CaseState> {
    use CaseState::{Assigned, Closed, InProgress, New, Resolved, WaitingForCustomer};
    let age = circumstances.now.since(circumstances.since);
    match (by, state) {
        (Move::Assign, New) => Some(Assigned),
        (Move::Start, Assigned) | (Move::GoOn, WaitingForCustomer) | (Move::TakeUpAgain, Resolved) => {
            Some(InProgress)
        }
        (Move::AskCustomer, InProgress) => Some(WaitingForCustomer),
        (Move::Resolve | Move::Solved, New | Assigned | InProgress | WaitingForCustomer) => Some(Resolved),
        (Move::CustomerWrites, New | Assigned | InProgress) => Some(state),
        (Move::CustomerWrites, WaitingForCustomer | Resolved) => Some(InProgress),
        (Move::CustomerWrites, Closed) if age < REOPENS_WITHIN && circumstances.may_use_service => {
            Some(InProgress)
        }
        (Move::Close, Resolved) => Some(Closed),
        (Move::TimeCloses, Resolved) if age >= CLOSES_AFTER => Some(Closed),
        _ => None,
    }
}

/// The moves that somebody of a side can choose for a case now; writing is not among them, it has its own box.
pub fn choices(state: CaseState, side: Side, circumstances: Circumstances) -> Vec<Move> {
    Move::ALL
        .into_iter()
        .filter(|by| {
            by.side() == side && *by != Move::CustomerWrites && next(state, *by, circumstances).is_some()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{CLOSES_AFTER, CaseState, Circumstances, Move, REOPENS_WITHIN, Side, choices, next};
    use crate::time::{Span, Timestamp};

    fn after(age: Span) -> Circumstances {
        let since = Timestamp::from_millis(1_000_000);
        Circumstances { now: since.plus(age), since, may_use_service: true }
    }

    /// All moves there are, written out a second time.
    const MOVES: &[(CaseState, Move, CaseState)] = &[
        (CaseState::New, Move::Assign, CaseState::Assigned),
        (CaseState::Assigned, Move::Start, CaseState::InProgress),
        (CaseState::InProgress, Move::AskCustomer, CaseState::WaitingForCustomer),
        (CaseState::WaitingForCustomer, Move::GoOn, CaseState::InProgress),
        (CaseState::New, Move::Resolve, CaseState::Resolved),
        (CaseState::Assigned, Move::Resolve, CaseState::Resolved),
        (CaseState::InProgress, Move::Resolve, CaseState::Resolved),
        (CaseState::WaitingForCustomer, Move::Resolve, CaseState::Resolved),
        (CaseState::Resolved, Move::TakeUpAgain, CaseState::InProgress),
        (CaseState::New, Move::CustomerWrites, CaseState::New),
        (CaseState::Assigned, Move::CustomerWrites, CaseState::Assigned),
        (CaseState::InProgress, Move::CustomerWrites, CaseState::InProgress),
        (CaseState::WaitingForCustomer, Move::CustomerWrites, CaseState::InProgress),
        (CaseState::Resolved, Move::CustomerWrites, CaseState::InProgress),
        (CaseState::Closed, Move::CustomerWrites, CaseState::InProgress),
        (CaseState::New, Move::Solved, CaseState::Resolved),
        (CaseState::Assigned, Move::Solved, CaseState::Resolved),
        (CaseState::InProgress, Move::Solved, CaseState::Resolved),
        (CaseState::WaitingForCustomer, Move::Solved, CaseState::Resolved),
        (CaseState::Resolved, Move::Close, CaseState::Closed),
    ];

    #[test]
    fn case_4_every_move_that_is_not_in_the_list_is_refused() {
        for state in CaseState::ALL {
            for by in Move::ALL.into_iter().filter(|by| by.side() != Side::System) {
                let expected =
                    MOVES.iter().find(|(from, with, _)| (*from, *with) == (state, by)).map(|(_, _, to)| *to);
                assert_eq!(next(state, by, after(Span::days(1))), expected, "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn case_4_a_closed_case_reopens_for_less_than_thirty_days() {
        let writes = |age| next(CaseState::Closed, Move::CustomerWrites, after(age));
        assert_eq!(writes(Span::days(29)), Some(CaseState::InProgress));
        assert_eq!(writes(REOPENS_WITHIN), None);
    }

    #[test]
    fn case_4_a_closed_case_reopens_only_for_somebody_who_may_still_use_the_service() {
        let circumstances = Circumstances { may_use_service: false, ..after(Span::days(1)) };
        assert_eq!(next(CaseState::Closed, Move::CustomerWrites, circumstances), None);
        assert_eq!(
            next(CaseState::Resolved, Move::CustomerWrites, circumstances),
            Some(CaseState::InProgress)
        );
    }

    #[test]
    fn case_4_a_resolved_case_closes_by_itself_after_fourteen_days() {
        assert_eq!(next(CaseState::Resolved, Move::TimeCloses, after(Span::days(13))), None);
        assert_eq!(next(CaseState::Resolved, Move::TimeCloses, after(CLOSES_AFTER)), Some(CaseState::Closed));
    }

    #[test]
    fn case_4_each_side_is_offered_its_own_moves() {
        let offered = |state, side| choices(state, side, after(Span::days(1)));
        assert_eq!(offered(CaseState::InProgress, Side::Provider), [Move::AskCustomer, Move::Resolve]);
        assert_eq!(offered(CaseState::InProgress, Side::Customer), [Move::Solved]);
        assert_eq!(offered(CaseState::Closed, Side::Customer), []);
    }
}
