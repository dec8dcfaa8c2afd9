//! The choice of the language.

use crate::preferences::Preferences;
use crate::text::{self, Language, Text};
use crate::ui::{Announce, Icon, icon};
use leptos::prelude::*;

/// The languages, each by its own name.
const LANGUAGES: [(Language, &str); 2] = [(Language::En, "English"), (Language::Fr, "Français")];

/// A button for each language; the one that the page speaks is marked.
pub(crate) fn languages(t: Text, class: &'static str) -> Vec<AnyView> {
    let (preferences, announce) = (Preferences::current(), Announce::current());
    let choose = move |language| {
        preferences.choose_language(language, move || announce.warn(text::failed_unreachable(t)));
    };
    let button = |(language, name): (Language, &'static str)| {
        let spoken = language == t.language();
        view! {
            <button
                class=class
                type="button"
                lang=language.tag()
                aria-pressed=spoken.to_string()
                on:click=move |_| choose(language)
            >
                {name}
                {spoken.then(|| icon(Icon::Check))}
            </button>
        }
        .into_any()
    };
    LANGUAGES.map(button).into()
}
