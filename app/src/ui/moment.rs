//! A moment: how long ago, with the exact one on pointing and for screen readers.

use crate::session::Session;
use crate::text::{moment, relative, use_text};
use leptos::prelude::*;
use shared::time::Timestamp;

/// A moment as seen from now.
#[component]
pub(crate) fn Moment(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    let t = use_text();
    let exact = moment(t, at);
    view! {
        <time title=exact.clone()>
            {relative(t, at, Session::current().now())}
            <span class="visually-hidden">{format!(" {exact}")}</span>
        </time>
    }
}
