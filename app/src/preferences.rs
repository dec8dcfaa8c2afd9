//! How the reader wants Portico to be: its language and its colours, the same in every browser they sign in with (L10N-1).
//!
//! What was chosen last is also kept in this browser, where `boot.js` finds it before anything is drawn; when the worker has
//! said who is signed in, their profile holds. A language chosen by somebody who is not signed in stays with the browser,
//! until a profile says otherwise.

use crate::api::{Connection, Mutation};
use crate::session::Session;
use crate::text::{Language, Speech};
use leptos::prelude::*;
use shared::access::Everywhere;
use shared::api::session::SetProfile;
use shared::profile::{Profile, Theme};

/// Where the theme is kept between visits.
const THEME_KEPT_AS: &str = "theme";

/// What the reader chose, one for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Preferences {
    profile: RwSignal<Profile>,
    command: Mutation<SetProfile>,
    // Held here, because a choice is finished after its messages have come, where no component is left to ask.
    speech: Speech,
    session: Session,
    connection: Connection,
}

impl Preferences {
    /// Follows the profile of whoever is signed in, for everything below.
    pub(crate) fn provide() {
        let session = Session::current();
        let preferences = Self {
            profile: RwSignal::new(Profile { theme: kept_theme(), language: None }),
            command: Mutation::idle(),
            speech: Speech::current(),
            session,
            connection: Connection::current(),
        };
        Effect::new(move |_| {
            if let Some(me) = session.me() {
                preferences.hear(me.profile);
            }
        });
        provide_context(preferences);
    }

    /// The page's preferences.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// The theme that was chosen; none is the system's.
    pub(crate) fn theme(self) -> Option<Theme> {
        self.profile.get().theme
    }

    /// The same as it is now: whoever asks does not hear of another one.
    pub(crate) fn theme_now(self) -> Option<Theme> {
        self.profile.with_untracked(|profile| profile.theme)
    }

    /// Whether the last choice has come to nobody but this browser.
    pub(crate) fn is_kept_here_only(self) -> bool {
        self.command.order().failure().is_some()
    }

    /// Chooses a language, for everywhere if somebody is signed in. `settled` hears whether its messages could be had.
    pub(crate) fn choose_language(self, language: Language, settled: impl Fn(bool) + 'static) {
        self.speech.choose(language, move |spoken| {
            if spoken {
                self.choose(Profile { language: Some(language), ..self.profile.get_untracked() });
            }
            settled(spoken);
        });
    }

    /// Chooses a theme, for everywhere.
    pub(crate) fn choose_theme(self, theme: Option<Theme>) {
        show_theme(theme);
        self.choose(Profile { theme, ..self.profile.get_untracked() });
    }

    fn choose(self, profile: Profile) {
        let signed_in = untrack(|| self.session.me().is_some() && !self.connection.signed_out());
        if signed_in {
            self.profile.set(profile);
            self.save();
        }
    }

    /// Sends what was chosen, and again if something else was chosen meanwhile.
    fn save(self) {
        let saved = move |profile: Profile| {
            if self.profile.get_untracked() != profile {
                set_timeout(move || self.save(), std::time::Duration::ZERO);
            }
        };
        self.command.send(&Everywhere, &self.profile.get_untracked(), |_| (), saved);
    }

    /// The worker has said what the profile is. What was chosen here and is not saved yet is newer.
    fn hear(self, profile: Profile) {
        if untrack(|| self.command.order().is_sending() || self.is_kept_here_only()) {
            return;
        }
        self.profile.set(profile);
        show_theme(profile.theme);
        if let Some(language) = profile.language {
            self.speech.follow(language);
        }
    }
}

/// The theme that is kept from the last visit.
fn kept_theme() -> Option<Theme> {
    let kept = window().local_storage().ok()??.get_item(THEME_KEPT_AS).ok()??;
    [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.name() == kept)
}

/// Shows the page in a theme from now on, also on the next visit before anything is known.
fn show_theme(theme: Option<Theme>) {
    let (page, storage) = (document().document_element(), window().local_storage().ok().flatten());
    match theme {
        Some(theme) => {
            page.map(|page| page.set_attribute("data-theme", theme.name()));
            storage.map(|storage| storage.set_item(THEME_KEPT_AS, theme.name()));
        }
        None => {
            page.map(|page| page.remove_attribute("data-theme"));
            storage.map(|storage| storage.remove_item(THEME_KEPT_AS));
        }
    }
}
