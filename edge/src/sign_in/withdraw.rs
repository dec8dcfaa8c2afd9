//! Ending a session that nobody has any more: it never got to a browser, or the browser has another.

use super::cookie::SessionCookie;
use super::round_trip::Former;
use crate::news::{self, Ended, Ending, News};
use crate::ports::World;
use shared::id::IdentityId;

/// Ends a session that a region refused as it was written. Nobody has its cookie, so nobody waits for a region that does not
/// confirm.
pub(crate) async fn withdraw_session(world: World<'_>, session: &SessionCookie) {
    end(world, session.hash.clone(), session.identity.clone(), Ending::Refused).await;
}

/// Ends the session that a browser had before its person signed in again. A region that does not confirm hears of it from
/// the outbox of one that did.
pub(super) async fn end_former(world: World<'_>, former: Former) {
    end(world, former.hash, former.identity, Ending::Replaced).await;
}

async fn end(world: World<'_>, hash: String, identity: IdentityId, ending: Ending) {
    let mut random = [0; 10];
    world.host.randomize(&mut random);
    let news = News::Ended(Ended { hash, identity, at: world.host.now(), random, ending });
    let spread = news::tell(world, &news, None).await;
    news::drop_needless(world, &spread).await;
}
