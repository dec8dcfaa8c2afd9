//! What our rules answer to all questions about the first worlds of a seed: `verdicts SEED WORLDS`, a line of hexadecimal
//! digits for each.

use std::fmt::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [seed, worlds] = numbers.as_slice() else {
        eprintln!("usage: verdicts SEED WORLDS");
        return ExitCode::FAILURE;
    };
    let mut lines = String::new();
    for number in 0..*worlds {
        let (world, questions) = corpus::world(*seed, number);
        for question in &questions {
            for byte in corpus::decide(&world, question).bytes() {
                let _ = write!(lines, "{byte:02x}");
            }
            lines.push('\n');
        }
    }
    print!("{lines}");
    ExitCode::SUCCESS
}
