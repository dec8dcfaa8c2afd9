//! French uses the words that the field uses (L10N-2), not whatever an English text suggests.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use serde_json::{Map, Value};

const FRENCH: &str = include_str!("../src/text/fr.json");

fn messages() -> Map<String, Value> {
    serde_json::from_str(FRENCH).unwrap()
}

/// Every text, with its key; a plural has several.
fn texts() -> Vec<(String, String)> {
    let forms = |(key, message): (String, Value)| match message {
        Value::String(text) => vec![(key, text)],
        Value::Object(forms) => {
            forms.into_iter().map(|(_, form)| (key.clone(), form.as_str().unwrap().to_owned())).collect()
        }
        other => panic!("`{key}` is {other}"),
    };
    messages().into_iter().flat_map(forms).collect()
}

#[test]
fn l10n_2_french_calls_roles_accounts_and_places_as_the_field_does() {
    let words = [
        ("role.customer_success_account_manager", "Responsable de service clientèle (CSAM)"),
        ("role.account_coordinator", "Coordinateur de compte"),
        ("role.customer_support_manager", "Administrateur de services"),
        ("role.support_contact", "Contact de support"),
        ("role.administrator", "Administrateur d’espace de travail"),
        ("users.account_work", "Compte professionnel ou scolaire"),
        ("users.account_personal", "Compte personnel"),
        ("permission.activity_view", "Activité du client"),
        ("switcher.label", "Espaces de travail"),
        ("cases.title", "Dossiers de support"),
    ];
    let messages = messages();
    for (key, word) in words {
        let text = messages.get(key).and_then(Value::as_str).unwrap_or_default();
        assert!(text.contains(word), "`{key}` is `{text}`, without `{word}`");
    }
}

#[test]
fn l10n_2_french_has_no_word_left_in_english() {
    let english =
        ["workspace", "ticket", "the", "user", "users", "cases", "incident case", "support case", "member"];
    for (key, text) in texts() {
        // What stands in braces is filled in.
        let said: String =
            text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest)).collect();
        let lower = said.to_lowercase();
        let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
        for word in english {
            assert!(!words.contains(&word), "`{key}` says `{word}`: `{text}`");
        }
    }
}
