//! From a request to an answer: the one place that does IO for endpoints.
//!
//! An endpoint says what it needs to read, what it makes of that, and what it wants written; these are pure functions of
//! its [`Query`] or [`Command`]. The pipeline does the rest, always in this order:
//!
//! 1. [`authenticate`]: the cookie's MAC says whose session it claims to be. No database yet.
//! 2. [`read`]: one batch holds the session, the caller's access in the workspace named by the path, and the endpoint's
//!    own statements. The endpoint's rows stay sealed.
//! 3. The access rows become an `Actor`, and the declared requirement is checked on it. Only the proof opens the rows. Of a
//!    request that can't be read, this much is asked too: what its sender may not do is said before how it is asked (WHY-1).
//! 4. A query answers. A command decides on a [`Commit`].
//! 5. [`guard`] and [`commit`]: a second batch begins with what the decision was made under (session, access versions,
//!    versions of what it read) and fails as a whole if any of it moved; then the command starts over at 2.
//! 6. [`respond`] makes HTTP of it.
//!
//! What concerns a person and no workspace goes the same way through every shard at once: a [`PersonalQuery`] reads there,
//! a [`PersonalCommand`] ends in news that all of them are told ([`crate::news`]). A command in a workspace can have news for
//! the other regions too; it is in the outbox with the commit, and is told before the answer.
//!
//! For example, Ada takes a service from Jonas while his form is open. Her save raises `access_version` of his member
//! row. His submission was read before that and decided "may use it"; its commit begins with `guard: member` at the old
//! version, fails, and is decided again on fresh rows: refused, with `assignment` as the missing link.

mod admission;
pub mod authenticate;
mod body;
mod command;
mod commit;
mod everywhere;
mod exchange;
mod guard;
mod idempotency;
pub(crate) mod limit;
mod personal_command;
mod query;
mod read;
pub mod respond;
pub(crate) mod retry;
pub mod route;
mod trace;

pub use admission::{
    Admission, EndedSession, Genuine, GenuineCookie, Leaving, Live, LiveOrEndedWithAll, LiveSession,
};
pub use command::Command;
pub use commit::{AuditEvent, Commit, OutboxMessage};
pub use everywhere::{FromShard, OpenQuery, PersonalQuery};
pub use exchange::{After, Answer, Asked, Context, Exchange};
pub use guard::Expectation;
pub use personal_command::{Announcement, PersonalCommand};
pub use query::Query;
pub use read::{Read, RowFault, all, each};
pub use trace::Trace;
