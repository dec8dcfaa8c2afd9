//! Inputs drawn from seeds: each a seed with a few things done to it. The same stream of chance gives the same inputs.

use super::Parser;
use crate::world::Chance;

/// What parsers stumble over: ends of ranges, marks that open and close, letters of every length, text in text.
pub const MORSELS: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"%",
    b"%00",
    b"%2e%2e",
    b"%C3%28",
    b"/",
    b"//",
    b"/../",
    b"?",
    b"#",
    b"&",
    b"=",
    b";",
    b",",
    b".",
    b"-",
    b"_",
    b"+",
    b"[",
    b"]",
    b"{",
    b"}",
    b"()",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"&#x10ffff;",
    b"&lt;",
    b"**",
    b"__",
    b"```",
    b"~~~",
    b"> ",
    b"1. ",
    b"- ",
    b"|-|",
    b"![",
    b"](",
    b"[a]: <b>\n",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"-0",
    b"-1",
    b"0",
    b"1e400",
    b"1.5",
    b"9007199254740993",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"281474976710656",
    "é".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{fe0f}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{feff}".as_bytes(),
    "👩‍🚀".as_bytes(),
    "漢".as_bytes(),
    "\u{10ffff}".as_bytes(),
    b"\xff",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
];

/// An input: one of the seeds, unchanged once in a while, with a few things done to it otherwise.
pub fn input(chance: &mut Chance, parser: &Parser, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = chance.pick(seeds).clone();
    for _ in 0..*chance.weighted(&[(1, 0), (6, 1), (4, 2), (2, 4), (1, 12)]) {
        (parser.change)(chance, &mut bytes, seeds);
    }
    bytes
}

/// Does one thing to some bytes.
pub fn change(chance: &mut Chance, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let place = chance.below(bytes.len() + 1);
    let end = (place + 1 + chance.below(12)).min(bytes.len());
    match chance.below(9) {
        0 => put(bytes, place, chance.pick(MORSELS)),
        1 => drop(bytes.drain(place..end)),
        2 => bytes.truncate(place),
        3 if place < bytes.len() => bytes[place] = chance.bytes::<1>()[0],
        4 if place < bytes.len() => bytes[place] ^= 1 << chance.below(8),
        // Many times the same: what is nested, or long.
        5 => {
            let times = *chance.pick(&[2, 3, 9, 60, 300]);
            let piece = if place == end { chance.pick(MORSELS).to_vec() } else { bytes[place..end].to_vec() };
            put(bytes, place, &piece.repeat(times));
        }
        // A piece of another seed, or of this one elsewhere.
        6 => {
            let other = chance.pick(seeds);
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(40)).min(other.len());
            put(bytes, place, &other[from..to]);
        }
        7 => put(bytes, place, &chance.bytes::<4>()),
        _ => {
            let morsel = chance.pick(MORSELS);
            drop(bytes.splice(place..end, morsel.iter().copied()));
        }
    }
}

fn put(bytes: &mut Vec<u8>, place: usize, piece: &[u8]) {
    bytes.splice(place..place, piece.iter().copied());
}
