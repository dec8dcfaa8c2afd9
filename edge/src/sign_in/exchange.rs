//! From an authorization code to an ID token, between us and the identity provider alone (ID-2).

use super::client::client;
use super::discovery::Discovery;
use super::failure::Failure;
use super::round_trip::RoundTrip;
use crate::ports::{FetchError, Outgoing, World};
use crate::settings::IdentityProvider;
use oauth2::basic::BasicTokenType;
use oauth2::{
    AuthorizationCode, HttpRequest, HttpResponse, PkceCodeVerifier, RequestTokenError, TokenResponse,
};

/// Exchanges a code for an ID token. The other tokens that come along are not kept: nothing here calls the provider
/// in the person's name.
pub async fn exchange(
    world: World<'_>,
    provider: &IdentityProvider,
    discovery: &Discovery,
    trip: &RoundTrip,
    code: String,
) -> Result<String, Failure> {
    let client = client(world.settings, provider, discovery)?;
    let send = |request| send(world, request);
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(trip.verifier.clone()))
        .request_async(&send)
        .await;
    match answer {
        // OpenID Connect Core 1.0 §3.1.3.3: nothing else was agreed on.
        Ok(tokens) if *tokens.token_type() != BasicTokenType::Bearer => {
            Err(Failure::not_proven("token response of another type"))
        }
        Ok(tokens) => {
            let token = tokens.extra_fields().id_token.clone();
            token.ok_or(Failure::not_proven("token response without an id token"))
        }
        Err(RequestTokenError::Request(_)) => Err(Failure::unreachable("token endpoint did not answer")),
        Err(RequestTokenError::ServerResponse(_)) => Err(Failure::not_proven("code refused")),
        Err(_) => Err(Failure::not_proven("token response malformed")),
    }
}

/// Our way out as the HTTP client of `oauth2`. A provider in trouble counts as one that did not answer: that is not
/// about the code, and trying again may help.
async fn send(world: World<'_>, request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let (parts, body) = request.into_parts();
    let outgoing =
        Outgoing { method: parts.method, url: parts.uri.to_string(), headers: parts.headers, body };
    let fetched = world.fetch.send(outgoing).await?;
    if fetched.status == 429 || fetched.status >= 500 {
        return Err(FetchError(format!("status {}", fetched.status)));
    }
    let mut answer = HttpResponse::new(fetched.body);
    *answer.status_mut() =
        http::StatusCode::from_u16(fetched.status).map_err(|error| FetchError(error.to_string()))?;
    *answer.headers_mut() = fetched.headers;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::exchange;
    use crate::sign_in::discovery::discover;
    use crate::sign_in::failure::Failure;
    use crate::sign_in::fake::{FakeWorld, ready};
    use crate::sign_in::return_path::ReturnPath;
    use crate::sign_in::round_trip::RoundTrip;
    use serde_json::json;
    use shared::api::session::SignInProblem;

    fn exchanged(world: &FakeWorld, code: &str) -> Result<String, Failure> {
        let provider = &world.settings.identity_providers[0];
        let discovery = ready(discover(world.as_world(), provider)).unwrap();
        let trip = RoundTrip::new(&world.host, provider, ReturnPath::default());
        world.provider.grant("good", &trip.verifier, json!({ "sub": "ada" }));
        ready(exchange(world.as_world(), provider, &discovery, &trip, code.into()))
    }

    #[test]
    fn id_2_a_code_becomes_a_token_by_our_secret_and_the_verifier() {
        let world = FakeWorld::new();
        assert_eq!(exchanged(&world, "good").unwrap().split('.').count(), 3);
        let request = world.provider.last_token_request();
        // The id and the secret, each form-encoded first (RFC 6749 §2.3.1).
        assert_eq!(request.authorization, "Basic cG9ydGljbzphK3NlY3JldCUyRndpdGglM0Erc2lnbnM=");
        assert_eq!(request.field("grant_type"), "authorization_code");
        assert_eq!(request.field("redirect_uri"), "https://portico.example/sign-in/entra/callback");
        assert_eq!(request.field("client_secret"), "");
    }

    #[test]
    fn id_2_a_code_that_the_provider_refuses_proves_nothing() {
        let failure = exchanged(&FakeWorld::new(), "another").unwrap_err();
        assert_eq!(failure, Failure::not_proven("code refused"));
    }

    #[test]
    fn id_2_a_token_endpoint_that_fails_is_unreachable() {
        let world = FakeWorld::new();
        world.provider.fail("/token");
        assert_eq!(exchanged(&world, "good").unwrap_err().problem, SignInProblem::Unreachable);
    }

    #[test]
    fn id_2_an_answer_that_is_no_token_response_proves_nothing() {
        for (answer, reason) in [
            (json!({}), "token response malformed"),
            (json!([]), "token response malformed"),
            (json!({ "id_token": "a.b.c" }), "token response malformed"),
            (json!({ "access_token": "x", "token_type": "Bearer" }), "token response without an id token"),
            (json!({ "access_token": "x", "token_type": "mac" }), "token response of another type"),
            (json!({ "access_token": "x", "token_type": "N_A" }), "token response of another type"),
        ] {
            let world = FakeWorld::new();
            world.provider.answer_tokens_with(answer);
            assert_eq!(exchanged(&world, "good").unwrap_err(), Failure::not_proven(reason));
        }
    }
}
