//! Ending a session, in every region (ID-8).

use super::cookie::SessionCookie;
use super::copy::{self, Ended, Ending, News};
use crate::ports::World;
use shared::region::Shard;

/// Ends a session in every shard at once. `Ok` when all have confirmed it; otherwise those that have not, which the
/// outboxes of those that have go on telling. Ending it again does no harm, so a client may simply try again.
///
/// # Errors
/// The shards that have not confirmed.
pub async fn end_session(world: World<'_>, session: &SessionCookie) -> Result<(), Vec<Shard>> {
    end(world, session, Ending::SignedOut).await
}

/// Ends a session that a region refused as it was written. Nobody has its cookie, so nobody waits for a region that does not
/// confirm.
pub(super) async fn withdraw_session(world: World<'_>, session: &SessionCookie) {
    let _ = end(world, session, Ending::Refused).await;
}

async fn end(world: World<'_>, session: &SessionCookie, ending: Ending) -> Result<(), Vec<Shard>> {
    let mut random = [0; 10];
    world.host.randomize(&mut random);
    let (hash, identity) = (session.hash.clone(), session.identity.clone());
    let news = News::Ended(Ended { hash, identity, at: world.host.now(), random, ending });
    let spread = copy::tell(world, &news).await;
    if spread.missing.is_empty() { Ok(()) } else { Err(spread.missing) }
}

#[cfg(test)]
mod tests {
    use super::end_session;
    use crate::sign_in::copy::tell;
    use crate::sign_in::copy::tests::{begun, deliver_all, events, seen, session};
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
}
