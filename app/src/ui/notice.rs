//! Short words about what has just happened, for eyes and for screen readers.

use super::{Icon, icon};
use leptos::prelude::*;
use std::time::Duration;

/// How long words stay before they go by themselves; they never say anything that can't be found elsewhere.
const STAYS: Duration = Duration::from_secs(6);

/// Says things. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Announce {
    said: RwSignal<Option<(Icon, String)>>,
}

impl Announce {
    /// Makes it possible to say things, for everything below.
    pub(crate) fn provide() -> Self {
        let announce = Self { said: RwSignal::new(None) };
        provide_context(announce);
        announce
    }

    /// Whoever says things on this page.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// Says that something has happened.
    pub(crate) fn say(self, words: String) {
        self.show((Icon::Check, words));
    }

    /// Says that something has not, or may not have.
    pub(crate) fn warn(self, words: String) {
        self.show((Icon::Alert, words));
    }

    fn show(self, said: (Icon, String)) {
        self.said.set(Some(said.clone()));
        set_timeout(
            move || {
                if self.said.with_untracked(|now| now.as_ref() == Some(&said)) {
                    self.said.set(None);
                }
            },
            STAYS,
        );
    }
}

/// Where the words appear.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let said = Announce::current().said;
    view! {
        <div class="notices" role="status">
            {move || said.get().map(|(shape, words)| view! { <p class="notice">{icon(shape)}{words}</p> }.into_any())}
        </div>
    }
}
