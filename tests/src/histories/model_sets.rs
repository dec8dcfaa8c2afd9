//! What should come of handing services out, to people and to the group, and of switching that on and off.

use super::command::{GROUP, Outcome, SUBJECTS, Seen, Set, Who};
use super::model::State;
use shared::problem::ProblemCode::{FeatureOff, InvalidFields};
use shared::service::switch::{Start, Switch};

/// Replaces what people have, if all is as the editor saw it.
pub(super) fn save(state: &mut State, people: &[Who], set: Set, seen: &Seen) -> Outcome {
    if !state.granular {
        return Outcome::Not(FeatureOff, None);
    }
    if !people.iter().all(|who| state.is_member(*who)) || set & !state.carried != 0 {
        return Outcome::Not(InvalidFields, None);
    }
    let Seen::Members(seen) = seen else { unreachable!("a save tells what its editor saw") };
    let now = |who: Who| (state.sets[who as usize].1, state.through(who) & state.carried);
    let moved = people.iter().zip(seen).filter(|(who, seen)| now(**who) != **seen);
    let moved: Vec<usize> = moved.map(|(who, _)| *who as usize).collect();
    if !moved.is_empty() {
        return Outcome::Stale(moved);
    }
    let change = |who: &Who| (state.has(*who), (set | state.through(*who)) & state.carried);
    let totals = totals(people.iter().map(change));
    for who in people {
        replace(state, *who as usize, set);
    }
    totals
}

/// Replaces what the group has, if it and who is in it are as the editor saw them.
pub(super) fn save_group(state: &mut State, set: Set, seen: &Seen) -> Outcome {
    if !state.granular {
        return Outcome::Not(FeatureOff, None);
    }
    if !state.grant || set & !state.carried != 0 {
        return Outcome::Not(InvalidFields, None);
    }
    let (own, version) = (state.sets[Who::Karl as usize].0, state.sets[GROUP].1);
    let inside: Vec<_> =
        state.in_group.then_some((Who::Karl, own, state.sets[GROUP].0)).into_iter().collect();
    if *seen != Seen::Group(version, inside) {
        return Outcome::Stale(vec![GROUP]);
    }
    let change = state.in_group.then(|| (state.has(Who::Karl), (own | set) & state.carried));
    let totals = totals(change.into_iter());
    replace(state, GROUP, set);
    totals
}

/// Switches, if what would change by it is what was shown.
pub(super) fn switch(state: &mut State, switch: Switch, seen: &Seen) -> Outcome {
    let Seen::Feature(seen) = seen else { unreachable!("a switch tells what its editor saw") };
    let shown = match seen {
        None => Some(&state.shown[&usize::MAX]),
        Some(look) => state.shown.get(look),
    };
    if shown != Some(&situation(state)) {
        return Outcome::Stale(Vec::new());
    }
    if !ways(state).contains(&switch) {
        return Outcome::Not(InvalidFields, None);
    }
    let after = |who: Who| match switch {
        Switch::Off | Switch::On(Start::Today) => state.carried,
        Switch::On(Start::Nothing) => 0,
        Switch::On(Start::Kept) => state.has(who),
    };
    let totals = totals(people(state).into_iter().map(|who| (state.usable(who), after(who))));
    state.granular = switch != Switch::Off;
    state.events += 1;
    let given: Vec<usize> = match switch {
        Switch::Off | Switch::On(Start::Kept) => return totals,
        Switch::On(Start::Nothing) => Vec::new(),
        // The group, and whoever is in none.
        Switch::On(Start::Today) => {
            let alone = people(state).into_iter().filter(|who| *who != Who::Karl).map(|who| who as usize);
            alone.chain(state.grant.then_some(GROUP)).collect()
        }
    };
    for subject in 0..SUBJECTS {
        replace(state, subject, if given.contains(&subject) { state.carried } else { 0 });
    }
    totals
}

/// The Users tab.
pub(super) fn members(state: &State) -> Outcome {
    if !state.granular {
        return Outcome::Not(FeatureOff, None);
    }
    let row = |who: Who| {
        let (own, version) = state.sets[who as usize];
        (who, own, version, state.through(who))
    };
    Outcome::Members(people(state).into_iter().map(row).collect())
}

/// The Groups tab.
pub(super) fn group(state: &State) -> Outcome {
    if !state.granular {
        return Outcome::Not(FeatureOff, None);
    }
    let (set, version) = state.sets[GROUP];
    Outcome::Group(state.grant.then_some((set, version, u32::from(state.in_group))))
}

/// What switching would change; what was shown is remembered.
pub(super) fn feature(state: &mut State, look: usize) -> Outcome {
    let shown = situation(state);
    state.shown.insert(look, shown);
    Outcome::Feature(state.granular, people(state).len(), usize::from(state.grant), ways(state).len())
}

/// All that a switch rests on, as numbers.
pub(super) fn situation(state: &State) -> Vec<i64> {
    let person = |who: Who| {
        let own = state.sets[who as usize].0 & state.carried;
        [who as i64, i64::from(own), i64::from(who == Who::Karl)]
    };
    let group = if state.grant { i64::from(state.sets[GROUP].0 & state.carried) } else { -1 };
    let whole = [i64::from(state.granular), i64::from(state.carried), group, i64::from(dormant(state))];
    whole.into_iter().chain(people(state).into_iter().flat_map(person)).collect()
}

/// The ways there are to switch.
fn ways(state: &State) -> Vec<Switch> {
    if state.granular {
        return vec![Switch::Off];
    }
    let kept = |subject: usize| state.sets[subject].0 & state.carried != 0;
    let kept = (0..SUBJECTS).any(kept);
    let ways = [Start::Today, Start::Nothing].into_iter().chain(kept.then_some(Start::Kept));
    ways.map(Switch::On).collect()
}

/// Whether something is kept for somebody who is no member now: Karl, for others lose it with their membership.
fn dormant(state: &State) -> bool {
    !state.is_member(Who::Karl) && state.sets[Who::Karl as usize].0 & state.carried != 0
}

/// The members on the customer's side.
fn people(state: &State) -> Vec<Who> {
    Who::ALL.into_iter().filter(|who| *who != Who::Erik && state.is_member(*who)).collect()
}

fn replace(state: &mut State, subject: usize, set: Set) {
    if state.sets[subject].0 != set {
        state.sets[subject] = (set, state.sets[subject].1 + 1);
        state.events += 1;
    }
}

/// People gaining and losing, services gained and lost, out of what each could use before and after.
fn totals(changes: impl Iterator<Item = (Set, Set)>) -> Outcome {
    let (mut people, mut services) = ([0, 0], [0, 0]);
    for (before, after) in changes {
        for (place, change) in [after & !before, before & !after].into_iter().enumerate() {
            people[place] += usize::from(change != 0);
            services[place] |= change;
        }
    }
    let count = |set: Set| usize::try_from(set.count_ones()).unwrap();
    Outcome::Totals([people[0], people[1], count(services[0]), count(services[1])])
}
