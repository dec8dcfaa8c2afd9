//! Whose session a request claims to be, before any database is asked.

use crate::ports::World;
use crate::sign_in::cookie::SessionCookie;
use http::{HeaderMap, Request, header};
use shared::access::Link;
use shared::api::{APP_HEADER, NOBODY_YET};
use shared::id::IdentityId;
use shared::problem::{Problem, ProblemCode};
use shared::time::Timestamp;

/// The session that a request's cookie claims, once its MAC and its idle time were checked. Whether the session is still
/// there is for its row to say, in the same batch as everything else.
pub type Session = SessionCookie;

/// Reads the session cookie of a request that the app itself sent.
///
/// A page of another origin could make a browser send the cookie along, were it not `SameSite=Strict`; the header that
/// only same-origin script can set, and the browser's own account of where the request comes from, are the second and
/// third wall.
pub(crate) fn session(
    world: World<'_>,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Result<Session, Problem> {
    if !comes_from_the_app(request.headers(), &world.settings.origin) {
        return Err(Problem::new(ProblemCode::CrossSite));
    }
    let cookie = text(request.headers(), header::COOKIE.as_str());
    let session =
        SessionCookie::read(cookie, world.settings, now).ok_or_else(|| Problem::from(Link::SignedIn))?;
    if is_for(request.headers(), &session.identity) {
        Ok(session)
    } else {
        Err(Problem::new(ProblemCode::SignedInAsAnother))
    }
}

fn comes_from_the_app(headers: &HeaderMap, origin: &str) -> bool {
    let marked = text(headers, APP_HEADER).is_some_and(|mark| !mark.is_empty());
    // All that is said of it, also what can't be read: what is not known to be ours is not.
    let all_say = |name: &str, ours: &str| headers.get_all(name).iter().all(|said| said == ours);
    marked && all_say("sec-fetch-site", "same-origin") && all_say(header::ORIGIN.as_str(), origin)
}

/// Whether the page was made for whoever is signed in now, or does not know yet for whom it is.
fn is_for(headers: &HeaderMap, who: &IdentityId) -> bool {
    text(headers, APP_HEADER).is_some_and(|mark| mark == NOBODY_YET || mark == who.as_str())
}

/// A header's text, if it is there and readable.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::comes_from_the_app;
    use http::{HeaderMap, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    #[test]
    fn only_the_apps_own_requests_use_a_cookie() {
        let from_the_app = |pairs: &[(&'static str, &'static str)]| {
            comes_from_the_app(&headers(pairs), "https://support.example")
        };
        assert!(from_the_app(&[("x-portico", "1")]));
        assert!(from_the_app(&[("x-portico", "1"), ("origin", "https://support.example")]));
        assert!(!from_the_app(&[]));
        assert!(!from_the_app(&[("x-portico", "1"), ("sec-fetch-site", "cross-site")]));
        assert!(!from_the_app(&[("x-portico", "1"), ("sec-fetch-site", "same-site")]));
        for origin in
            ["https://evil.example", "http://support.example", "null", "", "https://support.\u{e9}xample"]
        {
            assert!(!from_the_app(&[("x-portico", "1"), ("origin", origin)]), "{origin}");
        }
        let both = [("origin", "https://support.example"), ("origin", "https://evil.example")];
        assert!(!from_the_app(&[("x-portico", "1"), both[0], both[1]]));
    }
}
