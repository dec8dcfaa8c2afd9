//! News of somebody's profile.

use crate::ports::Statement;
use crate::store;
use serde::{Deserialize, Serialize};
use shared::id::IdentityId;
use shared::profile::Profile;
use shared::time::{Span, Timestamp};

/// Somebody chose how they want Portico to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferred {
    /// Who.
    pub identity: IdentityId,
    /// What they chose, whole.
    pub profile: Profile,
    /// When; of two, the later one holds, in whatever order a region hears of them.
    pub at: Timestamp,
}

impl Preferred {
    /// How the moment is chosen: now, and later than the choice that it replaces, which may have been made under a clock
    /// that was ahead of ours.
    pub fn moment(now: Timestamp, former: Option<Timestamp>) -> Timestamp {
        former.map_or(now, |former| now.max(former.plus(Span::from_millis(1))))
    }

    pub(super) fn statement(&self) -> Statement {
        store::profile::set(&self.identity, self.profile, self.at)
    }
}
