//! The case so far, beside the form where there is room.

use super::{Sheet, services};
use crate::text;
use crate::ui::severity;
use leptos::prelude::*;

/// What has been chosen by now.
pub(super) fn digest(sheet: Sheet) -> AnyView {
    let t = sheet.t;
    view! {
        <aside class="digest" aria-label=text::open_case_summary(t)>
            <h2>{text::open_case_summary(t)}</h2>
            <dl>{move || lines(sheet)}</dl>
        </aside>
    }
    .into_any()
}

fn lines(sheet: Sheet) -> Vec<AnyView> {
    let (t, form) = (sheet.t, sheet.form);
    let line_or = |name: String, value: Option<AnyView>, none: String| {
        let (class, value) = match value {
            Some(value) => ("", value),
            None => ("help", none.into_any()),
        };
        view! {
            <dt>{name}</dt>
            <dd class=class>{value}</dd>
        }
        .into_any()
    };
    let line = |name, value| line_or(name, value, text::open_case_not_chosen(t));
    let title = Some(form.title.get()).filter(|title| !title.trim().is_empty());
    let contact = if form.by_phone() { text::open_case_by_phone(t) } else { text::open_case_by_email(t) };
    vec![
        line(text::open_case_service(t), services::chosen(sheet).map(IntoAny::into_any)),
        line(text::open_case_about(t), product(sheet).map(IntoAny::into_any)),
        line_or(text::open_case_case_title(t), title.map(IntoAny::into_any), text::open_case_not_written(t)),
        line(text::open_case_severity(t), form.severity().map(|chosen| severity(t, chosen))),
        line(text::open_case_contact(t), Some(contact.into_any())),
    ]
}

/// The product, and the problem type as soon as there is one.
fn product(sheet: Sheet) -> Option<String> {
    let (product, kind) = (sheet.form.product.get(), sheet.form.problem_type.get());
    let options = sheet.options.answer()?;
    let product = options.products.iter().find(|choice| choice.id.as_str() == product)?;
    let kind = product.problem_types.iter().find(|choice| choice.id.as_str() == kind);
    Some(kind.map_or_else(|| product.name.clone(), |kind| format!("{}, {}", product.name, kind.name)))
}
