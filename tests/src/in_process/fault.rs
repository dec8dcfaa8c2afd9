//! What goes wrong with a batch, and with which.

use shared::time::Span;
use std::cell::{Cell, RefCell};

/// Every message in D1's documentation (Debug D1, list of `D1_ERROR`s) that speaks of what passes: the network, the machine
/// below, too much to do at once. Whoever only happens to be there when a query of somebody else's takes too much memory or
/// time gets the same message as the one whose query it was.
pub const D1_SAYS: [&str; 12] = [
    CONNECTION_LOST,
    "Replica disconnected from primary.",
    "Can't read from request stream because client disconnected.",
    "Cannot resolve D1 DB due to transient issue on remote node.",
    "D1 DB reset because its code was updated.",
    "Internal error while starting up D1 DB storage caused object to be reset.",
    "Internal error in D1 DB storage caused object to be reset.",
    "D1 DB storage operation exceeded timeout which caused object to be reset.",
    "D1 DB is overloaded. Requests queued for too long.",
    TOO_MANY_REQUESTS,
    OUT_OF_MEMORY,
    "D1 DB exceeded its CPU time limit and was reset.",
];

const CONNECTION_LOST: &str = "Network connection lost.";
const TOO_MANY_REQUESTS: &str = "D1 DB is overloaded. Too many requests queued.";
const OUT_OF_MEMORY: &str = "D1 DB's isolate exceeded its memory limit and was reset.";

/// The limits of an account or a database that D1's documentation lists: they stay until the day is over or somebody makes
/// room.
pub const D1_LIMITS: [&str; 4] = [
    "Exceeded maximum DB size.",
    "Your account has exceeded D1's maximum account storage limit, please contact Cloudflare to raise your limit",
    "Your account has exceeded D1's free tier daily row read limit. Upgrade to a paid plan or wait until tomorrow.",
    "Your account has exceeded D1's free tier daily row write limit. Upgrade to a paid plan or wait until tomorrow.",
];

/// What goes wrong with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchFault {
    /// It broke off after so many of its statements, of which nothing stays; 0 is before it began.
    BrokenOff {
        /// How many of its statements ran.
        after: usize,
        /// What D1 says.
        says: &'static str,
    },
    /// It took effect, and its answer was lost on its way.
    AnswerLost {
        /// What D1 says.
        says: &'static str,
    },
    /// It took effect, and its answer takes so long.
    Slow(Span),
    /// No answer ever comes. It may take effect long after it was given up: [`super::Machine::come_late`].
    Stalled,
}

impl BatchFault {
    /// It never began: there was too much to do.
    pub const OVERLOADED: Self = Self::BrokenOff { after: 0, says: TOO_MANY_REQUESTS };
    /// It took effect, and the connection was lost before that could be said.
    pub const ANSWER_LOST: Self = Self::AnswerLost { says: CONNECTION_LOST };
    /// It was reset in the middle, which undid what had run.
    pub const RESET: Self = Self::BrokenOff { after: 3, says: OUT_OF_MEMORY };
}

/// Which batches go wrong, and how.
#[derive(Debug, Default)]
pub(super) struct Plan {
    planned: RefCell<Vec<Planned>>,
    struck: Cell<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Planned {
    /// The number of the first batch that goes wrong.
    first: usize,
    /// After how many batches the next one does; none, if it happens once.
    again_after: Option<usize>,
    fault: BatchFault,
}

impl Planned {
    fn strikes(&self, number: usize) -> bool {
        let Some(since) = number.checked_sub(self.first) else { return false };
        self.again_after.map_or(since == 0, |step| since % step == 0)
    }
}

impl Plan {
    pub(super) fn add(&self, first: usize, again_after: Option<usize>, fault: BatchFault) {
        self.planned.borrow_mut().push(Planned { first, again_after, fault });
    }

    /// What goes wrong with a batch, by its number.
    pub(super) fn strike(&self, number: usize) -> Option<BatchFault> {
        let fault = self.planned.borrow().iter().find(|planned| planned.strikes(number)).map(|one| one.fault);
        self.struck.set(self.struck.get() + usize::from(fault.is_some()));
        fault
    }

    /// Nothing goes wrong any more.
    pub(super) fn mend(&self) {
        self.planned.borrow_mut().clear();
    }

    /// How often something went wrong.
    pub(super) fn struck(&self) -> usize {
        self.struck.get()
    }
}
