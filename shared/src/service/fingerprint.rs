//! Fingerprints: what a preview rested on, in one number (ACC-11, ACC-12).
//!
//! Carrying what 5 000 people have back to the worker only to ask whether it is still so would be a megabyte. So the browser
//! sends a number made of it, and the worker makes one of what it finds.

use super::ServiceSet;
use crate::id::ServiceId;
use serde::{Deserialize, Serialize};

/// Tells what was seen from anything else, without carrying it. Below 2^53, which every reader of JSON keeps exactly
/// (RFC 8259 §6): two that differ by accident look alike once in 10^15 times. Not for secrets. The default is that of nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of a set of services.
    pub fn of_set(set: &ServiceSet) -> Self {
        Self::of_words(set.iter().map(ServiceId::as_str))
    }

    /// Of words in their order: FNV-1a over their letters, and then mixed (by splitmix64's last steps), since numbers
    /// of FNV's that differ in one word differ by much the same, whatever stands beside it, and such differences add up to
    /// nothing where two people swap what they have.
    pub(super) fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let letters = words.into_iter().flat_map(|word| word.bytes().chain(*b"\n"));
        let hash = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
            (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self::kept(mixed ^ mixed >> 31)
    }

    /// Of several things in any order.
    pub(super) fn of_all(each: impl Iterator<Item = Self>) -> Self {
        Self::kept(each.fold(0, |sum, one| sum.wrapping_add(one.0)))
    }

    const fn kept(number: u64) -> Self {
        Self(number & ((1 << 53) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use crate::id::ServiceId;
    use crate::region::Shard;
    use crate::time::Timestamp;
    use std::collections::{BTreeSet, HashSet};

    fn service(n: u8) -> ServiceId {
        ServiceId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10])
    }

    #[test]
    fn acc_11_other_sets_have_other_fingerprints() {
        let sets = [&[][..], &[1], &[2], &[1, 2], &[1, 2, 3]];
        let of = |services: &[u8]| Fingerprint::of_set(&services.iter().map(|n| service(*n)).collect());
        assert_eq!(sets.map(of).into_iter().collect::<BTreeSet<_>>().len(), sets.len());
    }

    #[test]
    fn acc_12_no_two_of_ten_thousand_pairs_who_swap_what_they_have_look_as_before() {
        let of = |person: u32, what: u32| {
            Fingerprint::of_words([format!("mem_{person:04}").as_str(), &format!("svc_{what:04}")])
        };
        let together = |one, other| Fingerprint::of_all([one, other].into_iter());
        for person in 0..100 {
            for other in 100..200 {
                let before = together(of(person, 1), of(other, 2));
                assert_ne!(before, together(of(person, 2), of(other, 1)), "{person} and {other}");
            }
        }
    }

    #[test]
    fn acc_12_the_order_of_several_makes_no_difference_and_every_reader_of_json_keeps_the_number() {
        let words = ["a", "b", "c", "d"];
        let all = Fingerprint::of_all(words.iter().map(|word| Fingerprint::of_words([*word])));
        assert_eq!(all, Fingerprint::of_all(words.iter().rev().map(|word| Fingerprint::of_words([*word]))));
        let numbers = (0..10_000).map(|n: u32| Fingerprint::of_words([n.to_string().as_str()]));
        let numbers: HashSet<_> = numbers.collect();
        assert!(numbers.len() == 10_000 && numbers.iter().all(|one| one.0 < 1 << 53) && all.0 < 1 << 53);
    }
}
