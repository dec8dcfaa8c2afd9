//! What saving changes for many at once: whoever stands alike is computed and shown together.
//!
//! For each person there is what saving replaces and what it does not touch. On the Users tab that is the person's own set
//! and what groups give them; on the Groups tab, what the chosen groups give them and all the rest.
//!
//! ```text
//! gains  ticked − replaced − stays          also   (ticked − replaced) ∩ stays
//! loses  replaced − ticked − stays          keeps  (replaced − ticked) ∩ stays
//! ```
//!
//! The same as `shared::service::assignment::plan`, which the worker decides by; a test holds the two together.

use super::marks::Marks;
use std::collections::BTreeMap;

/// What goes on giving something: the person's own set, or a group by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Giving {
    Own,
    Group(usize),
}

/// Those who have the same from the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    /// What saving replaces.
    pub(super) replaced: Marks,
    /// What it does not touch, by what gives it.
    pub(super) stays: Vec<(Giving, Marks)>,
}

/// Many, by how they stand.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Crowd {
    /// Their names.
    pub(super) names: Vec<String>,
    /// How they stand, each with the places of the names, by the first of these.
    kinds: Vec<(Standing, Vec<usize>)>,
}

/// What saving does to whoever stands alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect {
    pub(super) gains: Marks,
    pub(super) loses: Marks,
    /// What is taken here and stays through something else.
    pub(super) keeps: Marks,
    /// What is ticked and there already through something else.
    pub(super) also: Marks,
    /// What gives what is kept, and what is there already.
    pub(super) keeping: Vec<Giving>,
    pub(super) having: Vec<Giving>,
}

/// What saving does to all of them.
#[derive(Clone, Default)]
pub(super) struct Outcome {
    /// What it does, and to whom; by the first to whom it does.
    pub(super) lines: Vec<(Effect, Vec<usize>)>,
    /// For how many nothing changes.
    pub(super) still: usize,
    /// How many gain and lose something.
    pub(super) gaining: usize,
    pub(super) losing: usize,
    /// What somebody gains and loses.
    pub(super) gained: Marks,
    pub(super) lost: Marks,
}

impl Crowd {
    /// These, each with how they stand.
    pub(super) fn of(standing: impl Iterator<Item = (String, Standing)>) -> Self {
        let mut names = Vec::new();
        let mut known = BTreeMap::<Standing, Vec<usize>>::new();
        for (place, (name, standing)) in standing.enumerate() {
            names.push(name);
            known.entry(standing).or_default().push(place);
        }
        let mut kinds: Vec<_> = known.into_iter().collect();
        kinds.sort_by_key(|(_, who)| who.first().copied());
        Self { names, kinds }
    }

    /// What saving `chosen` does to them, leaving out some services: those that are still to be settled (RS-9), and for people
    /// those that nobody can use now.
    pub(super) fn outcome(&self, chosen: &Marks, mixed: &Marks) -> Outcome {
        let mut outcome =
            Outcome { gained: chosen.minus(chosen), lost: chosen.minus(chosen), ..Outcome::default() };
        let mut known = BTreeMap::<Effect, usize>::new();
        for (standing, who) in &self.kinds {
            if standing.replaced.is_without(mixed, chosen) {
                outcome.still += who.len();
                continue;
            }
            let effect = standing.effect(chosen, mixed);
            outcome.count(&effect, who.len());
            if effect.is_nothing() {
                outcome.still += who.len();
                continue;
            }
            if let Some((_, others)) = known.get(&effect).and_then(|line| outcome.lines.get_mut(*line)) {
                others.extend(who);
            } else {
                known.insert(effect.clone(), outcome.lines.len());
                outcome.lines.push((effect, who.clone()));
            }
        }
        outcome
    }
}

impl Standing {
    fn effect(&self, chosen: &Marks, mixed: &Marks) -> Effect {
        let replaced = self.replaced.minus(mixed);
        let mut stays = chosen.minus(chosen);
        self.stays.iter().for_each(|(_, marks)| stays.unite(marks));
        let (new, taken) = (chosen.minus(&replaced), replaced.minus(chosen));
        let (also, keeps) = (new.and(&stays), taken.and(&stays));
        let (having, keeping) = (self.giving(&also), self.giving(&keeps));
        Effect { gains: new.minus(&stays), loses: taken.minus(&stays), keeps, also, keeping, having }
    }

    /// What goes on giving some of these.
    fn giving(&self, services: &Marks) -> Vec<Giving> {
        let gives = self.stays.iter().filter(|(_, marks)| !marks.and(services).is_empty());
        gives.map(|(giving, _)| *giving).collect()
    }
}

impl Effect {
    fn is_nothing(&self) -> bool {
        [&self.gains, &self.loses, &self.keeps, &self.also].into_iter().all(Marks::is_empty)
    }
}

impl Outcome {
    fn count(&mut self, effect: &Effect, people: usize) {
        self.gaining += if effect.gains.is_empty() { 0 } else { people };
        self.losing += if effect.loses.is_empty() { 0 } else { people };
        self.gained.unite(&effect.gains);
        self.lost.unite(&effect.loses);
    }
}
