//! How somebody wants Portico to be.

use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::id::IdentityId;
use shared::profile::Profile;
use shared::time::Timestamp;

/// A profile, as one shard has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredProfile {
    /// What the person chose.
    #[serde(flatten)]
    pub profile: Profile,
    /// When.
    pub set_at: Timestamp,
}

/// Reads somebody's profile, if they have ever chosen anything.
pub fn of(who: &IdentityId) -> Read<Option<StoredProfile>> {
    Read::first(
        Statement::new("SELECT language, theme, set_at FROM profile WHERE identity_id = ?1").bind(who),
    )
}

/// The latest of what the shards have.
pub fn latest(found: impl Iterator<Item = StoredProfile>) -> Option<StoredProfile> {
    found.max_by_key(|stored| stored.set_at)
}

/// Replaces somebody's profile, unless a later choice is here already. Of two choices of one millisecond, the same one wins
/// in every shard.
pub fn set(who: &IdentityId, profile: Profile, at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO profile (identity_id, language, theme, set_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (identity_id) DO UPDATE SET language = excluded.language, theme = excluded.theme,
                                                 set_at = excluded.set_at
         WHERE (excluded.set_at, coalesce(excluded.language, ''), coalesce(excluded.theme, ''))
             > (profile.set_at, coalesce(profile.language, ''), coalesce(profile.theme, ''))",
    )
    .bind(who)
    .bind(profile.language.map(|language| language.tag()))
    .bind(profile.theme.map(|theme| theme.name()))
    .bind(at)
}
