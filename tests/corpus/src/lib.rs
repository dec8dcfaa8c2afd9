//! The corpus: random worlds, questions about them, and what our rules answer.
//!
//! Everything follows from a seed, on every machine: natively, in a browser's wasm, in workerd. So the rules can be held
//! against other judges, against themselves elsewhere, and against their own mutants, on the same questions:
//!
//! ```
//! let mut decided = 0;
//! for (world, questions) in corpus::worlds(1).take(3) {
//!     decided += questions.iter().map(|question| corpus::decide(&world, question)).count();
//! }
//! assert_eq!(decided, 3 * corpus::QUESTIONS);
//! ```
//!
//! | | |
//! |---|---|
//! | [`world`] | a world: one workspace, its people, agreements, grants, cases, at one moment |
//! | `generate` | how it comes about |
//! | `rows` | the same as rows, the way the worker reads them ([`World::access`]) |
//! | [`question`] | what is asked, and [`decide`] |
//! | [`verdict`] | the answer, its bytes, and the digest over many |

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "this crate is a test from end to end: what is not as expected has to stop it"
)]

mod generate;
pub mod question;
mod rows;
pub mod verdict;
pub mod world;

pub use question::{About, Question, decide};
pub use verdict::{Digest, LINKS, Verdict};
pub use world::World;

use chance::Chance;

/// How many questions are asked about each world.
pub const QUESTIONS: usize = 32;

/// The world of a seed with this number, and the questions about it.
pub fn world(seed: u64, number: u64) -> (World, Vec<Question>) {
    let mut chance = Chance::of(seed, number);
    let world = generate::world(&mut chance);
    let questions = (0..QUESTIONS).map(|_| question::ask(&mut chance, &world)).collect();
    (world, questions)
}

/// The worlds of a seed, one after the other, without an end.
pub fn worlds(seed: u64) -> impl Iterator<Item = (World, Vec<Question>)> {
    (0..).map(move |number| world(seed, number))
}

/// The digest over what our rules answer to all questions about the first worlds of a seed.
pub fn digest(seed: u64, worlds: u64) -> Digest {
    let questions = (0..worlds).map(|number| world(seed, number));
    questions.fold(Digest::default(), |digest, (world, questions)| {
        questions.iter().fold(digest, |digest, question| digest.with(&decide(&world, question)))
    })
}

#[cfg(test)]
mod tests;
