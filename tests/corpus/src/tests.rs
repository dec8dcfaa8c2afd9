//! The corpus asks what it is meant to ask.

use super::{LINKS, QUESTIONS, Verdict, decide, digest, world};

const WORLDS: u64 = 1_000;

/// How often the answer was yes, and how often each link was the one missing, in a hundred answers.
fn shares(seed: u64) -> (f64, [f64; LINKS]) {
    let (mut allowed, mut missing) = (0_u32, [0_u32; LINKS]);
    for number in 0..WORLDS {
        let (world, questions) = world(seed, number);
        for verdict in questions.iter().map(|question| decide(&world, question)) {
            allowed += u32::from(verdict == Verdict::Allowed);
            if let Some(link) = verdict.link() {
                missing[link] += 1;
            }
        }
    }
    let all = f64::from(u32::try_from(QUESTIONS).unwrap()) * 1_000.0;
    let percent = |count: u32| f64::from(count) * 100.0 / all;
    (percent(allowed), missing.map(percent))
}

#[test]
fn why_1_a_third_to_two_thirds_are_allowed_and_every_link_refuses_its_share() {
    for seed in 1..=3 {
        let (allowed, missing) = shares(seed);
        println!("seed {seed}: allowed {allowed:.1} %, missing links {missing:.1?}");
        assert!((30.0..=70.0).contains(&allowed), "seed {seed}: {allowed} % allowed");
        assert!(missing.iter().all(|share| *share >= 2.0), "seed {seed}: {missing:?}");
    }
}

#[test]
fn a_world_follows_from_its_seed_and_number() {
    assert_eq!(format!("{:?}", world(7, 3)), format!("{:?}", world(7, 3)));
    assert_ne!(format!("{:?}", world(7, 3).0), format!("{:?}", world(7, 4).0));
    assert_ne!(format!("{:?}", world(7, 3).0), format!("{:?}", world(8, 3).0));
    assert_eq!(digest(7, 20), digest(7, 20));
    assert_ne!(digest(7, 20), digest(8, 20));
}

#[test]
fn a_digest_tells_verdicts_apart() {
    let mut seen = std::collections::HashMap::new();
    for number in 0..200 {
        let (world, questions) = world(1, number);
        for verdict in questions.iter().map(|question| decide(&world, question)) {
            let known = seen.entry(verdict.bytes()).or_insert_with(|| verdict.clone());
            assert_eq!(*known, verdict, "two verdicts with the same bytes");
        }
    }
    assert!(seen.len() > 200, "only {} different verdicts", seen.len());
}
