//! What saving would change, for whom, before it is saved (ACC-11, RS-9): on the Groups tab for the groups and for each
//! person in them.

use super::board::Board;
use super::crowd::{Crowd, Effect, Giving, Outcome};
use super::edit::Edit;
use super::ground::Ground;
use super::marks::Marks;
use super::subject::Tab;
use super::words;
use crate::text::{self, Groups, Services, Text};
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use std::sync::Arc;

/// How many lines, and how many names in a line, are shown before one asks for all.
const LINES: usize = 8;
const NAMES: usize = 8;

/// Who gains, loses and keeps what; those for whom the same changes stand together. Those for whom nothing changes are
/// counted. Of many the first are shown, and all when one asks: until the next box is set.
pub(super) fn preview(board: Board) -> AnyView {
    let asked = RwSignal::new(None::<usize>);
    let content = move || {
        let edit = board
            .edit
            .get()
            .filter(|edit| [&edit.people, &edit.groups].iter().any(|of| !of.lines.is_empty()))?;
        let whole = asked.get() == Some(Arc::as_ptr(&edit) as usize);
        Some(section(board.t, &edit, whole, asked))
    };
    view! { {content} }.into_any()
}

fn section(t: Text, edit: &Arc<Edit>, whole: bool, asked: RwSignal<Option<usize>>) -> AnyView {
    let ground = &edit.ground;
    let of_groups = ground.tab == Tab::Groups;
    let groups = of_groups.then(|| {
        let still =
            (edit.groups.still > 0).then(|| text::services_groups_still(t, words::number(edit.groups.still)));
        part(t, Some(text::services_groups(t)), lines(t, ground, &ground.groups, &edit.groups, whole), still)
    });
    let still = (edit.people.still > 0).then(|| text::services_still(t, words::number(edit.people.still)));
    let heading = of_groups.then(|| text::services_people_inside(t));
    let people = part(t, heading, lines(t, ground, &ground.people, &edit.people, whole), still);
    let id = Arc::as_ptr(edit) as usize;
    let more = (!whole && (is_long(&edit.people) || is_long(&edit.groups))).then(|| {
        let show = move |()| asked.set(Some(id));
        view! { <Button label=text::services_show_all_changes(t) kind=ButtonKind::Quiet on_press=show /> }
            .into_any()
    });
    view! {
        <section class="changes">
            <h3>{text::services_changes(t)}</h3>
            {groups}
            {people}
            {more}
        </section>
    }
    .into_any()
}

/// Lines under a heading of their own where there are two of these.
fn part(t: Text, heading: Option<String>, mut lines: Vec<AnyView>, still: Option<String>) -> AnyView {
    if lines.is_empty() && still.is_none() && heading.is_some() {
        lines.push(view! { <li class="still">{text::services_changes_nobody(t)}</li> }.into_any());
    }
    lines.extend(still.map(|still| view! { <li class="still">{still}</li> }.into_any()));
    let heading = heading.map(|heading| view! { <h4>{heading}</h4> }.into_any());
    view! { {heading} <ul>{lines}</ul> }.into_any()
}

/// Whether there is more than is shown at first.
fn is_long(outcome: &Outcome) -> bool {
    outcome.lines.len() > LINES || outcome.lines.iter().take(LINES).any(|(_, who)| who.len() > NAMES)
}

fn lines(t: Text, ground: &Ground, crowd: &Crowd, outcome: &Outcome, whole: bool) -> Vec<AnyView> {
    let (most, names) = if whole { (usize::MAX, usize::MAX) } else { (LINES, NAMES) };
    let mut lines: Vec<AnyView> = outcome
        .lines
        .iter()
        .take(most)
        .map(|(effect, who)| {
            let named = who.iter().filter_map(|place| crowd.names.get(*place)).map(String::as_str);
            line(t, ground, effect, words::some(t, named, names))
        })
        .collect();
    let left: usize = outcome.lines.iter().skip(lines.len()).map(|(_, who)| who.len()).sum();
    if left > 0 {
        let left = text::services_others(t, words::number(left));
        lines.push(view! { <li class="still">{left}</li> }.into_any());
    }
    lines
}

fn line(t: Text, ground: &Ground, effect: &Effect, who: String) -> AnyView {
    let services = |marks: &Marks| text::list(t, &marks.names(&ground.services));
    let mut parts = Vec::new();
    if !effect.gains.is_empty() {
        parts.push(change("gain", "+", text::services_gains(t, &services(&effect.gains))));
    }
    if !effect.loses.is_empty() {
        parts.push(change("lose", "−", text::services_loses(t, &services(&effect.loses))));
    }
    if !effect.keeps.is_empty() {
        let (keeping, kept) = (sources(t, ground, &effect.keeping), services(&effect.keeps));
        parts.push(change("keep", "=", text::services_keeps(t, Groups(&keeping), Services(&kept))));
    }
    if !effect.also.is_empty() {
        let (having, also) = (sources(t, ground, &effect.having), services(&effect.also));
        parts.push(change("keep", "=", text::services_also(t, Groups(&having), Services(&also))));
    }
    view! { <li><strong>{who}</strong> {parts}</li> }.into_any()
}

/// What goes on giving something: groups by name, and what is assigned to the person.
fn sources(t: Text, ground: &Ground, giving: &[Giving]) -> String {
    let mut names = ground.givers(giving);
    if giving.contains(&Giving::Own) {
        names.insert(0, text::services_own_set(t));
    }
    text::list(t, &names)
}

fn change(class: &'static str, shape: &'static str, words: String) -> AnyView {
    view! {
        <p class=class>
            <span aria-hidden="true">{shape}</span>
            {words}
        </p>
    }
    .into_any()
}
