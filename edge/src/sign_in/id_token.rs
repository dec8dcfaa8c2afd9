//! ID tokens: who signed in, as the identity provider states it (OpenID Connect Core 1.0 §2, §3.1.3.7).

use super::discovery::Discovery;
use super::failure::Failure;
use super::issuer::{self, Issuer};
use super::jws::Compact;
use super::keys;
use super::round_trip::RoundTrip;
use crate::encoding::sha256;
use crate::ports::World;
use crate::settings::IdentityProvider;
use serde::Deserialize;
use serde_json::Value;
use shared::time::Timestamp;

/// How far the provider's clock and ours may be apart, in seconds.
const LEEWAY: f64 = 120.0;
/// How long ago a token may have been made, in seconds: it was asked for a moment ago.
const OLDEST: f64 = 600.0;
const LONGEST_SUBJECT: usize = 255;

/// The claims of an ID token that anything here depends on.
#[derive(Clone, Debug, Deserialize)]
pub struct Claims {
    /// Who states it.
    pub iss: String,
    /// The person, for this issuer.
    pub sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    /// Entra: the tenant.
    pub tid: Option<String>,
    /// Entra: the person, within the tenant.
    pub oid: Option<String>,
    /// Where the person is at home, if not in the tenant.
    pub idp: Option<String>,
    /// Entra: 0 for people of the tenant, 1 for guests.
    pub acct: Option<Value>,
    /// For display; so are the next two, and whatever they hold, nothing depends on it (ID-1).
    pub name: Option<Value>,
    /// For display.
    pub preferred_username: Option<Value>,
    /// For display and delivery.
    pub email: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What a token has to fit.
pub struct Expected<'a> {
    /// Whose tokens are taken.
    pub issuer: &'a Issuer,
    /// Whom the key was published for, where the provider says so.
    pub key_issuer: Option<&'a str>,
    /// Who we are to the provider.
    pub client_id: &'a str,
    /// What we sent along.
    pub nonce: &'a str,
    /// Now.
    pub now: Timestamp,
}

/// Checks a token: its signature under a key of the provider's, then its claims.
pub async fn verify(
    world: World<'_>,
    provider: &IdentityProvider,
    discovery: &Discovery,
    trip: &RoundTrip,
    token: &str,
) -> Result<Claims, Failure> {
    let compact = Compact::read(token)?;
    if !discovery.announces(compact.header.algorithm) {
        return Err(Failure::not_proven("token algorithm not announced"));
    }
    let key = keys::find(world, discovery, &compact.header).await?;
    let algorithm = compact.header.algorithm;
    if !world.signatures.verify(algorithm, &key, compact.signed, &compact.signature).await {
        return Err(Failure::not_proven("token signature"));
    }
    let claims: Claims = serde_json::from_slice(&compact.payload)
        .map_err(|_| Failure::not_proven("token claims malformed"))?;
    claims.check(&Expected {
        issuer: &discovery.issuer,
        key_issuer: key.get("issuer").and_then(Value::as_str),
        client_id: &provider.client_id,
        nonce: &trip.nonce,
        now: world.host.now(),
    })?;
    Ok(claims)
}

impl Claims {
    /// Checks everything that a token states about itself (OpenID Connect Core 1.0 §3.1.3.7). Whether it was signed is
    /// another matter, and comes first.
    pub fn check(&self, expected: &Expected<'_>) -> Result<(), Failure> {
        let tenant = self.tid.as_deref();
        let issuer = expected.issuer.of_tenant(tenant);
        let key_fits =
            expected.key_issuer.is_none_or(|named| issuer::key_signs_for(named, &self.iss, tenant));
        let nonce = self.nonce.as_deref().unwrap_or("");
        let subject_fits =
            !self.sub.is_empty() && self.sub.len() <= LONGEST_SUBJECT && !self.sub.contains(char::is_control);
        let checks = [
            (issuer.as_deref() == Some(&self.iss), "token issuer"),
            (key_fits, "token key is another issuer's"),
            (self.is_for(expected.client_id), "token audience"),
            (sha256(nonce.as_bytes()) == sha256(expected.nonce.as_bytes()), "token nonce"),
            (subject_fits, "token subject"),
        ];
        let failed = checks.into_iter().find(|(holds, _)| !holds);
        match failed {
            Some((_, reason)) => Err(Failure::not_proven(reason)),
            None => self.check_times(expected.now),
        }
    }

    fn check_times(&self, now: Timestamp) -> Result<(), Failure> {
        // Milliseconds of our time are far below 2^53.
        let now = now.millis() as f64 / 1_000.0;
        let checks = [
            (now < self.exp + LEEWAY, "token expired"),
            (self.nbf.is_none_or(|from| from <= now + LEEWAY), "token not yet valid"),
            (self.iat <= now + LEEWAY, "token made in the future"),
            (self.iat >= now - OLDEST, "token made too long ago"),
        ];
        let failed = checks.into_iter().find(|(holds, _)| !holds);
        failed.map_or(Ok(()), |(_, reason)| Err(Failure::not_proven(reason)))
    }

    /// Whether the token is for us and nobody else. We trust no other audience, so several are only ever ourselves.
    fn is_for(&self, client_id: &str) -> bool {
        let audience = match &self.aud {
            Audience::One(one) => std::slice::from_ref(one),
            Audience::Several(several) => several.as_slice(),
        };
        let party = self.azp.as_deref();
        !audience.is_empty()
            && audience.iter().all(|one| one == client_id)
            && (audience.len() == 1 || party.is_some())
            && party.is_none_or(|party| party == client_id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Claims, Expected};
    use crate::sign_in::fake::NOW;
    use crate::sign_in::issuer::Issuer;
    use serde_json::{Value, json};

    const ISSUER: &str = "https://login.example/11111111-1111-4111-8111-11111111111a/v2.0";

    fn seconds() -> i64 {
        NOW.millis() / 1_000
    }

    fn good() -> Value {
        json!({
            "iss": ISSUER, "sub": "ada", "aud": "portico", "nonce": "nonce",
            "tid": "11111111-1111-4111-8111-11111111111a", "oid": "x",
            "iat": seconds(), "nbf": seconds(), "exp": seconds() + 3600,
        })
    }

    fn check(claims: &Value, key_issuer: Option<&str>) -> Result<(), &'static str> {
        let claims: Claims = serde_json::from_value(claims.clone()).map_err(|_| "malformed")?;
        let issuer = Issuer::PerTenant { base: "https://login.example/".into(), only: None };
        let expected =
            Expected { issuer: &issuer, key_issuer, client_id: "portico", nonce: "nonce", now: NOW };
        claims.check(&expected).map_err(|failure| failure.reason)
    }

    /// What a token is refused for with one claim changed; `null` takes it away.
    fn changed(claim: &str, value: Value) -> Result<(), &'static str> {
        let mut claims = good();
        claims[claim] = value;
        check(&claims, None)
    }

    #[test]
    fn id_2_a_good_token_passes() {
        assert_eq!(check(&good(), None), Ok(()));
        assert_eq!(check(&good(), Some("https://login.example/{tenantid}/v2.0")), Ok(()));
        assert_eq!(changed("aud", json!(["portico"])), Ok(()));
        assert_eq!(changed("azp", json!("portico")), Ok(()));
        assert_eq!(changed("nbf", Value::Null), Ok(()));
        assert_eq!(changed("iat", json!(seconds() as f64 - 0.5)), Ok(()));
    }

    #[test]
    fn id_3_a_token_of_another_issuer_or_tenant_is_refused() {
        let expected = Err("token issuer");
        assert_eq!(changed("iss", json!("https://evil.example")), expected);
        assert_eq!(changed("iss", json!(format!("{ISSUER}/"))), expected);
        assert_eq!(changed("iss", json!("https://login.example/{tenantid}/v2.0")), expected);
        assert_eq!(changed("tid", json!("22222222-2222-4222-8222-22222222222b")), expected);
        assert_eq!(changed("tid", json!("../x")), expected);
        assert_eq!(changed("tid", Value::Null), expected);
    }

    #[test]
    fn id_3_a_key_published_for_another_issuer_proves_nothing() {
        let personal = "https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        assert_eq!(check(&good(), Some(personal)), Err("token key is another issuer's"));
    }

    #[test]
    fn id_2_a_token_for_somebody_else_is_refused() {
        for aud in [json!("another"), json!(["another"]), json!(["portico", "another"]), json!([]), json!("")]
        {
            assert_eq!(changed("aud", aud.clone()), Err("token audience"), "{aud}");
        }
        assert_eq!(changed("aud", json!(["portico", "portico"])), Err("token audience"));
        assert_eq!(changed("azp", json!("another")), Err("token audience"));
    }

    #[test]
    fn id_2_a_token_of_another_sign_in_is_refused() {
        for nonce in [json!("another"), json!(""), Value::Null] {
            assert_eq!(changed("nonce", nonce), Err("token nonce"));
        }
    }

    #[test]
    fn id_2_a_token_holds_for_its_time_only() {
        assert_eq!(changed("exp", json!(seconds() - 119)), Ok(()));
        assert_eq!(changed("exp", json!(seconds() - 121)), Err("token expired"));
        assert_eq!(changed("nbf", json!(seconds() + 119)), Ok(()));
        assert_eq!(changed("nbf", json!(seconds() + 121)), Err("token not yet valid"));
        assert_eq!(changed("iat", json!(seconds() + 119)), Ok(()));
        assert_eq!(changed("iat", json!(seconds() + 121)), Err("token made in the future"));
        assert_eq!(changed("iat", json!(seconds() - 599)), Ok(()));
        assert_eq!(changed("iat", json!(seconds() - 601)), Err("token made too long ago"));
        assert_eq!(changed("exp", json!(-1e300)), Err("token expired"));
    }

    #[test]
    fn id_1_a_token_without_a_person_is_refused() {
        for sub in [json!(""), json!("a\nb"), json!("a".repeat(256))] {
            assert_eq!(changed("sub", sub), Err("token subject"));
        }
    }

    #[test]
    fn id_2_a_token_with_a_claim_missing_or_of_the_wrong_type_is_refused() {
        for claim in ["iss", "sub", "aud", "exp", "iat"] {
            for value in [Value::Null, json!({}), json!(true)] {
                assert_eq!(changed(claim, value), Err("malformed"), "{claim}");
            }
        }
        for claim in ["tid", "oid", "idp", "azp", "nonce", "nbf"] {
            assert_eq!(changed(claim, json!({})), Err("malformed"), "{claim}");
        }
    }

    #[test]
    fn id_1_claims_for_display_prove_nothing_and_refuse_nobody() {
        for claim in ["name", "preferred_username", "email"] {
            assert_eq!(changed(claim, json!({ "not": ["a", "text"] })), Ok(()), "{claim}");
        }
    }
}
