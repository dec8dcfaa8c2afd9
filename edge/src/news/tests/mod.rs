//! Sessions in two regions of which one is not always there.

mod copies;
mod ends;

use super::{AllEnded, Begun, Ended, Ending, News, Preferred, Spread, deliver};
use crate::ports::{SqlError, World};
use crate::sign_in::cookie::SessionCookie;
use crate::sign_in::fake::{FakeWorld, NOW, ready};
use crate::sign_in::person::Person;
use serde_json::Value;
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

fn all_ended(at: Timestamp) -> News {
    News::AllEnded(AllEnded { identity: ada().id(), at, by: ada().id(), random: [3; 10] })
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
