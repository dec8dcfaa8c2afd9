//! Sessions in two regions of which one is not always there.

use super::{AllEnded, Begun, Ended, Ending, News, Preferred, Spread, deliver};
use crate::ports::{SqlError, World};
use crate::sign_in::cookie::SessionCookie;
use crate::sign_in::fake::{FakeWorld, NOW, Trouble, ready};
use crate::sign_in::person::Person;
use crate::sign_in::withdraw::withdraw_session;
use serde_json::{Value, json};
use shared::access::{AccountKind, Origin};
use shared::case::Language;
use shared::profile::{Profile, Theme};
use shared::region::Shard;
use shared::time::{Span, Timestamp};

fn ada() -> Person {
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

fn session() -> SessionCookie {
    SessionCookie::new([7; 32], ada().id(), NOW)
}

fn begun() -> News {
    let (hash, provider) = (session().hash, "entra".into());
    News::Begun(Begun { hash, person: ada(), provider, at: NOW, after: None, random: [1; 10] })
}

fn ended() -> News {
    let (hash, identity) = (session().hash, ada().id());
    News::Ended(Ended { hash, identity, at: NOW, random: [2; 10], ending: Ending::SignedOut })
}

/// `live`, `ended` or nothing, for the session in each region.
fn seen(world: &FakeWorld) -> [String; 2] {
    let sql = "SELECT iif(ended_at IS NULL, 'live', 'ended') FROM session";
    ["eu1", "us1"].map(|shard| world.sql.texts(shard, sql).concat())
}

fn events(world: &FakeWorld) -> [String; 2] {
    ["eu1", "us1"]
        .map(|shard| world.sql.texts(shard, "SELECT action FROM audit_event ORDER BY action").join(" "))
}

/// Tells every region, and takes needless messages out again, as is done after a response.
async fn tell(world: World<'_>, news: &News) -> Spread {
    let spread = super::tell(world, news, None).await;
    super::drop_needless(world, &spread).await;
    spread
}

/// Ends the session, as signing out does; otherwise the regions that have not confirmed.
async fn end_session(world: World<'_>, session: &SessionCookie) -> Result<(), Vec<Shard>> {
    let mut random = [0; 10];
    world.host.randomize(&mut random);
    let (hash, identity) = (session.hash.clone(), session.identity.clone());
    let at = world.host.now();
    let news = News::Ended(Ended { hash, identity, at, random, ending: Ending::SignedOut });
    let spread = tell(world, &news).await;
    if spread.missing.is_empty() { Ok(()) } else { Err(spread.missing) }
}

/// Brings news to a region.
fn bring(world: &FakeWorld, news: &News, to: &str) -> Result<(), SqlError> {
    ready(deliver(world.as_world(), Shard::parse(to).unwrap(), &[news]))
}

/// The messages that wait in each region.
fn waiting(world: &FakeWorld) -> [String; 2] {
    ["eu1", "us1"]
        .map(|shard| world.sql.texts(shard, "SELECT kind || ' ' || destination FROM outbox").join(", "))
}

/// Delivers everything in a region's outbox, as the job does.
fn deliver_all(world: &FakeWorld, shard: &str) -> Result<(), SqlError> {
    let sql = "SELECT json_array(kind, destination, json(payload)) FROM outbox";
    for message in world.sql.texts(shard, sql) {
        let message: Value = serde_json::from_str(&message).unwrap();
        let (kind, destination) = (message[0].as_str().unwrap(), message[1].as_str().unwrap());
        bring(world, &News::read(kind, &message[2].to_string())?, destination)?;
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

fn all_ended(at: Timestamp) -> News {
    News::AllEnded(AllEnded { identity: ada().id(), at, by: ada().id(), random: [3; 10] })
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

#[test]
fn l10n_1_of_two_choices_the_later_holds_in_whatever_order_they_come() {
    let preferred = |theme, millis| {
        let profile = Profile { language: None, theme };
        News::Preferred(Preferred { identity: ada().id(), profile, at: NOW.plus(Span::from_millis(millis)) })
    };
    let news = [preferred(Some(Theme::Light), 1), preferred(Some(Theme::Dark), 0), preferred(None, 1)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let world = FakeWorld::new();
        for place in order {
            bring(&world, &news[place], "eu1").unwrap();
        }
        assert_eq!(world.sql.texts("eu1", "SELECT theme FROM profile"), ["light"], "{order:?}");
    }
}

#[test]
fn news_comes_out_of_an_outbox_as_it_went_in() {
    let profile = Profile { language: Some(Language::Fr), theme: None };
    let preferred = News::Preferred(Preferred { identity: ada().id(), profile, at: NOW });
    for news in [begun(), ended(), all_ended(NOW), preferred] {
        assert_eq!(News::read(news.kind(), &news.payload().to_string()), Ok(news));
    }
    // As the version before wrote it.
    let mut payload = begun().payload();
    payload.as_object_mut().unwrap().remove("after");
    assert_eq!(News::read("session.copy", &payload.to_string()), Ok(begun()));
}
