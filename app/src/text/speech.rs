//! The language of the whole page, and changing it.

use super::{Language, Messages, Text, browser};
use crate::api::messages;
use leptos::prelude::{Get, RwSignal, Set, expect_context, provide_context};
use wasm_bindgen_futures::spawn_local;

/// How far the page can speak.
#[derive(Clone)]
pub(crate) enum Spoken {
    /// The messages are on their way.
    NotYet,
    /// They are there. Whoever shows them is rendered anew when this changes.
    In(Text),
    /// They could not be had.
    Not,
}

/// The page's language. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Speech {
    spoken: RwSignal<Spoken>,
}

impl Speech {
    /// Begins to fetch the messages of the reader's language, for everything below.
    pub(crate) fn provide() -> Self {
        let speech = Self { spoken: RwSignal::new(Spoken::NotYet) };
        speech.fetch(browser::chosen(), move |spoken| {
            if !spoken {
                speech.spoken.set(Spoken::Not);
            }
        });
        provide_context(speech);
        speech
    }

    /// The page's speech.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// How far the page can speak.
    pub(crate) fn spoken(self) -> Spoken {
        self.spoken.get()
    }

    /// Changes the language, now and for later visits. What is shown stays until the messages are there, and stays
    /// altogether if they can't be had; `settled` hears which.
    pub(crate) fn choose(self, language: Language, settled: impl Fn(bool) + 'static) {
        self.fetch(language, settled);
    }

    /// Changes to the language of the reader's profile, unless it is spoken or on its way already.
    pub(crate) fn follow(self, language: Language) {
        if browser::chosen() != language {
            self.fetch(language, |_| ());
        }
    }

    fn fetch(self, language: Language, settled: impl Fn(bool) + 'static) {
        let settled: Box<dyn Fn(bool)> = Box::new(settled);
        let file = browser::file(language).unwrap_or_default();
        spawn_local(async move {
            let Ok(list) = messages(&file).await else { return settled(false) };
            if browser::chosen() != language {
                browser::keep(language);
            }
            self.spoken.set(Spoken::In(Text::new(Messages::new(language, list))));
            settled(true);
        });
    }
}
