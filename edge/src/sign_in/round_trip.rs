//! What a browser carries to the identity provider and back: what makes the answer the answer to its own question.

use super::cookie::{self, SameSite, SessionCookie};
use super::return_path::ReturnPath;
use crate::encoding::{from_base64url, sha256, sha256_text, to_base64url};
use crate::ports::Host;
use crate::settings::{IdentityProvider, Settings};
use serde::{Deserialize, Serialize};
use shared::id::IdentityId;
use shared::time::{Span, Timestamp};

/// What the cookies' names begin with; a hash of the state follows.
const NAME: &str = "__Host-Http-portico-sign-in-";
const PURPOSE: &str = "sign-in cookie";
const LASTS: Span = Span::minutes(10);
/// How many sign-ins can be under way in one browser.
const MOST: usize = 4;
/// How far another machine's clock may be ahead of ours.
const AHEAD: Span = Span::minutes(1);

/// A sign-in under way, in a cookie of the browser that began it.
///
/// The cookie ties the answer to that browser: an answer that somebody else fetched and sent to a victim finds no
/// cookie with its state (RFC 9700 §4.7.1). It is `SameSite=Lax`, for the answer comes by a navigation from another
/// site, and it is taken away by the first answer to it, good or bad. Its name holds a hash of the state, so that two tabs
/// can sign in at once; what nobody ever answers makes way for newer ones, and is gone after ten minutes anyway.
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
    /// The session that the browser had as it began. Its cookie is `SameSite=Strict`, so it comes along here, and not with
    /// the answer from another site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Former>,
}

/// A session that ends when its browser gets another.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The hash of its id.
    pub hash: String,
    /// Whose it is.
    pub identity: IdentityId,
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
            former: None,
        }
    }

    /// The same in a browser that has a session.
    #[must_use]
    pub fn of_whoever_is_signed_in(mut self, cookies: Option<&str>, settings: &Settings) -> Self {
        let session = SessionCookie::read(cookies, settings, self.started_at);
        self.former = session.map(|SessionCookie { hash, identity, .. }| Former { hash, identity });
        self
    }

    /// Reads the round trip with this state from a request's `cookie` header; `None` if there is none of ours, or it took
    /// too long.
    pub fn read(header: Option<&str>, state: &str, settings: &Settings, now: Timestamp) -> Option<Self> {
        Self::open(cookie::find(header?, &name(state))?, settings, now)
    }

    /// The `set-cookie` headers that make room in a browser for one more: those that are over go, and the oldest.
    pub fn making_room(header: Option<&str>, settings: &Settings, now: Timestamp) -> Vec<String> {
        let pairs = header.unwrap_or("").split(';').filter_map(|pair| pair.trim().split_once('='));
        let ours = pairs.filter(|(name, _)| name.starts_with(NAME));
        let begun = |value| Self::open(value, settings, now).map(|trip| trip.started_at);
        let mut known: Vec<_> = ours.map(|(name, value)| (begun(value), name)).collect();
        known.sort_unstable();
        let (over, room) = (known.partition_point(|(begun, _)| begun.is_none()), MOST - 1);
        let leaving = over.max(known.len().saturating_sub(room));
        known.iter().take(leaving).map(|(_, name)| cookie::set(name, "", SameSite::Lax, 0)).collect()
    }

    fn open(value: &str, settings: &Settings, now: Timestamp) -> Option<Self> {
        let message = cookie::opened(value, PURPOSE, settings)?;
        let trip: Self = serde_json::from_slice(&from_base64url(message)?).ok()?;
        let lasts = trip.started_at <= now.plus(AHEAD) && now.since(trip.started_at) <= LASTS;
        lasts.then_some(trip)
    }

    /// The `set-cookie` header that gives a browser this cookie.
    pub fn set(&self, settings: &Settings) -> String {
        // A struct of texts and a number always has a JSON form.
        let message = to_base64url(&serde_json::to_vec(self).unwrap_or_default());
        let seconds = LASTS.millis() / 1_000;
        cookie::set(&name(&self.state), &cookie::sealed(&message, PURPOSE, settings), SameSite::Lax, seconds)
    }

    /// The `set-cookie` header that takes the cookie of the round trip with this state from a browser.
    pub fn cleared(state: &str) -> String {
        cookie::set(&name(state), "", SameSite::Lax, 0)
    }

    /// Whether an answer to this provider with this state is the answer to this round trip. Compares hashes, so that
    /// the time it takes says nothing about the state.
    pub fn is_answered_by(&self, provider: &IdentityProvider, state: &str) -> bool {
        self.provider == provider.id && sha256(self.state.as_bytes()) == sha256(state.as_bytes())
    }
}

/// The name of the cookie of a round trip. 72 bits of a hash: enough to tell a browser's own apart, and of no use to find
/// the state, which is 256 random bits.
fn name(state: &str) -> String {
    format!("{NAME}{}", sha256_text(state.as_bytes()).get(..12).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::RoundTrip;
    use crate::ports::Host;
    use crate::settings::Settings;
    use crate::sign_in::cookie::SessionCookie;
    use crate::sign_in::fake::{FakeHost, NOW, settings};
    use crate::sign_in::return_path::ReturnPath;
    use shared::time::{Span, Timestamp};

    fn trip() -> RoundTrip {
        let return_to = ReturnPath::parse("/w/ws_eu1_0/cases?state=new").unwrap();
        RoundTrip::new(&FakeHost::default(), &settings().identity_providers[0], return_to)
    }

    fn read(cookie: &str, trip: &RoundTrip, settings: &Settings, now: Timestamp) -> Option<RoundTrip> {
        RoundTrip::read(Some(cookie), &trip.state, settings, now)
    }

    fn sent(trip: &RoundTrip, settings: &Settings) -> String {
        trip.set(settings).split(';').next().unwrap().to_owned()
    }

    #[test]
    fn id_2_a_round_trip_comes_back_as_it_went() {
        let (trip, settings) = (trip(), settings());
        assert!(read(&sent(&trip, &settings), &trip, &settings, NOW) == Some(trip.clone()));
        assert_eq!([trip.state.len(), trip.nonce.len(), trip.verifier.len()], [43; 3]);
        assert!(trip.state != trip.nonce && trip.nonce != trip.verifier && trip.state != trip.verifier);
        assert!(trip.set(&settings).ends_with("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"));
    }

    #[test]
    fn id_2_a_round_trip_lasts_ten_minutes() {
        let (trip, settings) = (trip(), settings());
        let cookie = sent(&trip, &settings);
        assert!(read(&cookie, &trip, &settings, NOW.plus(Span::minutes(10))).is_some());
        assert!(read(&cookie, &trip, &settings, NOW.plus(Span::seconds(601))).is_none());
        assert!(read(&cookie, &trip, &settings, NOW.minus(Span::seconds(61))).is_none());
    }

    #[test]
    fn id_2_a_round_trip_that_was_tampered_with_is_none() {
        let (trip, settings) = (trip(), settings());
        let cookie = sent(&trip, &settings);
        let changed = cookie.replacen("=e", "=f", 1);
        assert_ne!(cookie, changed);
        assert!(read(&changed, &trip, &settings, NOW).is_none());
        assert!(RoundTrip::read(None, &trip.state, &settings, NOW).is_none());
        let name = cookie.split('=').next().unwrap();
        assert!(read(&format!("{name}=x.y"), &trip, &settings, NOW).is_none());
    }

    #[test]
    fn id_2_neither_cookie_passes_for_the_other() {
        let (trip, settings) = (trip(), settings());
        let value = sent(&trip, &settings).split_once('=').unwrap().1.to_owned();
        let value = format!("__Host-Http-portico-session={value}");
        assert!(SessionCookie::read(Some(&value), &settings, NOW).is_none());
    }

    #[test]
    fn id_2_two_round_trips_are_under_way_at_once_and_each_has_its_own_answer() {
        let (host, settings) = (FakeHost::default(), settings());
        let [one, two] =
            [0; 2].map(|_| RoundTrip::new(&host, &settings.identity_providers[0], ReturnPath::default()));
        let both = format!("{}; {}", sent(&one, &settings), sent(&two, &settings));
        assert!(read(&both, &one, &settings, NOW) == Some(one.clone()));
        assert!(read(&both, &two, &settings, NOW) == Some(two.clone()));
        let cleared = RoundTrip::cleared(&one.state);
        assert!(cleared.starts_with(sent(&one, &settings).split_inclusive('=').next().unwrap()), "{cleared}");
        assert!(cleared.contains("=; Path=/; Max-Age=0; "), "{cleared}");
        assert!(!both.contains(&one.state) && !both.contains(&one.verifier));
    }

    #[test]
    fn id_2_round_trips_that_nobody_answers_do_not_pile_up() {
        let (host, settings) = (FakeHost::default(), settings());
        let mut kept: Vec<String> = Vec::new();
        let mut made = Vec::new();
        for _ in 0..10 {
            host.advance(Span::minutes(1));
            for cleared in RoundTrip::making_room(Some(&kept.join("; ")), &settings, host.now()) {
                let name = cleared.split_inclusive('=').next().unwrap().to_owned();
                kept.retain(|cookie| !cookie.starts_with(&name));
            }
            let trip = RoundTrip::new(&host, &settings.identity_providers[0], ReturnPath::default());
            kept.push(sent(&trip, &settings));
            made.push(sent(&trip, &settings));
            assert!(kept.len() <= 4, "{kept:?}");
        }
        assert_eq!(kept, made[6..], "the newest stay");
        host.advance(Span::minutes(11));
        let header = format!("theme=dark; {}", kept.join("; "));
        assert_eq!(RoundTrip::making_room(Some(&header), &settings, host.now()).len(), 4);
        assert_eq!(RoundTrip::making_room(None, &settings, NOW), Vec::<String>::new());
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
