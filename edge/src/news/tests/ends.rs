//! Sessions end in every region, also in one that hears of the end before the beginning.

use super::{ada, all_ended, begun, bring, deliver_all, end_session, events, seen, session, tell};
use crate::news::{Begun, News};
use crate::sign_in::fake::{FakeWorld, NOW, Trouble, ready};
use shared::time::Span;

#[test]
fn id_8_signing_out_ends_the_session_in_every_region() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    assert_eq!(ready(end_session(world.as_world(), &session())), Ok(()));
    assert_eq!(seen(&world), ["ended", "ended"]);
    assert_eq!(events(&world), ["signed_in signed_out", "signed_in signed_out"]);
}

#[test]
fn id_8_signing_out_again_is_no_second_event() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    for minutes in 0..3 {
        assert_eq!(ready(end_session(world.as_world(), &session())), Ok(()));
        let ended = world.sql.texts("eu1", "SELECT ended_at FROM session");
        assert_eq!(ended, [NOW.millis().to_string()], "after {minutes} minutes");
        world.host.advance(Span::minutes(1));
    }
    assert_eq!(events(&world), ["signed_in signed_out", "signed_in signed_out"]);
}

#[test]
fn id_8_signing_out_names_the_regions_that_did_not_confirm_and_goes_on_telling_them() {
    for trouble in [Trouble::Away, Trouble::Silent, Trouble::Lossy] {
        let world = FakeWorld::new();
        ready(tell(world.as_world(), &begun()));
        world.sql.trouble("eu1", trouble);
        let missing = ready(end_session(world.as_world(), &session())).unwrap_err();
        assert_eq!(missing.iter().map(ToString::to_string).collect::<Vec<_>>(), ["eu1"]);
        world.sql.mend();
        assert_eq!(world.sql.texts("us1", "SELECT kind FROM outbox"), ["session.end"]);
        deliver_all(&world, "us1").unwrap();
        assert_eq!(seen(&world), ["ended", "ended"]);
        assert_eq!(events(&world), ["signed_in signed_out", "signed_in signed_out"]);
    }
}

#[test]
fn id_8_signing_out_while_every_region_is_away_ends_nothing_and_says_so() {
    let world = FakeWorld::new();
    ready(tell(world.as_world(), &begun()));
    for shard in ["eu1", "us1"] {
        world.sql.trouble(shard, Trouble::Away);
    }
    assert_eq!(ready(end_session(world.as_world(), &session())).unwrap_err().len(), 2);
    world.sql.mend();
    assert_eq!(seen(&world), ["live", "live"]);
}

#[test]
fn id_7_the_end_of_all_sessions_may_come_before_any_of_them_does() {
    let world = FakeWorld::new();
    bring(&world, &all_ended(NOW), "us1").unwrap();
    bring(&world, &begun(), "us1").unwrap();
    let ended =
        "SELECT s.began_at <= e.at FROM session s JOIN sessions_end e ON e.identity_id = s.identity_id";
    assert_eq!(world.sql.texts("us1", ended), ["1"]);
}

#[test]
fn id_7_of_two_ends_of_all_sessions_the_later_holds_and_each_is_told_of_once() {
    let world = FakeWorld::new();
    let later = NOW.plus(Span::seconds(1));
    for at in [later, NOW, later] {
        bring(&world, &all_ended(at), "eu1").unwrap();
        assert_eq!(world.sql.texts("eu1", "SELECT at FROM sessions_end"), [later.millis().to_string()]);
        assert_eq!(events(&world)[0], "signed_out_everywhere");
    }
}

#[test]
fn id_7_a_sign_in_begins_after_the_last_end_of_all_sessions_whatever_the_clocks_say() {
    let world = FakeWorld::new();
    for (hash, after, began) in
        [("a", None, 0), ("b", Some(0), 1), ("c", Some(9_000), 9_001), ("d", Some(-5), 0)]
    {
        let after = after.map(|millis| NOW.plus(Span::from_millis(millis)));
        let news = Begun {
            hash: hash.into(),
            person: ada(),
            provider: "entra".into(),
            at: NOW,
            after,
            random: [1; 10],
        };
        bring(&world, &News::Begun(news), "eu1").unwrap();
        let sql = format!("SELECT began_at - {} FROM session WHERE hash = '{hash}'", NOW.millis());
        assert_eq!(world.sql.texts("eu1", &sql), [began.to_string()]);
    }
}
