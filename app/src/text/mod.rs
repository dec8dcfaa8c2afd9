//! What the page says, in the reader's language.
//!
//! Each message is a function, generated from `en.json` and `fr.json` by the build script, which refuses languages that
//! differ. The messages of one language are fetched at the start, and again when the reader chooses the other: then the
//! whole page is rendered anew, so nothing here is a signal.
//!
//! ```text
//! view! { <h1>{text::cases_title(t)}</h1> <p>{text::cases_count(t, 3)}</p> }
//! ```

mod browser;
mod format;
mod speech;

pub(crate) use format::{clock, date, day, folded, list, lower, moment, number, relative};
pub(crate) use shared::case::Language;
pub(crate) use speech::{Speech, Spoken};

use format::Formats;
use js_sys::{Array, Intl};
use leptos::prelude::{LocalStorage, StoredValue, WithValue, use_context};
use wasm_bindgen::JsValue;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A hold on the messages, to be passed to the functions here. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Text(StoredValue<Messages, LocalStorage>);

/// The messages of one language, and what formats numbers and moments in it.
pub(crate) struct Messages {
    language: Language,
    /// In the order of their keys. A plural is an array of its forms, `one` and `other`.
    list: Array,
    plural: Intl::PluralRules,
    formats: Formats,
}

/// Which of a plural's forms is which in the fetched list.
const ONE: u32 = 0;
const OTHER: u32 = 1;

impl Messages {
    /// The messages out of the fetched list.
    pub(crate) fn new(language: Language, list: Array) -> Self {
        let locales = browser::locales(language);
        let plural = Intl::PluralRules::new(&locales, &js_sys::Object::new());
        Self { language, list, plural, formats: Formats::new(locales) }
    }
}

impl Text {
    /// A hold on these messages.
    pub(crate) fn new(messages: Messages) -> Self {
        Self(StoredValue::new_local(messages))
    }

    /// The language.
    pub(crate) fn language(self) -> Language {
        self.0.try_with_value(|messages| messages.language).unwrap_or(Language::En)
    }

    /// A message without anything to fill in.
    fn plain(self, place: u32) -> String {
        self.message(place).as_string().unwrap_or_default()
    }

    /// A message with its placeholders filled in.
    fn filled(self, place: u32, values: &[(&str, &str)]) -> String {
        fill(&self.plain(place), values)
    }

    /// The form of a message that goes with a count, filled in.
    fn plural(self, place: u32, count: u32, values: &[(&str, &str)]) -> String {
        let rule = self.0.try_with_value(|messages| messages.plural.select(f64::from(count)));
        let form = if rule.is_some_and(|rule| rule == "one") { ONE } else { OTHER };
        let message = Array::from(&self.message(place)).get(form).as_string().unwrap_or_default();
        let count = number(self, count);
        let values: Vec<_> = values.iter().copied().chain([("count", count.as_str())]).collect();
        fill(&message, &values)
    }

    fn message(self, place: u32) -> JsValue {
        self.0.try_with_value(|messages| messages.list.get(place)).unwrap_or_default()
    }

    /// Whatever the formats make of something.
    fn formats<R: Default>(self, make: impl FnOnce(&Formats) -> R) -> R {
        self.0.try_with_value(|messages| make(&messages.formats)).unwrap_or_default()
    }
}

/// The messages of the component tree this is called in.
pub(crate) fn use_text() -> Text {
    use_context().unwrap_or_else(|| Text::new(Messages::new(Language::En, Array::new())))
}

/// Puts values in the place of `{name}`.
fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(message.len());
    for (place, piece) in message.split('{').enumerate() {
        match piece.split_once('}') {
            Some((name, rest)) if place > 0 => {
                filled.extend(values.iter().filter(|(known, _)| *known == name).map(|(_, value)| *value));
                filled.push_str(rest);
            }
            _ => filled.push_str(piece),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_wherever_they_stand() {
        let filled = fill("{who} takes {what} from {who}", &[("who", "Ana"), ("what", "it")]);
        assert_eq!(filled, "Ana takes it from Ana");
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "x")]), "{b}");
    }
}
