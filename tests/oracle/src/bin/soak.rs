//! The oracle without an end: `make soak`. New worlds until it is stopped, or until the judges differ.
//!
//! `ORACLE_SEED` begins with another seed than the clock's. Every few seconds it says how far it is: whoever stops it loses nothing
//! that was not said.

use oracle::cedar::Cedar;
use oracle::{Tally, judge_all, setting};
use std::time::{Duration, Instant, SystemTime};

/// How many worlds of a seed are judged before the next one's turn.
const WORLDS: u64 = 2_000;

/// How many are judged before it is asked whether something is to be said.
const AT_ONCE: u64 = 20;

/// How long nothing is said.
const SILENCE: Duration = Duration::from_secs(5);

fn main() {
    let clock =
        || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let first = setting("ORACLE_SEED").unwrap_or_else(clock);
    println!(
        "{WORLDS} worlds of seed {first}, then of the next ones, until Ctrl-C or until the judges differ;"
    );
    println!("the same ones again: make soak ORACLE_SEED={first}");
    let (cedar, begun) = (Cedar::default(), Instant::now());
    let (mut all, mut said) = (Tally::default(), begun);
    for seed in first..=u64::MAX {
        for portion in 1..=WORLDS / AT_ONCE {
            let to = portion * AT_ONCE;
            all = all.and(&judge_all(&cedar, seed, to - AT_ONCE..to));
            if to >= WORLDS || said.elapsed() >= SILENCE {
                println!("{}; seed {seed}, {to} of {WORLDS} worlds", line(&all, begun.elapsed()));
                said = Instant::now();
            }
        }
    }
}

fn line(all: &Tally, taken: Duration) -> String {
    let a_second = all.decisions * 1_000 / u64::try_from(taken.as_millis()).unwrap_or(u64::MAX).max(1);
    format!("{:>12} decisions, all judges agree; {a_second} a second", all.decisions)
}
