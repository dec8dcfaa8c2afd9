//! Giving the focus to something that stands in the page, where what had it is gone or somebody asked for it.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The first that a selector finds.
pub(crate) fn found(wanted: &str) -> Option<HtmlElement> {
    document().query_selector(wanted).ok()??.dyn_into().ok()
}

/// Gives the focus to the first that a selector finds; whether there is one.
pub(crate) fn focus(wanted: &str) -> bool {
    found(wanted).is_some_and(|found| found.focus().is_ok())
}

/// Gives the focus to the page's title, where there is one.
pub(crate) fn focus_title() {
    focus("main h1");
}
