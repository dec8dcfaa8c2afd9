//! Writes the seeds of the parser that is named into a folder, and beside it what parsers stumble over, as a dictionary; lists
//! all parsers where none is named.

use tests::parsers::draw::MORSELS;
use tests::parsers::{ALL, named};
// What the compiler puts into every function for libFuzzer calls functions of its library.
use libfuzzer_sys as _;
use std::path::Path;

fn main() {
    let mut words = std::env::args().skip(1);
    let (Some(name), Some(folder)) = (words.next(), words.next()) else {
        ALL.iter().for_each(|parser| println!("{}", parser.name));
        return;
    };
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (place, seed) in (named(&name).seeds)().into_iter().enumerate() {
        std::fs::write(Path::new(&folder).join(format!("seed-{place}")), seed)
            .expect("a seed can be written");
    }
    let words: String = MORSELS.iter().map(|morsel| format!("\"{}\"\n", escaped(morsel))).collect();
    std::fs::write(format!("{folder}.words"), words).expect("the dictionary can be written");
}

/// Bytes as libFuzzer's dictionaries have them.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}
