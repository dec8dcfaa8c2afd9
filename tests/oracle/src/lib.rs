//! The oracle: policy and rules written a second and a third time, judging the same random worlds as our code.
//!
//! | Judge | Where | What it says |
//! |---|---|---|
//! | our rules | `shared`, asked by [`corpus::decide`] | the verdict |
//! | Cedar | `roles.cedar`, `links.cedar`, `portico.cedarschema` | allowed or not, and the first missing link |
//! | a naive one | [`naive`] | the verdict, reason and all |
//!
//! Where they differ, one of them misreads the rules. Any world can be looked at by its seed and number, with every question
//! about it and the verdict, whether they agree or not:
//!
//! ```sh
//! ORACLE_SEED=1 ORACLE_WORLD=4711 cargo test --workspace --test judges -- --nocapture
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this crate is a test from end to end: what is not as expected has to stop it"
)]

pub mod cedar;
mod entities;
pub mod mutants;
pub mod naive;

use cedar::{Cedar, Missing};
use corpus::{LINKS, Question, Verdict, World};
use std::fmt::{self, Write};
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

/// How many decisions were judged, and what they came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// All of them.
    pub decisions: u64,
    /// Those that were allowed.
    pub allowed: u64,
    /// Those refused for want of each link, in WHY-1's order.
    pub missing: [u64; LINKS],
    /// How long each judge took: ours, the naive one, Cedar with the making of its entities.
    pub taken: [Duration; 3],
}

/// In a line: `300000 decisions, 34.1 % allowed; …`.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |count: u64| count as f64 * 100.0 / self.decisions as f64;
        let [ours, naive, cedar] = self.taken.map(|taken| taken.as_secs_f64() * 1e6 / self.decisions as f64);
        let missing: Vec<String> =
            self.missing.iter().map(|count| format!("{:.1}", percent(*count))).collect();
        write!(f, "{} decisions, {:.1} % allowed; ", self.decisions, percent(self.allowed))?;
        write!(f, "links missing, in WHY-1's order: {} %; ", missing.join(", "))?;
        write!(f, "ours {ours:.1} µs a decision, naive {naive:.1}, Cedar {cedar:.1}")
    }
}

impl Tally {
    fn count(&mut self, verdict: &Verdict) {
        self.decisions += 1;
        self.allowed += u64::from(*verdict == Verdict::Allowed);
        if let Some(link) = verdict.link() {
            self.missing[link] += 1;
        }
    }

    /// Both together.
    pub fn and(mut self, other: &Self) -> Self {
        self.decisions += other.decisions;
        self.allowed += other.allowed;
        for (mine, theirs) in self.missing.iter_mut().zip(other.missing) {
            *mine += theirs;
        }
        for (mine, theirs) in self.taken.iter_mut().zip(other.taken) {
            *mine += theirs;
        }
        self
    }
}

/// Has all three judge every question about the worlds of a seed with these numbers.
///
/// # Panics
/// Where two of them differ: with the world, the question, what each said, and how to ask it again.
pub fn judge(cedar: &Cedar, seed: u64, numbers: impl IntoIterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    for number in numbers {
        let (world, questions) = corpus::world(seed, number);
        let [took_ours, took_naive, took_cedar] = &mut tally.taken;
        let court = timed(took_cedar, || cedar.hear(&world));
        let judged: Vec<_> = questions
            .iter()
            .map(|question| {
                let ours = timed(took_ours, || corpus::decide(&world, question));
                let naive = timed(took_naive, || naive::answer(&world, question));
                (question, ours, naive, timed(took_cedar, || court.judge(question)))
            })
            .collect();
        for (question, ours, naive, missing) in judged {
            assert!(
                ours == naive && Missing::from(&ours) == missing,
                "{}",
                disagreement(seed, number, &world, question, (&ours, &naive, missing))
            );
            tally.count(&ours);
        }
    }
    tally
}

fn timed<T>(taken: &mut Duration, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    *taken += begun.elapsed();
    done
}

/// The same for some worlds of a seed, from one number up to another, on as many threads as there are processors.
///
/// # Panics
/// Where two judges differ.
pub fn judge_all(cedar: &Cedar, seed: u64, worlds: Range<u64>) -> Tally {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let share = |first: u64| (worlds.start + first..worlds.end).step_by(threads);
        let running: Vec<_> =
            (0..threads as u64).map(|first| scope.spawn(move || judge(cedar, seed, share(first)))).collect();
        let tallies = running.into_iter().map(|one| one.join().unwrap_or_else(|fault| resume_unwind(fault)));
        tallies.fold(Tally::default(), |all, one| all.and(&one))
    })
}

/// A world, and its questions with what our rules answer, to be read.
pub fn in_words(seed: u64, number: u64) -> String {
    let (world, questions) = corpus::world(seed, number);
    let mut text = format!("world {number} of seed {seed}: {world:#?}\n");
    for question in &questions {
        let _ = writeln!(text, "{question:?}\n    → {:?}", corpus::decide(&world, question));
    }
    text
}

/// A number that the environment sets: `ORACLE_SEED`, `ORACLE_WORLD`, `ORACLE_WORLDS`.
///
/// # Panics
/// Where it is set to something else.
pub fn setting(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}={value}: no number")))
}

/// What the oracle answers to every question about the first worlds of a seed: the naive judge's verdicts, where Cedar
/// says the same.
///
/// # Panics
/// Where it does not.
pub fn verdicts(cedar: &Cedar, seed: u64, worlds: u64) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for number in 0..worlds {
        let (world, questions) = corpus::world(seed, number);
        let court = cedar.hear(&world);
        for question in &questions {
            let naive = naive::answer(&world, question);
            assert_eq!(Missing::from(&naive), court.judge(question), "{question:?} in world {number}");
            verdicts.push(naive);
        }
    }
    verdicts
}

fn disagreement(
    seed: u64,
    number: u64,
    world: &World,
    question: &Question,
    (ours, naive, cedar): (&Verdict, &Verdict, Missing),
) -> String {
    let mut text = String::from("the judges differ\n");
    let person = &world.people[question.person];
    let lines = [
        format!("question: {question:?}"),
        format!("person:   {person:?}"),
        format!("ours:     {ours:?}"),
        format!("naive:    {naive:?}"),
        format!("cedar:    {cedar:?}"),
        format!(
            "again:    ORACLE_SEED={seed} ORACLE_WORLD={number} cargo test --workspace --test judges -- --nocapture"
        ),
        format!("world:    {world:#?}"),
    ];
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text
}
