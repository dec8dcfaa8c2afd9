//! The oracle notices mistakes: every mutant of the rules is found, and soon.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test: what is not as expected has to stop it")]

use corpus::QUESTIONS;
use oracle::cedar::Cedar;
use oracle::mutants::{Workshop, mutants};
use oracle::verdicts;
use std::path::Path;

const SEED: u64 = 1;
/// Within how many decisions a mutant has to be found.
const DECISIONS: usize = 10_000;

#[test]
fn why_1_every_mutant_of_the_rules_is_found_within_ten_thousand_decisions() {
    let worlds = u64::try_from(DECISIONS.div_ceil(QUESTIONS)).unwrap();
    let hexadecimal = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let expected: Vec<String> = verdicts(&Cedar::default(), SEED, worlds)
        .iter()
        .map(|verdict| hexadecimal(verdict.bytes()))
        .collect();
    let workshop = Workshop::at(Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants"));
    assert_eq!(workshop.verdicts(SEED, worlds), expected, "the rules as they are");
    let mut amiss = Vec::new();
    let mut count = 0;
    for mutant in mutants() {
        count += 1;
        let said = match workshop.verdicts_of(mutant, SEED, worlds) {
            Ok(said) => said,
            Err(fault) => {
                amiss.push(fault);
                continue;
            }
        };
        assert_eq!(said.len(), expected.len());
        let found = said.iter().zip(&expected).take(DECISIONS).position(|(theirs, right)| theirs != right);
        match found {
            Some(place) => println!("{:>6}  {}", place + 1, mutant.what),
            None => amiss.push(format!("not found: {}", mutant.what)),
        }
    }
    assert_eq!(amiss, Vec::<String>::new());
    assert!(count >= 20, "only {count} mutants");
}
