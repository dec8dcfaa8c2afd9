//! The language of the whole page, and changing it.

use super::{Language, Messages, Text, browser};
use crate::api::messages;
use leptos::prelude::{
    Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, UpdateValue, expect_context,
    on_cleanup, provide_context,
};
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
    /// Whether the language is being changed at this moment.
    changing: StoredValue<bool>,
    /// What was typed, by name, on its way from the page in one language to the page in the other.
    carried: StoredValue<Vec<(String, String)>>,
}

impl Speech {
    /// Begins to fetch the messages of the reader's language, for everything below.
    pub(crate) fn provide() -> Self {
        let speech = Self {
            spoken: RwSignal::new(Spoken::NotYet),
            changing: StoredValue::new(false),
            carried: StoredValue::new(Vec::new()),
        };
        speech.fetch(browser::chosen(), move || speech.spoken.set(Spoken::Not));
        provide_context(speech);
        speech
    }

    /// The page's speech.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// How far the page can speak. Whoever asks has taken down what spoke the former language.
    pub(crate) fn spoken(self) -> Spoken {
        self.changing.set_value(false);
        self.spoken.get()
    }

    /// Changes the language, now and for later visits. What is shown stays until the messages are there, and stays
    /// altogether if they can't be had.
    pub(crate) fn choose(self, language: Language, failed: impl Fn() + 'static) {
        self.fetch(language, failed);
    }

    fn fetch(self, language: Language, failed: impl Fn() + 'static) {
        let failed: Box<dyn Fn()> = Box::new(failed);
        let file = browser::file(language).unwrap_or_default();
        spawn_local(async move {
            let Ok(list) = messages(&file).await else { return failed() };
            if browser::chosen() != language {
                browser::keep(language);
            }
            self.changing.set_value(true);
            self.spoken.set(Spoken::In(Text::new(Messages::new(language, list))));
        });
    }

    /// A text that somebody types in a place: a change of the language does not take it away.
    pub(crate) fn typed(self, place: &str, initial: &str) -> RwSignal<String> {
        let mut carried = self.carried.get_value();
        let found = carried.iter().position(|(name, _)| name == place);
        let value = found.map_or_else(|| initial.to_owned(), |found| carried.swap_remove(found).1);
        self.carried.set_value(carried);
        let (value, place) = (RwSignal::new(value), place.to_owned());
        on_cleanup(move || {
            if self.changing.get_value() {
                let typed = value.get_untracked();
                self.carried.update_value(|carried| carried.push((place, typed)));
            }
        });
        value
    }
}
