//! Going through the rows of a list from the keyboard: `j` to the next, `k` to the former; Enter follows the link that
//! has the focus, as everywhere; `/` leads to the filters. Where these keys do nothing, [`is_free`] says.

use crate::pages::filters::is_free;
use crate::ui;
use leptos::ev;
use leptos::prelude::{document, on_cleanup, window_event_listener};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The list.
const LIST: &str = "main .cases";

/// What sets filters.
const FILTERS: &str = "main .cases-bar .add";

/// Listens for as long as the page that calls this is shown.
pub(super) fn listen() {
    let listener = window_event_listener(ev::keydown, |event: KeyboardEvent| {
        let key = event.key();
        let forward = match key.as_str() {
            "j" | "/" => true,
            "k" => false,
            _ => return,
        };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if !target.is_some_and(|target| is_free(&event, &target, LIST)) {
            return;
        }
        if key == "/" {
            event.prevent_default();
            to_the_filters();
        } else {
            step(forward);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Gives the focus to a row, counted from the first.
pub(super) fn focus(place: usize) {
    let links = document().query_selector_all("main .table .lead a").ok();
    let link = links.and_then(|links| links.item(u32::try_from(place).ok()?));
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        drop(link.focus());
    }
}

fn to_the_filters() {
    ui::focus(FILTERS);
}

fn step(forward: bool) {
    let Ok(links) = document().query_selector_all("main .table .lead a") else { return };
    let focused = document().active_element();
    let here = (0..links.length()).find(|place| links.item(*place).as_ref() == focused.as_deref());
    match (here, forward) {
        (None, _) => focus(0),
        (Some(here), true) => focus(here as usize + 1),
        (Some(here), false) => focus((here as usize).saturating_sub(1)),
    }
}
