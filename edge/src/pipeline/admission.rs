//! Which sessions may give a personal command, and the proof that one did.

use super::authenticate::Session;
use super::everywhere::Verdict;
use crate::ports::Statement;
use crate::store;
use shared::access::{IdentityFacts, Link};
use shared::id::IdentityId;
use shared::problem::Problem;
use shared::time::Timestamp;

/// Which sessions may give a personal command. The proofs have private fields and are made here only, so that the compiler
/// keeps every command behind its check.
pub trait Admission {
    /// The proof that the session was let through.
    type Proof: 'static;
    /// Whether the shards are asked about the session before anything is decided.
    const ASKS: bool;

    /// Checks a genuine cookie's session. The verdict is that of the shards, where they are asked.
    ///
    /// # Errors
    /// The session has ended, or nobody could say.
    fn check(session: &Session, verdict: Option<Verdict>) -> Result<Self::Proof, Problem>;

    /// What must still hold in every shard as the news is written there.
    fn guard(proof: &Self::Proof, session: &Session, now: Timestamp) -> Option<Statement>;
}

/// Sessions that a region confirms, and none knows to have ended.
pub enum Live {}

/// The proof that a session is live.
#[derive(Debug)]
pub struct LiveSession {
    facts: IdentityFacts,
    began_at: Timestamp,
}

impl LiveSession {
    /// Whose it is.
    pub fn identity(&self) -> &IdentityId {
        &self.facts.id
    }
}

impl Admission for Live {
    type Proof = LiveSession;
    const ASKS: bool = true;

    fn check(_: &Session, verdict: Option<Verdict>) -> Result<LiveSession, Problem> {
        let session = verdict.ok_or_else(|| Problem::from(Link::SignedIn))?.live()?;
        Ok(LiveSession { facts: session.facts, began_at: session.began_at })
    }

    fn guard(proof: &LiveSession, session: &Session, now: Timestamp) -> Option<Statement> {
        Some(store::guard::not_ended(&session.hash, proof.identity(), proof.began_at, now))
    }
}

/// Live sessions, and those that have ended with all others of their identity and by nothing else: whoever signs out
/// everywhere and is told that a region has not confirmed may say it again with the session that it has ended elsewhere.
pub enum LiveOrEndedWithAll {}

/// The proof that a session is live, or has ended with all others of its identity.
#[derive(Debug)]
pub enum Leaving {
    /// It is live.
    Live(LiveSession),
    /// It has ended with all others that began up to a moment.
    EndedWithAll(EndedSession),
}

/// The proof that a session has ended with all others of its identity, and by nothing else.
#[derive(Debug)]
pub struct EndedSession {
    identity: IdentityId,
    all_ended_at: Timestamp,
}

impl EndedSession {
    /// Whose it was.
    pub fn identity(&self) -> &IdentityId {
        &self.identity
    }

    /// The moment up to which all have ended.
    pub fn all_ended_at(&self) -> Timestamp {
        self.all_ended_at
    }
}

impl Admission for LiveOrEndedWithAll {
    type Proof = Leaving;
    const ASKS: bool = true;

    fn check(session: &Session, verdict: Option<Verdict>) -> Result<Leaving, Problem> {
        match verdict {
            Some(Verdict::EndedWithAll(all_ended_at)) => {
                let identity = session.identity.clone();
                Ok(Leaving::EndedWithAll(EndedSession { identity, all_ended_at }))
            }
            verdict => Live::check(session, verdict).map(Leaving::Live),
        }
    }

    fn guard(proof: &Leaving, session: &Session, now: Timestamp) -> Option<Statement> {
        match proof {
            Leaving::Live(live) => Live::guard(live, session, now),
            // What was said before is said again: there is nothing that it could rest on any more.
            Leaving::EndedWithAll(_) => None,
        }
    }
}

/// Every session whose cookie is genuine, whatever the regions think of it: it can only be ended, and ending what has ended
/// changes nothing.
pub enum Genuine {}

/// The proof that a session's cookie is genuine.
#[derive(Debug)]
pub struct GenuineCookie {
    hash: String,
    identity: IdentityId,
}

impl GenuineCookie {
    /// The hash of the session's id.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Whose session it is, or was.
    pub fn identity(&self) -> &IdentityId {
        &self.identity
    }
}

impl Admission for Genuine {
    type Proof = GenuineCookie;
    const ASKS: bool = false;

    fn check(session: &Session, _: Option<Verdict>) -> Result<GenuineCookie, Problem> {
        Ok(GenuineCookie { hash: session.hash.clone(), identity: session.identity.clone() })
    }

    fn guard(_: &GenuineCookie, _: &Session, _: Timestamp) -> Option<Statement> {
        None
    }
}
