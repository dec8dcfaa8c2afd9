//! The whole way there and back, and every way in which it must fail, each alone.

use crate::sign_in::cookie::SessionCookie;
use crate::sign_in::fake::{NOW, PROVIDER_TENANT, Trouble, UnderWay, cookie, under_way};
use crate::sign_in::issuer::CONSUMER_TENANT;
use crate::sign_in::round_trip::RoundTrip;
use http::header::{LOCATION, SET_COOKIE};
use serde_json::{Value, json};
use shared::time::Span;

/// What the person is told and the operator finds in the log, when this is spoiled; nothing may have been written.
fn refused(provider: &'static str, spoil: impl Fn(&mut UnderWay)) -> (String, String) {
    let mut trip = under_way(provider);
    spoil(&mut trip);
    let answer = trip.answer();
    assert_eq!(answer.status(), 303);
    let cookies =
        answer.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().to_owned());
    let of_this_answer = trip.answers().map(|state| RoundTrip::cleared(&state));
    assert_eq!(cookies.collect::<Vec<_>>(), of_this_answer.as_slice(), "{}", trip.query);
    trip.world.sql.mend();
    assert_eq!(trip.count("session WHERE ended_at IS NULL"), ["0", "0"]);
    let told =
        answer.headers()[LOCATION].to_str().unwrap().strip_prefix("/sign-in?problem=").unwrap().to_owned();
    let log = trip.world.host.logged();
    let line: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!((&line["problem"], &line["event"]), (&json!(told), &json!("sign_in")));
    for secret in ["the-code", "ada", "Ada", trip.state.as_str()] {
        assert!(!log.contains(secret), "{log}");
    }
    (told, line["reason"].as_str().unwrap().to_owned())
}

fn refused_as(problem: &str, reason: &str, spoil: impl Fn(&mut UnderWay)) {
    assert_eq!(refused("entra", spoil), (problem.to_owned(), reason.to_owned()));
}

#[test]
fn id_8_signing_in_writes_identity_session_and_event_to_every_region() {
    let trip = under_way("entra");
    let answer = trip.answer();
    assert_eq!(answer.status(), 200);
    let session = SessionCookie::read(Some(&cookie(&answer, "session")), &trip.world.settings, NOW).unwrap();
    assert!(RoundTrip::cleared(&trip.state).starts_with(&cookie(&answer, "sign-in")));
    assert!(cookie(&answer, "sign-in").ends_with('='));
    let html = String::from_utf8(answer.into_body()).unwrap();
    assert!(html.contains("content=\"0;url=/w/ws_eu1_0?a=1\""), "{html}");
    for shard in ["eu1", "us1"] {
        let texts = |sql: &str| trip.world.sql.texts(shard, sql);
        assert_eq!(texts("SELECT id FROM identity"), [session.identity.as_str()]);
        assert_eq!(
            texts("SELECT name || origin || account || email FROM identity"),
            ["Ada Bergcustomerworkada@contoso.example"]
        );
        assert_eq!(texts("SELECT hash FROM session"), [session.hash.as_str()]);
        assert_eq!(texts("SELECT ends_at FROM session"), [NOW.plus(Span::hours(12)).millis().to_string()]);
        assert_eq!(texts("SELECT action || through || subject FROM audit_event"), ["signed_inbrowserentra"]);
        assert_eq!(
            texts("SELECT scope_id FROM audit_event WHERE scope_id = actor_id"),
            [session.identity.as_str()]
        );
        assert!(texts("SELECT id FROM audit_event")[0].starts_with(&format!("evt_{shard}_")));
        assert!(texts("SELECT id FROM outbox").is_empty());
    }
}

#[test]
fn id_3_an_ordinary_provider_signs_in_as_well() {
    let trip = under_way("fabrikam");
    assert_eq!(trip.answer().status(), 200);
    assert_eq!(
        trip.world.sql.texts("eu1", "SELECT tenant || ' ' || object FROM identity"),
        ["fabrikam pairwise"]
    );
}

#[test]
fn id_5_an_identity_keeps_its_origin_and_takes_its_newest_name() {
    let mut trip = under_way("entra");
    assert_eq!(trip.answer().status(), 200);
    trip.world.sql.run("eu1", "UPDATE identity SET origin = 'provider'");
    trip.claims["name"] = "Ada Other".into();
    assert_eq!(trip.answer().status(), 200);
    assert_eq!(trip.world.sql.texts("eu1", "SELECT origin || name FROM identity"), ["providerAda Other"]);
}

#[test]
fn id_2_an_answer_without_its_round_trip_is_refused() {
    let (problem, reason) = ("expired", "no round trip for the answer");
    refused_as(problem, reason, |trip| trip.cookie.clear());
    refused_as(problem, reason, |trip| trip.cookie.push('x'));
    refused_as(problem, reason, |trip| trip.cookie = format!("{0}; {0}", trip.cookie));
    refused_as(problem, reason, |trip| trip.query = "code=the-code".into());
    refused_as(problem, reason, |trip| trip.query = "code=the-code&state=".into());
    refused_as(problem, reason, |trip| trip.query = "code=the-code&state=another".into());
    refused_as(problem, reason, |trip| trip.query.clear());
    refused_as(problem, reason, |trip| trip.provider = "fabrikam");
    refused_as(problem, reason, |trip| trip.world.host.advance(Span::seconds(601)));
    refused_as(problem, reason, |trip| trip.world.settings.session_keys = vec![vec![3; 32]; 2]);
}

#[test]
fn id_2_an_answer_that_declines_is_told_as_such() {
    let with = |trip: &mut UnderWay, error: &str| trip.query = format!("error={error}&state={}", trip.state);
    refused_as("declined", "identity provider declined", |trip| with(trip, "access_denied"));
    refused_as("declined", "identity provider declined", |trip| with(trip, "made_up"));
    refused_as("unreachable", "identity provider in trouble", |trip| with(trip, "server_error"));
    refused_as("unreachable", "identity provider in trouble", |trip| with(trip, "temporarily_unavailable"));
}

#[test]
fn id_2_an_answer_that_can_not_be_read_is_refused() {
    let malformed = "authorization response malformed";
    refused_as("not_proven", malformed, |trip| trip.query += "&code=another");
    refused_as("not_proven", malformed, |trip| trip.query = format!("state={0}&{1}", trip.state, trip.query));
    let no_code = "response without a code";
    refused_as("not_proven", no_code, |trip| trip.query = format!("state={}", trip.state));
    refused_as("not_proven", no_code, |trip| trip.query = format!("code=&state={}", trip.state));
    let long = "a".repeat(4097);
    refused_as("not_proven", no_code, |trip| trip.query = format!("code={long}&state={}", trip.state));
}

#[test]
fn id_3_an_answer_that_names_another_issuer_is_refused() {
    let reason = "response of another issuer";
    refused_as("not_proven", reason, |trip| trip.query += "&iss=https%3A%2F%2Fevil.example");
    let expected = ("not_proven".to_owned(), reason.to_owned());
    assert_eq!(refused("fabrikam", |trip| trip.query = trip.query.replace("fabrikam", "evil")), expected);
    let expected = ("not_proven".to_owned(), "response without its issuer".to_owned());
    let strip = |trip: &mut UnderWay| trip.query = trip.query.split("&iss").next().unwrap().into();
    assert_eq!(refused("fabrikam", strip), expected);
}

#[test]
fn id_2_a_code_that_was_stolen_made_up_or_used_before_is_refused() {
    refused_as("not_proven", "code refused", |trip| trip.challenge = "of somebody else's".into());
    refused_as("not_proven", "code refused", |trip| trip.query = trip.query.replace("the-code", "another"));
    let trip = under_way("entra");
    assert_eq!(trip.answer().status(), 200);
    let again = trip.answer_again();
    assert_eq!(again.headers()[LOCATION], "/sign-in?problem=not_proven");
    assert_eq!(trip.count("session"), ["1", "1"]);
}

#[test]
fn id_2_a_token_that_is_not_signed_by_the_provider_is_refused() {
    let signature = "token signature";
    refused_as("not_proven", signature, |trip| trip.token = Some(trip.world.provider.forge(&trip.claims)));
    refused_as("not_proven", signature, |trip| {
        let good = trip.world.provider.sign(&trip.claims);
        trip.claims["oid"] = "ben".into();
        let other = trip.world.provider.sign(&trip.claims);
        let (head, rest) = other.split_once('.').unwrap();
        let payload = rest.split_once('.').unwrap().0;
        trip.token = Some(format!("{head}.{payload}.{}", good.rsplit_once('.').unwrap().1));
    });
    refused_as("not_proven", signature, |trip| {
        let good = trip.world.provider.sign(&trip.claims);
        trip.token = Some(format!("{}.", good.rsplit_once('.').unwrap().0));
    });
    let as_header = |trip: &mut UnderWay, header: Value| {
        trip.token = Some(trip.world.provider.sign_as(&header, &trip.claims));
    };
    let algorithm = "token algorithm not allowed";
    refused_as("not_proven", algorithm, |trip| as_header(trip, json!({ "alg": "none", "kid": "key-1" })));
    refused_as("not_proven", algorithm, |trip| as_header(trip, json!({ "alg": "HS256", "kid": "key-1" })));
    let key = "no key, or several, for the token's header";
    refused_as("not_proven", key, |trip| as_header(trip, json!({ "alg": "RS256", "kid": "key-1" })));
    refused_as("not_proven", key, |trip| as_header(trip, json!({ "alg": "ES256", "kid": "key-2" })));
    let malformed = "token malformed";
    refused_as("not_proven", malformed, |trip| trip.token = Some("nonsense".into()));
}

#[test]
fn id_2_a_token_whose_claims_do_not_hold_is_refused() {
    let seconds = NOW.millis() / 1_000;
    for (claim, value, reason) in [
        ("iss", json!("https://evil.example"), "token issuer"),
        ("tid", json!(CONSUMER_TENANT), "token issuer"),
        ("aud", json!("another"), "token audience"),
        ("aud", json!(["portico", "another"]), "token audience"),
        ("azp", json!("another"), "token audience"),
        ("nonce", json!("another"), "token nonce"),
        ("nonce", Value::Null, "token nonce"),
        ("exp", json!(seconds - 121), "token expired"),
        ("nbf", json!(seconds + 121), "token not yet valid"),
        ("iat", json!(seconds + 121), "token made in the future"),
        ("iat", json!(seconds - 601), "token made too long ago"),
        ("sub", json!(""), "token subject"),
        ("sub", Value::Null, "token claims malformed"),
        ("oid", Value::Null, "token without an object id"),
    ] {
        refused_as("not_proven", reason, |trip| trip.claims[claim] = value.clone());
    }
}

#[test]
fn id_3_a_tenant_that_nobody_registered_is_refused() {
    let reason = "tenant not registered";
    refused_as("unknown_tenant", reason, |trip| trip.tenant("22222222-2222-4222-8222-22222222222b"));
    refused_as("unknown_tenant", reason, |trip| trip.tenant(CONSUMER_TENANT));
    refused_as("unknown_tenant", reason, |trip| {
        trip.world.sql.run("us1", "UPDATE directory SET issuer = 'x'")
    });
    refused_as("unknown_tenant", reason, |trip| trip.world.sql.run("us1", "DELETE FROM directory"));
}

#[test]
fn id_5_only_guests_of_the_providers_tenant_are_refused() {
    refused_as("guest", "guest in the provider's tenant", |trip| {
        trip.tenant(PROVIDER_TENANT);
        trip.claims["acct"] = 1.into();
    });
    let mut trip = under_way("entra");
    trip.tenant(PROVIDER_TENANT);
    assert_eq!(trip.answer().status(), 200);
    assert_eq!(trip.world.sql.texts("us1", "SELECT origin FROM identity"), ["provider"]);
}

#[test]
fn id_7_a_disabled_identity_is_refused_also_if_it_happens_meanwhile() {
    let disable = "UPDATE identity SET disabled_at = 1";
    for shard in ["eu1", "us1"] {
        let trip = under_way("entra");
        assert_eq!(trip.answer().status(), 200);
        trip.world.sql.run(shard, disable);
        assert_eq!(trip.answer().headers()[LOCATION], "/sign-in?problem=disabled");
        assert_eq!(trip.count("session"), ["1", "1"]);
        trip.world.sql.run(shard, "UPDATE identity SET disabled_at = NULL");
        trip.world.sql.run_before_write(shard, disable);
        assert_eq!(trip.answer().headers()[LOCATION], "/sign-in?problem=disabled");
        assert_eq!(trip.count("session WHERE ended_at IS NULL"), ["1", "1"]);
    }
}

#[test]
fn id_3_without_the_provider_or_any_region_nobody_signs_in() {
    refused_as("unreachable", "token endpoint did not answer", |trip| trip.world.provider.fail("/token"));
    refused_as("unreachable", "identity provider did not answer", |trip| trip.world.provider.fail("/keys"));
    refused_as("unreachable", "unknown identity provider", |trip| trip.provider = "nobody");
    for trouble in [Trouble::Away, Trouble::Silent] {
        refused_as("unreachable", "not every region answered", |trip| {
            trip.world.sql.trouble("eu1", trouble);
            trip.world.sql.trouble("us1", trouble);
        });
    }
    refused_as("unreachable", "not every region answered", |trip| {
        trip.world.sql.trouble("us1", Trouble::Away)
    });
    refused_as("unreachable", "no region took the session", |trip| {
        trip.world.sql.trouble("eu1", Trouble::ReadOnly);
        trip.world.sql.trouble("us1", Trouble::ReadOnly);
    });
}

#[test]
fn id_8_one_region_is_enough_to_sign_in_and_the_outbox_tells_the_other() {
    for trouble in [Trouble::Away, Trouble::Silent, Trouble::Lossy, Trouble::ReadOnly] {
        let trip = under_way("entra");
        trip.world.sql.trouble("eu1", trouble);
        assert_eq!(trip.answer().status(), 200, "{trouble:?}");
        let waiting = trip.world.sql.texts("us1", "SELECT kind || ' ' || destination FROM outbox");
        assert_eq!(waiting, ["session.copy eu1"], "{trouble:?}");
    }
}

#[test]
fn id_8_signing_in_again_ends_the_session_that_the_browser_had() {
    let trip = under_way("entra");
    let first = cookie(&trip.answer(), "session");
    let again = trip.again(&first);
    assert_eq!(again.answer().status(), 200);
    let left = |shard| again.world.sql.texts(shard, "SELECT hash FROM session WHERE ended_at IS NULL");
    let former = SessionCookie::read(Some(&first), &again.world.settings, NOW).unwrap();
    for shard in ["eu1", "us1"] {
        assert!(left(shard).len() == 1 && !left(shard).contains(&former.hash), "{:?}", left(shard));
        let actions = again.world.sql.texts(shard, "SELECT action FROM audit_event ORDER BY id");
        assert_eq!(actions.iter().filter(|action| *action == "signed_in_again").count(), 1, "{actions:?}");
    }
}
