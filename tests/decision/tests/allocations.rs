//! What a decision allocates: nothing. Its facts are moved into the actor, its permissions are a word of bits.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected has to stop it")]

use allocation_counter::measure;
use decision::{alone, cases, from_rows};
use shared::access::Actor;

const SEED: u64 = 1;
const CASES: usize = 2_000;

#[test]
fn acc_1_a_permission_decision_allocates_nothing() {
    let (mut allowed, mut refused) = (0, 0);
    for case in cases(SEED, CASES) {
        let access = case.access.clone();
        let mut decided = None;
        let from_rows = measure(|| decided = Some(from_rows(access, case.now, case.permission)));
        assert_eq!(decided.as_ref().unwrap().1, case.allowed);
        let Ok(actor) = Actor::new(case.access.clone(), case.now) else { continue };
        let alone = measure(|| assert_eq!(alone(&actor, case.permission).is_ok(), case.allowed));
        assert_eq!((from_rows.count_total, alone.count_total), (0, 0), "{case:?}");
        if case.allowed { allowed += 1 } else { refused += 1 }
    }
    assert!(allowed > CASES / 4 && refused > CASES / 4, "{allowed} allowed, {refused} refused");
}

#[test]
fn acc_1_what_allocates_is_counted() {
    let case = cases(SEED, 1).remove(0);
    assert!(measure(|| drop(case.access.clone())).count_total > 0);
}
