//! Everything that reads what somebody else has written, each as a plain function of bytes.
//!
//! A function here gives the bytes to a parser and asserts what must hold whatever they are: no panic; what is accepted is
//! what its type promises; what is printed again is read as the same. Two runners call them:
//!
//! - `make test`: `tests/parsers.rs` draws inputs from each parser's seeds ([`draw`]), the same every time, and tries again
//!   whatever once broke one (`tests/fuzz/found/`).
//! - `make fuzz`: libFuzzer grows inputs by what they reach in the code, from the same seeds, by the same changes and by its
//!   own (`tests/fuzz`).
//!
//! ```text
//! PARSER=texts SEED=7 cargo test --workspace --test parsers     other inputs, of one parser
//! make fuzz PARSER=texts SECONDS=60                              the same function under libFuzzer
//! ```

pub mod bodies;
pub mod cookies;
pub mod draw;
mod hostile;
pub mod ids;
pub mod markdown;
pub mod news;
pub mod paths;
pub mod queries;
pub mod settings;
pub mod signing_in;
pub mod texts;
pub mod worst;

use crate::requests::written;
use crate::world::Chance;

/// Something that reads what somebody else has written.
pub struct Parser {
    /// Its name, for whoever repeats a run.
    pub name: &'static str,
    /// Reads some bytes, and asserts what must hold.
    pub read: fn(&[u8]),
    /// Inputs as they are meant to be, to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Does one thing to an input; the seeds are there for whoever wants some of another.
    pub change: fn(&mut Chance, &mut Vec<u8>, &[Vec<u8>]),
    /// How many inputs `make test` draws.
    pub often: usize,
}

impl Parser {
    const fn of(name: &'static str, read: fn(&[u8]), seeds: fn() -> Vec<Vec<u8>>, often: usize) -> Self {
        Self { name, read, seeds, change: draw::change, often }
    }
}

/// Every parser; the last is all of them at once, whole requests to the edge in process, over its databases.
pub const ALL: &[Parser] = &[
    Parser::of("ids", ids::read, ids::seeds, 180_000),
    Parser::of("paths", paths::read, paths::seeds, 90_000),
    Parser::of("queries", queries::read, queries::seeds, 120_000),
    Parser::of("texts", texts::read, texts::seeds, 180_000),
    Parser::of("bodies", bodies::read, bodies::seeds, 120_000),
    Parser::of("markdown", markdown::read, markdown::seeds, 36_000),
    Parser::of("cookies", cookies::read, cookies::seeds, 60_000),
    Parser::of("signing-in", signing_in::read, signing_in::seeds, 12_000),
    Parser::of("news", news::read, news::seeds, 120_000),
    Parser::of("settings", settings::read, settings::seeds, 60_000),
    Parser { change: written::change, ..Parser::of("requests", written::read, written::seeds, 3_000) },
];

/// The parser of a name.
///
/// # Panics
/// If there is none.
pub fn named(name: &str) -> &'static Parser {
    ALL.iter().find(|parser| parser.name == name).unwrap_or_else(|| panic!("no parser is called `{name}`"))
}

/// The first byte of an input chooses among several; the rest is what they read.
fn chosen(input: &[u8], among: usize) -> Option<(usize, &[u8])> {
    let (first, rest) = input.split_first()?;
    Some((usize::from(*first) % among, rest))
}

/// Seeds of which the first byte says which of several they are for.
fn seeds_for(texts: &[(u8, &str)]) -> Vec<Vec<u8>> {
    texts.iter().map(|(place, text)| [&[*place], text.as_bytes()].concat()).collect()
}
