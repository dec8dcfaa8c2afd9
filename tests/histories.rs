//! Histories, each of a seed, each explained by some order of its commands.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use std::collections::HashSet;
use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;
use tests::histories::{Broken, Held, check};

/// How many histories are played where nothing else is said.
const USUALLY: u64 = 1_500;

#[test]
fn rs_12_every_history_is_explained_by_some_order_of_its_commands() {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    if let Some(seed) = number("HISTORY") {
        match check(seed) {
            Ok(held) => println!("{}\nhistory {seed} holds", held.report),
            Err(broken) => panic!("{broken}"),
        }
        return;
    }
    let (from, many) = (number("HISTORIES_FROM").unwrap_or(0), number("HISTORIES").unwrap_or(USUALLY));
    let began = Instant::now();
    let histories = all(from, many).unwrap_or_else(|broken| panic!("{broken}"));
    println!("{}; {:.1} s", in_a_line(&histories), began.elapsed().as_secs_f64());
    let sum = |count: fn(&Held) -> usize| histories.iter().map(count).sum::<usize>();
    // Histories in which nobody meets anybody, or nothing ever succeeds, would prove nothing.
    assert!(sum(|held| held.tried_again) * 20 > sum(|held| held.commands), "hardly anybody met anybody");
    assert!(sum(|held| held.succeeded) * 2 > sum(|held| held.commands), "hardly anything succeeded");
}

/// So many histories from a seed on, on all processors; the first one that does not hold.
fn all(from: u64, many: u64) -> Result<Vec<Held>, Broken> {
    let workers = u64::try_from(thread::available_parallelism().map_or(1, usize::from)).unwrap();
    let lowest = AtomicU64::new(u64::MAX);
    let share = |worker: u64| -> Result<Vec<Held>, Broken> {
        let seeds = (from..from + many).filter(|seed| seed % workers == worker);
        let seeds = seeds.take_while(|seed| *seed < lowest.load(Ordering::Relaxed));
        let check = |seed| {
            let checked = check(seed);
            if checked.is_err() {
                lowest.fetch_min(seed, Ordering::Relaxed);
            }
            checked
        };
        seeds.map(check).collect()
    };
    let share = &share;
    let shares: Vec<_> = thread::scope(|threads| {
        let begun: Vec<_> = (0..workers).map(|worker| threads.spawn(move || share(worker))).collect();
        begun.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let (held, mut broken): (Vec<_>, Vec<_>) = shares.into_iter().partition(Result::is_ok);
    broken.sort_by_key(|share| share.as_ref().err().map(|broken| broken.seed));
    match broken.into_iter().next() {
        Some(Err(broken)) => Err(broken),
        _ => Ok(held.into_iter().flatten().flatten().collect()),
    }
}

fn in_a_line(histories: &[Held]) -> String {
    let sum = |count: fn(&Held) -> usize| histories.iter().map(count).sum::<usize>();
    let orders: HashSet<u64> = histories.iter().map(|held| held.order).collect();
    format!(
        "{} histories of {} commands ({} succeeded, {} tried more than once, {} put off by a 503), {} different orders of {} batches, \
         {} of which went wrong; {} states looked at",
        histories.len(),
        sum(|held| held.commands),
        sum(|held| held.succeeded),
        sum(|held| held.tried_again),
        sum(|held| held.put_off),
        orders.len(),
        sum(|held| held.batches),
        sum(|held| held.faults),
        sum(|held| held.looked_at),
    )
}
