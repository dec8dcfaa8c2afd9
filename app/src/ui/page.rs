//! What every page begins with: its title, a sentence, its actions.

use crate::navigator::Navigator;
use leptos::html;
use leptos::prelude::*;

/// A page. Its title is the browser's too, and takes the focus when the reader has come from another page.
#[component]
pub(crate) fn Page(
    /// What the page is.
    title: String,
    /// Whether there will be another title as soon as more is known.
    #[prop(optional)]
    awaited: bool,
    /// What it is for, where that needs saying.
    #[prop(optional, into)]
    sentence: String,
    /// How what the page is about stands, where that belongs to its title.
    #[prop(optional)]
    below: Option<AnyView>,
    /// What can be done here; one primary at most.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// What the page holds.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let came_from_within = Navigator::current().has_moved();
    document().set_title(&format!("{title} – Portico"));
    Effect::new(move |_| {
        if let Some(heading) = heading.get().filter(|_| came_from_within) {
            drop(heading.focus());
        }
    });
    view! {
        <header class="page-head">
            <div>
                <h1 class:awaited=awaited tabindex="-1" node_ref=heading>{title}</h1>
                {(!sentence.is_empty()).then(|| view! { <p>{sentence}</p> }.into_any())}
                {below}
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions}</div> }.into_any())}
        </header>
        {children()}
    }
}
