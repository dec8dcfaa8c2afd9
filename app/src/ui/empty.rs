//! Where there is nothing yet: what this is for, and the first thing to do.

use leptos::prelude::*;

/// One sentence, and at most one action.
#[component]
pub(crate) fn Empty(
    /// What would be here, and what it is for.
    sentence: String,
    /// The first thing to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{sentence}</p>
            {children.map(|action| action())}
        </div>
    }
}
