//! What every region has to know, and how it gets there (ID-7, ID-8, L10N-1).
//!
//! What begins or ends a session, ends all of a person's, or says how somebody wants Portico to be, is a value, [`News`],
//! and writing it is the same wherever and whenever it happens: in the request that made it, or from an outbox days later.
//! Writing it twice is writing it once, and in whatever order two of them come, what is left is the same.

mod preference;
mod session;
mod shards;
mod telling;

pub use preference::Preferred;
pub use session::{AllEnded, Begun, Ended, Ending};
pub use shards::ask_everywhere;
pub use telling::{
    Reminder, Spread, deliver, drop_needless, keep, needless, reminders_of, tell, tell_others,
};

use crate::ports::{SqlError, Statement};
use serde_json::{Value, json};
use shared::id::IdentityId;
use shared::region::Shard;
use shared::time::Timestamp;

const COPY: &str = "session.copy";
const END: &str = "session.end";
const END_ALL: &str = "session.end_all";
const PREFERRED: &str = "profile.set";

/// What every shard has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody signed in.
    Begun(Begun),
    /// A session ended before its time.
    Ended(Ended),
    /// Every session of somebody ended.
    AllEnded(AllEnded),
    /// Somebody chose how they want Portico to be.
    Preferred(Preferred),
}

impl News {
    fn kind(&self) -> &'static str {
        match self {
            Self::Begun(_) => COPY,
            Self::Ended(_) => END,
            Self::AllEnded(_) => END_ALL,
            Self::Preferred(_) => PREFERRED,
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Begun(begun) => json!(begun),
            Self::Ended(ended) => json!(ended),
            Self::AllEnded(ended) => json!(ended),
            Self::Preferred(preferred) => json!(preferred),
        }
    }

    /// Reads the payload of a message.
    ///
    /// # Errors
    /// [`SqlError::Fault`] if it is no message of ours.
    pub fn read(kind: &str, payload: &str) -> Result<Self, SqlError> {
        let news = match kind {
            COPY => serde_json::from_str(payload).map(Self::Begun),
            END => serde_json::from_str(payload).map(Self::Ended),
            END_ALL => serde_json::from_str(payload).map(Self::AllEnded),
            PREFERRED => serde_json::from_str(payload).map(Self::Preferred),
            _ => return Err(SqlError::Fault(format!("no delivery of kind `{kind}`"))),
        };
        // What exactly is wrong with it could be somebody's name.
        news.map_err(|_| SqlError::Fault(format!("payload of `{kind}` malformed")))
    }

    /// Whether all the sessions that it is about have ended by themselves, so that nobody needs the news any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self {
            Self::Begun(Begun { at, .. })
            | Self::Ended(Ended { at, .. })
            | Self::AllEnded(AllEnded { at, .. }) => now >= at.plus(session::LASTS),
            Self::Preferred(_) => false,
        }
    }

    /// Whether a session has ended when all regions have confirmed it.
    pub fn ends(&self, hash: &str, identity: &IdentityId) -> bool {
        match self {
            Self::Ended(ended) => ended.hash == hash,
            Self::AllEnded(ended) => ended.identity == *identity,
            Self::Begun(_) | Self::Preferred(_) => false,
        }
    }

    /// What is written to a shard, in one batch.
    pub fn statements(&self, shard: Shard) -> Vec<Statement> {
        match self {
            Self::Begun(begun) => begun.statements(shard),
            Self::Ended(ended) => ended.statements(shard),
            Self::AllEnded(ended) => ended.statements(shard),
            Self::Preferred(preferred) => vec![preferred.statement()],
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
