//! Signing in, with an identity provider, a cache and a browser that say whatever they like.

use super::chosen;
use super::hostile::{Hostile, issuer};
use edge::encoding::to_base64url;
use serde_json::{Value, json};

/// What is made of the bytes: one thing that comes from outside, while all the rest is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Discovery,
    Keys,
    TokenAnswer,
    TokenStatus,
    TokenHeader,
    Claims,
    Token,
    Query,
    CachedDiscovery,
    CachedKeys,
}

const SAID: [Said; 10] = [
    Said::Discovery,
    Said::Keys,
    Said::TokenAnswer,
    Said::TokenStatus,
    Said::TokenHeader,
    Said::Claims,
    Said::Token,
    Said::Query,
    Said::CachedDiscovery,
    Said::CachedKeys,
];

/// What a failure says when the token was believed: all that is left are the databases, which are away.
const BELIEVED: [&str; 2] = ["not every region answered", "no region took the session"];

/// Goes through a sign-in in which one thing is made of the bytes. It ends on the sign-in page with one of its problems; and
/// a token that is believed is about somebody, for us, from the issuer that was asked, and for this sign-in.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, SAID.len() * 2) else { return };
    let (said, provider) = (SAID[which / 2], ["entra", "fabrikam"][which % 2]);
    let text = String::from_utf8_lossy(rest).into_owned();
    let mut hostile = Hostile::new(provider);
    match said {
        Said::CachedDiscovery => hostile.cached_discovery = Some(text.clone()),
        Said::Discovery => hostile.discovery = text.clone(),
        _ => {}
    }
    let Some(begun) = hostile.begin() else {
        // Nobody gets anywhere by a document of another issuer.
        assert_eq!(said, Said::Discovery, "{text}");
        return;
    };
    let token = hostile.token(&begun.nonce);
    hostile.token_answer = match said {
        Said::TokenAnswer => rest.to_vec(),
        Said::TokenHeader => answer(&token.with(rest, token.claims.to_string().as_bytes())),
        Said::Claims => answer(&token.with(token.header.to_string().as_bytes(), rest)),
        Said::Token => answer(&text),
        _ => answer(&token.text()),
    };
    match said {
        Said::TokenStatus => {
            hostile.token_status = rest.first().map_or(200, |byte| 100 + u16::from(*byte) * 3)
        }
        Said::Keys => hostile.keys = text.clone(),
        Said::CachedKeys => hostile.cached_keys = Some(text.clone()),
        _ => {}
    }
    let query = match said {
        Said::Query => text.clone(),
        _ => format!("code=a&state={}", begun.state),
    };
    let Some(reason) = hostile.end(&query, &begun.cookie) else { return };
    if BELIEVED.contains(&reason.as_str()) {
        match said {
            Said::Claims => believed(provider, &begun.nonce, rest),
            Said::TokenHeader => {
                let said =
                    |header: Value| header["alg"] == "RS256" && header.get("crit").is_none_or(Value::is_null);
                assert!(whole(rest).is_none_or(said), "{text}");
            }
            Said::Query => assert!(text.contains(&begun.state), "{text}"),
            _ => {}
        }
    }
}

/// Each thing as it should be.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (place, provider) in ["entra", "fabrikam"].into_iter().enumerate() {
        let hostile = Hostile::new(provider);
        let begun = hostile.begin().unwrap();
        let token = hostile.token(&begun.nonce);
        let texts = [
            hostile.discovery.clone(),
            hostile.keys.clone(),
            String::from_utf8(answer(&token.text())).unwrap(),
            "!".into(),
            token.header.to_string(),
            token.claims.to_string(),
            token.text(),
            format!("code=a&state={}", begun.state),
            hostile.discovery.clone(),
            json!({ "asked_at": 0, "keys": [] }).to_string(),
        ];
        for (which, text) in texts.iter().enumerate() {
            seeds.push([&[u8::try_from(which * 2 + place).unwrap()], text.as_bytes()].concat());
        }
    }
    seeds
}

fn answer(token: &str) -> Vec<u8> {
    json!({ "access_token": "none", "token_type": "Bearer", "id_token": token }).to_string().into_bytes()
}

/// All of some JSON. What nobody asks for may be malformed where it is skipped: `"more":"\\ud800"`.
fn whole(json: &[u8]) -> Option<Value> {
    serde_json::from_slice(json).ok()
}

/// What claims have to say, read here once more and in another way.
fn believed(provider: &str, nonce: &str, claims: &[u8]) {
    let Some(claims) = whole(claims) else { return };
    let text = |name: &str| claims[name].as_str().unwrap_or("").to_owned();
    assert_eq!(text("iss"), issuer(provider, &text("tid")), "{claims}");
    assert_eq!(text("nonce"), nonce, "{claims}");
    assert!(!text("sub").is_empty(), "{claims}");
    let ours = |audience: &Value| audience == "portico";
    let audience = &claims["aud"];
    let several = audience.as_array().is_some_and(|several| !several.is_empty() && several.iter().all(ours));
    assert!(ours(audience) || several, "{claims}");
    let now = Hostile::NOW.millis() as f64 / 1_000.0;
    let seconds = |name: &str| claims[name].as_f64().unwrap();
    assert!(seconds("exp") > now - 121.0 && (now - 601.0..now + 121.0).contains(&seconds("iat")), "{claims}");
    if provider == "entra" {
        let oid = text("oid");
        assert!(!oid.is_empty() && oid.len() <= 255 && !oid.contains(char::is_control), "{claims}");
    }
}

/// A token and its parts. The signature counts as good whatever it is: what is read behind it has to hold by itself.
pub(super) struct Token {
    pub(super) header: Value,
    pub(super) claims: Value,
}

impl Token {
    fn text(&self) -> String {
        self.with(self.header.to_string().as_bytes(), self.claims.to_string().as_bytes())
    }

    fn with(&self, header: &[u8], claims: &[u8]) -> String {
        format!("{}.{}.c2ln", to_base64url(header), to_base64url(claims))
    }
}
