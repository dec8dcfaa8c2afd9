//! `POST /api/sign-out-everywhere`

use crate::news::{AllEnded, News};
use crate::pipeline::{Announcement, Asked, FromShard, Leaving, LiveOrEndedWithAll, PersonalCommand, Read};
use crate::store::session::{self, LatestBegin};
use shared::api::Empty;
use shared::api::session::SignOutEverywhere;
use shared::problem::Problem;

/// Ends every session of the person that began up to now, in every region, also those that a region has yet to hear of
/// (ID-7). Where it had ended them already and a region has not confirmed, the same is said again, and nothing later ends.
impl PersonalCommand for SignOutEverywhere {
    type Admits = LiveOrEndedWithAll;
    type Rows = Option<LatestBegin>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        session::latest_begin(asked.who)
    }

    fn decide(
        proof: &Leaving,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        random: [u8; 10],
    ) -> Result<Announcement<Empty>, Problem> {
        let (identity, at) = match proof {
            Leaving::Live(live) => {
                let begins = shards.into_iter().filter_map(|from| from.rows.flatten()?.began_at);
                (live.identity(), AllEnded::moment(asked.now, begins.max()))
            }
            Leaving::EndedWithAll(ended) => (ended.identity(), ended.all_ended_at()),
        };
        let ended = AllEnded { identity: identity.clone(), at, by: identity.clone(), random };
        Ok(Announcement::to_all(News::AllEnded(ended), Empty {}))
    }
}
