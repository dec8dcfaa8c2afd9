//! `PUT /api/profile`

use crate::news::{News, Preferred};
use crate::pipeline::{Announcement, Asked, FromShard, Live, LiveSession, PersonalCommand, Read};
use crate::store::profile::{self, StoredProfile};
use shared::api::session::SetProfile;
use shared::problem::Problem;
use shared::profile::Profile;

/// Replaces the person's profile in every region. One that has it is enough, as with signing in: the others follow from the
/// outbox. It leaves no audit event (docs/decisions/0005): it is a note about oneself that changes nothing for anybody.
impl PersonalCommand for SetProfile {
    type Admits = Live;
    type Rows = Option<StoredProfile>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        profile::of(asked.who)
    }

    fn decide(
        proof: &LiveSession,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        _: [u8; 10],
    ) -> Result<Announcement<Profile>, Problem> {
        let former = profile::latest(shards.into_iter().filter_map(|from| from.rows.flatten()));
        let at = Preferred::moment(asked.now, former.map(|stored| stored.set_at));
        let preferred = Preferred { identity: proof.identity().clone(), profile: *asked.request, at };
        Ok(Announcement::to_one(News::Preferred(preferred), *asked.request))
    }
}
