//! What is being edited in the pane: whose services, how the boxes stand, what saving would change.
//!
//! The pane keeps the people as they were when it was opened. When the list brings something else about one of them, it
//! goes on from there, says what is different now, and leaves the boxes as they were set (ACC-12).

use super::people::{People, Person};
use crate::api::{Mutation, Order};
use leptos::prelude::*;
use shared::access::ContractedService;
use shared::api::reactive_services::SaveMemberServices;
use shared::id::ServiceId;
use shared::service::ServiceSet;
use shared::service::assignment::{Change, Holding, Tick, plan, tick_for};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The boxes that somebody has set.
pub(super) type Picks = BTreeMap<ServiceId, bool>;

/// The pane's state. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    /// Whether the pane is open.
    pub(super) open: RwSignal<bool>,
    /// Whether it is being asked if really everything is to be taken away.
    pub(super) confirming: RwSignal<bool>,
    /// The people, as what is shown was computed from.
    pub(super) base: RwSignal<Vec<Arc<Person>>>,
    /// What has become different about them since the pane was opened.
    pub(super) since: RwSignal<Vec<Since>>,
    /// What would be saved.
    pub(super) draft: Memo<Draft>,
    picks: RwSignal<Picks>,
    attempt: RwSignal<()>,
    command: Memo<Mutation<SaveMemberServices>>,
}

impl Editor {
    /// An editor that nothing is edited in.
    pub(super) fn closed(services: Memo<Vec<ContractedService>>, people: Memo<People>) -> Self {
        let (base, picks) = (RwSignal::new(Vec::new()), RwSignal::new(Picks::new()));
        let attempt = RwSignal::new(());
        let make = move |_: Option<&Mutation<_>>| {
            attempt.track();
            Mutation::idle()
        };
        let editor = Self {
            open: RwSignal::new(false),
            confirming: RwSignal::new(false),
            base,
            since: RwSignal::new(Vec::new()),
            draft: Memo::new(move |_| draft(&base.get(), &services.get(), &picks.get())),
            picks,
            attempt,
            command: Memo::new_with_compare(make, |_, _| true),
        };
        Effect::new(move |_| editor.catch_up(&people.get()));
        editor
    }

    /// Opens the pane for these people.
    pub(super) fn start(self, people: Vec<Arc<Person>>) {
        self.base.set(people);
        self.picks.set(Picks::new());
        self.since.set(Vec::new());
        self.attempt.set(());
        self.open.set(true);
    }

    /// Sets a box. What came of an earlier attempt is no longer about what would be saved now, and neither is its key.
    pub(super) fn pick(self, service: ServiceId, ticked: bool) {
        if self.order_untracked().failure().is_some() {
            self.attempt.set(());
        }
        self.picks.update(|picks| {
            picks.insert(service, ticked);
        });
    }

    /// Sets every box to how it stands, so that it stays so whatever becomes of the people's sets.
    pub(super) fn settle(self, services: &[ContractedService]) {
        let chosen = self.draft.with_untracked(|draft| draft.chosen.clone());
        let boxes = services.iter().map(|service| (service.id.clone(), chosen.contains(&service.id)));
        self.picks.set(boxes.collect());
    }

    /// The command to save.
    pub(super) fn command(self) -> Mutation<SaveMemberServices> {
        self.command.get_untracked()
    }

    /// How saving goes.
    pub(super) fn order(self) -> Order {
        self.command.get().order()
    }

    fn order_untracked(self) -> Order {
        self.command.get_untracked().order()
    }

    fn catch_up(self, people: &People) {
        if self.open.get_untracked() {
            let (base, since) = self.base.with_untracked(|base| catch_up(base, people));
            self.base.set(base);
            if !since.is_empty() {
                self.since.set(since);
            }
        }
    }
}

/// What saving would do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// How the boxes stand, in the order of the services.
    pub(super) ticks: Vec<Tick>,
    /// The services whose boxes are mixed: to be settled before saving (RS-9).
    pub(super) mixed: ServiceSet,
    /// The services whose boxes are ticked.
    pub(super) chosen: ServiceSet,
    /// What the boxes that are not mixed change, in the order of the people.
    pub(super) plan: Vec<Change>,
    /// Whether somebody's own set is another than what is ticked.
    pub(super) differs: bool,
}

fn draft(base: &[Arc<Person>], services: &[ContractedService], picks: &Picks) -> Draft {
    let mut holdings: Vec<Holding> = base.iter().map(|person| person.holding.clone()).collect();
    let tick = |service: &ContractedService| match picks.get(&service.id) {
        Some(true) => Tick::Ticked,
        Some(false) => Tick::Empty,
        None => tick_for(&holdings, &service.id),
    };
    let ticks: Vec<Tick> = services.iter().map(tick).collect();
    let those = |wanted: Tick| -> ServiceSet {
        let boxes = services.iter().zip(&ticks).filter(|(_, tick)| **tick == wanted);
        boxes.map(|(service, _)| service.id.clone()).collect()
    };
    let (mixed, chosen) = (those(Tick::Mixed), those(Tick::Ticked));
    for holding in &mut holdings {
        holding.own.retain(|service| !mixed.contains(service));
    }
    let differs = holdings.iter().any(|holding| holding.own != chosen);
    Draft { plan: plan(&holdings, &chosen), ticks, mixed, chosen, differs }
}

/// What somebody else has made different about a person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Since {
    /// The person's name.
    pub(super) name: String,
    /// Their own set as the pane had it.
    pub(super) before: ServiceSet,
    /// Their own set as it is now; `None` if they are no longer here.
    pub(super) now: Option<ServiceSet>,
}

/// The same people as they are now, and what is different about them.
fn catch_up(base: &[Arc<Person>], people: &[Arc<Person>]) -> (Vec<Arc<Person>>, Vec<Since>) {
    let mut since = Vec::new();
    let now = base.iter().filter_map(|was| {
        let now = people.iter().find(|person| person.id() == was.id());
        let own = now.map(|now| &now.holding.own);
        if own != Some(&was.holding.own) {
            let (name, before) = (was.row.name.clone(), was.holding.own.clone());
            since.push(Since { name, before, now: own.cloned() });
        }
        now.cloned()
    });
    (now.collect(), since)
}

#[cfg(test)]
mod tests;
