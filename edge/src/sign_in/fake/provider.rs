//! Both identity providers of the fake world, behind one `Fetch`: they sign with ES256, and as they are told.

use crate::encoding::{from_base64url, sha256, to_base64url};
use crate::ports::{Algorithm, Fetch, FetchError, Fetched, Outgoing, PortFuture, Signatures};
use crate::settings::{IdentityProvider, Settings};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use oauth2::url::{Url, form_urlencoded};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;

/// A request to the token endpoint, as it came.
#[derive(Clone, Default)]
pub(crate) struct TokenRequest {
    pub(crate) authorization: String,
    form: HashMap<String, String>,
}

impl TokenRequest {
    /// A field of the form; empty if it was not sent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }
}

struct Grant {
    challenge: String,
    token: String,
}

/// The identity providers.
pub(crate) struct FakeProvider {
    documents: HashMap<String, Value>,
    key: EcdsaKeyPair,
    other_key: EcdsaKeyPair,
    kid: RefCell<String>,
    grants: RefCell<HashMap<String, Grant>>,
    asked: RefCell<Vec<String>>,
    failing: RefCell<Option<String>>,
    tokens: RefCell<Option<Value>>,
    last: RefCell<TokenRequest>,
}

impl FakeProvider {
    pub(crate) fn new(settings: &Settings) -> Self {
        let document = |provider: &IdentityProvider| (provider.authority.clone(), document(provider));
        Self {
            documents: settings.identity_providers.iter().map(document).collect(),
            key: fresh_key(),
            other_key: fresh_key(),
            kid: RefCell::new("key-1".into()),
            grants: RefCell::default(),
            asked: RefCell::default(),
            failing: RefCell::default(),
            tokens: RefCell::default(),
            last: RefCell::default(),
        }
    }

    /// The discovery document of a provider.
    pub(crate) fn discovery(&self, provider: &IdentityProvider) -> Value {
        self.documents[&provider.authority].clone()
    }

    /// How often an address that holds this text was asked.
    pub(crate) fn asked(&self, text: &str) -> usize {
        self.asked.borrow().iter().filter(|url| url.contains(text)).count()
    }

    /// From now on addresses that end so answer with 500.
    pub(crate) fn fail(&self, end: &str) {
        *self.failing.borrow_mut() = Some(end.to_owned());
    }

    /// From now on the key has this id.
    pub(crate) fn rename_key(&self, kid: &str) {
        kid.clone_into(&mut self.kid.borrow_mut());
    }

    /// From now on the token endpoint answers this.
    pub(crate) fn answer_tokens_with(&self, answer: Value) {
        *self.tokens.borrow_mut() = Some(answer);
    }

    pub(crate) fn last_token_request(&self) -> TokenRequest {
        self.last.borrow().clone()
    }

    /// A code that yields a token with these claims to whoever has the verifier.
    pub(crate) fn grant(&self, code: &str, verifier: &str, claims: Value) {
        self.grant_token(code, &to_base64url(&sha256(verifier.as_bytes())), self.sign(&claims));
    }

    /// A code that yields a token, as it is, to whoever has the verifier behind the challenge.
    pub(crate) fn grant_token(&self, code: &str, challenge: &str, token: String) {
        self.grants.borrow_mut().insert(code.into(), Grant { challenge: challenge.into(), token });
    }

    /// A token with these claims, signed as it should be.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        signed(&self.key, &json!({ "alg": "ES256", "kid": *self.kid.borrow(), "typ": "JWT" }), claims)
    }

    /// A token with a header of choice.
    pub(crate) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        signed(&self.key, header, claims)
    }

    /// A token signed by somebody else's key under the name of the provider's.
    pub(crate) fn forge(&self, claims: &Value) -> String {
        signed(&self.other_key, &json!({ "alg": "ES256", "kid": *self.kid.borrow() }), claims)
    }

    fn jwk(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let (x, y) = (to_base64url(&point[1..33]), to_base64url(&point[33..]));
        json!({ "kid": *self.kid.borrow(), "kty": "EC", "crv": "P-256", "use": "sig", "x": x, "y": y })
    }

    fn answer(&self, request: &Outgoing) -> (u16, Value) {
        self.asked.borrow_mut().push(request.url.clone());
        if self.failing.borrow().as_ref().is_some_and(|end| request.url.ends_with(end)) {
            return (500, json!("in trouble"));
        }
        if let Some(authority) = request.url.strip_suffix("/.well-known/openid-configuration") {
            return self.documents.get(authority).map_or((404, Value::Null), |found| (200, found.clone()));
        }
        if request.url.ends_with("/keys") {
            return (200, json!({ "keys": [self.jwk()] }));
        }
        if request.url.ends_with("/token") {
            return self.token(request);
        }
        (404, Value::Null)
    }

    fn token(&self, request: &Outgoing) -> (u16, Value) {
        let header = request.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let form = form_urlencoded::parse(&request.body).into_owned().collect();
        let asked = TokenRequest { authorization: header.unwrap_or("").into(), form };
        *self.last.borrow_mut() = asked.clone();
        if let Some(answer) = self.tokens.borrow().clone() {
            return (200, answer);
        }
        // A code works once.
        let grant = self.grants.borrow_mut().remove(asked.field("code"));
        let challenge = to_base64url(&sha256(asked.field("code_verifier").as_bytes()));
        match grant.filter(|grant| grant.challenge == challenge) {
            Some(grant) => {
                (200, json!({ "access_token": "unused", "token_type": "Bearer", "id_token": grant.token }))
            }
            None => (400, json!({ "error": "invalid_grant" })),
        }
    }
}

impl Fetch for FakeProvider {
    fn send(&self, request: Outgoing) -> PortFuture<'_, Result<Fetched, FetchError>> {
        Box::pin(async move {
            Url::parse(&request.url).map_err(|error| FetchError(error.to_string()))?;
            let (status, body) = self.answer(&request);
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(Fetched { status, headers, body: body.to_string().into_bytes() })
        })
    }
}

impl Signatures for FakeProvider {
    fn verify<'a>(
        &'a self,
        algorithm: Algorithm,
        key: &'a Value,
        data: &'a [u8],
        signature: &'a [u8],
    ) -> PortFuture<'a, bool> {
        Box::pin(async move {
            let part = |name: &str| key[name].as_str().and_then(from_base64url).unwrap_or_default();
            let point = [vec![4], part("x"), part("y")].concat();
            algorithm == Algorithm::Es256
                && UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(data, signature).is_ok()
        })
    }
}

fn document(provider: &IdentityProvider) -> Value {
    let at = |path: &str| format!("{}/{path}", provider.authority);
    let several = provider.authority.ends_with("/organizations/v2.0");
    json!({
        "issuer": provider.authority.replace("organizations", "{tenantid}"),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "authorization_response_iss_parameter_supported": !several,
    })
}

fn fresh_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap()
}

fn signed(key: &EcdsaKeyPair, header: &Value, claims: &Value) -> String {
    let part = |json: &Value| to_base64url(json.to_string().as_bytes());
    let data = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(&SystemRandom::new(), data.as_bytes()).unwrap();
    format!("{data}.{}", to_base64url(signature.as_ref()))
}
