//! `POST /api/sign-out`

use crate::news::{Ended, Ending, News};
use crate::pipeline::{Announcement, Asked, FromShard, Genuine, GenuineCookie, PersonalCommand, Read};
use shared::api::Empty;
use shared::api::session::SignOut;
use shared::problem::Problem;

/// Ends the session in every region, whatever one of them thinks of it. If a region has not confirmed, the answer names it,
/// the outbox goes on trying, and the cookie stays, so that the person can try again as well (ID-8).
impl PersonalCommand for SignOut {
    type Admits = Genuine;
    type Rows = ();

    fn read(_: &Asked<'_, Self>) -> Read<()> {
        Read::nothing()
    }

    fn decide(
        proof: &GenuineCookie,
        _: Vec<FromShard<()>>,
        asked: &Asked<'_, Self>,
        random: [u8; 10],
    ) -> Result<Announcement<Empty>, Problem> {
        let (hash, identity) = (proof.hash().to_owned(), proof.identity().clone());
        let ended = Ended { hash, identity, at: asked.now, random, ending: Ending::SignedOut };
        Ok(Announcement::to_all(News::Ended(ended), Empty {}))
    }
}
