//! What becomes of messages.

use super::{LONGEST_WAIT, LONGEST_WAIT_FOR_A_REGION, deliver_due, wait};
use crate::ports::SqlError;
use crate::sign_in::fake::{FakeWorld, NOW, Trouble, ready};
use serde_json::json;
use shared::id::IdentityId;
use shared::region::Shard;
use shared::time::Span;

/// Puts the news that a session ended into `eu1`'s outbox.
fn leave(world: &FakeWorld, id: &str, to: &str) {
    let identity = IdentityId::from_digest([9; 16]);
    let ended = json!({
        "hash": id, "identity": identity, "at": NOW, "random": vec![1; 10], "ending": "signed_out",
    });
    put(world, id, "session.end", to, &ended.to_string());
}

fn put(world: &FakeWorld, id: &str, kind: &str, to: &str, payload: &str) {
    world.sql.run(
        "eu1",
        &format!(
            "INSERT INTO outbox (id, kind, destination, payload, created_at, due_at)
             VALUES ('{id}', '{kind}', '{to}', '{payload}', 0, 0)"
        ),
    );
}

fn deliver(world: &FakeWorld) {
    ready(deliver_due(world.as_world(), Shard::parse("eu1").unwrap()));
}

fn waiting(world: &FakeWorld) -> Vec<String> {
    world.sql.texts("eu1", "SELECT id FROM outbox ORDER BY id")
}

fn tombstones(world: &FakeWorld) -> Vec<String> {
    world.sql.texts("us1", "SELECT hash FROM session WHERE ended_at IS NOT NULL ORDER BY hash")
}

#[test]
fn waits_double_up_to_an_hour() {
    let wrong = SqlError::Fault("x".into());
    let after = |attempts| wait(attempts, &wrong);
    assert_eq!([0, 1, 2].map(after), [Span::seconds(5), Span::seconds(10), Span::seconds(20)]);
    assert_eq!((after(1_000_000), after(-1)), (LONGEST_WAIT, Span::seconds(5)));
}

#[test]
fn id_8_a_region_that_is_away_is_asked_every_minute() {
    for away in [SqlError::Unavailable("x".into()), SqlError::Unknown("x".into())] {
        assert_eq!([0, 3].map(|attempts| wait(attempts, &away)), [Span::seconds(5), Span::seconds(40)]);
        assert_eq!(wait(1_000_000, &away), LONGEST_WAIT_FOR_A_REGION);
        assert!(LONGEST_WAIT_FOR_A_REGION < Span::minutes(1));
    }
}

#[test]
fn id_8_what_was_delivered_leaves_the_outbox_and_what_was_not_waits() {
    let world = FakeWorld::new();
    world.sql.trouble("us1", Trouble::Away);
    leave(&world, "a", "us1");
    deliver(&world);
    let left = "SELECT attempts || ' ' || (due_at - ?) FROM outbox".replace('?', &NOW.millis().to_string());
    assert_eq!(world.sql.texts("eu1", &left), ["1 5000"]);
    world.sql.mend();
    deliver(&world);
    assert_eq!((waiting(&world).len(), tombstones(&world).len()), (1, 0), "not due yet");
    world.host.advance(Span::seconds(5));
    deliver(&world);
    assert_eq!((waiting(&world), tombstones(&world)), (vec![], vec!["a".to_owned()]));
}

#[test]
fn id_8_what_can_not_be_read_is_put_off_and_holds_up_nothing() {
    let world = FakeWorld::new();
    put(&world, "of-a-later-version", "mail", "x", "{}");
    put(&world, "malformed", "session.end", "us1", "[]");
    leave(&world, "good", "us1");
    deliver(&world);
    assert_eq!(tombstones(&world), ["good"]);
    assert_eq!(waiting(&world), ["malformed", "of-a-later-version"]);
    let due = world.sql.texts("eu1", "SELECT DISTINCT due_at FROM outbox");
    assert_eq!(due, [NOW.plus(Span::seconds(5)).millis().to_string()]);
}

#[test]
fn id_8_a_message_that_spoils_its_batch_is_delivered_without_the_others() {
    let world = FakeWorld::new();
    world.sql.run(
        "us1",
        "CREATE TRIGGER spoilt BEFORE INSERT ON session WHEN new.hash = 'bad' BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
    );
    for id in ["a", "bad", "c"] {
        leave(&world, id, "us1");
    }
    deliver(&world);
    assert_eq!((tombstones(&world).concat(), waiting(&world)), ("ac".to_owned(), vec!["bad".to_owned()]));
}

#[test]
fn id_8_a_message_for_a_shard_that_is_no_more_ends_with_its_session() {
    let world = FakeWorld::new();
    leave(&world, "a", "mars1");
    deliver(&world);
    assert_eq!(waiting(&world), ["a"]);
    world.host.advance(Span::hours(12));
    deliver(&world);
    assert_eq!(waiting(&world), Vec::<String>::new());
}

#[test]
fn id_8_what_an_outage_left_is_delivered_at_once() {
    let world = FakeWorld::new();
    for number in 0..200 {
        leave(&world, &format!("session-{number}"), "us1");
    }
    deliver(&world);
    assert_eq!((waiting(&world).len(), tombstones(&world).len()), (0, 200));
}
