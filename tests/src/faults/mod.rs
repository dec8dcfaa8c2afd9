//! What goes wrong with databases, at every statement of whatever is done: nothing may be lost, doubled or partial, and
//! whoever asked is told in time.
//!
//! Everything begins on one [`Stage`]: a world in two regions in which everybody has signed in. A [`Trial`] is a copy of it,
//! in which one person does one thing while something goes wrong, and goes on as the app does: sends it again, under the same
//! key, after the time that the answer asks for. What is left then, once cron has been round, must be what is left where
//! nothing went wrong ([`Sight`]).

mod deeds;
mod sight;
mod stage;

pub use deeds::{PERSONAL, QUERIES};
pub use sight::{Sight, same};
pub use stage::{LONGEST_HANG, MOST_BATCHES, Stage, Trial, boundaries, settle};
