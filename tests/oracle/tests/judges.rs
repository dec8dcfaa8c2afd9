//! Our rules against the oracle: Cedar, and a naive second implementation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test: what is not as expected has to stop it")]

use corpus::QUESTIONS;
use oracle::cedar::Cedar;
use oracle::{in_words, judge, judge_all, setting};

/// The fewest decisions that are judged.
const DECISIONS: u64 = 300_000;

#[test]
fn why_1_three_judges_agree_on_every_decision_and_its_reason() {
    let seed = setting("ORACLE_SEED").unwrap_or(1);
    if let Some(number) = setting("ORACLE_WORLD") {
        let tally = judge(&Cedar::default(), seed, [number]);
        println!("{}\nall judges agree: {tally}", in_words(seed, number));
        return;
    }
    let worlds = DECISIONS.div_ceil(u64::try_from(QUESTIONS).unwrap());
    let begun = std::time::Instant::now();
    let tally = judge_all(&Cedar::default(), seed, 0..setting("ORACLE_WORLDS").unwrap_or(worlds));
    println!("{tally}; {:.1} s in all", begun.elapsed().as_secs_f64());
    assert!(is_between([30, 70], tally.allowed, tally.decisions), "{tally:?}");
    assert!(tally.missing.iter().all(|link| is_between([2, 100], *link, tally.decisions)), "{tally:?}");
}

/// Whether a count is at least one and at most another percentage of all. Nothing is rounded: 70.9 are more than 70.
fn is_between([least, most]: [u64; 2], count: u64, all: u64) -> bool {
    (least * all..=most * all).contains(&(count * 100))
}

#[test]
fn a_share_is_held_to_its_bounds_exactly() {
    for (count, expected) in [(299, false), (300, true), (700, true), (701, false), (709, false)] {
        assert_eq!(is_between([30, 70], count, 1_000), expected, "{count}");
    }
}
