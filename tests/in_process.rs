//! Every scenario, in process.

use libtest_mimic::{Arguments, Trial};
use tests::scenarios;

fn main() {
    let arguments = Arguments::from_args();
    let scenarios = scenarios::all().into_iter().map(|scenario| {
        Trial::test(format!("in_process::{}", scenario.name), move || {
            scenario.run_in_process();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, scenarios.collect()).exit();
}
