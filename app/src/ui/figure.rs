//! A figure that leads to what it counts.

use leptos::prelude::*;

/// A number with its name above it; the whole card is the link to what is behind it, where there is such a place.
#[component]
pub(crate) fn Figure(
    /// What is counted.
    name: String,
    /// How many.
    number: String,
    /// What to know about the number, below it.
    #[prop(optional, into)]
    note: String,
    /// What leads to what is counted.
    href: Option<String>,
) -> impl IntoView {
    let content = view! {
        <span class="name">{name}</span>
        <span class="number">{number}</span>
        {(!note.is_empty()).then(|| view! { <span class="note">{note}</span> }.into_any())}
    }
    .into_any();
    match href {
        Some(href) => view! { <a class="figure" href=href>{content}</a> }.into_any(),
        None => view! { <p class="figure">{content}</p> }.into_any(),
    }
}
