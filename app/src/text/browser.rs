//! Which language the reader wants, and where its messages are.
//!
//! `boot.js` has decided before the program starts: it writes the language to `<html lang>` and begins to fetch the
//! messages. The page's head names each language's file, with the hash of what it holds.

use super::Language;
use js_sys::{Array, JsString};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlLinkElement;

/// Where the choice is kept between visits.
const KEPT_AS: &str = "language";

/// The language the page is shown in.
pub(crate) fn chosen() -> Language {
    let tag = document().document_element().and_then(|html| html.get_attribute("lang"));
    if tag.is_some_and(|tag| tag == Language::Fr.tag()) { Language::Fr } else { Language::En }
}

/// Shows the page in a language from now on, also on the next visit.
pub(crate) fn keep(language: Language) {
    let tag = language.tag();
    if let Some(html) = document().document_element() {
        drop(html.set_attribute("lang", tag));
    }
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(KEPT_AS, tag));
    }
}

/// The address of a language's messages.
pub(crate) fn file(language: Language) -> Option<String> {
    let link = document().query_selector(&format!("link[hreflang={}]", language.tag())).ok()??;
    Some(link.unchecked_into::<HtmlLinkElement>().href())
}

/// What to format dates and numbers by: the reader's own variants of the language first (`en-GB`), then the language.
pub(super) fn locales(language: Language) -> Array {
    let tag = language.tag();
    let own = window()
        .navigator()
        .languages()
        .filter(&mut |wanted, _, _| wanted.as_string().is_some_and(|wanted| wanted.starts_with(tag)));
    own.push(&JsString::from(tag));
    own
}
