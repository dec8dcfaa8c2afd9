//! More about something, while it is pointed at or has the focus (RS-11).

use super::id::fresh_id;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShowPopoverOptions};

/// Something that tells more when it is pointed at, focused, or touched. The pointer can go into what it tells; Escape
/// closes it.
#[component]
pub(crate) fn Hint(
    /// What is there all the time.
    label: String,
    /// What it tells; made when it is first asked for.
    children: ChildrenFn,
) -> impl IntoView {
    let id = fresh_id();
    let described_by = id.clone();
    let (open, card, anchor) =
        (RwSignal::new(false), NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    Effect::new(move |_| {
        let (Some(card), Some(anchor)) = (card.get(), anchor.get()) else { return };
        let card: &HtmlElement = card.unchecked_ref();
        if open.get() {
            let options = ShowPopoverOptions::new();
            options.set_source(&anchor);
            drop(card.show_popover_with_options(&options));
        } else {
            drop(card.hide_popover());
        }
    });
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
        }
    };
    view! {
        <span class="hint" on:pointerenter=move |_| open.set(true) on:pointerleave=move |_| open.set(false)>
            <button
                class="hint-anchor"
                type="button"
                aria-describedby=described_by
                node_ref=anchor
                on:focus=move |_| open.set(true)
                on:blur=move |_| open.set(false)
                on:keydown=escape
            >
                {label}
            </button>
            <div class="hint-card" id=id popover="manual" role="tooltip" node_ref=card>
                {move || open.get().then(|| children())}
            </div>
        </span>
    }
}
