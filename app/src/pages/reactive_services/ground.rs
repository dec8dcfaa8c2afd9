//! What an edit rests on: those whose sets are edited, the people whom that concerns, and what is the same whatever box is
//! set. Computed when the pane is opened, and when the list brings something else.

use super::crowd::{Crowd, Giving, Outcome, Standing};
use super::marks::Marks;
use super::subject::{Giver, List, Subject, Tab};
use shared::access::ContractedService;
use shared::service::assignment::Tick;
use std::sync::{Arc, LazyLock};

/// Those whom an edit concerns, made when somebody first asks: sorting thousands by how they stand takes its time, and until a
/// box is set nothing changes for any of them.
pub(super) type Concerned = LazyLock<Crowd, Box<dyn FnOnce() -> Crowd + Send + Sync>>;

/// What an edit rests on.
pub(super) struct Ground {
    /// Whose sets are edited.
    pub(super) tab: Tab,
    /// Those whose sets are edited, in the order of the list.
    pub(super) base: Vec<Arc<Subject>>,
    /// The services, by name.
    pub(super) services: Vec<ContractedService>,
    /// Those of them that can be used now.
    pub(super) in_force: Marks,
    /// What to know about each of them.
    pub(super) notes: Vec<Note>,
    /// The groups whose sets are edited; on the Users tab nobody.
    pub(super) groups: Concerned,
    /// The people whom it concerns.
    pub(super) people: Concerned,
    /// The names of the groups that give something.
    givers: Vec<String>,
}

/// What to know about a service.
#[derive(Clone, Default)]
pub(super) struct Note {
    /// How many have it of their own.
    pub(super) own: usize,
    /// How many have it through groups.
    pub(super) through: usize,
    /// These groups, by their places.
    pub(super) groups: Vec<Giving>,
}

impl Ground {
    /// What an edit of these rests on.
    pub(super) fn of(base: Vec<Arc<Subject>>, list: &List) -> Self {
        let people_of = list.people();
        let (groups, people) = concerned(&base, list);
        Self {
            tab: list.tab,
            notes: notes(list, &base),
            base,
            services: list.services.clone(),
            in_force: list.in_force.clone(),
            groups,
            people,
            givers: people_of.givers.iter().map(|giver| giver.name.clone()).collect(),
        }
    }

    /// How the box of a service stands by itself (RS-9), as `shared::service::assignment::tick_for` says.
    pub(super) fn tick(&self, place: usize) -> Tick {
        match self.notes.get(place).map_or(0, |note| note.own) {
            0 => Tick::Empty,
            all if all == self.base.len() => Tick::Ticked,
            _ => Tick::Mixed,
        }
    }

    /// What saving does to the people, leaving out services that are still to be settled. By what is not in force nobody gains
    /// or loses now.
    pub(super) fn outcome_for_people(&self, chosen: &Marks, mixed: &Marks) -> Outcome {
        let mut left_out = Marks::none(self.services.len());
        (0..self.services.len())
            .filter(|place| !self.in_force.has(*place))
            .for_each(|place| left_out.add(place));
        left_out.unite(mixed);
        self.people.outcome(&chosen.and(&self.in_force), &left_out)
    }

    /// The names of groups that give something.
    pub(super) fn givers(&self, giving: &[Giving]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for giving in giving {
            if let Giving::Group(place) = giving
                && let Some(name) = self.givers.get(*place)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }
}

/// The groups and the people whom it concerns.
fn concerned(base: &[Arc<Subject>], list: &List) -> (Concerned, Concerned) {
    let (of_groups, of_people) = (base.to_vec(), base.to_vec());
    let givers = list.people().givers.clone();
    match list.inside.clone() {
        None => {
            let crowd = move || Crowd::of(of_people.iter().map(|person| themselves(&givers, person)));
            (LazyLock::new(Box::new(Crowd::default)), LazyLock::new(Box::new(crowd)))
        }
        Some(people) => {
            let crowd = move || Crowd::of(of_groups.iter().map(|group| of_its_own(group)));
            (LazyLock::new(Box::new(crowd)), LazyLock::new(Box::new(move || inside(&people, &of_people))))
        }
    }
}

/// A person whose own set is replaced; what groups give stays.
fn themselves(givers: &[Giver], person: &Subject) -> (String, Standing) {
    let stays = through(givers, person, &|_| true);
    (person.name.clone(), Standing { replaced: person.own.clone(), stays })
}

/// A group whose set is replaced.
fn of_its_own(group: &Subject) -> (String, Standing) {
    (group.name.clone(), Standing { replaced: group.own.clone(), stays: Vec::new() })
}

/// Those of the people who are in these groups: what these give is replaced, what is their own or comes from other groups
/// stays.
fn inside(people: &List, groups: &[Arc<Subject>]) -> Crowd {
    let chosen: Vec<bool> =
        people.givers.iter().map(|giver| groups.iter().any(|group| group.id == giver.grant)).collect();
    let is_chosen = |place: &usize| chosen.get(*place).copied().unwrap_or_default();
    let concerned = people.subjects.iter().filter(|person| person.groups.iter().any(is_chosen));
    Crowd::of(concerned.map(|person| {
        let mut replaced = Marks::none(people.services.len());
        for (_, marks) in through(&people.givers, person, &is_chosen) {
            replaced.unite(&marks);
        }
        let mut stays = through(&people.givers, person, &|place| !is_chosen(place));
        if !person.own.is_empty() {
            stays.insert(0, (Giving::Own, person.own.clone()));
        }
        (person.name.clone(), Standing { replaced, stays })
    }))
}

/// What those of a person's groups give of which something holds.
fn through(givers: &[Giver], person: &Subject, holds: &dyn Fn(&usize) -> bool) -> Vec<(Giving, Marks)> {
    let giver =
        |place: &usize| givers.get(*place).map(|giver| (Giving::Group(*place), giver.services.clone()));
    let given = person.groups.iter().filter(|place| holds(place)).filter_map(giver);
    given.filter(|(_, marks)| !marks.is_empty()).collect()
}

fn notes(list: &List, base: &[Arc<Subject>]) -> Vec<Note> {
    let mut notes = vec![Note::default(); list.services.len()];
    let mut giving = vec![false; list.givers.len()];
    for subject in base {
        for place in subject.own.places() {
            notes.get_mut(place).into_iter().for_each(|note| note.own += 1);
        }
        for place in subject.through.places() {
            notes.get_mut(place).into_iter().for_each(|note| note.through += 1);
        }
        for group in &subject.groups {
            giving.get_mut(*group).into_iter().for_each(|gives| *gives = true);
        }
    }
    for (group, giver) in list.givers.iter().enumerate() {
        if giving.get(group) == Some(&true) {
            for place in giver.services.places() {
                notes.get_mut(place).into_iter().for_each(|note| note.groups.push(Giving::Group(group)));
            }
        }
    }
    notes
}
