//! What an identity provider says about itself: its discovery document (OpenID Connect Discovery 1.0), kept for an
//! hour.
//!
//! The document is checked each time it is used, also when it comes from the cache, and cached only when it held. Two
//! requests that miss the cache at once both ask: a request never waits for what another one is doing.

use super::failure::Failure;
use super::issuer::Issuer;
use crate::encoding::sha256_text;
use crate::ports::{Algorithm, Outgoing, World};
use crate::settings::IdentityProvider;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use oauth2::url::Url;
use serde::Deserialize;

const KEEP_SECONDS: u64 = 60 * 60;

/// What an identity provider says about itself, checked against what the deployment expects of it.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// Whose tokens it gives.
    pub issuer: Issuer,
    /// Where people sign in.
    pub authorization_endpoint: Url,
    /// Where codes become tokens.
    pub token_endpoint: Url,
    /// Where its keys are.
    pub jwks_uri: Url,
    /// Whether every authorization response names its issuer (RFC 9207 §3).
    pub names_issuer: bool,
    signs_with: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl Discovery {
    /// Reads a discovery document and checks it: the issuer is the promised one, and nothing is asked over a connection
    /// that somebody could listen to. A provider that says which ways of PKCE it knows knows ours; Entra says nothing of it.
    pub fn read(provider: &IdentityProvider, text: &str) -> Result<Self, Failure> {
        let document: Document =
            serde_json::from_str(text).map_err(|_| Failure::not_proven("discovery document malformed"))?;
        let issuer = Issuer::discovered(provider, &document.issuer)
            .ok_or(Failure::not_proven("discovery issuer is not the authority's"))?;
        if document
            .code_challenge_methods_supported
            .is_some_and(|known| !known.iter().any(|one| one == "S256"))
        {
            return Err(Failure::not_proven("provider without S256"));
        }
        // Only a provider on this machine may have endpoints that are asked without TLS.
        let local = provider.authority.starts_with("http://");
        let endpoint = |text: &str| {
            let url = secure_url(text).filter(|url| local || url.scheme() == "https");
            url.ok_or(Failure::not_proven("endpoint not https"))
        };
        Ok(Self {
            issuer,
            authorization_endpoint: endpoint(&document.authorization_endpoint)?,
            token_endpoint: endpoint(&document.token_endpoint)?,
            jwks_uri: endpoint(&document.jwks_uri)?,
            names_issuer: document.authorization_response_iss_parameter_supported,
            signs_with: document.id_token_signing_alg_values_supported,
        })
    }

    /// Whether the provider signs its tokens so; one that announces nothing may sign in any way we know.
    pub fn announces(&self, algorithm: Algorithm) -> bool {
        self.signs_with.as_ref().is_none_or(|known| known.iter().any(|one| one == algorithm.name()))
    }
}

/// What an identity provider says about itself: from the cache, or asked.
pub async fn discover(world: World<'_>, provider: &IdentityProvider) -> Result<Discovery, Failure> {
    // The authority is in the name, so that a changed setting never meets a document of before.
    let name = format!("discovery:{}", sha256_text(provider.authority.as_bytes()));
    if let Some(text) = world.cache.get(&name).await
        && let Ok(discovery) = Discovery::read(provider, &text)
    {
        return Ok(discovery);
    }
    let address = format!("{}/.well-known/openid-configuration", provider.authority.trim_end_matches('/'));
    let address = secure_url(&address).ok_or(Failure::not_proven("authority not https"))?;
    let text = get(world, &address).await?;
    let discovery = Discovery::read(provider, &text)?;
    world.cache.put(&name, &text, KEEP_SECONDS).await;
    Ok(discovery)
}

/// Gets a document of an identity provider.
pub(super) async fn get(world: World<'_>, address: &Url) -> Result<String, Failure> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let request =
        Outgoing { method: http::Method::GET, url: address.as_str().to_owned(), headers, body: Vec::new() };
    let unreachable = Failure::unreachable("identity provider did not answer");
    let answer = world.fetch.send(request).await.map_err(|_| unreachable)?;
    if answer.status != 200 {
        return Err(unreachable);
    }
    String::from_utf8(answer.body).map_err(|_| Failure::not_proven("identity provider answered no text"))
}

/// An absolute address with `https`, or with `http` on this machine, for development.
fn secure_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let secure = match url.scheme() {
        "https" => true,
        "http" => url.host_str() == Some("localhost"),
        _ => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (secure && plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::{Discovery, discover, secure_url};
    use crate::sign_in::fake::{FakeWorld, ready};
    use shared::api::session::SignInProblem;

    fn reason(change: impl Fn(&mut serde_json::Value)) -> &'static str {
        let world = FakeWorld::new();
        let mut document = world.provider.discovery(&world.settings.identity_providers[1]);
        change(&mut document);
        Discovery::read(&world.settings.identity_providers[1], &document.to_string()).unwrap_err().reason
    }

    #[test]
    fn id_3_a_document_of_another_issuer_is_refused() {
        let expected = "discovery issuer is not the authority's";
        assert_eq!(reason(|document| document["issuer"] = "https://evil.example".into()), expected);
    }

    #[test]
    fn id_2_every_endpoint_is_asked_over_tls() {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            for wrong in [
                "http://idp.example/x",
                "http://localhost:1/x",
                "javascript:alert(1)",
                "/x",
                "https://a:b@idp.example/x",
            ] {
                assert_eq!(reason(|document| document[name] = wrong.into()), "endpoint not https", "{name}");
            }
        }
    }

    #[test]
    fn id_2_a_provider_that_knows_pkce_knows_s256() {
        let with = |methods: serde_json::Value| {
            let world = FakeWorld::new();
            let mut document = world.provider.discovery(&world.settings.identity_providers[1]);
            document["code_challenge_methods_supported"] = methods;
            Discovery::read(&world.settings.identity_providers[1], &document.to_string()).map(|_| ())
        };
        assert!(with(serde_json::json!(["plain", "S256"])).is_ok() && with(serde_json::Value::Null).is_ok());
        for wrong in [serde_json::json!([]), serde_json::json!(["plain"])] {
            assert_eq!(with(wrong).unwrap_err().reason, "provider without S256");
        }
    }

    #[test]
    fn id_2_a_document_that_is_none_is_refused() {
        assert_eq!(reason(|document| document["token_endpoint"] = 3.into()), "discovery document malformed");
        assert_eq!(reason(|document| *document = "x".into()), "discovery document malformed");
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        assert!(secure_url("http://localhost:9400/x").is_some());
        for wrong in
            ["http://localhost.evil.example/", "http://localhost@evil.example/", "http://127.0.0.1/", ""]
        {
            assert!(secure_url(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn id_3_the_document_is_asked_for_once_an_hour() {
        let world = FakeWorld::new();
        let provider = &world.settings.identity_providers[0];
        for _ in 0..3 {
            ready(discover(world.as_world(), provider)).unwrap();
        }
        assert_eq!(world.provider.asked("openid-configuration"), 1);
    }

    #[test]
    fn id_3_a_cached_document_that_no_longer_holds_is_asked_for_again() {
        let world = FakeWorld::new();
        let provider = &world.settings.identity_providers[0];
        ready(discover(world.as_world(), provider)).unwrap();
        world.cache.spoil("discovery:");
        ready(discover(world.as_world(), provider)).unwrap();
        assert_eq!(world.provider.asked("openid-configuration"), 2);
    }

    #[test]
    fn id_3_a_provider_that_does_not_answer_is_unreachable() {
        let world = FakeWorld::new();
        world.provider.fail("openid-configuration");
        let failure = ready(discover(world.as_world(), &world.settings.identity_providers[0])).unwrap_err();
        assert_eq!(failure.problem, SignInProblem::Unreachable);
    }
}
