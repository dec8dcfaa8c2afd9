//! What was written and done in a case, newest last. The sides are told apart by name, place and colour, internal notes
//! by their title as well.

use super::Desk;
use super::prose::prose;
use crate::session::Session;
use crate::text;
use crate::ui::{Icon, Moment, icon, state_name};
use leptos::prelude::*;
use shared::access::Origin;
use shared::api::case::{CaseDetail, Entry, EntryContent};
use shared::case::prose::Block;
use shared::time::Timestamp;

/// The description, then the entries.
pub(super) fn conversation(desk: Desk) -> AnyView {
    let t = desk.t;
    let entries = move || desk.detail().map(|case| all(desk, &case));
    view! {
        <section class="conversation" aria-label=text::case_conversation(t)>
            <ol>{entries}</ol>
        </section>
    }
    .into_any()
}

fn all(desk: Desk, case: &CaseDetail) -> Vec<AnyView> {
    let mut all = vec![description(desk, case)];
    if case.earlier_entries {
        let most = text::number(desk.t, u32::try_from(CaseDetail::MOST_ENTRIES).unwrap_or(u32::MAX));
        all.push(view! { <li class="help">{text::case_earlier(desk.t, &most)}</li> }.into_any());
    }
    all.extend(case.entries.iter().map(|entry| shown(desk, entry)));
    all
}

/// How a case begins.
fn description(desk: Desk, case: &CaseDetail) -> AnyView {
    let t = desk.t;
    let part = |name: String, blocks: &[Block]| {
        (!blocks.is_empty()).then(|| view! { <h2>{name}</h2> {prose(blocks)} }.into_any())
    };
    let summary = &case.summary;
    let body = view! {
        {part(text::open_case_description(t), &case.description)}
        {part(text::open_case_impact(t), &case.impact)}
    };
    said(desk, "said", &summary.opened_by, Origin::Customer, summary.opened_at, body.into_any())
}

fn shown(desk: Desk, entry: &Entry) -> AnyView {
    let t = desk.t;
    match &entry.content {
        EntryContent::Message { blocks } => {
            let class = if entry.side == Origin::Provider { "said provider" } else { "said" };
            said(desk, class, &entry.by, entry.side, entry.at, prose(blocks))
        }
        EntryContent::Note { blocks } => {
            let body = view! {
                <p class="note-mark">{icon(Icon::Lock)} {text::case_note(t)}</p>
                {prose(blocks)}
            };
            said(desk, "said provider note", &entry.by, entry.side, entry.at, body.into_any())
        }
        EntryContent::Moved { to } => view! {
            <li class="moved">
                <span>{text::case_moved(t, &entry.by, &state_name(t, *to))}</span>
                <Moment at=entry.at />
            </li>
        }
        .into_any(),
    }
}

fn said(desk: Desk, class: &'static str, by: &str, side: Origin, at: Timestamp, body: AnyView) -> AnyView {
    let by = by.to_owned();
    view! {
        <li class=class>
            <p class="by">
                <strong>{by}</strong>
                <span>{move || company(desk, side)}</span>
                <Moment at=at />
            </p>
            <div class="prose">{body}</div>
        </li>
    }
    .into_any()
}

/// Whose side it is, by name.
pub(super) fn company(desk: Desk, side: Origin) -> Option<String> {
    match side {
        Origin::Customer => desk.space.access().map(|answer| answer.customer.clone()),
        Origin::Provider => Session::current().me().map(|me| me.provider.clone()),
    }
}
