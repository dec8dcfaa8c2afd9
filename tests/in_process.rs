//! Every scenario, in process; and when all have run, whether any statement of the store was left out, whose plan then nobody
//! has looked at (see `tests::plans`).

use libtest_mimic::{Arguments, Trial};
use tests::{former, plans, scenarios};

fn main() {
    let arguments = Arguments::from_args();
    let scenarios = scenarios::all().into_iter().map(|scenario| {
        Trial::test(format!("in_process::{}", scenario.name), move || {
            scenario.run_in_process();
            Ok(())
        })
    });
    let conclusion = libtest_mimic::run(&arguments, scenarios.collect());
    let all_ran = conclusion.num_filtered_out == 0 && conclusion.num_ignored == 0 && !arguments.list;
    let never_run = if all_ran && !conclusion.has_failed() { plans::never_run() } else { Vec::new() };
    if !never_run.is_empty() {
        eprintln!("no scenario runs these statements:\n{}", never_run.join("\n"));
        std::process::exit(1);
    }
    if all_ran && std::env::var("STATEMENTS").as_deref() == Ok("write") {
        former::write();
    }
    conclusion.exit();
}
