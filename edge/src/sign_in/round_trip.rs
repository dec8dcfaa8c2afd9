//! What a browser carries to the identity provider and back: what makes the answer the answer to its own question.

use super::cookie::{self, SameSite};
use super::return_path::ReturnPath;
use crate::encoding::{from_base64url, sha256, to_base64url};
use crate::ports::Host;
use crate::settings::{IdentityProvider, Settings};
use serde::{Deserialize, Serialize};
use shared::time::{Span, Timestamp};

const NAME: &str = "__Host-Http-portico-sign-in";
const PURPOSE: &str = "sign-in cookie";
const LASTS: Span = Span::minutes(10);
/// How far another machine's clock may be ahead of ours.
const AHEAD: Span = Span::minutes(1);

/// A sign-in under way, in a cookie of the browser that began it.
///
/// The cookie ties the answer to that browser: an answer that somebody else fetched and sent to a victim finds no
/// cookie with its state (RFC 9700 §4.7.1). It is `SameSite=Lax`, for the answer comes by a navigation from another
/// site, and it is taken away by the first answer, good or bad.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTrip {
    /// The identity provider asked.
    pub provider: String,
    /// Comes back in the answer (RFC 6749 §10.12).
    pub state: String,
    /// Comes back in the id token (OpenID Connect Core 1.0 §3.1.2.1).
    pub nonce: String,
    /// The secret behind the code challenge (RFC 7636 §4.1).
    pub verifier: String,
    /// Where the browser goes on.
    pub return_to: ReturnPath,
    /// When it began.
    pub started_at: Timestamp,
}

impl RoundTrip {
    /// A new one, with 256 random bits for each of its secrets.
    pub fn new(host: &dyn Host, provider: &IdentityProvider, return_to: ReturnPath) -> Self {
        let secret = || {
            let mut bytes = [0; 32];
            host.randomize(&mut bytes);
            to_base64url(&bytes)
        };
        Self {
            provider: provider.id.clone(),
            state: secret(),
            nonce: secret(),
            verifier: secret(),
            return_to,
            started_at: host.now(),
        }
    }

    /// Reads the round trip from a request's `cookie` header; `None` if there is none of ours, or it took too long.
    pub fn read(header: Option<&str>, settings: &Settings, now: Timestamp) -> Option<Self> {
        let message = cookie::opened(cookie::find(header?, NAME)?, PURPOSE, settings)?;
        let trip: Self = serde_json::from_slice(&from_base64url(message)?).ok()?;
        let lasts = trip.started_at <= now.plus(AHEAD) && now.since(trip.started_at) <= LASTS;
        lasts.then_some(trip)
    }

    /// The `set-cookie` header that gives a browser this cookie.
    pub fn set(&self, settings: &Settings) -> String {
        // A struct of texts and a number always has a JSON form.
        let message = to_base64url(&serde_json::to_vec(self).unwrap_or_default());
        let seconds = LASTS.millis() / 1_000;
        cookie::set(NAME, &cookie::sealed(&message, PURPOSE, settings), SameSite::Lax, seconds)
    }

    /// The `set-cookie` header that takes the cookie from a browser.
    pub fn cleared() -> String {
        cookie::set(NAME, "", SameSite::Lax, 0)
    }

    /// Whether an answer to this provider with this state is the answer to this round trip. Compares hashes, so that
    /// the time it takes says nothing about the state.
    pub fn is_answered_by(&self, provider: &IdentityProvider, state: &str) -> bool {
        self.provider == provider.id && sha256(self.state.as_bytes()) == sha256(state.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::RoundTrip;
    use crate::settings::Settings;
    use crate::sign_in::cookie::SessionCookie;
    use crate::sign_in::fake::{FakeHost, NOW, settings};
    use crate::sign_in::return_path::ReturnPath;
    use shared::time::Span;

    fn trip() -> RoundTrip {
        let return_to = ReturnPath::parse("/w/ws_eu1_0/cases?state=new").unwrap();
        RoundTrip::new(&FakeHost::default(), &settings().identity_providers[0], return_to)
    }

    fn sent(trip: &RoundTrip, settings: &Settings) -> String {
        trip.set(settings).split(';').next().unwrap().to_owned()
    }

    #[test]
    fn id_2_a_round_trip_comes_back_as_it_went() {
        let (trip, settings) = (trip(), settings());
        assert!(RoundTrip::read(Some(&sent(&trip, &settings)), &settings, NOW) == Some(trip.clone()));
        assert_eq!([trip.state.len(), trip.nonce.len(), trip.verifier.len()], [43; 3]);
        assert!(trip.state != trip.nonce && trip.nonce != trip.verifier && trip.state != trip.verifier);
        assert!(trip.set(&settings).ends_with("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"));
    }

    #[test]
    fn id_2_a_round_trip_lasts_ten_minutes() {
        let (trip, settings) = (trip(), settings());
        let cookie = sent(&trip, &settings);
        assert!(RoundTrip::read(Some(&cookie), &settings, NOW.plus(Span::minutes(10))).is_some());
        assert!(RoundTrip::read(Some(&cookie), &settings, NOW.plus(Span::seconds(601))).is_none());
        assert!(RoundTrip::read(Some(&cookie), &settings, NOW.minus(Span::seconds(61))).is_none());
    }

    #[test]
    fn id_2_a_round_trip_that_was_tampered_with_is_none() {
        let (trip, settings) = (trip(), settings());
        let cookie = sent(&trip, &settings);
        let changed = cookie.replacen("=e", "=f", 1);
        assert_ne!(cookie, changed);
        assert!(RoundTrip::read(Some(&changed), &settings, NOW).is_none());
        assert!(RoundTrip::read(None, &settings, NOW).is_none());
        assert!(RoundTrip::read(Some("__Host-Http-portico-sign-in=x.y"), &settings, NOW).is_none());
    }

    #[test]
    fn id_2_neither_cookie_passes_for_the_other() {
        let (trip, settings) = (trip(), settings());
        let value = sent(&trip, &settings).replace("portico-sign-in", "portico-session");
        assert!(SessionCookie::read(Some(&value), &settings, NOW).is_none());
    }

    #[test]
    fn id_2_the_answer_is_that_of_the_same_provider_with_the_same_state() {
        let (trip, providers) = (trip(), settings().identity_providers);
        assert!(trip.is_answered_by(&providers[0], &trip.state));
        assert!(!trip.is_answered_by(&providers[0], &trip.nonce));
        assert!(!trip.is_answered_by(&providers[0], ""));
        assert!(!trip.is_answered_by(&providers[1], &trip.state));
    }
}
