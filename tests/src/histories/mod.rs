//! Histories: many people do things at the same time, in two regions, and every single batch of a database may come before or
//! after every other. What comes of it must be what would have come of the same commands one after the other.
//!
//! A history follows from its seed: what is done, by whom, and whose batch is next; in some of them a batch fails, its answer
//! is lost, or it arrives when nobody waits for it any more. It is [played](player) on the edge's own code over databases in
//! memory, and then checked in three ways:
//!
//! 1. some order of its commands [explains](search) every answer, and what was left at the end, by a [model] of the office;
//! 2. nothing was done by what had been [taken away](revokes) when it was done;
//! 3. what is sent again under its key is answered alike, and no attempt is made in vain.
//!
//! A history that fails prints itself and its seed; `HISTORY=8 cargo test --workspace --test histories -- --nocapture` runs
//! it again and prints it either way, `HISTORIES=2000 HISTORIES_FROM=5000` runs so many from another seed on.

pub mod command;
mod ending;
pub mod model;
mod model_sets;
mod player;
mod report;
mod revokes;
pub mod search;
pub mod stage;
mod talk;
mod workload;

use ending::{left, visible};
use player::{Played, play};
use search::explain;
use stage::{Stage, start};
use std::fmt::{self, Display};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What came of a history that held.
#[derive(Debug)]
pub struct Held {
    /// It, to be read.
    pub report: String,
    /// How many commands it was of.
    pub commands: usize,
    /// How many of them were tried more than once.
    pub tried_again: usize,
    /// How many were answered that they should be sent again.
    pub put_off: usize,
    /// How many changed something, or looked, with success.
    pub succeeded: usize,
    /// What tells the order of its batches from others.
    pub order: u64,
    /// How many batches it was of.
    pub batches: usize,
    /// How many batches went wrong in it.
    pub faults: usize,
    /// How many states the search looked at.
    pub looked_at: usize,
}

/// Why a history did not hold, with the history.
#[derive(Debug)]
pub struct Broken {
    /// Its seed.
    pub seed: u64,
    /// What is wrong.
    pub why: String,
    /// It, to be read.
    pub report: String,
}

impl Display for Broken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, why, report } = self;
        writeln!(to, "history {seed}: {why}\n\n{report}")?;
        write!(to, "again: HISTORY={seed} cargo test --workspace --test histories -- --nocapture")
    }
}

/// Plays the history of a seed, and checks it.
///
/// # Errors
/// What is wrong with it.
pub fn check(seed: u64) -> Result<Held, Broken> {
    let stage = Stage::new();
    let played = play(&stage, seed);
    let report = report::of(&played);
    let broken = |why: String| Broken { seed, why, report: report.clone() };
    revokes::check(&played).map_err(broken)?;
    alike(&played).map_err(broken)?;
    let left = left(&stage, &played.sessions);
    let ends = |state: &model::State| visible(state, &played.sessions) == left;
    let events = at_their_batches(&played);
    let Some(found) = explain(&events, &start(), &ends) else {
        let answers = explain(&events, &start(), &|_| true).is_some();
        let why = if answers {
            "no order that explains the answers ends as this did"
        } else {
            "no order explains the answers"
        };
        return Err(broken(format!("{why}; left was {left:?}")));
    };
    let mut order = DefaultHasher::new();
    played.order.hash(&mut order);
    Ok(Held {
        commands: played.events.len(),
        tried_again: played.told.iter().filter(|told| told.attempts > 1).count(),
        put_off: played.events.iter().filter(|event| event.outcome == command::Outcome::Unknown).count(),
        succeeded: played.events.iter().filter(|event| revokes::succeeded(event)).count(),
        order: order.finish(),
        batches: played.order.len(),
        faults: played.faults,
        looked_at: found.looked_at,
        report,
    })
}

/// The events, as exactly timed as may be. Where nothing went wrong, a command in a workspace happened when its last batch
/// ran: the one that it was committed in, or refused or answered from. So a command that was decided before a revoke and
/// committed after it is not explained by having been sent before the revoke was acknowledged.
fn at_their_batches(played: &Played) -> Vec<search::Event> {
    let timed = |(event, told): (&search::Event, &player::Told)| {
        let whole = event.command.what.region().is_some()
            && !matches!(event.command.what, command::What::SignOutMember(_))
            && event.outcome != command::Outcome::Unknown;
        match told.ran.last() {
            Some((step, _)) if whole && played.faults == 0 => {
                search::Event { sent: *step, answered: *step, ..event.clone() }
            }
            _ => event.clone(),
        }
    };
    played.events.iter().zip(&played.told).map(timed).collect()
}

/// The same command twice is answered by the same bytes, and where nothing goes wrong only five attempts that all met
/// somebody else's change are given up.
fn alike(played: &Played) -> Result<(), String> {
    for (event, told) in played.events.iter().zip(&played.told) {
        let first = event.command.key;
        let both = revokes::succeeded(event) && revokes::succeeded(&played.events[first]);
        if event.command.what.is_keyed() && both && told.body != played.told[first].body {
            return Err(format!(
                "{} was answered otherwise than {first}, of which it is a repetition",
                event.command.number
            ));
        }
        if told.attempts > 5 {
            return Err(format!("{} was attempted {} times", event.command.number, told.attempts));
        }
        if played.faults == 0 && event.outcome == command::Outcome::Unknown && told.attempts < 5 {
            return Err(format!("{} was put off, though nothing went wrong", event.command.number));
        }
    }
    Ok(())
}
