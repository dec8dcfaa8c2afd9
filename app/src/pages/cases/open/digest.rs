//! The case so far, beside the form where there is room.

use super::{Sheet, services};
use crate::text;
use crate::ui::severity;
use leptos::prelude::*;

/// What has been chosen by now.
pub(super) fn digest(sheet: Sheet) -> AnyView {
    let Sheet { t, form, options, .. } = sheet;
    let product = move || {
        let (product, kind) = (form.product.get(), form.problem_type.get());
        let options = options.answer()?;
        let product = options.products.iter().find(|choice| choice.id.as_str() == product)?;
        let kind = product.problem_types.iter().find(|choice| choice.id.as_str() == kind);
        Some(kind.map_or_else(|| product.name.clone(), |kind| format!("{}, {}", product.name, kind.name)))
    };
    let title =
        move || form.title.with(|title| Some(title.trim().to_owned()).filter(|title| !title.is_empty()));
    let contact = move || match form.by_phone() {
        true => text::open_case_by_phone(t),
        false => text::open_case_by_email(t),
    };
    let line = move |name: String, value: Box<dyn Fn() -> Option<String> + Send>| {
        let value = move || match value() {
            Some(value) => view! { <dd>{value}</dd> }.into_any(),
            None => view! { <dd class="help">{text::open_case_not_chosen(t)}</dd> }.into_any(),
        };
        view! { <dt>{name}</dt> {value} }.into_any()
    };
    let pill = move || match form.severity() {
        Some(chosen) => severity(t, chosen),
        None => view! { <span class="help">{text::open_case_not_chosen(t)}</span> }.into_any(),
    };
    view! {
        <aside class="digest" aria-label=text::open_case_summary(t)>
            <h2>{text::open_case_summary(t)}</h2>
            <dl>
                {line(text::open_case_service(t), Box::new(move || services::chosen(sheet)))}
                {line(text::open_case_about(t), Box::new(product))}
                {line(text::open_case_case_title(t), Box::new(title))}
                <dt>{text::open_case_severity(t)}</dt>
                <dd>{pill}</dd>
                {line(text::open_case_contact(t), Box::new(move || Some(contact())))}
            </dl>
        </aside>
    }
    .into_any()
}
