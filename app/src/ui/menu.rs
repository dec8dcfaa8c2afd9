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
    /// Told when it is about to open or to close.
    #[prop(optional, into)]
    open: Option<RwSignal<bool>>,
    /// What the button says that closes it on a phone, where it covers what comes of the choices made in it.
    #[prop(optional, into)]
    done: Option<Signal<String>>,
    /// What is in the list.
    children: Children,
) -> impl IntoView {
    let id = fresh_id();
    let closes = id.clone();
    let foot = done.map(|done| {
        view! {
            <div class="menu-foot">
                <button class="button primary" type="button" popovertarget=closes popovertargetaction="hide">
                    {move || done.get()}
                </button>
            </div>
        }
        .into_any()
    });
    let list = NodeRef::<html::Div>::new();
    let step = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let typing = document().active_element().is_some_and(|focused| focused.tag_name() == "INPUT");
        let key = event.key();
        let step = match key.as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Former,
            // In a field these go through what is typed.
            "Home" if !typing => Step::First,
            "End" if !typing => Step::Last,
            // A letter goes on with what is typed above the list, if anything is.
            _ if !typing && key.chars().nth(1).is_none() && key != " " && !modified(&event) => {
                return take_up_typing(&list);
            }
            _ => return,
        };
        event.prevent_default();
        step_focus(&list, step);
    };
    let toggled = move |_: web_sys::Event| {
        let shown = list.get_untracked().and_then(|list| list.matches(":popover-open").ok());
        if let (Some(open), Some(shown)) = (open, shown) {
            open.set(!shown);
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
        <div
            class="menu"
            id=id
            popover="auto"
            role="group"
            aria-label=label
            node_ref=list
            on:keydown=step
            on:beforetoggle=toggled
        >
            {children()}
            {foot}
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

/// Where the focus goes next.
#[derive(Clone, Copy)]
enum Step {
    Next,
    Former,
    First,
    Last,
}

fn modified(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Puts the focus into the field of a list that has one, before what was pressed arrives there.
fn take_up_typing(list: &web_sys::Element) {
    let field = list.query_selector("input").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        drop(field.focus());
    }
}

/// Moves the focus among whatever can be pressed; from the last to the first, and back.
fn step_focus(list: &web_sys::Element, step: Step) {
    let Ok(stops) = list.query_selector_all("input, a[href], button:not([popovertarget])") else { return };
    let count = stops.length();
    if count == 0 {
        return;
    }
    let focused = document().active_element();
    let here = (0..count).find(|place| stops.get(*place).as_ref() == focused.as_deref());
    let next = match (step, here) {
        (Step::Next, Some(here)) => (here + 1) % count,
        (Step::Former, Some(here)) => (here + count - 1) % count,
        (Step::Former, None) | (Step::Last, _) => count - 1,
        (Step::Next, None) | (Step::First, _) => 0,
    };
    if let Some(stop) = stops.get(next).and_then(|stop| stop.dyn_into::<HtmlElement>().ok()) {
        drop(stop.focus());
    }
}
