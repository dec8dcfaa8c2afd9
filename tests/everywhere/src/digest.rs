//! The same digest on this machine: `digest SEED WORLDS`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [seed, worlds] = numbers.as_slice() else {
        eprintln!("usage: digest SEED WORLDS");
        return ExitCode::FAILURE;
    };
    println!("{}", corpus::digest(*seed, *worlds));
    ExitCode::SUCCESS
}
