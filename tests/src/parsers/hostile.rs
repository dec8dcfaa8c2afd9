//! A world for signing in whose every port says what it was told to: nothing of it can be trusted, and no database answers.

use super::signing_in::Token;
use edge::encoding::to_base64url;
use edge::ports::{
    Algorithm, Cache, Fetch, FetchError, Fetched, Host, Limited, Limits, LogLine, Outgoing, PortFuture, Rows,
    Signatures, Sql, SqlError, Statement, World,
};
use edge::settings::{IdentityProvider, IdentityProviderKind, Settings};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use serde_json::{Value, json};
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::cell::{Cell, RefCell};
use std::future::ready;

const TENANT: &str = "5d1cde20-7f3a-4f4e-8a3e-2f6c1d9b0a11";

/// The issuer that a provider's tokens are from.
pub(super) fn issuer(provider: &str, tenant: &str) -> String {
    if provider == "entra" {
        format!("https://login.example/{tenant}/v2.0")
    } else {
        "https://idp.fabrikam.example".to_owned()
    }
}

/// What everybody outside says.
pub(super) struct Hostile {
    provider: &'static str,
    pub(super) discovery: String,
    pub(super) keys: String,
    pub(super) token_answer: Vec<u8>,
    pub(super) token_status: u16,
    pub(super) cached_discovery: Option<String>,
    pub(super) cached_keys: Option<String>,
    pub(super) settings: Settings,
    bytes: Cell<u8>,
    reason: RefCell<Option<String>>,
}

/// A sign-in under way.
pub(super) struct Begun {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) cookie: String,
}

impl Hostile {
    /// The time there.
    pub(super) const NOW: Timestamp = Timestamp::from_millis(1_794_960_000_000);

    /// Everybody says what they should. Chance is the same every time, and so are state and nonce.
    pub(super) fn new(provider: &'static str) -> Self {
        let authority = authority(provider);
        let issuer = issuer(provider, "{tenantid}");
        let discovery = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{authority}/authorize"),
            "token_endpoint": format!("{authority}/token"),
            "jwks_uri": format!("{authority}/jwks"),
        });
        let key = json!({
            "kty": "RSA", "kid": "key", "alg": "RS256", "use": "sig", "e": "AQAB", "n": to_base64url(&[0x81; 256]),
        });
        Self {
            provider,
            discovery: discovery.to_string(),
            keys: json!({ "keys": [key] }).to_string(),
            token_answer: Vec::new(),
            token_status: 200,
            cached_discovery: None,
            cached_keys: None,
            settings: settings(),
            bytes: Cell::new(0),
            reason: RefCell::default(),
        }
    }

    /// The token that somebody gets in with.
    pub(super) fn token(&self, nonce: &str) -> Token {
        let seconds = Self::NOW.millis() / 1_000;
        let claims = json!({
            "iss": issuer(self.provider, TENANT), "aud": "portico", "exp": seconds + 3_600, "iat": seconds,
            "nonce": nonce, "sub": "walter", "tid": TENANT, "oid": "5b6e", "acct": 0, "name": "Walter",
            "email": "walter@fabrikam.example",
        });
        Token { header: json!({ "alg": "RS256", "kid": "key", "typ": "JWT" }), claims }
    }

    /// Begins a sign-in; `None` if it ended at once, on the sign-in page.
    pub(super) fn begin(&self) -> Option<Begun> {
        let answer = self.get(&format!("/sign-in/{}?return=/ws", self.provider), None)?;
        if answer.status() == 303 {
            self.failed(&answer);
            return None;
        }
        assert_eq!(answer.status(), 302);
        let location = answer.headers()[header::LOCATION].to_str().unwrap();
        assert!(location.starts_with("https://") || location.starts_with("http://localhost"), "{location}");
        let (_, query) = location.rsplit_once('?').unwrap();
        let asked: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        // The document may have put parameters of its own into its address: ours come after them.
        let value =
            |name: &str| asked.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Some(Begun { state: value("state")?, nonce: value("nonce")?, cookie })
    }

    /// Ends it; gives why it came to nothing. `None` if that could not even be asked.
    pub(super) fn end(&self, query: &str, cookie: &str) -> Option<String> {
        let answer = self.get(&format!("/sign-in/{}/callback?{query}", self.provider), Some(cookie))?;
        self.failed(&answer);
        self.reason.borrow().clone()
    }

    /// Asks for an address; `None` if it is no address.
    pub(super) fn get(&self, address: &str, cookie: Option<&str>) -> Option<Response<Vec<u8>>> {
        let mut request = Request::builder().uri(address);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let answer = edge::entry::handle(self.as_world(), request.body(Vec::new()).ok()?)
            .now_or_never()
            .unwrap()
            .response;
        assert!(answer.status().as_u16() < 500, "{address}: {}", answer.status());
        assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY));
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        Some(answer)
    }

    /// An answer that leads to the sign-in page, with a problem that the page knows.
    fn failed(&self, answer: &Response<Vec<u8>>) {
        assert_eq!(answer.status(), 303);
        let location = answer.headers()[header::LOCATION].to_str().unwrap();
        let problem = location.strip_prefix("/sign-in?problem=").unwrap_or_else(|| panic!("{location}"));
        assert!(problem.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{location}");
    }

    fn as_world(&self) -> World<'_> {
        World {
            sql: self,
            cache: self,
            fetch: self,
            signatures: self,
            limits: self,
            host: self,
            settings: &self.settings,
        }
    }
}

fn authority(provider: &str) -> String {
    issuer(provider, "organizations")
}

/// Two regions, an Entra for everybody, and Fabrikam's own provider.
pub(super) fn settings() -> Settings {
    let provider = |id: &str, kind, tenant: Option<&str>| IdentityProvider {
        id: id.into(),
        kind,
        name: id.into(),
        authority: authority(id),
        client_id: "portico".into(),
        secret: "a secret/with: signs".into(),
        tenant: tenant.map(Into::into),
        account: None,
        shared: true,
        domains: Vec::new(),
    };
    Settings {
        origin: "https://portico.example".into(),
        shards: vec![(Shard::parse("eu1").unwrap(), 1), (Shard::parse("us1").unwrap(), 2)],
        provider_name: "Northwind".into(),
        provider_tenant: "99999999-9999-4999-8999-99999999999e".into(),
        provider_contact: "desk@northwind.example".into(),
        identity_providers: vec![
            provider("entra", IdentityProviderKind::Entra, None),
            provider("fabrikam", IdentityProviderKind::Openid, Some("fabrikam")),
        ],
        session_keys: vec![vec![1; 32], vec![2; 32]],
    }
}

impl Sql for Hostile {
    fn batch<'a>(&'a self, _: Shard, _: &'a [Statement]) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        Box::pin(ready(Err(SqlError::Unavailable("away".into()))))
    }
}

impl Cache for Hostile {
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>> {
        let kept = if key.starts_with("keys:") { &self.cached_keys } else { &self.cached_discovery };
        Box::pin(ready(kept.clone()))
    }

    fn put<'a>(&'a self, _: &'a str, _: &'a str, _: u64) -> PortFuture<'a, ()> {
        Box::pin(ready(()))
    }
}

impl Fetch for Hostile {
    fn send(&self, request: Outgoing) -> PortFuture<'_, Result<Fetched, FetchError>> {
        let (status, body) = if request.url.ends_with("/.well-known/openid-configuration") {
            (200, self.discovery.clone().into_bytes())
        } else if request.method == http::Method::POST {
            (self.token_status, self.token_answer.clone())
        } else {
            (200, self.keys.clone().into_bytes())
        };
        let headers: HeaderMap =
            [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))].into_iter().collect();
        Box::pin(ready(Ok(Fetched { status, headers, body })))
    }
}

impl Signatures for Hostile {
    fn verify<'a>(&'a self, _: Algorithm, _: &'a Value, _: &'a [u8], _: &'a [u8]) -> PortFuture<'a, bool> {
        Box::pin(ready(true))
    }
}

impl Limits for Hostile {
    fn allows<'a>(&'a self, _: Limited, _: &'a str) -> PortFuture<'a, bool> {
        Box::pin(ready(true))
    }
}

impl Host for Hostile {
    fn now(&self) -> Timestamp {
        Self::NOW
    }

    fn randomize(&self, bytes: &mut [u8]) {
        for byte in bytes {
            self.bytes.set(self.bytes.get().wrapping_add(77));
            *byte = self.bytes.get();
        }
    }

    fn sleep(&self, _: Span) -> PortFuture<'_, ()> {
        Box::pin(ready(()))
    }

    fn log(&self, line: &LogLine) {
        if let Some(reason) = line.fields.get("reason").and_then(Value::as_str) {
            self.reason.replace(Some(reason.to_owned()));
        }
    }
}
