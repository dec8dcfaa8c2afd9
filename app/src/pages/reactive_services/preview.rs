//! What saving would change, person by person, before it is saved (ACC-11, RS-9).

use super::edit::Edit;
use super::people::{List, Person, note_group};
use super::words;
use crate::text::{self, Text};
use leptos::prelude::*;
use shared::id::ServiceId;
use shared::service::assignment::Change;

/// Who gains, loses and keeps what. Those for whom nothing changes are counted.
pub(super) fn preview(t: Text, list: &List, edit: &Edit) -> AnyView {
    let mut lines: Vec<AnyView> = Vec::new();
    for (person, change) in edit.base.iter().zip(&edit.plan) {
        if !change.is_nothing() || !change.keeps_through_groups.is_empty() {
            lines.push(line(t, list, person, change));
        }
    }
    let still = edit.plan.len() - lines.len();
    if still > 0 && !lines.is_empty() {
        let still = text::services_still(t, words::number(still));
        lines.push(view! { <li class="still">{still}</li> }.into_any());
    }
    let none = lines.is_empty();
    view! {
        <section class="changes" hidden=none>
            <h3>{text::services_changes(t)}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(t: Text, list: &List, person: &Person, change: &Change) -> AnyView {
    let names = |ids: &[ServiceId]| text::list(t, &list.names(&|service| ids.contains(service)));
    let mut parts = Vec::new();
    if !change.gains.is_empty() {
        parts.push(part("gain", "+", text::services_gains(t, &names(&change.gains))));
    }
    if !change.loses.is_empty() {
        parts.push(part("lose", "−", text::services_loses(t, &names(&change.loses))));
    }
    if !change.keeps_through_groups.is_empty() {
        let mut groups = Vec::new();
        for service in &change.keeps_through_groups {
            person.giving(service).for_each(|group| note_group(&mut groups, group));
        }
        let kept = names(&change.keeps_through_groups);
        parts.push(part("keep", "=", text::services_keeps(t, &text::list(t, &groups), &kept)));
    }
    view! { <li><strong>{person.row.name.clone()}</strong> {parts}</li> }.into_any()
}

fn part(class: &'static str, shape: &'static str, words: String) -> AnyView {
    view! {
        <p class=class>
            <span aria-hidden="true">{shape}</span>
            {words}
        </p>
    }
    .into_any()
}
