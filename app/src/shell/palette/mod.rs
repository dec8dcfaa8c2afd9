//! The palette: finds places, cases, people, workspaces and commands as one types, and goes there. A dialog with a
//! combobox: the focus stays where one types, the arrow keys choose, Enter goes.

mod doer;
mod entries;
mod rank;

use super::leave::Leave;
use crate::api::{Inquiry, Phase, Query};
use crate::navigator::Navigator;
use crate::preferences::Preferences;
use crate::session::{Session, Space, browser_time};
use crate::text::{self, Text};
use crate::ui::{Announce, Icon, fresh_id, icon, modal};
use doer::Doer;
use entries::{Entry, Kind, found};
use leptos::html;
use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Empty;
use shared::api::case_list::{CasesQuestion, ListCases};
use shared::api::members::{ListMembers, Members};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// What draws the palette, opened and closed by the first signal; the second asks whether to sign out everywhere.
pub(super) type Draw = fn(Text, Option<Space>, RwSignal<bool>, RwSignal<bool>) -> AnyView;

/// The palette. What is in it is made when it opens, and gone when it closes.
pub(super) fn palette(
    t: Text,
    space: Option<Space>,
    open: RwSignal<bool>,
    everywhere: RwSignal<bool>,
) -> AnyView {
    let (dialog, known) = (modal(open), StoredValue::new(None));
    let doer = Doer {
        t,
        dialog,
        navigator: Navigator::current(),
        preferences: Preferences::current(),
        announce: Announce::current(),
        leave: Leave::here(),
        everywhere,
    };
    doer.watch();
    // A press beside it is a press on the dialog itself.
    let outside = move |event: MouseEvent| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="palette"
            aria-label=text::palette_title(t)
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=outside
        >
            {move || open.get().then(|| Palette::new(t, space, doer, known).view())}
        </dialog>
    }
    .into_any()
}

/// The people of the workspace as they were when they were asked for last, and when that was: somebody who opens the palette
/// again and again does not ask for thousands each time. Whether they are shown is decided anew at every opening.
type Known = StoredValue<Option<(i64, Arc<Members>)>>;

/// How long people found stay known, in milliseconds.
const KNOWN_FOR: i64 = 30_000;

/// The people who are known, if they were asked for just now.
fn known_people(known: Known) -> Option<Arc<Members>> {
    known
        .get_value()
        .filter(|(when, _)| (0..KNOWN_FOR).contains(&(browser_time() - when)))
        .map(|(_, list)| list)
}

/// The palette while it is open. Copied like a number.
#[derive(Clone, Copy)]
struct Palette {
    t: Text,
    doer: Doer,
    typed: RwSignal<String>,
    /// The one among those found that Enter goes to.
    chosen: RwSignal<usize>,
    found: Memo<Vec<(Kind, Vec<Entry>)>>,
    cases: Option<Inquiry>,
    people: Option<Inquiry>,
    list: NodeRef<html::Div>,
}

impl Palette {
    fn new(t: Text, space: Option<Space>, doer: Doer, known: Known) -> Self {
        let session = Session::current();
        let sees = |permission| space.filter(|space| untrack(|| space.shows(permission)));
        let all = CasesQuestion::default();
        let cases = sees(Permission::CasesView)
            .map(|space| (space, Query::<ListCases>::new(move || (space.path(), all.clone()))));
        let former = known_people(known);
        let of_people = sees(Permission::RolesView);
        let people = of_people
            .filter(|_| former.is_none())
            .map(|space| Query::<ListMembers>::new(move || (space.path(), Empty {})));
        Effect::new(move |_| {
            if let Some(list) = people.and_then(Query::answer) {
                known.set_value(Some((browser_time(), list)));
            }
        });
        let theme = doer.preferences.theme_now();
        let entries = Memo::new(move |_| {
            let mut entries = space.map(|space| entries::places(t, space)).unwrap_or_default();
            if let Some((space, page)) = cases.and_then(|(space, query)| Some((space, query.answer()?))) {
                entries.extend(entries::cases(t, space, &page.items));
            }
            let list = former.clone().or_else(|| people.and_then(Query::answer));
            if let Some((space, list)) = of_people.zip(list) {
                entries.extend(entries::people(space, &list.members));
            }
            entries.extend(entries::workspaces(session, space));
            entries.extend(entries::commands(t, theme));
            entries
        });
        let typed = RwSignal::new(String::new());
        let found = Memo::new(move |_| entries.with(|entries| found(entries, &typed.get())));
        let cases = cases.map(|(_, query)| query.inquiry());
        let people = people.map(Query::inquiry);
        Self { t, doer, typed, chosen: RwSignal::new(0), found, cases, people, list: NodeRef::new() }
    }

    fn view(self) -> AnyView {
        let (t, id) = (self.t, fresh_id());
        let input = NodeRef::<html::Input>::new();
        Effect::new(move |_| input.get().map(|input| drop(input.focus())));
        let typing = move |event| {
            self.chosen.set(0);
            self.typed.set(event_target_value(&event));
        };
        let (controls, list, options) = (id.clone(), id.clone(), id.clone());
        let active = move || (self.count() > 0).then(|| option_id(&id, self.chosen.get()));
        let close = move |_| self.doer.close();
        view! {
            <div class="palette-head">
                {icon(Icon::Search)}
                <input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-label=text::palette_title(t)
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls=controls
                    aria-activedescendant=active
                    placeholder=text::palette_placeholder(t)
                    node_ref=input
                    on:input=typing
                    on:keydown=move |event| self.press(&event)
                />
                <button class="button quiet bare" type="button" on:click=close>
                    {icon(Icon::Close)}
                    <span class="visually-hidden">{text::dialog_close(t)}</span>
                </button>
            </div>
            <div class="palette-list" role="listbox" id=list aria-label=text::palette_found(t) node_ref=self.list>
                {move || self.options(&options)}
            </div>
            {move || self.status()}
            <p class="palette-foot help" aria-hidden="true">{text::palette_keys(t)}</p>
        }
        .into_any()
    }

    /// How many are shown.
    fn count(self) -> usize {
        self.found.with(|found| found.iter().map(|(_, entries)| entries.len()).sum())
    }

    fn options(self, id: &str) -> AnyView {
        let mut place = 0;
        let mut option = |entry: Entry| {
            let here = place;
            place += 1;
            self.option(id, here, entry)
        };
        let group = |(kind, entries): (Kind, Vec<Entry>)| {
            let (name, heading) = (kind.name(self.t), kind.name(self.t));
            let options = entries.into_iter().map(&mut option).collect_view();
            view! {
                <div role="group" aria-label=name>
                    <p class="group" aria-hidden="true">{heading}</p>
                    {options}
                </div>
            }
            .into_any()
        };
        self.found.get().into_iter().map(group).collect_view().into_any()
    }

    fn option(self, id: &str, place: usize, entry: Entry) -> AnyView {
        let Entry { title, detail, deed, icon: shape, .. } = entry;
        let chosen = move || self.chosen.get() == place;
        view! {
            <div
                class="row"
                role="option"
                id=option_id(id, place)
                aria-selected=move || chosen().to_string()
                on:pointermove=move |_| if !untrack(chosen) { self.chosen.set(place) }
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| self.doer.act(deed.clone())
            >
                {icon(shape)}
                <span class="title">{title}</span>
                <span class="detail">{detail}</span>
            </div>
        }
        .into_any()
    }

    /// That nothing was found, or what could not be looked through; for screen readers, how much there is.
    fn status(self) -> AnyView {
        let (t, count) = (self.t, self.count());
        let words = match u32::try_from(count).unwrap_or(u32::MAX) {
            0 => text::palette_none(t, self.typed.get().trim()),
            count => text::palette_count(t, count),
        };
        let missing = |inquiry: Option<Inquiry>, words: fn(Text) -> String| match inquiry?.phase() {
            Phase::Failed(_) | Phase::Kept(_) => {
                Some(view! { <p class="stale">{icon(Icon::Offline)} {words(t)}</p> }.into_any())
            }
            Phase::Loading | Phase::Ready | Phase::Refreshing => None,
        };
        let cases = missing(self.cases, text::palette_cases_missing);
        let people = missing(self.people, text::palette_people_missing);
        view! {
            <div role="status">
                <p class="help" class:visually-hidden=count != 0>{words}</p>
                {cases}
                {people}
            </div>
        }
        .into_any()
    }

    fn press(self, event: &KeyboardEvent) {
        let (count, here) = (untrack(|| self.count()), self.chosen.get_untracked());
        let to = match event.key().as_str() {
            "ArrowDown" if here + 1 < count => here + 1,
            "ArrowDown" => 0,
            "ArrowUp" => here.checked_sub(1).unwrap_or_else(|| count.saturating_sub(1)),
            "PageDown" => (here + 8).min(count.saturating_sub(1)),
            "PageUp" => here.saturating_sub(8),
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                let found = self.found.get_untracked();
                if let Some(entry) = found.into_iter().flat_map(|(_, entries)| entries).nth(here) {
                    self.doer.act(entry.deed);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.chosen.set(to);
        self.show(to);
    }

    /// Brings the chosen one into view.
    fn show(self, place: usize) {
        let Some(list) = self.list.get_untracked() else { return };
        let list: &Element = list.unchecked_ref();
        let options = list.query_selector_all("[role=option]").ok();
        let option = options.and_then(|options| options.item(u32::try_from(place).ok()?));
        if let Some(option) = option.and_then(|option| option.dyn_into::<Element>().ok()) {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }
}

fn option_id(list: &str, place: usize) -> String {
    format!("{list}-{place}")
}
