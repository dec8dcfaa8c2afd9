//! What stands there while nothing is known yet: the shape of what will come, so that nothing shifts when it does.

use crate::text::{self, use_text};
use leptos::prelude::*;

/// The shape of what is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkeletonShape {
    /// A table.
    Rows,
    /// The first things to do, figure cards, and a table with a heading.
    Home,
    /// The same where there is already what can be done.
    Glance,
    /// Filters and a table.
    People,
    /// A line, and what was said.
    Case,
    /// Lines of text.
    Lines,
}

impl SkeletonShape {
    /// What it is put together from, from top to bottom: how each part looks, and how many pieces it has.
    const fn parts(self) -> &'static [(&'static str, u8)] {
        match self {
            Self::Rows => &[("rows", 9)],
            Self::Home => &[("first", 2), ("cards", 4), ("strip", 1), ("rows", 6)],
            Self::Glance => &[("cards", 4), ("strip", 1), ("rows", 6)],
            Self::People => &[("strip", 1), ("rows", 9)],
            Self::Case => &[("strip", 1), ("boxes", 2)],
            Self::Lines => &[("lines", 5)],
        }
    }
}

/// The shape, faintly; shown only if the wait is longer than 200 ms (by the stylesheet).
#[component]
pub(crate) fn Skeleton(
    /// What is awaited.
    shape: SkeletonShape,
) -> impl IntoView {
    let t = use_text();
    let part = |&(class, count): &(&'static str, u8)| {
        let pieces = (0..count).map(|_| view! { <span></span> }.into_any()).collect_view();
        view! { <div class=class>{pieces}</div> }.into_any()
    };
    view! {
        <div class="skeleton">
            <p class="visually-hidden">{text::state_loading(t)}</p>
            {shape.parts().iter().map(part).collect_view()}
        </div>
    }
}
