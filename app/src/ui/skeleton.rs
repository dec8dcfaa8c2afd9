//! What stands there while nothing is known yet: the shape of what will come, so that nothing shifts when it does.

use crate::text::{self, use_text};
use leptos::prelude::*;

/// The shape of what is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkeletonShape {
    /// Rows of a table.
    Rows,
    /// Figure cards.
    Cards,
    /// Lines of text.
    Lines,
}

/// The shape, faintly; shown only if the wait is longer than 200 ms (by the stylesheet).
#[component]
pub(crate) fn Skeleton(
    /// What is awaited.
    shape: SkeletonShape,
) -> impl IntoView {
    let t = use_text();
    let (class, count) = match shape {
        SkeletonShape::Rows => ("skeleton rows", 8),
        SkeletonShape::Cards => ("skeleton cards", 4),
        SkeletonShape::Lines => ("skeleton lines", 5),
    };
    let pieces = (0..count).map(|_| view! { <span></span> }.into_any()).collect_view();
    view! {
        <div class=class>
            <p class="visually-hidden">{text::state_loading(t)}</p>
            {pieces}
        </div>
    }
}
