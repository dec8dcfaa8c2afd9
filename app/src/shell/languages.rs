//! The choice of the language.

use crate::text::{Language, Speech, Text};
use crate::ui::{Icon, icon};
use leptos::prelude::*;

/// The languages, each by its own name.
const LANGUAGES: [(Language, &str); 2] = [(Language::En, "English"), (Language::Fr, "Français")];

/// A button for each language; the one that the page speaks is marked.
pub(crate) fn languages(t: Text, class: &'static str) -> Vec<AnyView> {
    let speech = Speech::current();
    let button = |(language, name): (Language, &'static str)| {
        let spoken = language == t.language();
        view! {
            <button
                class=class
                type="button"
                lang=language.tag()
                aria-pressed=spoken.to_string()
                on:click=move |_| speech.choose(language)
            >
                {name}
                {spoken.then(|| icon(Icon::Check))}
            </button>
        }
        .into_any()
    };
    LANGUAGES.map(button).into()
}
