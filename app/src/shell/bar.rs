//! The bar at the top: which workspace, and whose page it is.

use super::{person, switcher};
use crate::routes::Route;
use crate::session::Space;
use crate::text::{self, Text};
use leptos::prelude::*;

/// The bar. Without a workspace, the product's name stands in its place.
pub(super) fn bar(t: Text, space: Option<Space>) -> AnyView {
    view! {
        <header class="bar">
            {mark(t)}
            {space.map(|space| switcher::switcher(t, space))}
            <span class="gap"></span>
            {person::menu(t)}
        </header>
    }
    .into_any()
}

/// The product's mark and name; leads to where the person was last.
pub(crate) fn mark(t: Text) -> AnyView {
    view! {
        <a class="mark" href=Route::Start.to_string()>
            <span class="mark-shape" aria-hidden="true"></span>
            {text::frame_product(t)}
        </a>
    }
    .into_any()
}
