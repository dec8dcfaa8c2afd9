//! Policy, endpoints and problems as their golden files have them. `make golden` writes the files anew.

use tests::golden::{all, check};

#[test]
fn acc_1_policy_endpoints_and_problems_are_those_of_the_golden_files() {
    for (name, now) in all() {
        check(name, &now);
    }
}
