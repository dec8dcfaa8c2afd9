//! Tables, and choosing rows in them.

use super::Checkbox;
use leptos::prelude::*;
use shared::service::assignment::Tick;
use std::collections::BTreeSet;

/// The head of a column.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// What is in the column.
    pub(crate) name: String,
    /// `lead` for the first, `figure` for numbers, `now` for what a phone shows in the second line, `wide` for what it
    /// leaves out.
    pub(crate) class: &'static str,
}

impl Head {
    /// A column.
    pub(crate) fn new(name: String, class: &'static str) -> Self {
        Self { name, class }
    }
}

/// A table. Its rows are `<tr>` with a `<td>` per column, each with its column's class.
#[component]
pub(crate) fn Table(
    /// What is in the table.
    label: String,
    /// The columns.
    heads: Vec<Head>,
    /// Stands before the columns: the box that chooses all rows.
    #[prop(optional)]
    choose_all: Option<AnyView>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = heads
        .into_iter()
        .map(|head| view! { <th scope="col" class=head.class>{head.name}</th> }.into_any())
        .collect_view();
    view! {
        <table class="table">
            <caption class="visually-hidden">{label}</caption>
            <thead>
                <tr>{choose_all.map(|all| view! { <th class="box">{all}</th> }.into_any())} {heads}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}

/// Which rows are chosen. Copied like a number.
pub(crate) struct Selection<Id: 'static> {
    chosen: RwSignal<BTreeSet<Id>>,
}

impl<Id> Clone for Selection<Id> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Id> Copy for Selection<Id> {}

impl<Id: Ord + Clone + Send + Sync> Selection<Id> {
    /// Nothing is chosen.
    pub(crate) fn none() -> Self {
        Self { chosen: RwSignal::new(BTreeSet::new()) }
    }

    /// Whether a row is chosen.
    pub(crate) fn has(self, id: &Id) -> bool {
        self.chosen.with(|chosen| chosen.contains(id))
    }

    /// Chooses a row, or no longer.
    pub(crate) fn set(self, id: Id, chosen: bool) {
        self.chosen.update(|ids| {
            if chosen {
                ids.insert(id);
            } else {
                ids.remove(&id);
            }
        });
    }

    /// Chooses exactly these.
    pub(crate) fn replace(self, ids: BTreeSet<Id>) {
        self.chosen.set(ids);
    }

    /// How the box that stands for all these rows is.
    pub(crate) fn tick(self, all: &[Id]) -> Tick {
        let chosen = self.chosen.with(|chosen| all.iter().filter(|id| chosen.contains(id)).count());
        match chosen {
            0 => Tick::Empty,
            _ if chosen == all.len() => Tick::Ticked,
            _ => Tick::Mixed,
        }
    }

    /// The box that stands for all rows.
    pub(crate) fn choose_all(self, label: String, all: Signal<Vec<Id>>) -> AnyView {
        let change = move |chosen: bool| {
            let ids = if chosen { all.get_untracked().into_iter().collect() } else { BTreeSet::new() };
            self.replace(ids);
        };
        let tick = Signal::derive(move || all.with(|all| self.tick(all)));
        view! { <Checkbox label=label bare=true tick=tick on_change=change /> }.into_any()
    }
}
