//! Taking back a session that never got to a browser.

use super::cookie::SessionCookie;
use crate::news::{self, Ended, Ending, News};
use crate::ports::World;

/// Ends a session that a region refused as it was written. Nobody has its cookie, so nobody waits for a region that does not
/// confirm.
pub(crate) async fn withdraw_session(world: World<'_>, session: &SessionCookie) {
    let mut random = [0; 10];
    world.host.randomize(&mut random);
    let (hash, identity) = (session.hash.clone(), session.identity.clone());
    let news = News::Ended(Ended { hash, identity, at: world.host.now(), random, ending: Ending::Refused });
    let spread = news::tell(world, &news, None).await;
    news::drop_needless(world, &spread).await;
}
