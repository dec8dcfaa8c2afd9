//! Chance that is the same every time and everywhere: what looks random in a world follows from a seed or a name.
//!
//! It counts in `u64` alone, so that 32-bit wasm draws what a 64-bit machine draws.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what draws for a test stops it where it can't"
)]

use sha2::{Digest, Sha256};

/// A stream of numbers that follows from a seed (splitmix64). Nothing secret is made of it.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a name.
    pub fn named(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        Self(digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte)))
    }

    /// One stream of a seed's. Neighbouring numbers, and neighbouring seeds, have nothing in common.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut of_seed = Self(seed);
        Self(of_seed.number() ^ Self(number.wrapping_mul(0xd134_2543_de82_ef95)).number())
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below a bound, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("a bound fits");
        usize::try_from(self.number() % bound).expect("what is below a bound fits")
    }

    /// A number from the first to the last, both included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        let span = u64::try_from(last - first + 1).expect("the last is not before the first");
        first + i64::try_from(self.number() % span).expect("what is below a span fits")
    }

    /// Whether something happens that happens this often in a hundred times.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// One of several, each as likely as its weight says.
    pub fn weighted<'a, T>(&mut self, among: &'a [(usize, T)]) -> &'a T {
        let weights: Vec<usize> = among.iter().map(|(weight, _)| *weight).collect();
        &among[self.place(&weights)].1
    }

    /// The place of one of several, each as likely as its weight.
    pub fn place(&mut self, weights: &[usize]) -> usize {
        let mut place = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if place < *weight {
                return index;
            }
            place -= weight;
        }
        unreachable!("a place below the sum lies in one of the weights")
    }

    /// Those below a bound, each as often in a hundred times.
    pub fn some_below(&mut self, bound: usize, often: usize) -> Vec<usize> {
        (0..bound).filter(|_| self.percent(often)).collect()
    }

    /// Bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.number().to_le_bytes()[0])
    }

    /// A GUID of version 4, as directories give them out.
    pub fn guid(&mut self) -> String {
        let mut bytes = self.bytes::<16>();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
    }
}
