//! A sign-in that has begun, for tests that spoil it.

use super::{FakeWorld, NOW, cookie, ready};
use crate::sign_in::callback::callback;
use crate::sign_in::respond::Page;
use crate::sign_in::start::start;
use http::header::LOCATION;
use oauth2::url::{Url, form_urlencoded};
use serde_json::{Value, json};

const CONTOSO: &str = "11111111-1111-4111-8111-11111111111a";

/// A sign-in between the person's answer and ours: everything that a test may want to spoil.
pub(crate) struct UnderWay {
    pub(crate) world: FakeWorld,
    pub(crate) provider: &'static str,
    pub(crate) cookie: String,
    pub(crate) challenge: String,
    pub(crate) state: String,
    pub(crate) claims: Value,
    pub(crate) token: Option<String>,
    pub(crate) query: String,
}

/// Begins to sign in as Ada of Contoso, or as somebody of Fabrikam; `us1` has both directories.
pub(crate) fn under_way(provider: &'static str) -> UnderWay {
    let world = FakeWorld::new();
    for (tenant, issuer) in [
        (CONTOSO.to_owned(), format!("https://login.example/{CONTOSO}/v2.0")),
        ("fabrikam".to_owned(), "https://idp.fabrikam.example".to_owned()),
    ] {
        world.sql.run(
            "us1",
            &format!(
                "INSERT OR IGNORE INTO customer (id, name) VALUES ('cus_us1_x', 'X');
                 INSERT INTO directory (tenant, issuer, customer_id) VALUES ('{tenant}', '{issuer}', 'cus_us1_x')"
            ),
        );
    }
    begin(world, provider, None)
}

fn begin(world: FakeWorld, provider: &'static str, cookies: Option<&str>) -> UnderWay {
    let started = ready(start(world.as_world(), provider, Some("return=/w/ws_eu1_0%3Fa=1"), cookies));
    let url = Url::parse(started.headers()[LOCATION].to_str().unwrap()).unwrap();
    let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let seconds = NOW.millis() / 1_000;
    let mut claims = json!({
        "iss": format!("https://login.example/{CONTOSO}/v2.0"), "sub": "pairwise", "aud": "portico",
        "nonce": asked("nonce"), "iat": seconds, "nbf": seconds, "exp": seconds + 3600, "acct": 0,
        "tid": CONTOSO, "oid": "ada", "name": "Ada Berg", "email": "ada@contoso.example",
    });
    let mut query = format!("code=the-code&state={}", asked("state"));
    if provider == "fabrikam" {
        claims["iss"] = "https://idp.fabrikam.example".into();
        query += "&iss=https%3A%2F%2Fidp.fabrikam.example";
    }
    let (state, challenge) = (asked("state"), asked("code_challenge"));
    let cookie = cookie(&started, "sign-in");
    UnderWay { world, provider, cookie, challenge, state, claims, token: None, query }
}

impl UnderWay {
    /// The person is of another tenant.
    pub(crate) fn tenant(&mut self, tenant: &str) {
        self.claims["iss"] = format!("https://login.example/{tenant}/v2.0").into();
        self.claims["tid"] = tenant.into();
    }

    /// The same person begins once more, in a browser that has these cookies.
    pub(crate) fn again(self, cookies: &str) -> Self {
        begin(self.world, self.provider, Some(cookies))
    }

    /// The provider grants what stands here, and the browser comes back to us.
    pub(crate) fn answer(&self) -> Page {
        let token = self.token.clone().unwrap_or_else(|| self.world.provider.sign(&self.claims));
        self.world.provider.grant_token("the-code", &self.challenge, token);
        self.answer_again()
    }

    /// The browser comes back to us with what it has.
    pub(crate) fn answer_again(&self) -> Page {
        ready(callback(self.world.as_world(), self.provider, Some(&self.query), Some(&self.cookie)))
    }

    /// The state of the round trip that the browser says it comes back from, if it says it readably.
    pub(crate) fn answers(&self) -> Option<String> {
        let given = |name: &str| {
            let pairs = form_urlencoded::parse(self.query.as_bytes()).into_owned();
            pairs.filter(|(key, _)| key == name).map(|(_, value)| value).collect::<Vec<_>>()
        };
        let (states, codes) = (given("state"), given("code"));
        let readable = states.len() == 1 && codes.len() < 2 && self.provider != "nobody";
        states.into_iter().next().filter(|state| readable && !state.is_empty())
    }

    /// How many rows each region has.
    pub(crate) fn count(&self, table: &str) -> Vec<String> {
        let count = |shard| self.world.sql.texts(shard, &format!("SELECT count(*) FROM {table}"));
        ["eu1", "us1"].into_iter().flat_map(count).collect()
    }
}
