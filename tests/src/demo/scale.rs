//! The demo data at a size: the three customers as always, and around them as many cases as were asked for.
//!
//! A tenth of the cases are in [`large`], which is Contoso once more, with 5 000 people and 40 services; the others in
//! workspaces of 200 cases and about twenty people, each of a customer of its own. So 10^6 cases come with 10^5 members, one
//! workspace of 100 000 cases and 4 500 small ones, and what one workspace holds is the same at every size, but for the
//! large one's cases.
//!
//! It is told in chapters, each a world of its own that is written and forgotten before the next begins, so that memory
//! does not grow with the size. Chapters name rows of earlier ones.

use super::{desk, large, small};
use crate::world::{Chance, Ground, World, shards};
use shared::case::number::CaseNumber;
use std::collections::BTreeSet;

/// How many customers the same people of the provider serve.
const CUSTOMERS_PER_TEAM: usize = 25;

/// Of how many small customers there is somebody to sign in as.
const LISTED: usize = 3;

/// A part of the data.
#[derive(Debug)]
pub struct Chapter {
    /// Its rows.
    pub world: World,
    /// Whether its people are among those whom one can sign in as.
    pub listed: bool,
}

/// The world in which everything is large; its cases are not in it.
pub fn large(ground: &Ground, seed: u64) -> World {
    large::world(ground, seed).0
}

/// Tells all chapters to somebody, in an order that no reference points forward in.
pub fn tell(ground: &Ground, seed: u64, cases: usize, to: &mut dyn FnMut(Chapter)) {
    let mut numbers = Numbers::default();
    let mut tell = |mut world: World, listed: bool| {
        numbers.keep_apart(&mut world);
        to(Chapter { world, listed });
    };
    tell(super::world(ground, seed), true);
    let in_the_large_one = cases / 10;
    large::tell(ground, seed, in_the_large_one, &mut tell);
    let mut left = cases - in_the_large_one;
    let mut place = 0;
    let mut team = small::Team::new(ground, seed, 0);
    while left > 0 {
        if place > 0 && place % CUSTOMERS_PER_TEAM == 0 {
            team = small::Team::new(ground, seed, place / CUSTOMERS_PER_TEAM);
        }
        let here = left.min(small::CASES);
        tell(small::world(ground, seed, &team, place, here), place < LISTED);
        left -= here;
        place += 1;
    }
}

/// The case numbers that are taken. They are random, and there are only ten million a day and region.
#[derive(Default)]
struct Numbers(BTreeSet<CaseNumber>);

impl Numbers {
    fn keep_apart(&mut self, world: &mut World) {
        let mut chance = Chance::named(&format!("numbers {}", self.0.len()));
        for case in &mut world.cases {
            let shard = case.id.shard().unwrap();
            let digit = shards().into_iter().find(|(one, _)| *one == shard).unwrap().1;
            while !self.0.insert(case.number.clone()) {
                case.number = CaseNumber::new(case.opened_at, digit, chance.number());
            }
        }
    }
}

/// A chapter that has nothing but the cases told so far, and the people in them.
fn only_cases(world: &mut World) -> World {
    let mut chapter = World::new(&world.ground, "");
    chapter.people = world.people.clone();
    chapter.cases = std::mem::take(&mut world.cases);
    chapter
}

/// Fills a queue in chapters of so many cases that they fit into memory.
pub(super) fn fill_in_chapters(
    world: &mut World,
    staff: &super::Staff,
    queue: desk::Queue,
    to: &mut dyn FnMut(World, bool),
) {
    const AT_ONCE: usize = 1_000;
    let holders = super::holders::Holders::of(world, &queue.workspace);
    let mut left = queue.cases;
    let mut queue = queue;
    while left > 0 {
        queue.cases = left.min(AT_ONCE);
        desk::fill_by(world, staff, &queue, &holders, desk::Telling::Briefly);
        left -= queue.cases;
        to(only_cases(world), false);
    }
}

#[cfg(test)]
mod tests {
    use super::tell;
    use crate::in_process::{Database, ground};
    use crate::world::{Rows, eu1, us1};

    fn sql(seed: u64) -> Vec<String> {
        [eu1(), us1()]
            .map(|shard| {
                let mut rows = Rows::default();
                tell(&ground(), seed, 1_000, &mut |chapter| rows.merge(chapter.world.rows(shard)));
                rows.sql()
            })
            .into()
    }

    #[test]
    fn the_same_seed_gives_the_same_data_of_the_size_asked_for() {
        let text = sql(1);
        assert!(text == sql(1), "not the same");
        let mut cases = 0;
        let mut members = 0;
        for text in &text {
            let database = Database::new();
            database.load(text);
            let count = |table: &str| {
                database.look(&format!("SELECT count(*) FROM {table}"))[0][0].parse::<usize>().unwrap()
            };
            cases += count("support_case");
            members += count("member");
            assert!(database.look("SELECT * FROM pragma_foreign_key_check").is_empty());
        }
        assert!((1_700..=1_950).contains(&cases), "{cases} cases");
        assert!((5_200..=5_350).contains(&members), "{members} members");
    }
}
