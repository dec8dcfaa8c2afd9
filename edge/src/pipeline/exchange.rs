//! One request on its way to an answer.

use super::Trace;
use super::authenticate::Session;
use crate::ports::{Level, LogLine, Statement, World};
use crate::settings::Settings;
use shared::api::Endpoint;
use shared::id::{Id, IdentityId, Kind};
use shared::problem::Problem;
use shared::region::Shard;
use shared::time::Timestamp;

/// A request, matched to its endpoint.
pub struct Exchange<'a> {
    /// The request's id.
    pub id: &'a str,
    /// The world it came from.
    pub world: World<'a>,
    /// The request.
    pub request: &'a http::Request<Vec<u8>>,
    /// The values of its path's parameters.
    pub parameters: Vec<(String, String)>,
    /// What it costs.
    pub trace: &'a Trace<'a>,
}

impl Exchange<'_> {
    /// Writes a fault on our side, or of a database, to the log. Its text never reaches a client.
    pub(super) fn fault(&self, text: &str) {
        let fields = [("fault".to_owned(), text.into())].into_iter().collect();
        let request = Some(self.id.to_owned());
        self.world.host.log(&LogLine { level: Level::Error, event: "fault", request, fields });
    }
}

/// What an endpoint's handler came to.
pub struct Answer {
    /// The response's JSON, or a problem.
    pub outcome: Result<String, Problem>,
    /// The session whose cookie may want renewing.
    pub session: Option<Session>,
    /// Cookies to set.
    pub cookies: Vec<String>,
    /// The methods that there are where the request's is none (RFC 9110 §15.5.6).
    pub allow: Option<String>,
    /// What is to be done after the response.
    pub after: Vec<After>,
}

impl Answer {
    /// An answer with nothing more to it.
    pub fn new(outcome: Result<String, Problem>) -> Self {
        Self { outcome, session: None, cookies: Vec::new(), allow: None, after: Vec::new() }
    }
}

impl From<Problem> for Answer {
    fn from(problem: Problem) -> Self {
        Self::new(Err(problem))
    }
}

impl From<Problem> for Box<Answer> {
    fn from(problem: Problem) -> Self {
        Self::new(problem.into())
    }
}

/// What is done after the response has gone; nobody waits for it, and what fails of it is done again by cron or not
/// missed.
#[derive(Debug)]
pub enum After {
    /// Deliver what is due in a shard's outbox.
    Deliver(Shard),
    /// Record a change that was refused (AUD-1).
    RecordRefusal(Shard, Box<Statement>),
    /// Take messages out of a shard's outbox that turned out to be needless.
    DropMessages(Shard, Box<Statement>),
}

/// What somebody asked of an endpoint.
pub struct Asked<'a, E: Endpoint> {
    /// The path's parameters.
    pub path: &'a E::Path,
    /// The request.
    pub request: &'a E::Request,
    /// Whose session the cookie claims to be: known before the access check, to say what to read.
    pub who: &'a IdentityId,
    /// Now.
    pub now: Timestamp,
}

/// What a decision gets besides the facts: the time, the place, and something new under the sun.
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// The shard that is written to.
    pub shard: Shard,
    /// The deployment.
    pub settings: &'a Settings,
    randomize: &'a dyn Fn(&mut [u8]),
}

impl<'a> Context<'a> {
    /// A context for a decision.
    pub fn new(
        now: Timestamp,
        shard: Shard,
        settings: &'a Settings,
        randomize: &'a dyn Fn(&mut [u8]),
    ) -> Self {
        Self { now, shard, settings, randomize }
    }

    /// A new id.
    pub fn id<K: Kind>(&self) -> Id<K> {
        Id::new(self.shard, self.now, self.random())
    }

    /// Random bytes, for ids that are made later.
    pub fn random(&self) -> [u8; 10] {
        let mut random = [0; 10];
        (self.randomize)(&mut random);
        random
    }

    /// A random number.
    pub fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        (self.randomize)(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}
