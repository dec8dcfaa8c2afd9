//! One parser under libFuzzer: the one that `PARSER` names.

#![no_main]

use std::sync::OnceLock;
use tests::parsers::{Parser, named};
use tests::world::Chance;

/// The parser, and its seeds.
fn parser() -> &'static (&'static Parser, Vec<Vec<u8>>) {
    static PARSER: OnceLock<(&Parser, Vec<Vec<u8>>)> = OnceLock::new();
    PARSER.get_or_init(|| {
        let parser = named(&std::env::var("PARSER").expect("PARSER names a parser"));
        (parser, (parser.seeds)())
    })
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| (parser().0.read)(input));

// Half of the changes are libFuzzer's own, by bytes; the others are those of the tests, which know what is written there.
libfuzzer_sys::fuzz_mutator!(|input: &mut [u8], size: usize, most: usize, seed: u32| {
    let mut chance = Chance::named(&seed.to_string());
    if chance.percent(50) {
        return libfuzzer_sys::fuzzer_mutate(input, size, most);
    }
    let (parser, seeds) = parser();
    let mut bytes = input[..size].to_vec();
    (parser.change)(&mut chance, &mut bytes, seeds);
    bytes.truncate(most);
    input[..bytes.len()].copy_from_slice(&bytes);
    bytes.len()
});
