//! Chance that is the same every time: what looks random in a world follows from its name.

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

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below a bound, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.number() % u64::try_from(bound).unwrap()).unwrap()
    }

    /// A number from the first to the last, both included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        first + i64::try_from(self.below(usize::try_from(last - first + 1).unwrap())).unwrap()
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
        let mut place = self.below(among.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in among {
            if place < *weight {
                return one;
            }
            place -= weight;
        }
        unreachable!("a place below the sum lies in one of the weights")
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
