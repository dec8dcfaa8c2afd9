//! `GET /sign-in/{provider}?return=/w/…`: from us to the identity provider.

use super::client::client;
use super::discovery::discover;
use super::failure::Failure;
use super::respond::{self, Page};
use super::return_path::ReturnPath;
use super::round_trip::RoundTrip;
use crate::ports::World;
use crate::settings::IdentityProvider;
use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use serde::Deserialize;

#[derive(Default, Deserialize)]
struct Query {
    #[serde(rename = "return")]
    return_to: Option<String>,
}

/// Sends the browser to an identity provider, with the round trip in a cookie. A path to return to that is none of ours
/// is dropped: the person still gets in, at the front door.
pub async fn start(world: World<'_>, provider: &str, query: Option<&str>, cookies: Option<&str>) -> Page {
    let Some(provider) = super::provider(world.settings, provider) else {
        return Failure::unreachable("unknown identity provider").answer(world, None, None);
    };
    let query: Query = serde_urlencoded::from_str(query.unwrap_or("")).unwrap_or_default();
    let return_to = query.return_to.as_deref().and_then(ReturnPath::parse).unwrap_or_default();
    let trip =
        RoundTrip::new(world.host, provider, return_to).of_whoever_is_signed_in(cookies, world.settings);
    match authorization_request(world, provider, &trip).await {
        Ok(location) => {
            let others = RoundTrip::making_room(cookies, world.settings, trip.started_at);
            let cookies = others.into_iter().chain([trip.set(world.settings)]);
            let headers = cookies.map(|cookie| (SET_COOKIE, cookie)).chain([(LOCATION, location)]).collect();
            respond::page(StatusCode::FOUND, headers, String::new())
        }
        Err(failure) => failure.answer(world, Some(provider), None),
    }
}

/// The authorization request: code flow with PKCE (RFC 9700 §2.1.1), state and nonce. `prompt=select_account` lets
/// somebody with several accounts choose each time, and keeps another site from signing them in unasked.
async fn authorization_request(
    world: World<'_>,
    provider: &IdentityProvider,
    trip: &RoundTrip,
) -> Result<String, Failure> {
    let discovery = discover(world, provider).await?;
    let client = client(world.settings, provider, &discovery)?;
    let verifier = PkceCodeVerifier::new(trip.verifier.clone());
    let (url, _) = client
        .authorize_url(|| CsrfToken::new(trip.state.clone()))
        .add_scopes(["openid", "profile", "email"].map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_extra_param("nonce", trip.nonce.as_str())
        .add_extra_param("prompt", "select_account")
        .url();
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::start;
    use crate::encoding::{sha256, to_base64url};
    use crate::sign_in::fake::{FakeWorld, NOW, cookie, ready};
    use crate::sign_in::round_trip::RoundTrip;
    use http::header;
    use oauth2::url::Url;
    use std::collections::HashMap;

    fn begun(world: &FakeWorld, provider: &str, query: Option<&str>) -> (Url, RoundTrip) {
        let answer = ready(start(world.as_world(), provider, query, None));
        assert_eq!(answer.status(), 302);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        let url = Url::parse(answer.headers()[header::LOCATION].to_str().unwrap()).unwrap();
        let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        let cookie = cookie(&answer, "sign-in");
        let trip = RoundTrip::read(Some(&cookie), &state, &world.settings, NOW).unwrap();
        (url, trip)
    }

    #[test]
    fn id_2_the_request_has_a_code_challenge_a_state_and_a_nonce() {
        let world = FakeWorld::new();
        let (url, trip) = begun(&world, "entra", Some("return=%2Fw%2Fws_eu1_0%3Fa%3D1"));
        assert!(url.as_str().starts_with("https://login.example/organizations/v2.0/authorize?"), "{url}");
        let asked: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let challenge = to_base64url(&sha256(trip.verifier.as_bytes()));
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "portico"),
            ("redirect_uri", "https://portico.example/sign-in/entra/callback"),
            ("scope", "openid profile email"),
            ("prompt", "select_account"),
            ("code_challenge_method", "S256"),
            ("code_challenge", challenge.as_str()),
            ("state", trip.state.as_str()),
            ("nonce", trip.nonce.as_str()),
        ] {
            assert_eq!(asked.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!((asked.len(), trip.return_to.as_str()), (9, "/w/ws_eu1_0?a=1"));
        assert!(!url.as_str().contains(&trip.verifier));
    }

    #[test]
    fn id_3_each_provider_has_a_redirect_uri_of_its_own() {
        let (url, trip) = begun(&FakeWorld::new(), "fabrikam", None);
        let redirect = "redirect_uri=https%3A%2F%2Fportico.example%2Fsign-in%2Ffabrikam%2Fcallback";
        assert!(url.as_str().contains(redirect), "{url}");
        assert_eq!(trip.provider, "fabrikam");
    }

    #[test]
    fn id_2_no_two_sign_ins_share_a_secret() {
        let world = FakeWorld::new();
        let (one, two) = (begun(&world, "entra", None).1, begun(&world, "entra", None).1);
        assert!(one.state != two.state && one.nonce != two.nonce && one.verifier != two.verifier);
    }

    #[test]
    fn id_2_a_return_elsewhere_leads_to_the_front_door() {
        let world = FakeWorld::new();
        for query in [
            "return=https%3A%2F%2Fevil.example",
            "return=//evil.example",
            "return=",
            "%",
            "return=/a&return=/b",
        ] {
            assert_eq!(begun(&world, "entra", Some(query)).1.return_to.as_str(), "/", "{query}");
        }
    }

    #[test]
    fn id_3_an_unknown_or_unreachable_provider_leads_back_to_the_sign_in_page() {
        let world = FakeWorld::new();
        world.provider.fail("openid-configuration");
        for provider in ["nobody", "", "entra"] {
            let answer = ready(start(world.as_world(), provider, None, None));
            assert_eq!(answer.status(), 303);
            assert!(!answer.headers().contains_key(header::SET_COOKIE), "no round trip has begun or ended");
            assert_eq!(answer.headers()[header::LOCATION], "/sign-in?problem=unreachable");
        }
        assert!(!world.host.logged().contains("nobody"));
    }
}
