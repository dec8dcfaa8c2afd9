//! What is wrong with which field, in words: at the field, and in a summary that leads there.

use crate::text::{self, Field, Most, Text};
use crate::ui::{self, Icon, icon};
use leptos::html;
use leptos::prelude::*;
use shared::problem::{Fault, FieldProblem};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

/// The fields in the order of the page.
const FIELDS: [&str; 9] = [
    "service",
    "product",
    "problem_type",
    "title",
    "description",
    "severity",
    "impact",
    "phone",
    "time_zone",
];

/// What was wrong when it was last tried to send, field by field. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Faults {
    t: Text,
    words: [RwSignal<Option<String>>; FIELDS.len()],
    /// How many there were.
    count: RwSignal<u32>,
    summary: NodeRef<html::Div>,
}

impl Faults {
    /// Nothing has been found wrong.
    pub(super) fn none(t: Text) -> Self {
        Self {
            t,
            words: FIELDS.map(|_| RwSignal::new(None)),
            count: RwSignal::new(0),
            summary: NodeRef::new(),
        }
    }

    /// Shows these from now on; the summary takes the focus.
    pub(super) fn show(self, found: &[FieldProblem]) {
        for (field, words) in FIELDS.into_iter().zip(self.words) {
            let fault = found.iter().find(|problem| problem.field == field);
            words.set(fault.map(|problem| say(self.t, field, problem.fault)));
        }
        self.count.set(u32::try_from(found.len()).unwrap_or(u32::MAX));
        if !found.is_empty() {
            request_animation_frame(move || {
                if let Some(summary) = self.summary.get_untracked() {
                    drop(summary.focus());
                }
            });
        }
    }

    /// Takes back what was said about the field that an event comes from: it is being mended. The summary stays as it
    /// was, so that nothing moves under the reader's hands.
    pub(super) fn forget(self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let frame = target.and_then(|target| target.closest("[id^=at-]").ok().flatten());
        let Some(id) = frame.map(|frame| frame.id()) else { return };
        for (field, words) in FIELDS.into_iter().zip(self.words) {
            if place(field) == id && words.with_untracked(Option::is_some) {
                words.set(None);
            }
        }
    }

    /// What is wrong with a field.
    pub(super) fn of(self, field: &'static str) -> Signal<Option<String>> {
        let found = FIELDS.into_iter().zip(self.words).find(|(name, _)| *name == field);
        found.map_or_else(|| Signal::stored(None), |(_, words)| words.into())
    }

    /// All of it, each leading to its field.
    pub(super) fn summary(self) -> AnyView {
        let line = |(field, words): (&'static str, String)| {
            let go = move |event: MouseEvent| {
                event.prevent_default();
                focus(field);
            };
            view! {
                <li>
                    <a href=format!("#{}", place(field)) on:click=go>
                        {words}
                    </a>
                </li>
            }
            .into_any()
        };
        let content = move || {
            let count = self.count.get();
            let found = FIELDS.into_iter().zip(self.words);
            let found = found.filter_map(|(field, words)| Some((field, words.get_untracked()?)));
            let lines: Vec<_> = found.map(line).collect();
            (count > 0).then(|| {
                view! {
                    <h2>{icon(Icon::Alert)} {text::open_case_faults(self.t, count)}</h2>
                    <ul>{lines}</ul>
                }
                .into_any()
            })
        };
        view! {
            <div class="faults" tabindex="-1" role="alert" node_ref=self.summary>
                {move || content()}
            </div>
        }
        .into_any()
    }
}

/// A field, under the name that the summary finds it by.
pub(super) fn at(field: &'static str, content: AnyView) -> AnyView {
    view! { <div id=place(field)>{content}</div> }.into_any()
}

fn place(field: &str) -> String {
    format!("at-{field}")
}

fn focus(field: &str) {
    ui::focus(&format!("#{} :is(input, select, textarea):not(:disabled)", place(field)));
}

/// What is wrong and what to do.
fn say(t: Text, field: &str, fault: Fault) -> String {
    match (field, fault) {
        ("title", Fault::TooShort { least }) => {
            text::open_case_fault_title_short(t, &text::number(t, u32::try_from(least).unwrap_or_default()))
        }
        ("phone", Fault::Malformed) | (_, Fault::Missing | Fault::TooShort { .. }) => missing(t, field),
        (_, Fault::TooLong { most }) => text::fault_too_long(
            t,
            Field(&name(t, field)),
            Most(&text::number(t, u32::try_from(most).unwrap_or(u32::MAX))),
        ),
        (_, Fault::TooLarge { most_kib }) => text::fault_too_large(
            t,
            Field(&name(t, field)),
            Most(&text::number(t, u32::try_from(most_kib).unwrap_or(u32::MAX))),
        ),
        (_, Fault::Malformed) => text::fault_malformed(t, &name(t, field)),
        (_, Fault::Unknown) => text::fault_unknown(t, &name(t, field)),
    }
}

fn missing(t: Text, field: &str) -> String {
    match field {
        "service" => text::open_case_fault_service(t),
        "product" => text::open_case_fault_product(t),
        "problem_type" => text::open_case_fault_problem_type(t),
        "title" => text::open_case_fault_title(t),
        "description" => text::open_case_fault_description(t),
        "severity" => text::open_case_fault_severity(t),
        "impact" => text::open_case_fault_impact(t),
        "phone" => text::open_case_fault_phone(t),
        _ => text::open_case_fault_time_zone(t),
    }
}

/// A field's label.
pub(super) fn name(t: Text, field: &str) -> String {
    match field {
        "service" => text::open_case_service(t),
        "product" => text::open_case_product(t),
        "problem_type" => text::open_case_problem_type(t),
        "title" => text::open_case_case_title(t),
        "description" => text::open_case_description(t),
        "severity" => text::open_case_severity(t),
        "impact" => text::open_case_impact(t),
        "phone" => text::open_case_phone(t),
        "language" => text::open_case_language(t),
        _ => text::open_case_time_zone(t),
    }
}
