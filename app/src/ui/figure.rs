//! A figure that leads to what it counts.

use leptos::prelude::*;

/// A number with its name above it; the whole card is the link to what is behind it.
#[component]
pub(crate) fn Figure(
    /// What is counted.
    name: String,
    /// How many.
    number: String,
    /// What leads to what is counted.
    href: String,
) -> impl IntoView {
    view! {
        <a class="figure" href=href>
            <span class="name">{name}</span>
            <span class="number">{number}</span>
        </a>
    }
}
