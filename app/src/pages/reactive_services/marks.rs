//! Sets of services as bits: a service is its place among the workspace's. With 5 000 people and 40 services what a box
//! changes is computed while the reader's finger is still on it.

use shared::access::ContractedService;
use shared::service::ServiceSet;
use std::iter::successors;

/// How many places stand in one word.
const WORD: usize = 64;

/// A set of services of one list. All sets of a list have the same length, so that equal sets are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    /// None of so many services.
    pub(super) fn none(services: usize) -> Self {
        Self(vec![0; services.div_ceil(WORD)])
    }

    /// Those of a set that are among these services: what is no service of the workspace any more plays no part (RS-5).
    pub(super) fn of(set: &ServiceSet, services: &[ContractedService]) -> Self {
        let mut marks = Self::none(services.len());
        for (place, service) in services.iter().enumerate() {
            if set.contains(&service.id) {
                marks.add(place);
            }
        }
        marks
    }

    /// The same services in another list.
    pub(super) fn moved(&self, from: &[ContractedService], to: &[ContractedService]) -> Self {
        let mut marks = Self::none(to.len());
        for (place, service) in to.iter().enumerate() {
            let before = from.iter().position(|other| other.id == service.id);
            if before.is_some_and(|before| self.has(before)) {
                marks.add(place);
            }
        }
        marks
    }

    /// The set itself.
    pub(super) fn set(&self, services: &[ContractedService]) -> ServiceSet {
        let mut set = ServiceSet::new();
        for place in self.places() {
            set.extend(services.get(place).map(|service| service.id.clone()));
        }
        set
    }

    /// The services' names.
    pub(super) fn names(&self, services: &[ContractedService]) -> Vec<String> {
        self.places().filter_map(|place| services.get(place)).map(|service| service.name.clone()).collect()
    }

    /// Puts the service at a place in.
    pub(super) fn add(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / WORD) {
            *word |= 1 << (place % WORD);
        }
    }

    /// Whether the service at a place is in it.
    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place / WORD).is_some_and(|word| word & (1 << (place % WORD)) != 0)
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many are in it.
    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The places of what is in it. Asked of thousands when the pane opens: what is not in it costs nothing.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            // Each step takes the lowest of them away.
            let left = successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            let left = left.take_while(|word| *word != 0);
            left.map(move |word| at * WORD + usize::try_from(word.trailing_zeros()).unwrap_or_default())
        })
    }

    /// What is in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & other)
    }

    /// What is in this one and not in the other.
    pub(super) fn minus(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & !other)
    }

    /// Whether it is the same as another, leaving out some. Asked of thousands at every box: nothing is made for it.
    pub(super) fn is_without(&self, left_out: &Self, other: &Self) -> bool {
        let words = self.0.iter().zip(&left_out.0).zip(&other.0);
        self.0.len() == other.0.len() && words.into_iter().all(|((word, out), other)| word & !out == *other)
    }

    /// Puts in what is in the other.
    pub(super) fn unite(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    fn with(&self, other: &Self, combine: fn(u64, u64) -> u64) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| combine(*one, *other)).collect())
    }
}
