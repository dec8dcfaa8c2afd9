//! What is wrong with which field, in words: at the field, and in a summary that leads there.

use crate::text::{self, Text};
use crate::ui::{Icon, icon};
use leptos::html;
use leptos::prelude::*;
use shared::problem::{Fault, FieldProblem};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

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

/// What was wrong when it was last tried to send. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Faults {
    found: RwSignal<Vec<FieldProblem>>,
    summary: NodeRef<html::Div>,
}

impl Faults {
    /// Nothing has been found wrong.
    pub(super) fn none() -> Self {
        Self { found: RwSignal::new(Vec::new()), summary: NodeRef::new() }
    }

    /// Shows these from now on; the summary takes the focus.
    pub(super) fn show(self, found: Vec<FieldProblem>) {
        let any = !found.is_empty();
        self.found.set(found);
        if any {
            request_animation_frame(move || {
                if let Some(summary) = self.summary.get_untracked() {
                    drop(summary.focus());
                }
            });
        }
    }

    /// What is wrong with a field.
    pub(super) fn of(self, t: Text, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.found.with(|found| {
                found
                    .iter()
                    .find(|problem| problem.field == field)
                    .map(|problem| words(t, field, problem.fault))
            })
        })
    }

    /// All of it, each leading to its field.
    pub(super) fn summary(self, t: Text) -> AnyView {
        let line = move |field: &'static str| {
            self.of(t, field).get().map(|words| {
                let go = move |event: MouseEvent| {
                    event.prevent_default();
                    focus(field);
                };
                let href = format!("#{}", place(field));
                view! { <li><a href=href on:click=go>{words}</a></li> }.into_any()
            })
        };
        let content = move || {
            let count = u32::try_from(self.found.with(Vec::len)).unwrap_or(u32::MAX);
            (count > 0).then(|| {
                view! {
                    <h2>{icon(Icon::Alert)} {text::open_case_faults(t, count)}</h2>
                    <ul>{FIELDS.map(line).into_iter().collect_view()}</ul>
                }
                .into_any()
            })
        };
        view! {
            <div class="faults" tabindex="-1" role="alert" node_ref=self.summary>
                {content}
            </div>
        }
        .into_any()
    }
}

/// A field, with the name that the summary finds it by.
pub(super) fn at(field: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! { <div id=place(field)>{content.into_any()}</div> }.into_any()
}

fn place(field: &str) -> String {
    format!("at-{field}")
}

fn focus(field: &str) {
    let wanted = format!("#{} :is(input, select, textarea):not(:disabled)", place(field));
    let found = document().query_selector(&wanted).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        drop(found.focus());
    }
}

/// What is wrong and what to do.
fn words(t: Text, field: &str, fault: Fault) -> String {
    match (field, fault) {
        ("title", Fault::TooShort { least }) => text::open_case_fault_title_short(t, &least.to_string()),
        ("phone", Fault::Missing | Fault::TooShort { .. } | Fault::Malformed) => {
            text::open_case_fault_phone(t)
        }
        (_, Fault::Missing | Fault::TooShort { .. }) => missing(t, field),
        (_, Fault::TooLong { most }) => {
            let most = text::number(t, u32::try_from(most).unwrap_or(u32::MAX));
            text::fault_too_long(t, &name(t, field), &most)
        }
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
        _ => text::open_case_fault_time_zone(t),
    }
}

/// A field's label.
fn name(t: Text, field: &str) -> String {
    match field {
        "service" => text::open_case_service(t),
        "product" => text::open_case_product(t),
        "problem_type" => text::open_case_problem_type(t),
        "title" => text::open_case_case_title(t),
        "description" => text::open_case_description(t),
        "severity" => text::open_case_severity(t),
        "impact" => text::open_case_impact(t),
        "phone" => text::open_case_phone(t),
        _ => text::open_case_time_zone(t),
    }
}
