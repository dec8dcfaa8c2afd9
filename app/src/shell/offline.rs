//! That the browser has no network, and from when what it shows is.

use crate::api::Connection;
use crate::text::{self, Text};
use crate::ui::{Icon, icon};
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;

/// A line above the page for as long as there is no network; it goes by itself.
pub(super) fn offline(t: Text) -> AnyView {
    let is_away = || !window().navigator().on_line();
    let (away, connection) = (RwSignal::new(is_away()), Connection::current());
    let listeners =
        ["online", "offline"].map(|name| window_event_listener_untyped(name, move |_| away.set(is_away())));
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    let line = move || {
        let words = match connection.last_heard() {
            Some(at) => text::frame_offline_since(t, &text::clock(t, at)),
            None => text::frame_offline(t),
        };
        view! { <p class="stale">{icon(Icon::Offline)} {words}</p> }.into_any()
    };
    view! {
        <div class="offline" role="status">
            {move || away.get().then(line)}
        </div>
    }
    .into_any()
}
