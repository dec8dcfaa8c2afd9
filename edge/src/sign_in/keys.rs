//! The keys an identity provider signs with (RFC 7517), kept for an hour.
//!
//! A provider changes its keys whenever it likes: a token with an unknown key id makes us ask for them again, but not
//! more than once a minute, so that made-up key ids can't turn us against the provider.

use super::discovery::{self, Discovery};
use super::failure::Failure;
use super::jws::Header;
use crate::encoding::{from_base64url, sha256_text};
use crate::ports::{Algorithm, World};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::time::{Span, Timestamp};

const KEEP_SECONDS: u64 = 60 * 60;
const ASK_AGAIN_AFTER: Span = Span::minutes(1);
/// RFC 7518 §3.3.
const SMALLEST_MODULUS_BYTES: usize = 2048 / 8;

#[derive(Serialize, Deserialize)]
struct KeySet {
    asked_at: Timestamp,
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

/// The key that a token's header names, as the provider published it.
pub async fn find(world: World<'_>, discovery: &Discovery, header: &Header) -> Result<Value, Failure> {
    let name = format!("keys:{}", sha256_text(discovery.jwks_uri.as_str().as_bytes()));
    let now = world.host.now();
    let unknown = Failure::not_proven("no key, or several, for the token's header");
    let kept = world.cache.get(&name).await.and_then(|text| serde_json::from_str::<KeySet>(&text).ok());
    if let Some(kept) = kept {
        if let Some(key) = choose(&kept.keys, header) {
            return Ok(key.clone());
        }
        if now.since(kept.asked_at) < ASK_AGAIN_AFTER {
            return Err(unknown);
        }
    }
    let text = discovery::get(world, &discovery.jwks_uri).await?;
    let published: Published =
        serde_json::from_str(&text).map_err(|_| Failure::not_proven("keys malformed"))?;
    let set = KeySet { asked_at: now, keys: published.keys };
    if let Ok(text) = serde_json::to_string(&set) {
        world.cache.put(&name, &text, KEEP_SECONDS).await;
    }
    choose(&set.keys, header).cloned().ok_or(unknown)
}

/// The one key that the header names and that fits its algorithm. A header without a key id fits a provider with a
/// single such key (OpenID Connect Core 1.0 §10.1).
fn choose<'a>(keys: &'a [Value], header: &Header) -> Option<&'a Value> {
    let named = |key: &&Value| header.kid.is_none() || text(key, "kid") == header.kid.as_deref();
    let mut fitting = keys.iter().filter(named).filter(|key| fits(key, header.algorithm));
    let key = fitting.next()?;
    fitting.next().is_none().then_some(key)
}

/// Whether a key may check signatures of an algorithm: its type, and whatever it says about its use (RFC 7517 §4).
/// What a token says about itself never widens what a key is for (RFC 8725 §3.1).
fn fits(key: &Value, algorithm: Algorithm) -> bool {
    let right_kind = match algorithm {
        Algorithm::Rs256 => {
            let modulus = text(key, "n").and_then(from_base64url).unwrap_or_default();
            let bytes = modulus.iter().skip_while(|byte| **byte == 0).count();
            text(key, "kty") == Some("RSA") && bytes >= SMALLEST_MODULUS_BYTES
        }
        Algorithm::Es256 => text(key, "kty") == Some("EC") && text(key, "crv") == Some("P-256"),
    };
    let verifies = match key.get("key_ops") {
        None => true,
        Some(uses) => uses.as_array().is_some_and(|uses| uses.iter().any(|one| one == "verify")),
    };
    let allows = |field: &str, allowed: &str| key.get(field).is_none_or(|value| value == allowed);
    right_kind && verifies && allows("alg", algorithm.name()) && allows("use", "sig")
}

fn text<'a>(key: &'a Value, field: &str) -> Option<&'a str> {
    key.get(field)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::{choose, find};
    use crate::ports::Algorithm;
    use crate::sign_in::discovery::discover;
    use crate::sign_in::fake::{FakeWorld, ready};
    use crate::sign_in::jws::Header;
    use serde_json::{Value, json};
    use shared::time::Span;

    fn header(kid: Option<&str>, algorithm: Algorithm) -> Header {
        Header { kid: kid.map(Into::into), algorithm }
    }

    fn ec() -> Value {
        json!({ "kid": "one", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "alg": "ES256", "use": "sig" })
    }

    fn rsa(bytes: usize) -> Value {
        json!({ "kid": "two", "kty": "RSA", "e": "AQAB", "n": crate::encoding::to_base64url(&vec![1; bytes]) })
    }

    #[test]
    fn id_2_a_key_is_found_by_its_id_and_algorithm() {
        let keys = [ec(), rsa(256)];
        assert_eq!(choose(&keys, &header(Some("one"), Algorithm::Es256)), Some(&keys[0]));
        assert_eq!(choose(&keys, &header(Some("two"), Algorithm::Rs256)), Some(&keys[1]));
        assert_eq!(choose(&keys, &header(None, Algorithm::Rs256)), Some(&keys[1]));
    }

    #[test]
    fn id_2_a_key_of_another_algorithm_use_curve_or_size_checks_nothing() {
        let es256 = header(Some("one"), Algorithm::Es256);
        for (field, value) in [
            ("kid", json!("two")),
            ("kty", json!("OKP")),
            ("crv", json!("P-384")),
            ("alg", json!("ES384")),
            ("alg", json!(3)),
            ("use", json!("enc")),
            ("key_ops", json!(["sign"])),
            ("key_ops", json!("verify")),
        ] {
            let mut key = ec();
            key[field] = value;
            assert_eq!(choose(&[key], &es256), None, "{field}");
        }
        assert_eq!(choose(&[ec()], &header(Some("one"), Algorithm::Rs256)), None);
        assert_eq!(choose(&[rsa(255)], &header(Some("two"), Algorithm::Rs256)), None);
        assert_eq!(choose(&[json!("x"), json!(null)], &es256), None);
    }

    #[test]
    fn id_2_two_keys_that_fit_are_as_good_as_none() {
        assert_eq!(choose(&[ec(), ec()], &header(Some("one"), Algorithm::Es256)), None);
        assert_eq!(choose(&[ec(), ec()], &header(None, Algorithm::Es256)), None);
    }

    #[test]
    fn id_2_an_unknown_key_id_asks_again_once_a_minute() {
        let world = FakeWorld::new();
        let discovery = ready(discover(world.as_world(), &world.settings.identity_providers[0])).unwrap();
        let look = |kid| ready(find(world.as_world(), &discovery, &header(Some(kid), Algorithm::Es256)));
        assert!(look("key-1").is_ok());
        assert!(look("key-1").is_ok());
        assert_eq!(world.provider.asked("/keys"), 1);
        assert!(look("key-2").is_err());
        assert_eq!(world.provider.asked("/keys"), 1);
        world.host.advance(Span::seconds(61));
        assert!(look("key-2").is_err());
        assert!(look("key-3").is_err());
        assert_eq!(world.provider.asked("/keys"), 2);
        world.host.advance(Span::seconds(61));
        world.provider.rename_key("key-2");
        assert!(look("key-2").is_ok());
        assert_eq!(world.provider.asked("/keys"), 3);
    }
}
