//! What is being edited in the pane: whose services, how the boxes stand, what saving would change.
//!
//! An edit keeps the people or groups as they were when the pane was opened. When the list brings something else about one
//! of them, the edit goes on from there, says what is different now, and leaves the boxes as they were set (ACC-12).

use super::crowd::Outcome;
use super::ground::Ground;
use super::marks::Marks;
use super::subject::{List, Subject};
use shared::id::ServiceId;
use shared::service::assignment::Tick;
use std::sync::Arc;

/// An edit. Each step makes a new one.
#[derive(Clone)]
pub(super) struct Edit {
    /// What it began from, or goes on from.
    pub(super) ground: Arc<Ground>,
    /// How the box of each service stands.
    pub(super) ticks: Vec<Tick>,
    /// The services whose boxes are mixed: to be settled before saving (RS-9).
    pub(super) mixed: Marks,
    /// The services whose boxes are ticked.
    pub(super) chosen: Marks,
    /// What the boxes that are not mixed change for the sets of groups; on the Users tab nothing.
    pub(super) groups: Outcome,
    /// The same for people.
    pub(super) people: Outcome,
    /// Whether somebody's own set is another than what is ticked.
    pub(super) differs: bool,
    /// Whether saving was refused because something was different by then.
    pub(super) late: bool,
    /// What has become different since the pane was opened.
    pub(super) since: Vec<Since>,
    /// The boxes that somebody has set.
    picks: Vec<(ServiceId, bool)>,
}

/// What somebody else has made different about a person or a group.
#[derive(Clone)]
pub(super) struct Since {
    id: String,
    /// The name.
    pub(super) name: String,
    /// What they had when the pane was opened.
    pub(super) before: Has,
    /// What they have now; `None` if they are no longer here.
    pub(super) now: Option<Has>,
}

/// What somebody has: of their own, and through groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Has {
    pub(super) own: Marks,
    pub(super) through: Marks,
}

impl Has {
    fn of(subject: &Subject) -> Self {
        Self { own: subject.own.clone(), through: subject.through.clone() }
    }
}

impl Edit {
    /// Begins to edit the services of these.
    pub(super) fn begin(base: Vec<Arc<Subject>>, list: &List) -> Self {
        let ground = Arc::new(Ground::of(base, list));
        let none = Marks::none(ground.services.len());
        Self {
            ground,
            ticks: Vec::new(),
            mixed: none.clone(),
            chosen: none,
            groups: Outcome::default(),
            people: Outcome::default(),
            differs: false,
            late: false,
            since: Vec::new(),
            picks: Vec::new(),
        }
        .computed()
    }

    /// Whether boxes were set for exactly these: then there is something to go on with.
    pub(super) fn goes_on_for(&self, subjects: &[Arc<Subject>]) -> bool {
        // Both stand in the order of the list.
        let (base, mut same) = (&self.ground.base, self.ground.base.iter().zip(subjects));
        !self.picks.is_empty() && base.len() == subjects.len() && same.all(|(one, other)| one.id == other.id)
    }

    /// Whether boxes were set that saving would make a difference of.
    pub(super) fn is_unsaved(&self) -> bool {
        !self.picks.is_empty() && (self.differs || !self.mixed.is_empty())
    }

    /// The same with the boxes at these places set.
    pub(super) fn pick(&self, places: &[usize], ticked: bool) -> Self {
        let mut edit = self.clone();
        for place in places {
            edit.set(*place, ticked);
        }
        edit.computed()
    }

    /// The same with every box set to how it stands, so that it stays so whatever becomes of the sets.
    pub(super) fn settled(&self) -> Self {
        let mut edit = self.clone();
        for (place, tick) in self.ticks.iter().enumerate() {
            edit.set(place, *tick == Tick::Ticked);
        }
        edit
    }

    fn set(&mut self, place: usize, ticked: bool) {
        let Some(service) = self.ground.services.get(place) else { return };
        match self.picks.iter_mut().find(|(picked, _)| *picked == service.id) {
            Some(pick) => pick.1 = ticked,
            None => self.picks.push((service.id.clone(), ticked)),
        }
    }

    /// The same with all of them as they are now; `None` if nothing is different.
    pub(super) fn catch_up(&self, list: &List) -> Option<Self> {
        let mut edit = self.clone();
        let (then, now) = (&self.ground.services, &list.services);
        let moved = then.len() != now.len() || then.iter().zip(now).any(|(then, now)| then.id != now.id);
        let has = |has: Has| match moved {
            true => Has { own: has.own.moved(then, now), through: has.through.moved(then, now) },
            false => has,
        };
        for since in &mut edit.since {
            since.before = has(since.before.clone());
        }
        let (mut base, mut differs) = (Vec::new(), then != now);
        for was in &self.ground.base {
            let found = list.find(&was.id);
            let before = has(Has::of(was));
            edit.note(was, &before, found.map(|now| Has::of(now)));
            differs |= found.is_none_or(|now| now.version != was.version || Has::of(now) != before);
            base.extend(found.cloned());
        }
        edit.ground = Arc::new(Ground::of(base, list));
        differs |= list.in_force != self.ground.in_force;
        differs = differs || *edit.ground.people != *self.ground.people;
        differs.then(|| edit.computed())
    }

    /// Notes what has become different about somebody: once for each, from how it was at first to how it is now.
    fn note(&mut self, was: &Subject, before: &Has, now: Option<Has>) {
        let known = self.since.iter().position(|since| since.id == was.id);
        if known.is_none() && now.as_ref() == Some(before) {
            return;
        }
        let before = known.map_or_else(|| before.clone(), |place| self.since.remove(place).before);
        if now.as_ref() != Some(&before) {
            self.since.push(Since { id: was.id.clone(), name: was.name.clone(), before, now });
        }
    }

    /// The same, known to have come too late.
    pub(super) fn late(&self) -> Self {
        Self { late: true, ..self.clone() }
    }

    fn computed(mut self) -> Self {
        let ground = self.ground.clone();
        let none = Marks::none(ground.services.len());
        (self.mixed, self.chosen) = (none.clone(), none);
        self.ticks.clear();
        for (place, service) in ground.services.iter().enumerate() {
            let picked = self.picks.iter().find(|(picked, _)| *picked == service.id);
            let tick = match picked {
                Some((_, true)) => Tick::Ticked,
                Some((_, false)) => Tick::Empty,
                None => ground.tick(place),
            };
            match tick {
                Tick::Ticked => self.chosen.add(place),
                Tick::Mixed => self.mixed.add(place),
                Tick::Empty => {}
            }
            self.ticks.push(tick);
        }
        // Boxes that nobody has set stand as the sets do.
        (self.groups, self.people) = match self.picks.is_empty() {
            true => (Outcome::default(), Outcome::default()),
            false => (
                ground.groups.outcome(&self.chosen, &self.mixed),
                ground.outcome_for_people(&self.chosen, &self.mixed),
            ),
        };
        self.differs = ground.base.iter().any(|subject| !subject.own.is_without(&self.mixed, &self.chosen));
        self
    }

    /// The groups through which all have already what is ticked for them; nothing where something is taken that stays.
    pub(super) fn given_already(&self) -> Option<Vec<String>> {
        let mut groups = Vec::new();
        for (effect, _) in &self.people.lines {
            if !effect.keeps.is_empty() {
                return None;
            }
            for giving in &effect.having {
                if !groups.contains(giving) {
                    groups.push(*giving);
                }
            }
        }
        (!groups.is_empty()).then(|| self.ground.givers(&groups))
    }
}

#[cfg(test)]
mod tests;
