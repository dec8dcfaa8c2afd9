//! The messages of one language, and what must be the same in all.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The plural forms every language here writes down; others fall back to `other`.
const FORMS: [&str; 2] = ["one", "other"];

/// The messages of one language, by key.
pub(crate) struct Catalogue {
    language: String,
    /// In the order of their keys, which is the order of the list that the page fetches.
    pub(crate) messages: BTreeMap<String, Message>,
}

/// One message.
pub(crate) struct Message {
    /// What it says; of a plural, its last form.
    pub(crate) sample: String,
    /// Whether it has plural forms.
    pub(crate) plural: bool,
    /// The names in braces, without `count` in a plural.
    pub(crate) placeholders: BTreeSet<String>,
}

/// Reads a language's file: a flat object of messages, each a text or an object of plural forms.
pub(crate) fn read(language: &str, source: &str) -> Result<Catalogue, String> {
    let Value::Object(entries) =
        serde_json::from_str(source).map_err(|error| format!("{language}.json: {error}"))?
    else {
        return Err(format!("{language}.json: not an object"));
    };
    let messages = entries
        .into_iter()
        .map(|(key, value)| {
            let message = message(&value).map_err(|fault| format!("{language}.json: `{key}`: {fault}"))?;
            Ok((key, message))
        })
        .collect::<Result<_, String>>()?;
    Ok(Catalogue { language: language.to_owned(), messages })
}

fn message(value: &Value) -> Result<Message, String> {
    match value {
        Value::String(text) => {
            Ok(Message { sample: text.clone(), plural: false, placeholders: placeholders(text)? })
        }
        Value::Object(forms) if forms.len() == FORMS.len() => {
            let mut found = Vec::new();
            for form in FORMS {
                let Some(Value::String(text)) = forms.get(form) else {
                    return Err(format!("no form `{form}`"));
                };
                let mut names = placeholders(text)?;
                names.remove("count");
                found.push((text, names));
            }
            match found.as_slice() {
                [(_, one), (_, other)] if one != other => {
                    Err("the forms have different placeholders".to_owned())
                }
                [_, (text, names)] => {
                    Ok(Message { sample: (*text).clone(), plural: true, placeholders: names.clone() })
                }
                _ => Err("no forms".to_owned()),
            }
        }
        _ => Err(format!("neither a text nor an object of the forms {FORMS:?}")),
    }
}

fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for piece in text.split('{').skip(1) {
        let Some((name, _)) = piece.split_once('}') else { return Err("a brace is not closed".to_owned()) };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(format!("`{{{name}}}` is no placeholder"));
        }
        names.insert(name.to_owned());
    }
    Ok(names)
}

/// What differs between the languages, as sentences; empty when nothing does.
pub(crate) fn compare(languages: &[Catalogue]) -> Vec<String> {
    let mut faults = Vec::new();
    for one in languages {
        for other in languages.iter().filter(|other| other.language != one.language) {
            for (key, message) in &one.messages {
                let Some(twin) = other.messages.get(key) else {
                    faults.push(format!(
                        "{}.json lacks `{key}`, which {}.json has",
                        other.language, one.language
                    ));
                    continue;
                };
                if message.plural && !twin.plural {
                    faults.push(format!("{}.json: `{key}` has no plural forms", other.language));
                }
                for name in message.placeholders.difference(&twin.placeholders) {
                    faults.push(format!("{}.json: `{key}` lacks {{{name}}}", other.language));
                }
            }
        }
    }
    faults
}
