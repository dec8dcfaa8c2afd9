//! What saving would change, person by person, before it is saved (ACC-11, RS-9).

use super::Board;
use super::people::{Person, group_name, names};
use super::words;
use crate::text::{self, Text};
use leptos::prelude::*;
use shared::access::ContractedService;
use shared::service::assignment::Change;
use std::collections::BTreeSet;

/// Who gains, loses and keeps what. Those for whom nothing changes are counted.
pub(super) fn preview(t: Text, board: Board) -> AnyView {
    let lines = move || {
        let (services, base) = (board.services.get(), board.editor.base.get());
        let plan = board.editor.draft.with(|draft| draft.plan.clone());
        let matters = |change: &Change| !change.is_nothing() || !change.keeps_through_groups.is_empty();
        let still = plan.iter().filter(|change| !matters(change)).count();
        let changes = base.iter().zip(&plan).filter(|(_, change)| matters(change));
        let lines = changes.map(|(person, change)| line(t, &services, person, change)).collect_view();
        let still = (still > 0 && still < plan.len()).then(|| {
            view! { <li class="still">{text::services_still(t, words::number(still))}</li> }.into_any()
        });
        view! { {lines} {still} }.into_any()
    };
    let any = move || board.editor.draft.with(|draft| draft.differs);
    view! {
        <section class="changes" hidden=move || !any()>
            <h3>{text::services_changes(t)}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(t: Text, services: &[ContractedService], person: &Person, change: &Change) -> AnyView {
    let list = |ids: &[_]| text::list(t, &names(services, ids));
    let part = |ids: &[_], class: &'static str, shape: &'static str, words: fn(Text, &str) -> String| {
        (!ids.is_empty()).then(|| {
            let words = words(t, &list(ids));
            view! {
                <p class=class>
                    <span aria-hidden="true">{shape}</span>
                    {words}
                </p>
            }
            .into_any()
        })
    };
    let kept = &change.keeps_through_groups;
    let keeps = (!kept.is_empty()).then(|| {
        let giving = kept.iter().flat_map(|service| person.groups_giving(service));
        let groups: BTreeSet<String> =
            giving.filter_map(|group| group_name(&group.source)).map(Into::into).collect();
        let groups = text::list(t, &groups.into_iter().collect::<Vec<_>>());
        view! {
            <p class="keep">
                <span aria-hidden="true">"="</span>
                {text::services_keeps(t, &groups, &list(kept))}
            </p>
        }
        .into_any()
    });
    view! {
        <li>
            <strong>{person.row.name.clone()}</strong>
            {part(&change.gains, "gain", "+", text::services_gains)}
            {part(&change.loses, "lose", "−", text::services_loses)}
            {keeps}
        </li>
    }
    .into_any()
}
