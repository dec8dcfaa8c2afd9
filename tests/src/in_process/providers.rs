//! Identity providers in process: the worker asks them for discovery, keys and tokens, as it asks the real ones.
//!
//! A code is made when somebody says who they are ([`Providers::authorize`]) and is worth one token. Signatures are a
//! hash that only these providers make; checking real ones is for the deployed target, whose providers are certified.

use crate::world::{Person, Through};
use edge::encoding::{sha256, sha256_text, to_base64url};
use edge::ports::{FetchError, Fetched, Outgoing};
use serde_json::{Value, json};
use shared::time::Timestamp;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The identity providers.
#[derive(Clone, Debug)]
pub struct Providers {
    base: String,
    codes: RefCell<BTreeMap<String, Asked>>,
}

/// What a code stands for.
#[derive(Clone, Debug)]
struct Asked {
    claims: Value,
    challenge: String,
}

impl Providers {
    /// The providers at an address that nothing has to listen on.
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), codes: RefCell::default() }
    }

    /// Somebody follows an authorization request and says who they are; gives where the browser goes then.
    pub fn authorize(&self, url: &str, person: &Person) -> String {
        let (endpoint, query) = url.split_once('?').unwrap();
        assert_eq!(endpoint, format!("{}/authorize", self.authority(person.through)));
        let asked: BTreeMap<String, String> = serde_urlencoded::from_str(query).unwrap();
        assert_eq!(asked["code_challenge_method"], "S256");
        let code = format!("code-{}", self.codes.borrow().len());
        let claims = self.claims(person, &asked["nonce"]);
        self.codes
            .borrow_mut()
            .insert(code.clone(), Asked { claims, challenge: asked["code_challenge"].clone() });
        let answer = serde_urlencoded::to_string([("code", &code), ("state", &asked["state"])]).unwrap();
        format!("{}?{answer}", asked["redirect_uri"])
    }

    /// Answers a request of the worker.
    pub fn answer(&self, request: &Outgoing, now: Timestamp) -> Result<Fetched, FetchError> {
        let through = if request.url.starts_with(&self.authority(Through::Fabrikam)) {
            Through::Fabrikam
        } else {
            Through::Entra
        };
        let rest = request.url.strip_prefix(&self.authority(through));
        let answer = match rest.ok_or_else(|| FetchError("no such host".into()))? {
            "/.well-known/openid-configuration" => self.discovery(through),
            "/jwks" => json!({ "keys": [{
                "kty": "RSA", "kid": "key", "alg": "RS256", "use": "sig", "e": "AQAB", "n": to_base64url(&[0x81; 256]),
            }] }),
            "/token" => return Ok(self.token(&request.body, now)),
            other => return Err(FetchError(format!("nothing at {other}"))),
        };
        Ok(answered(200, &answer))
    }

    /// The signature of data.
    pub fn signature(data: &[u8]) -> Vec<u8> {
        sha256(&[b"signed by the providers of the tests: ", data].concat()).to_vec()
    }

    fn token(&self, body: &[u8], now: Timestamp) -> Fetched {
        let form: BTreeMap<String, String> = serde_urlencoded::from_bytes(body).unwrap();
        let asked = form.get("code").and_then(|code| self.codes.borrow_mut().remove(code));
        let verifier = form.get("code_verifier").map(|verifier| sha256_text(verifier.as_bytes()));
        let Some(asked) = asked.filter(|asked| verifier.as_ref() == Some(&asked.challenge)) else {
            return answered(400, &json!({ "error": "invalid_grant" }));
        };
        let seconds = now.millis() / 1000;
        let mut claims = asked.claims;
        claims["iat"] = seconds.into();
        claims["exp"] = (seconds + 3600).into();
        let header = json!({ "alg": "RS256", "kid": "key", "typ": "JWT" });
        let part = |value: &Value| to_base64url(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let token = format!("{signed}.{}", to_base64url(&Self::signature(signed.as_bytes())));
        answered(200, &json!({ "access_token": "none", "token_type": "Bearer", "id_token": token }))
    }

    fn claims(&self, person: &Person, nonce: &str) -> Value {
        let common = json!({
            "iss": person.issuer, "aud": "portico", "nonce": nonce, "sub": person.object, "name": person.name,
            "email": person.email,
        });
        let mut claims = common;
        if person.through == Through::Entra {
            claims["tid"] = person.tenant.clone().into();
            claims["oid"] = person.object.clone().into();
            claims["acct"] = i32::from(person.guest).into();
        }
        claims
    }

    fn discovery(&self, through: Through) -> Value {
        let authority = self.authority(through);
        let issuer = match through {
            Through::Entra => format!("{}/{{tenantid}}/v2.0", self.base),
            Through::Fabrikam => authority.clone(),
        };
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{authority}/authorize"),
            "token_endpoint": format!("{authority}/token"),
            "jwks_uri": format!("{authority}/jwks"),
        })
    }

    fn authority(&self, through: Through) -> String {
        match through {
            Through::Entra => format!("{}/organizations/v2.0", self.base),
            Through::Fabrikam => format!("{}/fabrikam", self.base),
        }
    }
}

fn answered(status: u16, answer: &Value) -> Fetched {
    let headers = [(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"))];
    Fetched { status, headers: headers.into_iter().collect(), body: answer.to_string().into_bytes() }
}
