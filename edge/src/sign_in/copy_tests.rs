//! Sessions in two regions of which one is not always there.

use super::{Begun, Ended, News, deliver, tell};
use crate::ports::SqlError;
use crate::sign_in::cookie::SessionCookie;
use crate::sign_in::fake::{FakeWorld, NOW, Trouble, ready};
use crate::sign_in::person::Person;
use crate::sign_in::sign_out::end_session;
use serde_json::{Value, json};
use shared::access::{AccountKind, Origin};
use shared::time::Span;

pub(in crate::sign_in) fn ada() -> Person {
    Person {
        issuer: "https://login.example/t/v2.0".into(),
        tenant: "t".into(),
        object: "ada".into(),
        origin: Origin::Customer,
        account: AccountKind::Work,
        name: "Ada".into(),
        email: None,
    }
}

pub(in crate::sign_in) fn session() -> SessionCookie {
    SessionCookie::new([7; 32], ada().id(), NOW)
}

pub(in crate::sign_in) fn begun() -> News {
    let (hash, provider) = (session().hash, "entra".into());
    News::Begun(Begun { hash, person: ada(), provider, at: NOW, random: [1; 10] })
}

/// `live`, `ended` or nothing, for the session in each region.
pub(in crate::sign_in) fn seen(world: &FakeWorld) -> [String; 2] {
    let sql = "SELECT iif(ended_at IS NULL, 'live', 'ended') FROM session";
    ["eu1", "us1"].map(|shard| world.sql.texts(shard, sql).concat())
}

pub(in crate::sign_in) fn events(world: &FakeWorld) -> [String; 2] {
    ["eu1", "us1"]
        .map(|shard| world.sql.texts(shard, "SELECT action FROM audit_event ORDER BY action").join(" "))
}

/// Delivers everything in a region's outbox, as the job does.
pub(in crate::sign_in) fn deliver_all(world: &FakeWorld, shard: &str) -> Result<(), SqlError> {
    let sql = "SELECT json_array(kind, destination, json(payload)) FROM outbox";
    for message in world.sql.texts(shard, sql) {
        let message: Value = serde_json::from_str(&message).unwrap();
        let (kind, destination) = (message[0].as_str().unwrap(), message[1].as_str().unwrap());
        ready(deliver(world.as_world(), kind, destination, &message[2]))?;
    }
    Ok(())
}

#[test]
fn id_8_what_one_region_missed_comes_by_the_outbox_once() {
    let world = FakeWorld::new();
    world.sql.trouble("us1", Trouble::Away);
    let spread = ready(tell(world.as_world(), &begun()));
    assert_eq!((spread.confirmed.len(), spread.missing.len()), (1, 1));
    assert_eq!(seen(&world), ["live", ""]);
    assert!(deliver_all(&world, "eu1").is_err());
    world.sql.mend();
    for _ in 0..3 {
        deliver_all(&world, "eu1").unwrap();
        assert_eq!(seen(&world), ["live", "live"]);
        assert_eq!(events(&world), ["signed_in", "signed_in"]);
    }
}

#[test]
fn id_8_a_write_whose_answer_was_lost_is_not_doubled() {
    let world = FakeWorld::new();
    world.sql.trouble("us1", Trouble::Lossy);
    ready(tell(world.as_world(), &begun()));
    world.sql.mend();
    deliver_all(&world, "eu1").unwrap();
    assert_eq!(seen(&world), ["live", "live"]);
    assert_eq!(events(&world), ["signed_in", "signed_in"]);
}

#[test]
fn id_8_a_session_that_comes_late_is_never_revived() {
    let world = FakeWorld::new();
    world.sql.trouble("us1", Trouble::Away);
    ready(tell(world.as_world(), &begun()));
    world.sql.mend();
    assert_eq!(ready(end_session(world.as_world(), &session())), Ok(()));
    assert_eq!(seen(&world), ["ended", "ended"]);
    deliver_all(&world, "eu1").unwrap();
    assert_eq!(seen(&world), ["ended", "ended"]);
}

#[test]
fn id_7_a_copy_for_somebody_disabled_meanwhile_is_dropped() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    world.sql.run("us1", "DELETE FROM session; UPDATE identity SET disabled_at = 1");
    assert_eq!(ready(deliver(world.as_world(), "session.copy", "us1", &begun().payload())), Ok(()));
    assert_eq!(seen(&world), ["live", ""]);
}

#[test]
fn id_8_news_of_a_session_that_is_over_is_dropped() {
    let world = FakeWorld::new();
    world.host.advance(Span::hours(12));
    assert_eq!(ready(deliver(world.as_world(), "session.copy", "us1", &begun().payload())), Ok(()));
    assert_eq!(seen(&world), ["", ""]);
}

#[test]
fn id_8_a_session_row_holds_nothing_personal() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    let columns = world.sql.texts("eu1", "SELECT name FROM pragma_table_info('session') ORDER BY name");
    assert_eq!(columns, ["ended_at", "ends_at", "hash", "identity_id"]);
    let set = session().set(&world.settings);
    assert!(!set.contains(&session().hash), "the cookie holds the id, the row its hash");
}

#[test]
fn what_is_no_message_of_ours_is_a_fault_and_no_panic() {
    let world = FakeWorld::new();
    let ended = News::Ended(Ended { hash: "h".into(), identity: ada().id(), at: NOW, random: [1; 10] });
    let send = |kind, to, payload: &Value| ready(deliver(world.as_world(), kind, to, payload));
    for (kind, to, payload) in [
        ("mail", "us1", begun().payload()),
        ("session.copy", "us1", ended.payload()),
        ("session.end", "us1", begun().payload()),
        ("session.copy", "mars1", begun().payload()),
        ("session.copy", "", begun().payload()),
        ("session.end", "us1", json!(null)),
    ] {
        assert!(matches!(send(kind, to, &payload), Err(SqlError::Fault(_))), "{kind} {to}");
    }
    assert_eq!(send("session.end", "us1", &ended.payload()), Ok(()));
}
