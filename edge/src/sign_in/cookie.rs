//! Cookies, and the one that carries a session.
//!
//! Both cookies of ours are `__Host-Http-`: set by this origin alone, over TLS, for every path, and never by a
//! script. A value is its parts joined by dots, the last of them a MAC over the others, made under the first of the
//! deployment's session keys and accepted under any. A key is changed by putting a new one first and dropping the old
//! one after 12 hours, when no session is left under it.

use crate::encoding::{mac, mac_holds, sha256_text, to_base64url};
use crate::settings::Settings;
use shared::id::IdentityId;
use shared::time::{Span, Timestamp};

const NAME: &str = "__Host-Http-portico-session";
const PURPOSE: &str = "session cookie";
/// How long a session lasts without a request (ID-8).
const IDLE: Span = Span::minutes(60);
/// How old the time last seen gets before the cookie is renewed (ID-8).
const RENEW_AFTER: Span = Span::minutes(5);
/// How far another machine's clock may be ahead of ours.
const AHEAD: Span = Span::minutes(1);

/// What a session's cookie says: which session, whose, and when it was last seen (ID-8).
///
/// For example `J3v…` (32 random bytes) `.idn_01k….1763750000000.Zk9…`. The MAC makes the identity known before any
/// database is asked; whether the session still lasts, only its row says.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionCookie {
    /// The key of the session's row: the hash of its id, so that a copy of the database signs nobody in.
    pub hash: String,
    /// Whose session it is.
    pub identity: IdentityId,
    /// When a request last came with it, give or take five minutes.
    pub seen: Timestamp,
    id: String,
}

impl SessionCookie {
    /// A new session's cookie. The bytes are fresh from the machine's random source.
    pub fn new(random: [u8; 32], identity: IdentityId, now: Timestamp) -> Self {
        Self::of(to_base64url(&random), identity, now)
    }

    /// Reads the session's cookie from a request's `cookie` header. `None` if there is none, it is not one of ours,
    /// it was last seen more than an hour ago, or it claims to come from the future (ID-8).
    pub fn read(header: Option<&str>, settings: &Settings, now: Timestamp) -> Option<Self> {
        let message = opened(find(header?, NAME)?, PURPOSE, settings)?;
        let mut parts = message.split('.');
        let (id, identity, seen) = (parts.next()?, parts.next()?, parts.next()?);
        let seen = Timestamp::from_millis(seen.parse().ok()?);
        if parts.next().is_some() || seen > now.plus(AHEAD) || now.since(seen) > IDLE {
            return None;
        }
        Some(Self::of(id.to_owned(), IdentityId::parse(identity)?, seen))
    }

    /// The `set-cookie` header that gives a browser this cookie. The browser drops it when it is idle for too long.
    pub fn set(&self, settings: &Settings) -> String {
        let message = format!("{}.{}.{}", self.id, self.identity, self.seen.millis());
        let seconds = IDLE.millis() / 1_000;
        set(NAME, &sealed(&message, PURPOSE, settings), SameSite::Strict, seconds)
    }

    /// The `set-cookie` header that renews the time last seen, if that is more than five minutes ago (ID-8).
    pub fn renewed(&self, settings: &Settings, now: Timestamp) -> Option<String> {
        let due = now.since(self.seen) > RENEW_AFTER;
        due.then(|| Self { seen: now, ..self.clone() }.set(settings))
    }

    /// The `set-cookie` header that takes the session's cookie from a browser.
    pub fn cleared() -> String {
        set(NAME, "", SameSite::Strict, 0)
    }

    fn of(id: String, identity: IdentityId, seen: Timestamp) -> Self {
        Self { hash: sha256_text(id.as_bytes()), identity, seen, id }
    }
}

/// Says nothing that a session could be taken over with.
impl std::fmt::Debug for SessionCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionCookie").field("identity", &self.identity).field("seen", &self.seen).finish()
    }
}

/// With which requests of other sites a cookie goes along.
#[derive(Clone, Copy)]
pub(super) enum SameSite {
    /// None.
    Strict,
    /// Those that open a page.
    Lax,
}

/// The `set-cookie` header of a cookie that lasts this many seconds; 0 takes it away.
pub(super) fn set(name: &str, value: &str, same_site: SameSite, seconds: i64) -> String {
    let same_site = match same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
    };
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite={same_site}")
}

/// The value of the cookie with this name. A browser sends a `__Host-` cookie once; what comes twice is none.
pub(super) fn find<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut values = header.split(';').filter_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    });
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// A message with its MAC.
pub(super) fn sealed(message: &str, purpose: &str, settings: &Settings) -> String {
    // Settings without a key are refused when they are read. A MAC under no key would be accepted by nobody.
    let key = settings.session_keys.first().map_or(&[][..], Vec::as_slice);
    format!("{message}.{}", mac(key, purpose, message))
}

/// The message, if its MAC holds under one of the keys.
pub(super) fn opened<'a>(value: &'a str, purpose: &str, settings: &Settings) -> Option<&'a str> {
    let (message, mac) = value.rsplit_once('.')?;
    let holds = settings.session_keys.iter().any(|key| mac_holds(key, purpose, message, mac));
    holds.then_some(message)
}

#[cfg(test)]
mod tests {
    use super::{NAME, SessionCookie};
    use crate::settings::Settings;
    use crate::sign_in::fake::settings;
    use shared::id::IdentityId;
    use shared::time::{Span, Timestamp};

    const NOW: Timestamp = Timestamp::from_millis(1_763_750_000_000);

    fn session() -> SessionCookie {
        SessionCookie::new([7; 32], IdentityId::from_digest([9; 16]), NOW)
    }

    /// What a browser sends back after a `set-cookie`.
    fn sent(set_cookie: &str) -> String {
        format!("theme=dark; {}; x=", set_cookie.split(';').next().unwrap())
    }

    fn read(set_cookie: &str, settings: &Settings, now: Timestamp) -> Option<SessionCookie> {
        SessionCookie::read(Some(&sent(set_cookie)), settings, now)
    }

    #[test]
    fn id_8_a_session_cookie_comes_back_as_it_was_given() {
        let (session, settings) = (session(), settings());
        assert_eq!(read(&session.set(&settings), &settings, NOW), Some(session.clone()));
        assert_eq!(session.hash.len(), 43);
        assert_eq!(SessionCookie::read(None, &settings, NOW), None);
        assert_eq!(SessionCookie::read(Some("theme=dark"), &settings, NOW), None);
    }

    #[test]
    fn id_8_only_the_worker_sees_the_cookie_and_only_from_its_own_pages() {
        let set = session().set(&settings());
        assert!(set.starts_with("__Host-Http-portico-session="), "{set}");
        assert!(set.ends_with("; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict"), "{set}");
        assert!(SessionCookie::cleared().contains("=; Path=/; Max-Age=0; Secure"));
    }

    #[test]
    fn id_8_a_session_ends_after_an_hour_without_a_request() {
        let (set, settings) = (session().set(&settings()), settings());
        assert!(read(&set, &settings, NOW.plus(Span::minutes(60))).is_some());
        assert!(read(&set, &settings, NOW.plus(Span::minutes(60)).plus(Span::seconds(1))).is_none());
    }

    #[test]
    fn id_8_a_cookie_from_the_future_is_none() {
        let (set, settings) = (session().set(&settings()), settings());
        assert!(read(&set, &settings, NOW.minus(Span::seconds(60))).is_some());
        assert!(read(&set, &settings, NOW.minus(Span::seconds(61))).is_none());
    }

    #[test]
    fn id_8_a_cookie_is_renewed_at_most_every_five_minutes() {
        let (session, settings) = (session(), settings());
        let later = NOW.plus(Span::minutes(5));
        assert_eq!(session.renewed(&settings, later), None);
        let later = later.plus(Span::seconds(1));
        let renewed = read(&session.renewed(&settings, later).unwrap(), &settings, later).unwrap();
        assert_eq!((renewed.hash, renewed.identity, renewed.seen), (session.hash, session.identity, later));
    }

    #[test]
    fn id_8_any_change_to_the_cookie_breaks_it() {
        let settings = settings();
        let set = session().set(&settings);
        let (_, value) = set.split(';').next().unwrap().split_once('=').unwrap();
        let whole = |value: &str| SessionCookie::read(Some(&format!("{NAME}={value}")), &settings, NOW);
        assert!(whole(value).is_some());
        for place in 0..value.len() {
            let other = if value[place..].starts_with('Q') { "R" } else { "Q" };
            let changed = format!("{}{other}{}", &value[..place], &value[place + 1..]);
            assert_eq!(whole(&changed), None, "{changed}");
        }
        assert_eq!(whole(&value.to_uppercase()), None);
        assert_eq!(whole(&format!("{value}.{value}")), None);
    }

    #[test]
    fn id_8_a_cookie_under_the_former_key_still_counts_and_under_another_does_not() {
        let (session, old) = (session(), settings());
        let keys = |first: u8, second: u8| Settings {
            session_keys: vec![vec![first; 32], vec![second; 32]],
            ..settings()
        };
        let set = session.set(&old);
        let rotated =
            Settings { session_keys: vec![vec![99; 32], old.session_keys[0].clone()], ..settings() };
        assert!(read(&set, &rotated, NOW).is_some());
        assert!(read(&set, &keys(98, 99), NOW).is_none());
        assert!(read(&set, &Settings { session_keys: Vec::new(), ..settings() }, NOW).is_none());
    }

    #[test]
    fn id_8_what_is_no_cookie_of_ours_is_none_and_no_panic() {
        let settings = settings();
        for value in
            ["", ".", "...", "a.b.c.d", "a.b.c.", "\u{e9}.x", "=", ";;;", "a.b.9999999999999999999999.d"]
        {
            assert_eq!(
                SessionCookie::read(Some(&format!("{NAME}={value}")), &settings, NOW),
                None,
                "{value}"
            );
            assert_eq!(SessionCookie::read(Some(value), &settings, NOW), None, "{value}");
        }
    }

    #[test]
    fn id_8_a_cookie_that_comes_twice_is_none() {
        let settings = settings();
        let pair = session().set(&settings).split(';').next().unwrap().to_owned();
        assert!(SessionCookie::read(Some(&format!("{pair}; {pair}")), &settings, NOW).is_none());
    }

    #[test]
    fn a_session_in_the_log_could_not_be_taken_over() {
        let text = format!("{:?}", session());
        assert!(!text.contains(&session().hash) && !text.contains(&session().id), "{text}");
    }
}
