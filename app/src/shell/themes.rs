//! The choice of the theme.

use crate::preferences::Preferences;
use crate::text::{self, Text};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use shared::profile::Theme;

/// A button for each theme, the system's first; the one that was chosen is pressed, and ticked.
pub(super) fn themes(t: Text) -> Vec<AnyView> {
    let preferences = Preferences::current();
    let button = |(theme, name): (Option<Theme>, String)| {
        view! {
            <button
                class="segment"
                type="button"
                aria-pressed=move || (preferences.theme() == theme).to_string()
                on:click=move |_| preferences.choose_theme(theme)
            >
                {name}
                {move || (preferences.theme() == theme).then(|| icon(Icon::Check))}
            </button>
        }
        .into_any()
    };
    [
        (None, text::person_theme_system(t)),
        (Some(Theme::Light), text::person_theme_light(t)),
        (Some(Theme::Dark), text::person_theme_dark(t)),
    ]
    .map(button)
    .into()
}
