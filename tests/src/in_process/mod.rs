//! The target in process: the edge's own entry, pipeline, store and sign-in over databases in memory.

mod clock;
mod database;
mod fault;
mod machine;
mod providers;
mod scheduler;

pub use clock::Clock;
pub use database::Database;
pub(crate) use database::migrations;
pub use fault::{BatchFault, D1_LIMITS, D1_SAYS};
pub use machine::Machine;
pub use providers::Providers;
pub use scheduler::{Adrift, Tasks, Turns, Wait, WaitFor};

use crate::target::{Request, Response, Target};
use crate::world::{Ground, Person, World};
use edge::pipeline::After;
use shared::time::{Span, Timestamp};
use std::cell::{Cell, RefCell};

/// Where the app would be served.
pub(crate) const ORIGIN: &str = "http://localhost:8797";

/// What worlds in process stand on: a Wednesday.
pub fn ground() -> Ground {
    Ground { idp: "http://localhost:9410".into(), now: Timestamp::from_millis(1_794_960_000_000) }
}

/// The edge in process, with a world of its own.
pub struct InProcess {
    /// The machine it runs on.
    pub machine: Machine,
    later: RefCell<Vec<After>>,
    holds_back: Cell<bool>,
}

impl InProcess {
    /// The edge over a world.
    pub fn new(world: &World) -> Self {
        Self { machine: Machine::new(world), later: RefCell::default(), holds_back: Cell::new(false) }
    }

    /// The edge with everything that this one has at the moment, on a machine of its own.
    pub fn fork(&self) -> Self {
        Self { machine: self.machine.fork(), later: RefCell::default(), holds_back: Cell::new(false) }
    }

    /// Holds back what is to be done after responses, until [`Self::finish`].
    pub fn hold_back(&self) {
        self.holds_back.set(true);
    }

    /// Does what was held back.
    pub fn finish(&self) {
        let finished = edge::entry::finish(self.machine.as_world(), self.later.take());
        self.machine.clock().drive(finished);
    }

    /// What cron does.
    pub fn tick(&self) {
        self.machine.clock().drive(edge::jobs::every_minute(self.machine.as_world()));
    }
}

impl Target for InProcess {
    fn send(&self, request: Request) -> Response {
        // Time goes on, as it does elsewhere: no two requests are of the same millisecond.
        self.machine.turn(Span::from_millis(1));
        let handled = self.machine.clock().drive(edge::entry::handle(self.machine.as_world(), request));
        self.later.borrow_mut().extend(handled.after);
        if !self.holds_back.get() {
            self.finish();
        }
        handled.response
    }

    fn authorize(&self, url: &str, person: &Person) -> String {
        let landing = self.machine.providers().authorize(url, person);
        landing.strip_prefix(ORIGIN).unwrap().to_owned()
    }

    fn turn_clock(&self, span: Span) {
        self.machine.turn(span);
    }

    fn logged(&self, request_id: &str) -> Option<serde_json::Value> {
        let is_it = |line: &edge::ports::LogLine| {
            line.event == "request" && line.request.as_deref() == Some(request_id)
        };
        self.machine.log().into_iter().find(is_it).map(|line| serde_json::to_value(line).unwrap())
    }

    fn in_process(&self) -> Option<&InProcess> {
        Some(self)
    }
}
