//! The bar at the top: which workspace, and whose page it is.

use super::{find, person, switcher};
use crate::routes::Route;
use crate::session::{Session, Space};
use crate::text::{self, Text};
use leptos::prelude::*;

/// The bar. Outside of any workspace the switcher leads back into one, where the person has one.
pub(super) fn bar(t: Text, space: Option<Space>) -> AnyView {
    let session = Session::current();
    let leads = Memo::new(move |_| {
        space.is_some()
            || session.me().is_some_and(|me| !me.workspaces.is_empty() || !me.unreachable.is_empty())
    });
    let everywhere = RwSignal::new(false);
    view! {
        <header class="bar">
            {mark(t)}
            {move || leads.get().then(|| switcher::switcher(t, space))}
            <span class="gap"></span>
            {find::find(t, space, everywhere)}
            {person::menu(t, space, everywhere)}
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
