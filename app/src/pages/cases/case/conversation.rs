//! What was written and done in a case, newest last. The sides are told apart by name, place and ground, internal notes
//! by their title as well.

use super::Desk;
use super::prose::prose;
use crate::text;
use crate::ui::{Icon, Moment, icon, state, state_name};
use leptos::prelude::*;
use shared::access::Origin;
use shared::api::case::{CaseDetail, Entry, EntryContent};
use shared::case::prose::Block;
use shared::time::Timestamp;

/// The description, then the entries.
pub(super) fn conversation(desk: Desk, case: &CaseDetail) -> AnyView {
    let t = desk.t;
    let mut entries = vec![description(desk, case)];
    if case.earlier_entries {
        let count = text::number(t, u32::try_from(case.entries.len()).unwrap_or(u32::MAX));
        entries.push(view! { <li class="help">{text::case_earlier(t, &count)}</li> }.into_any());
    }
    entries.extend(case.entries.iter().map(|entry| shown(desk, entry)));
    view! {
        <ol class="conversation" aria-label=text::case_conversation(t)>
            {entries}
        </ol>
    }
    .into_any()
}

/// How a case begins.
fn description(desk: Desk, case: &CaseDetail) -> AnyView {
    let (t, summary) = (desk.t, &case.summary);
    let part = |name: String, blocks: &[Block]| vec![view! { <h2>{name}</h2> }.into_any(), prose(blocks)];
    let mut body = part(text::open_case_description(t), &case.description);
    if !case.impact.is_empty() {
        body.extend(part(text::open_case_impact(t), &case.impact));
    }
    said(desk, "said", (&summary.opened_by, Origin::Customer, summary.opened_at), body)
}

fn shown(desk: Desk, entry: &Entry) -> AnyView {
    let t = desk.t;
    let by = (entry.by.as_deref().unwrap_or_default(), entry.side, entry.at);
    match &entry.content {
        EntryContent::Message { blocks } => {
            let class = if entry.side == Origin::Provider { "said provider" } else { "said" };
            said(desk, class, by, vec![prose(blocks)])
        }
        EntryContent::Note { blocks } => {
            let mark = view! { <p class="note-mark">{icon(Icon::Lock)} {text::case_note(t)}</p> };
            said(desk, "said provider note", by, vec![mark.into_any(), prose(blocks)])
        }
        EntryContent::Moved { to } => {
            let name = state_name(t, *to, desk.side());
            let (words, by) = match &entry.by {
                Some(by) => (text::case_moved(t, text::State(&name), text::Who(by)), by.clone()),
                None => (text::case_moved_by_itself(t, &name), String::new()),
            };
            view! {
                <li class="moved">
                    <span class="visually-hidden">{words}</span>
                    <span class="to" aria-hidden="true">{by} " → " {state(t, *to)}</span>
                    <Moment at=entry.at />
                </li>
            }
            .into_any()
        }
    }
}

fn said(desk: Desk, class: &'static str, by: (&str, Origin, Timestamp), body: Vec<AnyView>) -> AnyView {
    let (name, side, at) = by;
    view! {
        <li class=class>
            <p class="by">
                <strong>{name.to_owned()}</strong>
                <span>{company(desk, side)}</span>
                <Moment at=at />
            </p>
            <div class="prose">{body}</div>
        </li>
    }
    .into_any()
}

/// Whose side it is, by name.
pub(super) fn company(desk: Desk, side: Origin) -> String {
    let name = match side {
        Origin::Customer => desk.space.access().map(|answer| answer.customer.clone()),
        Origin::Provider => desk.session.me().map(|me| me.provider.clone()),
    };
    name.unwrap_or_default()
}
