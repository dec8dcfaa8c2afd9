//! Us, as a client of an identity provider (RFC 6749 §2).

use super::discovery::Discovery;
use super::failure::Failure;
use crate::settings::{IdentityProvider, Settings};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, ExtraTokenFields, RedirectUrl,
    StandardRevocableToken, StandardTokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

/// A client with what signing in needs: an authorization endpoint and a token endpoint.
pub(super) type Client = oauth2::Client<
    BasicErrorResponse,
    StandardTokenResponse<WithIdToken, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// What OpenID Connect adds to a token response (OpenID Connect Core 1.0 §3.1.3.3).
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct WithIdToken {
    pub(super) id_token: Option<String>,
}

/// Says whether there is a token, and not which.
impl std::fmt::Debug for WithIdToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WithIdToken").field("is_some", &self.id_token.is_some()).finish()
    }
}

impl ExtraTokenFields for WithIdToken {}

/// The client that we are at an identity provider. Each provider has a redirect URI of its own, so that the answer of
/// one is never taken for that of another (RFC 9700 §4.4.2.1); the secret goes into the `authorization` header, never
/// into a URL or body.
pub(super) fn client(
    settings: &Settings,
    provider: &IdentityProvider,
    discovery: &Discovery,
) -> Result<Client, Failure> {
    let redirect = format!("{}/sign-in/{}/callback", settings.origin, provider.id);
    let redirect = RedirectUrl::new(redirect).map_err(|_| Failure::unreachable("redirect uri malformed"))?;
    let client = oauth2::Client::new(ClientId::new(provider.client_id.clone()))
        .set_client_secret(ClientSecret::new(provider.secret.clone()))
        .set_auth_type(AuthType::BasicAuth)
        .set_auth_uri(AuthUrl::from_url(discovery.authorization_endpoint.clone()))
        .set_token_uri(TokenUrl::from_url(discovery.token_endpoint.clone()))
        .set_redirect_uri(redirect);
    Ok(client)
}
