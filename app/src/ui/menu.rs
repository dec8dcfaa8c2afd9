//! A button that opens a list: the browser's own popover, closed by Escape or a press elsewhere.

use super::id::fresh_id;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// A button and what it opens. Arrow keys go through whatever in it can be pressed.
#[component]
pub(crate) fn Menu(
    /// What is in the button.
    button: AnyView,
    /// How the button looks.
    #[prop(default = "button quiet")]
    class: &'static str,
    /// What the list is, for whoever can't see where it opens.
    label: String,
    /// Whether the reader is somewhere that stands in the list.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// What is in the list.
    children: Children,
) -> impl IntoView {
    let id = fresh_id();
    let list = NodeRef::<html::Div>::new();
    let step = move |event: KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            step_focus(&list, direction);
        }
    };
    view! {
        <button
            class=class
            type="button"
            popovertarget=id.clone()
            aria-current=move || current.get().then_some("true")
        >
            {button}
        </button>
        <div class="menu" id=id popover="auto" role="group" aria-label=label node_ref=list on:keydown=step>
            {children()}
        </div>
    }
}

/// Closes the menu that an element stands in.
pub(crate) fn close_menu(inside: &web_sys::Element) {
    let menu =
        inside.closest("[popover]").ok().flatten().and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    if let Some(menu) = menu {
        drop(menu.hide_popover());
    }
}

/// Moves the focus to the next or the former thing that can be pressed; from the last to the first, and back.
fn step_focus(list: &web_sys::Element, direction: i32) {
    let Ok(stops) = list.query_selector_all("input, a[href], button") else { return };
    let count = stops.length();
    let focused = document().active_element();
    let here = (0..count).find(|place| stops.get(*place).as_ref() == focused.as_deref());
    let next = match (here, direction) {
        (Some(here), 1) => (here + 1) % count,
        (Some(here), _) => (here + count - 1) % count,
        (None, _) => 0,
    };
    if let Some(stop) = stops.get(next).and_then(|stop| stop.dyn_into::<HtmlElement>().ok()) {
        drop(stop.focus());
    }
}
