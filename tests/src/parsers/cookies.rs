//! Cookies, as a browser sends them back or somebody else makes them up; and where a browser goes on after signing in.

use super::chosen;
use super::hostile::{Hostile, settings};
use edge::encoding::{from_base64url, mac, to_base64url};
use edge::sign_in::SessionCookie;
use serde_json::Value;
use url::Url;

/// The origin of the settings, as a browser knows it.
const ORIGIN: &str = "https://portico.example";

/// Reads a `cookie` header, a session under our own MAC, a round trip under it, or a path to return to.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, 4) else { return };
    let text = String::from_utf8_lossy(rest);
    match which {
        0 => header(&text),
        1 => session(&text),
        2 => round_trip(rest),
        _ => return_path(&text),
    }
}

/// Cookies as they are meant to be.
pub fn seeds() -> Vec<Vec<u8>> {
    let session = format!("aWQ.idn_01k9zq3v5m0123456789abcdef.{}", Hostile::NOW.millis());
    let sealed = format!(
        "theme=dark; __Host-Http-portico-session={session}.{}",
        mac(&[1; 32], "session cookie", &session)
    );
    let round_trip = format!(
        r#"{{"provider":"entra","state":"s","nonce":"n","verifier":"v","return_to":"/ws","started_at":{}}}"#,
        Hostile::NOW.millis()
    );
    super::seeds_for(&[
        (0, &sealed),
        (0, "__Host-Http-portico-session=a.b.c.d; x"),
        (1, &session),
        (2, &round_trip),
        (3, "/w/ws_eu1_01k9zq3v5m0123456789abcdef/cases?state=all#x"),
        (3, "//evil.example"),
        (3, "/\\evil.example"),
        (3, "/sign-in/entra"),
        (3, "/%2e%2e/api/me"),
        (3, "https://evil.example"),
    ])
}

/// Whoever does not have our key has no session.
fn header(text: &str) {
    let settings = settings();
    let genuine = settings.session_keys.iter().any(|key| {
        text.split(';').filter_map(|pair| pair.trim().split_once('=')).any(|(_, value)| {
            value.rsplit_once('.').is_some_and(|(message, made)| mac(key, "session cookie", message) == made)
        })
    });
    let read = SessionCookie::read(Some(text), &settings, Hostile::NOW);
    assert!(read.is_none() || genuine, "{text}");
}

/// What is read under our own MAC is written again as it was read.
fn session(message: &str) {
    let settings = settings();
    let value = format!("{message}.{}", mac(&settings.session_keys[0], "session cookie", message));
    let header = format!("__Host-Http-portico-session={value}");
    let Some(read) = SessionCookie::read(Some(&header), &settings, Hostile::NOW) else { return };
    assert!(Hostile::NOW.since(read.seen).millis() <= 60 * 60 * 1_000, "{message}");
    let set = read.set(&settings);
    let again = set.split(';').next().unwrap();
    assert!(SessionCookie::read(Some(again), &settings, Hostile::NOW) == Some(read), "{message}");
}

/// A round trip of any content comes to an end.
fn round_trip(content: &[u8]) {
    let hostile = Hostile::new("entra");
    let message = to_base64url(content);
    let value = format!("{message}.{}", mac(&hostile.settings.session_keys[0], "sign-in cookie", &message));
    let state = serde_json::from_slice::<Value>(content).ok();
    let state = state.and_then(|trip| trip["state"].as_str().map(str::to_owned)).unwrap_or_default();
    let name = edge::encoding::sha256_text(state.as_bytes());
    let cookie = format!("__Host-Http-portico-sign-in-{}={value}", &name[..12]);
    let query = serde_urlencoded::to_string([("code", "a"), ("state", &state)]).unwrap();
    hostile.end(&query, &cookie);
    // Another sign-in makes room, whatever lies about.
    hostile.get("/sign-in/entra", Some(&cookie));
}

/// Whatever is asked for, the browser goes on within the app: not to another site, not to what does something by being
/// opened. A browser resolves the path as the URL standard says.
fn return_path(text: &str) {
    let hostile = Hostile::new("fabrikam");
    let query = serde_urlencoded::to_string([("return", text)]).unwrap();
    let Some(answer) = hostile.get(&format!("/sign-in/fabrikam?{query}"), None) else { return };
    let set = answer.headers()[http::header::SET_COOKIE].to_str().unwrap();
    let (message, _) = set.split_once('=').and_then(|(_, value)| value.split_once('.')).unwrap();
    let trip: Value = serde_json::from_slice(&from_base64url(message).unwrap()).unwrap();
    let kept = trip["return_to"].as_str().unwrap();
    let address = Url::parse(ORIGIN).unwrap().join(kept).unwrap_or_else(|error| panic!("{error}: {kept}"));
    assert_eq!(address.origin().ascii_serialization(), ORIGIN, "{kept}");
    let path = address.path();
    assert!(
        !["/api", "/sign-in"].iter().any(|own| path == *own || path.starts_with(&format!("{own}/"))),
        "{kept}"
    );
    assert!(kept == "/" || kept == text, "{kept}");
}
