//! What saving would change, person by person, before it is saved (ACC-11, RS-9).

use super::edit::Edit;
use super::people::{List, Person, note_group};
use super::words;
use crate::text::{self, Groups, Services, Text};
use leptos::prelude::*;
use shared::id::ServiceId;
use shared::service::assignment::Change;

/// People for whom the same changes.
struct Alike<'a> {
    names: Vec<String>,
    change: &'a Change,
    /// What they are given that groups give them already.
    also: &'a [ServiceId],
    /// The groups through which they keep what they keep, and through which they have it already.
    groups: [Vec<String>; 2],
}

/// Who gains, loses and keeps what; those for whom the same changes stand together. Those for whom nothing changes are
/// counted.
pub(super) fn preview(t: Text, list: &List, edit: &Edit) -> AnyView {
    let (alike, still) = alike(edit);
    let none = alike.is_empty();
    let mut lines: Vec<AnyView> = alike.into_iter().map(|alike| line(t, list, alike)).collect();
    if still > 0 {
        let still = text::services_still(t, words::number(still));
        lines.push(view! { <li class="still">{still}</li> }.into_any());
    }
    view! {
        <section class="changes" hidden=none>
            <h3>{text::services_changes(t)}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// The people by what changes for them, and for how many nothing does.
fn alike(edit: &Edit) -> (Vec<Alike<'_>>, usize) {
    let mut found: Vec<Alike<'_>> = Vec::new();
    let mut still = 0;
    for ((person, change), also) in edit.base.iter().zip(&edit.plan).zip(&edit.also) {
        if change.is_nothing() && change.keeps_through_groups.is_empty() && also.is_empty() {
            still += 1;
            continue;
        }
        let groups = [giving(person, &change.keeps_through_groups), giving(person, also)];
        let same = |other: &&mut Alike<'_>| {
            let Change { gains, loses, keeps_through_groups, .. } = other.change;
            *gains == change.gains
                && *loses == change.loses
                && *keeps_through_groups == change.keeps_through_groups
                && other.also == also
                && other.groups == groups
        };
        let name = person.row.name.clone();
        match found.iter_mut().find(same) {
            Some(alike) => alike.names.push(name),
            None => found.push(Alike { names: vec![name], change, also, groups }),
        }
    }
    (found, still)
}

/// The groups that give somebody these services.
fn giving(person: &Person, services: &[ServiceId]) -> Vec<String> {
    let mut groups = Vec::new();
    for service in services {
        person.giving(service).for_each(|group| note_group(&mut groups, group));
    }
    groups
}

/// What is ticked changes nothing, as these groups give it already; nothing is taken that they go on giving.
pub(super) fn given_already(edit: &Edit) -> Option<Vec<String>> {
    let taken = edit.plan.iter().any(|change| !change.keeps_through_groups.is_empty());
    let mut all: Vec<String> = Vec::new();
    for (person, also) in edit.base.iter().zip(&edit.also) {
        for group in giving(person, also) {
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    (!taken && !all.is_empty()).then_some(all)
}

fn line(t: Text, list: &List, Alike { names, change, also, groups }: Alike<'_>) -> AnyView {
    let [keeping, having] = groups.map(|groups| text::list(t, &groups));
    let services = |ids: &[ServiceId]| text::list(t, &list.names(&|service| ids.contains(service)));
    let mut parts = Vec::new();
    if !change.gains.is_empty() {
        parts.push(part("gain", "+", text::services_gains(t, &services(&change.gains))));
    }
    if !change.loses.is_empty() {
        parts.push(part("lose", "−", text::services_loses(t, &services(&change.loses))));
    }
    if !change.keeps_through_groups.is_empty() {
        let kept = services(&change.keeps_through_groups);
        parts.push(part("keep", "=", text::services_keeps(t, Groups(&keeping), Services(&kept))));
    }
    if !also.is_empty() {
        parts.push(part("keep", "=", text::services_also(t, Groups(&having), Services(&services(also)))));
    }
    view! { <li><strong>{text::list(t, &names)}</strong> {parts}</li> }.into_any()
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
