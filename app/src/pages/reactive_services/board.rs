//! What a tab of the page knows.

use super::edit::Edit;
use super::filter::{self, Filter};
use super::subject::{self, List, Subject, Tab};
use crate::api::{Mutation, Order, Phase, Query};
use crate::memory::Memory;
use crate::navigator::Navigator;
use crate::pages::held::Held;
use crate::routes;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Announce, focus};
use leptos::prelude::*;
use shared::access::{Actor, ContractedService, Effect as Change, Permission, Refusal};
use shared::api::Empty;
use shared::api::reactive_services::{
    ListGroupServices, ListMemberServices, SaveGroupServices, SaveMemberServices,
};
use shared::problem::ProblemCode;
use shared::service::entitlement::reactive;
use std::sync::Arc;

/// How many are drawn at first, and how many more each time.
pub(super) const SLICE: usize = 40;

/// Everything a tab knows. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub(super) t: Text,
    pub(super) tab: Tab,
    pub(super) space: Space,
    pub(super) navigator: Navigator,
    pub(super) announce: Announce,
    pub(super) people: Query<ListMemberServices>,
    /// Asked on the Groups tab.
    pub(super) groups: Option<Query<ListGroupServices>>,
    pub(super) list: Held<List>,
    pub(super) filter: Held<Filter>,
    /// Those whom the filter lets through.
    pub(super) shown: Held<Vec<Arc<Subject>>>,
    /// How many of them are drawn.
    pub(super) drawn: RwSignal<usize>,
    /// Told when somebody is chosen, or no longer.
    choice: RwSignal<()>,
    pub(super) count: Memo<Count>,
    pub(super) edit: Held<Edit>,
    /// Why nothing can be changed, if it can't.
    pub(super) refused: Memo<Option<Refusal>>,
    pub(super) save_people: Mutation<SaveMemberServices>,
    pub(super) save_groups: Mutation<SaveGroupServices>,
    /// Whether the pane is open.
    pub(super) open: RwSignal<bool>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) all: usize,
    pub(super) shown: usize,
    pub(super) chosen: usize,
    /// How many of those who are shown are chosen.
    pub(super) among_shown: usize,
}

/// What is there again when the page is drawn anew, or come back to: who is chosen, and what was ticked.
struct Kept {
    list: Arc<List>,
    edit: Option<Arc<Edit>>,
}

impl Board {
    pub(super) fn new(tab: Tab) -> Self {
        let space = Space::current();
        let (choice, list, shown) = (RwSignal::new(()), Held::nothing(), Held::nothing());
        let board = Self {
            t: use_text(),
            tab,
            space,
            navigator: Navigator::current(),
            announce: Announce::current(),
            people: Query::new(move || (space.path(), Empty {})),
            groups: (tab == Tab::Groups).then(|| Query::new(move || (space.path(), Empty {}))),
            list,
            filter: Held::nothing(),
            shown,
            drawn: RwSignal::new(SLICE),
            choice,
            count: Memo::new(move |_| {
                choice.track();
                count(list.get().as_deref(), shown.get().as_deref())
            }),
            edit: Held::nothing(),
            refused: Memo::new(move |_| {
                space.may(&[Permission::ServicesManage], Change::Changes).and_then(Result::err)
            }),
            save_people: Mutation::idle(),
            save_groups: Mutation::idle(),
            open: RwSignal::new(false),
        };
        board.live();
        board
    }

    /// Begins to hear what the worker says, what the address asks for, and what becomes of saving.
    fn live(self) {
        let memory = Memory::current();
        Effect::new(move |_| self.hear(memory));
        Effect::new(move |_| {
            let (Some(list), edit) = (self.list.get(), self.edit.get()) else { return };
            if let Some(actor) = untrack(|| self.space.actor()) {
                memory.keep(&self.name(&actor), Arc::new(Kept { list, edit }));
            }
        });
        Effect::new(move |_| self.take_failure());
        Effect::new(move |opened: Option<bool>| {
            let open = self.open.get();
            if opened == Some(true) && !open {
                self.closed();
            }
            open
        });
        Effect::new(move |_| {
            let here = self.navigator.here();
            if here.route.page() == Some(&routes::Page::ReactiveServices) && filter::tab(&here) == self.tab {
                self.filter.set(Filter::of(&here));
                self.drawn.set(SLICE);
            }
        });
        Effect::new(move |_| {
            if let (Some(list), Some(filter)) = (self.list.get(), self.filter.get()) {
                self.shown.set(filter.shown(&list));
            }
        });
    }

    /// Under which name the tab's choice is kept: another reader's, or another workspace's, is none of it.
    fn name(self, actor: &Actor) -> String {
        let tab = if self.tab == Tab::Groups { "groups" } else { "users" };
        format!("{} {} {tab}", actor.identity(), actor.workspace())
    }

    /// The list from before, and what was ticked: those of the page that was drawn anew, at first.
    fn before(self, actor: &Actor, memory: Memory) -> Option<Arc<List>> {
        if let Some(list) = self.list.now() {
            return Some(list);
        }
        memory.forget_others(&format!("{} {} ", actor.identity(), actor.workspace()));
        let kept = memory.recall(&self.name(actor))?.downcast::<Kept>().ok()?;
        if let Some(edit) = kept.edit.clone() {
            if edit.is_unsaved() && edit.goes_on_for(&kept.list.chosen()) {
                self.announce.warn(text::services_kept(self.t));
            }
            self.edit.put(edit);
        }
        Some(kept.list.clone())
    }

    /// Takes in what the worker has said about people and groups, and about the services.
    fn hear(self, memory: Memory) {
        let (Some(answer), Some(actor)) = (self.people.answer(), self.space.actor()) else { return };
        let groups = self.groups.map(Query::answer);
        if groups.as_ref().is_some_and(Option::is_none) {
            return;
        }
        let (services, before) = (by_name(reactive(&actor)), self.before(&actor, memory));
        let t = self.t;
        let people = |before| List::of_people(&answer, services, before, &|row| subject::words(t, row));
        let list = match groups.flatten() {
            None => people(before.as_deref()),
            Some(groups) => {
                let words = |row: &_| subject::words_of_group(t, row);
                List::of_groups(&groups, people(None), before.as_deref(), &words)
            }
        };
        if let Some(edit) = self.edit.now().and_then(|edit| edit.catch_up(&list)) {
            self.edit.set(edit);
        }
        self.list.set(list);
    }

    /// The command that saves.
    pub(super) fn order(self) -> Order {
        match self.tab {
            Tab::Users => self.save_people.order(),
            Tab::Groups => self.save_groups.order(),
        }
    }

    /// Whether the worker has said that services are not handed out one by one here, while a pane may be open.
    pub(super) fn is_off(self) -> bool {
        matches!(self.people.inquiry().phase(), Phase::Failed(failure) if failure.code() == Some(ProblemCode::FeatureOff))
    }

    /// Whether a newer list is on its way.
    pub(super) fn is_refreshing(self) -> bool {
        let groups = self.groups.map(|groups| groups.inquiry().phase());
        self.people.inquiry().phase() == Phase::Refreshing || groups == Some(Phase::Refreshing)
    }

    /// Chooses these, or no longer.
    pub(super) fn choose<'a>(self, subjects: impl IntoIterator<Item = &'a Arc<Subject>>, chosen: bool) {
        subjects.into_iter().for_each(|subject| subject.choose(chosen));
        self.choice.set(());
    }

    /// Opens the pane for those who are chosen. What was ticked for the same before and not saved is still there.
    pub(super) fn begin(self) {
        let Some(list) = self.list.now() else { return };
        let chosen = list.chosen();
        if !self.edit.now().is_some_and(|edit| edit.goes_on_for(&chosen)) {
            self.order().renew();
            self.edit.set(Edit::begin(chosen, &list));
        }
        self.open.set(true);
    }

    /// Says what becomes of what was ticked and not saved, when the pane is closed on it.
    fn closed(self) {
        let sending = untrack(|| self.order().is_sending());
        if !sending && self.edit.now().is_some_and(|edit| edit.is_unsaved()) {
            self.announce.warn(text::services_kept(self.t));
        }
    }

    /// Asks for people, groups and services again.
    pub(super) fn reload(self) {
        self.people.reload();
        if let Some(groups) = self.groups {
            groups.reload();
        }
        self.space.inquiry().reload();
    }

    /// Goes on from what there is now, where saving met something else than the pane had shown.
    fn take_failure(self) {
        use ProblemCode::{FeatureOff, IdempotencyKeyReused, InvalidFields, StaleVersion};
        let order = self.order();
        match order.failure().and_then(|failure| failure.code()) {
            Some(StaleVersion | InvalidFields | IdempotencyKeyReused) => {
                order.renew();
                if let Some(edit) = self.edit.now() {
                    self.edit.set(edit.settled().late());
                }
                self.reload();
            }
            Some(FeatureOff) => self.reload(),
            _ => {}
        }
    }

    /// Chooses nobody any more. Where the button for it stood there may be none: the focus goes to the first of them.
    pub(super) fn clear(self) {
        let chosen = self.list.now().map(|list| list.chosen()).unwrap_or_default();
        self.choose(&chosen, false);
        let Some(first) = chosen.first().map(|subject| format!("#{} input", subject.id)) else { return };
        request_animation_frame(move || {
            focus(&first);
        });
    }
}

fn count(list: Option<&List>, shown: Option<&Vec<Arc<Subject>>>) -> Count {
    let chosen = |subjects: &[Arc<Subject>]| subjects.iter().filter(|subject| subject.is_chosen()).count();
    let (all, shown) = (list.map_or(&[][..], |list| &list.subjects), shown.map_or(&[][..], Vec::as_slice));
    Count { all: all.len(), shown: shown.len(), chosen: chosen(all), among_shown: chosen(shown) }
}

fn by_name<'a>(services: impl Iterator<Item = &'a ContractedService>) -> Vec<ContractedService> {
    let mut sorted: Vec<ContractedService> = Vec::new();
    for service in services {
        let place = sorted.iter().position(|other| other.name > service.name).unwrap_or(sorted.len());
        sorted.insert(place, service.clone());
    }
    sorted
}
