//! A session is in every region, once, whatever breaks.

use super::{ada, begun, bring, deliver_all, end_session, ended, events, seen, session, tell, waiting};
use crate::news::{Begun, News};
use crate::ports::SqlError;
use crate::sign_in::fake::{FakeWorld, NOW, Trouble, ready};
use crate::sign_in::person::Person;
use crate::sign_in::withdraw::withdraw_session;
use serde_json::json;
use shared::access::AccountKind;
use shared::time::Span;

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
    assert_eq!(bring(&world, &begun(), "us1"), Err(SqlError::Guard("session".into())));
    assert_eq!(seen(&world), ["live", ""]);
}

#[test]
fn id_8_news_of_a_session_is_over_when_the_session_is() {
    for news in [begun(), ended()] {
        assert!(!news.is_over(NOW.plus(Span::hours(12)).minus(Span::from_millis(1))));
        assert!(news.is_over(NOW.plus(Span::hours(12))));
    }
}

#[test]
fn id_8_a_session_row_holds_nothing_personal() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    let columns = world.sql.texts("eu1", "SELECT name FROM pragma_table_info('session') ORDER BY name");
    assert_eq!(columns, ["began_at", "ended_at", "ends_at", "hash", "identity_id"]);
    let set = session().set(&world.settings);
    assert!(!set.contains(&session().hash), "the cookie holds the id, the row its hash");
}

#[test]
fn what_is_no_message_of_ours_is_a_fault_and_no_panic() {
    for (kind, payload) in [
        ("mail", begun().payload()),
        ("session.copy", ended().payload()),
        ("session.end", begun().payload()),
        ("session.end", json!(null)),
    ] {
        assert!(matches!(News::read(kind, &payload.to_string()), Err(SqlError::Fault(_))), "{kind}");
    }
    assert!(matches!(News::read("session.end", "{"), Err(SqlError::Fault(_))));
    assert_eq!(News::read("session.end", &ended().payload().to_string()), Ok(ended()));
}

#[test]
fn id_8_whoever_has_the_news_reminds_the_others_whatever_breaks_next() {
    for news in [begun(), ended()] {
        let world = FakeWorld::new();
        world.sql.trouble("us1", Trouble::Away);
        // Nothing can be written to the other region either, once it has the news.
        world.sql.stop_after_write("eu1");
        let spread = ready(tell(world.as_world(), &news));
        assert_eq!((spread.confirmed.len(), spread.missing.len()), (1, 1));
        world.sql.mend();
        assert_eq!(waiting(&world), [format!("{} us1", news.kind()), String::new()]);
        deliver_all(&world, "eu1").unwrap();
        assert_eq!(seen(&world)[0], seen(&world)[1]);
    }
}

#[test]
fn id_8_nobody_is_reminded_of_what_all_have_confirmed() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    assert_eq!(waiting(&world), ["", ""]);
    ready(end_session(world.as_world(), &session())).unwrap();
    assert_eq!(waiting(&world), ["", ""]);
}

#[test]
fn id_8_a_region_whose_answer_was_lost_is_reminded_and_reminds_the_other() {
    let world = FakeWorld::new();
    world.sql.trouble("us1", Trouble::Lossy);
    ready(tell(world.as_world(), &begun()));
    assert_eq!(waiting(&world), ["session.copy us1", "session.copy eu1"]);
}

#[test]
fn id_8_a_late_copy_does_not_undo_what_a_newer_sign_in_said() {
    let world = FakeWorld::new();
    let named = |name: &str, account, at| {
        let person = Person { name: name.into(), account, ..ada() };
        News::Begun(Begun {
            hash: name.into(),
            person,
            provider: "entra".into(),
            at,
            after: None,
            random: [1; 10],
        })
    };
    let newer = named("Ada New", AccountKind::Personal, NOW.plus(Span::minutes(1)));
    bring(&world, &newer, "us1").unwrap();
    bring(&world, &named("Ada Old", AccountKind::Work, NOW), "us1").unwrap();
    let identity = "SELECT name || ' ' || account FROM identity";
    assert_eq!(world.sql.texts("us1", identity), ["Ada New personal"]);
    assert_eq!(world.sql.texts("us1", "SELECT hash FROM session ORDER BY hash"), ["Ada New", "Ada Old"]);
    bring(&world, &named("Ada Newest", AccountKind::Work, NOW.plus(Span::minutes(2))), "us1").unwrap();
    assert_eq!(world.sql.texts("us1", identity), ["Ada Newest work"]);
}

#[test]
fn aud_1_a_sign_in_that_a_region_refused_is_no_signing_out() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    ready(withdraw_session(world.as_world(), &session()));
    assert_eq!(seen(&world), ["ended", "ended"]);
    assert_eq!(events(&world), ["sign_in_refused signed_in", "sign_in_refused signed_in"]);
}
