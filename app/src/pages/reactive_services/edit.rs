//! What is being edited in the pane: whose services, how the boxes stand, what saving would change.
//!
//! An edit keeps the people as they were when the pane was opened. When the list brings something else about one of them,
//! the edit goes on from there, says what is different now, and leaves the boxes as they were set (ACC-12).

use super::people::{List, Person, add};
use shared::access::ContractedService;
use shared::id::ServiceId;
use shared::service::ServiceSet;
use shared::service::assignment::{Change, Holding, Tick, plan, tick_for};
use std::sync::Arc;

/// An edit. Each step makes a new one.
#[derive(Clone)]
pub(super) struct Edit {
    /// The people, as what is shown was computed from.
    pub(super) base: Vec<Arc<Person>>,
    /// The services, each with how its box stands.
    pub(super) boxes: Vec<(ContractedService, Tick)>,
    /// The services whose boxes are mixed: to be settled before saving (RS-9).
    pub(super) mixed: ServiceSet,
    /// The services whose boxes are ticked.
    pub(super) chosen: ServiceSet,
    /// What the boxes that are not mixed change, in the order of the people.
    pub(super) plan: Vec<Change>,
    /// What is ticked that groups give already, in the order of the people: it makes no difference yet.
    pub(super) also: Vec<Vec<ServiceId>>,
    /// Whether somebody's own set is another than what is ticked.
    pub(super) differs: bool,
    /// Whether saving was refused because something was different by then.
    pub(super) late: bool,
    /// What has become different about the people since the pane was opened.
    pub(super) since: Vec<Since>,
    /// The boxes that somebody has set.
    picks: Vec<(ServiceId, bool)>,
}

/// What somebody else has made different about a person.
#[derive(Clone)]
pub(super) struct Since {
    /// The person's name.
    pub(super) name: String,
    /// What they had when the pane was opened.
    pub(super) before: Holding,
    /// What they have now; `None` if they are no longer here.
    pub(super) now: Option<Holding>,
}

impl Edit {
    /// Begins to edit these people's services.
    pub(super) fn begin(base: Vec<Arc<Person>>, list: &List) -> Self {
        let (mixed, chosen) = (ServiceSet::new(), ServiceSet::new());
        let (plan, also, since, picks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            base,
            boxes: boxes(list),
            mixed,
            chosen,
            plan,
            also,
            differs: false,
            late: false,
            since,
            picks,
        }
        .computed()
    }

    /// Whether boxes were set for exactly these people: then there is something to go on with.
    pub(super) fn goes_on_for(&self, people: &[Arc<Person>]) -> bool {
        let among = |person: &Arc<Person>| people.iter().any(|other| other.row.member == person.row.member);
        !self.picks.is_empty() && self.base.len() == people.len() && self.base.iter().all(among)
    }

    /// Whether boxes were set that saving would make a difference of.
    pub(super) fn is_unsaved(&self) -> bool {
        !self.picks.is_empty() && (self.differs || !self.mixed.is_empty())
    }

    /// The same with one box set.
    pub(super) fn pick(&self, service: &ServiceId, ticked: bool) -> Self {
        let mut edit = self.clone();
        edit.set(service, ticked);
        edit.computed()
    }

    /// The same with every box set to how it stands, so that it stays so whatever becomes of the people's sets.
    pub(super) fn settled(&self) -> Self {
        let mut edit = self.clone();
        for (service, tick) in &self.boxes {
            edit.set(&service.id, *tick == Tick::Ticked);
        }
        edit
    }

    fn set(&mut self, service: &ServiceId, ticked: bool) {
        match self.picks.iter_mut().find(|(picked, _)| picked == service) {
            Some(pick) => pick.1 = ticked,
            None => self.picks.push((service.clone(), ticked)),
        }
    }

    /// The same with the people as they are now; `None` if nothing is different.
    pub(super) fn catch_up(&self, list: &List) -> Option<Self> {
        let mut edit = self.clone();
        edit.base.clear();
        edit.boxes = boxes(list);
        let same = |(new, old): (&(ContractedService, Tick), &(ContractedService, Tick))| new.0 == old.0;
        let mut differs =
            edit.boxes.len() != self.boxes.len() || !edit.boxes.iter().zip(&self.boxes).all(same);
        for was in &self.base {
            let now = list.find(&was.row.member);
            edit.note(was, now.map(|now| &now.holding));
            differs |= now.is_none_or(|now| now.holding != was.holding);
            edit.base.extend(now.cloned());
        }
        differs.then(|| edit.computed())
    }

    /// Notes what has become different about a person: once for each, from how it was at first to how it is now.
    fn note(&mut self, was: &Person, now: Option<&Holding>) {
        let known = self.since.iter().position(|since| since.before.member == was.holding.member);
        let before = known.map_or_else(|| was.holding.clone(), |place| self.since.remove(place).before);
        let same = |now: &Holding| now.own == before.own && now.through_groups == before.through_groups;
        if !now.is_some_and(same) {
            self.since.push(Since { name: was.row.name.clone(), before, now: now.cloned() });
        }
    }

    /// The same, known to have come too late.
    pub(super) fn late(&self) -> Self {
        Self { late: true, ..self.clone() }
    }

    fn computed(mut self) -> Self {
        let mut holdings: Vec<Holding> = self.base.iter().map(|person| person.holding.clone()).collect();
        self.mixed.clear();
        self.chosen.clear();
        for (service, tick) in &mut self.boxes {
            let picked = self.picks.iter().find(|(picked, _)| *picked == service.id);
            *tick = match picked {
                Some((_, true)) => Tick::Ticked,
                Some((_, false)) => Tick::Empty,
                None => tick_for(&holdings, &service.id),
            };
            let set = match tick {
                Tick::Ticked => &mut self.chosen,
                Tick::Mixed => &mut self.mixed,
                Tick::Empty => continue,
            };
            set.insert(service.id.clone());
        }
        self.differs = false;
        for holding in &mut holdings {
            let mut own = ServiceSet::new();
            add(&mut own, &holding.own, &|service| !self.mixed.contains(service));
            holding.own = own;
            self.differs |= holding.own != self.chosen;
        }
        let also = |holding: &Holding| {
            let new = self.chosen.difference(&holding.own);
            new.filter(|service| holding.through_groups.contains(*service)).cloned().collect()
        };
        self.also = holdings.iter().map(also).collect();
        self.plan = plan(&holdings, &self.chosen);
        self
    }
}

fn boxes(list: &List) -> Vec<(ContractedService, Tick)> {
    list.services.iter().map(|service| (service.clone(), Tick::Empty)).collect()
}

#[cfg(test)]
mod tests;
