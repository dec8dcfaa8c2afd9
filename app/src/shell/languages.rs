//! The choice of the language.

use crate::preferences::Preferences;
use crate::text::{self, Language, Text};
use crate::ui::{self, Announce, Icon, icon};
use leptos::prelude::*;

/// The languages, each by its own name.
const LANGUAGES: [(Language, &str); 2] = [(Language::En, "English"), (Language::Fr, "Français")];

/// A button for each language; the one that the page speaks is marked.
pub(crate) fn languages(t: Text, class: &'static str) -> Vec<AnyView> {
    let (preferences, announce) = (Preferences::current(), Announce::current());
    let choose = move |language| {
        preferences.choose_language(language, move |spoken| match spoken {
            true => request_animation_frame(move || focus(language)),
            false => announce.warn(text::failed_unreachable(t)),
        });
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

/// Everything was drawn anew: the focus goes to what leads to the choice, or to what was chosen where that stands open.
fn focus(language: Language) {
    if !ui::focus("button.person") {
        ui::focus(&format!("main button[lang={}]", language.tag()));
    }
}
