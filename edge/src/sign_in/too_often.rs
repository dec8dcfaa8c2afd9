//! What somebody is shown who tries to sign in too often.

use super::respond::{self, Page};
use http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

/// The page may wear a stylesheet of ours, and nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What it says in one language.
struct Words {
    language: &'static str,
    title: &'static str,
    sentence: &'static str,
    again: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    title: "Wait a minute",
    sentence: "Too many people are signing in from your network right now. Wait a minute, then try again.",
    again: "Try again",
};

const FRENCH: Words = Words {
    language: "fr",
    title: "Patientez une minute",
    sentence: "Trop de personnes se connectent en ce moment depuis votre réseau. Patientez une minute, puis réessayez.",
    again: "Réessayer",
};

/// A page that says to wait, in every language there is, the one that the browser asks for first: nobody is known yet, and
/// the app's own page may not even have been loaded. Its stylesheet is a file, which no limit concerns. `wait` is in seconds.
pub fn too_often(asked: &HeaderMap, wait: &str) -> Page {
    let (first, second) = if prefers_french(asked) { (FRENCH, ENGLISH) } else { (ENGLISH, FRENCH) };
    let html = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{} / {} – Portico</title><link rel=\"stylesheet\" href=\"/plain.css\"></head>\
         <body><main class=\"gate\"><h1 class=\"mark\"><span class=\"mark-shape\"></span>Portico</h1>\
         {}{}</main></body></html>",
        first.language,
        first.title,
        second.title,
        section(&first),
        section(&second)
    );
    let headers = vec![(RETRY_AFTER, wait.to_owned()), (CONTENT_SECURITY_POLICY, POLICY.to_owned())];
    respond::page(StatusCode::TOO_MANY_REQUESTS, headers, html)
}

fn section(Words { language, title, sentence, again }: &Words) -> String {
    format!(
        "<section lang=\"{language}\"><h2>{title}</h2><p>{sentence}</p>\
         <a class=\"button\" href=\"/sign-in\">{again}</a></section>"
    )
}

/// Whether the browser would rather have French than English; of two that it wants alike, the one it names first.
fn prefers_french(asked: &HeaderMap) -> bool {
    let asked = asked.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (mut french, mut most) = (false, 0.0);
    for wish in asked.split(',') {
        let (language, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let primary = language.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight = weight.trim().strip_prefix("q=").map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        if weight > most && matches!(primary.as_str(), "en" | "fr") {
            (french, most) = (primary == "fr", weight);
        }
    }
    french
}

#[cfg(test)]
mod tests {
    use super::prefers_french;
    use http::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue};

    #[test]
    fn the_page_to_wait_begins_with_the_language_that_the_browser_would_rather_have() {
        let asked = |wishes: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(wishes));
            prefers_french(&headers)
        };
        for french in
            ["fr", "fr-CA,en;q=0.8", "de, FR-fr;q=0.5, en;q=0.4", "en;q=0.2,fr", "fr;q=0.5,en;q=0.5"]
        {
            assert!(asked(french), "{french}");
        }
        for english in ["", "en-GB,fr;q=0.9", "de", "*", "fr;q=0,en;q=0.1", "fr;q=,en;q=nan", "frr", "en,fr"]
        {
            assert!(!asked(english), "{english}");
        }
        assert!(!prefers_french(&HeaderMap::new()));
    }
}
