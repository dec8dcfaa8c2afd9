//! The loops natively: nanoseconds a decision, the median of many rounds, as JSON. `tests/figures/decision/wasm.mjs` does the
//! same in V8.
//!
//!   loops SEED COUNT ROUNDS

use decision::Deck;
use std::time::{Duration, Instant};

fn main() {
    let mut given = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let (Some(seed), Some(count), Some(rounds)) = (given.next(), given.next(), given.next()) else {
        eprintln!("loops SEED COUNT ROUNDS");
        std::process::exit(2);
    };
    let mut deck = Deck::new(u64::try_from(seed).unwrap_or_default(), count);
    let (rows, actors) = deck.size();
    let (mut from_rows, mut alone, mut allowed) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        deck.lay_out();
        let began = Instant::now();
        allowed = deck.decide_from_rows();
        from_rows.push(began.elapsed());
        let began = Instant::now();
        let again = deck.decide_alone();
        alone.push(began.elapsed());
        assert_eq!(allowed, again, "both decide alike");
    }
    let (from_rows, alone) = (each(from_rows, rows), each(alone, actors));
    println!("{{ \"from_rows\": {from_rows:.2}, \"alone\": {alone:.2}, \"allowed\": {allowed} }}");
}

/// Nanoseconds a decision, in the middle round.
fn each(mut rounds: Vec<Duration>, decisions: usize) -> f64 {
    rounds.sort();
    let middle = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e9 / f64::from(u32::try_from(decisions).unwrap_or(u32::MAX))
}
