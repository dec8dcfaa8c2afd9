//! What the palette does when something in it is chosen.

use super::super::leave::Leave;
use super::entries::Deed;
use crate::navigator::Navigator;
use crate::preferences::Preferences;
use crate::text::{self, Text};
use crate::ui::{Announce, sentence};
use leptos::html;
use leptos::prelude::*;
use shared::api::session::SignOut;

/// Does what was chosen. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Doer {
    pub(super) t: Text,
    pub(super) dialog: NodeRef<html::Dialog>,
    pub(super) navigator: Navigator,
    pub(super) preferences: Preferences,
    pub(super) announce: Announce,
    pub(super) leave: Leave<SignOut>,
    pub(super) everywhere: RwSignal<bool>,
}

impl Doer {
    /// Says it when signing out has failed.
    pub(super) fn watch(self) {
        Effect::new(move |_| {
            if let Some(failure) = self.leave.order().failure() {
                self.announce.warn(sentence(self.t, &failure));
            }
        });
    }

    pub(super) fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// Closes first: the focus goes back to where it was, and from there to the page that is gone to.
    pub(super) fn act(self, deed: Deed) {
        self.close();
        match deed {
            Deed::Go(to) => self.navigator.go(to),
            Deed::Speak(language) => {
                let (announce, t) = (self.announce, self.t);
                self.preferences.choose_language(language, move |spoken| {
                    if !spoken {
                        announce.warn(text::failed_unreachable(t))
                    }
                });
            }
            Deed::Wear(theme) => self.preferences.choose_theme(theme),
            Deed::SignOut => self.leave.send(),
            Deed::AskEverywhere => self.everywhere.set(true),
        }
    }
}
