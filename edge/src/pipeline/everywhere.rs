//! Endpoints above workspaces: what anybody may ask, and what concerns a person in every region.

use super::authenticate::{self, Session};
use super::exchange::{Answer, Asked, Exchange};
use super::query::{batch_to_read, open, query_string, to_json};
use super::read::{Read, Sealed};
use crate::ports::Rows;
use crate::settings::Settings;
use crate::store;
use crate::store::session::{Holder, SessionState};
use futures_util::future::join_all;
use shared::access::{Everywhere, IdentityFacts, Link, Nowhere, Public, Requirement, SignedIn};
use shared::api::Endpoint;
use shared::problem::{Problem, ProblemCode};
use shared::region::Shard;
use shared::time::Timestamp;

/// An endpoint that anybody may ask, and that reads nothing.
pub trait OpenQuery: Endpoint<Path = Nowhere, Requires = Public> {
    /// The answer.
    fn answer(request: &Self::Request, settings: &Settings, now: Timestamp) -> Self::Response;
}

/// Answers a question that anybody may ask.
pub(super) async fn answer_openly<Q: OpenQuery>(exchange: &Exchange<'_>) -> Answer {
    let answer = |request: Q::Request| {
        let now = exchange.world.host.now();
        to_json(exchange, &Q::answer(&request, exchange.world.settings, now))
    };
    Answer::new(query_string(exchange).and_then(answer))
}

/// An endpoint that looks at what concerns a person, in every region: one batch per shard, all at the same time.
pub trait PersonalQuery: Endpoint<Path = Everywhere, Requires = SignedIn> {
    /// What it reads in each shard.
    type Rows: 'static;

    /// What to read in each shard. Nothing of it is looked at before the session was confirmed.
    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows>
    where
        Self: Sized;

    /// The answer.
    ///
    /// # Errors
    /// What stands in the way besides the session.
    fn answer(
        proof: &IdentityFacts,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        settings: &Settings,
    ) -> Result<Self::Response, Problem>
    where
        Self: Sized;
}

/// What one shard answered.
pub struct FromShard<T> {
    /// The shard.
    pub shard: Shard,
    /// Its rows; `None` if it could not be reached.
    pub rows: Option<T>,
}

/// Answers a person's question.
///
/// The session counts if a shard confirms it and none knows that it has ended (ID-8): a region that has not got the session
/// yet is no reason to refuse, nor to leave out what it has; one that knows it has ended is.
pub(super) async fn answer_personally<Q: PersonalQuery>(exchange: &Exchange<'_>) -> Answer {
    let now = exchange.world.host.now();
    let session = match authenticate::session(exchange.world, exchange.request, now) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let outcome = look_everywhere::<Q>(exchange, &session, now).await;
    Answer { session: Some(session), ..Answer::new(outcome) }
}

async fn look_everywhere<Q: PersonalQuery>(
    exchange: &Exchange<'_>,
    session: &Session,
    now: Timestamp,
) -> Result<String, Problem> {
    let request: Q::Request = query_string(exchange)?;
    let asked = Asked::<Q> { path: &Everywhere, request: &request, who: &session.identity, now };
    let asking = ask(exchange, session, || Q::read(&asked)).await;
    let proof = SignedIn::check(Verdict::of(&asking, now).live()?.facts, Q::EFFECT)?;
    let found = open_all(exchange, asking, &proof)?;
    to_json(exchange, &Q::answer(&proof, found, &asked, exchange.world.settings)?)
}

/// What one shard was asked and answered: what it knows of the session, and rows that a proof of `P` opens.
pub(super) struct Asking<T, P> {
    shard: Shard,
    outcome: Result<(Holder, Vec<Rows>), Problem>,
    sealed: Sealed<T, P>,
}

/// Asks every shard for what it knows of a session, and for rows, in one batch each, all at the same time.
pub(super) async fn ask<T, P>(
    exchange: &Exchange<'_>,
    session: &Session,
    own: impl Fn() -> Read<T>,
) -> Vec<Asking<T, P>>
where
    T: 'static,
{
    let own = &own;
    let ask_one = |shard: Shard| async move {
        let (mut statements, holder) = store::session::holder(&session.hash, &session.identity).seal();
        let (further, sealed) = own().seal::<P>();
        statements.extend(further);
        let outcome = batch_to_read(exchange, shard, &statements).await.and_then(|rows| {
            let mut rows = rows.into_iter();
            let first = rows.by_ref().take(1).collect();
            Ok((open(exchange, holder, &(), first)?, rows.collect()))
        });
        Asking { shard, outcome, sealed }
    };
    join_all(exchange.world.settings.shards.iter().map(|(shard, _)| ask_one(*shard))).await
}

/// Opens what every shard answered, with the proof of the check.
pub(super) fn open_all<T, P>(
    exchange: &Exchange<'_>,
    asking: Vec<Asking<T, P>>,
    proof: &P,
) -> Result<Vec<FromShard<T>>, Problem> {
    let open_one = |answer: Asking<T, P>| {
        let rows = match answer.outcome {
            Ok((_, rows)) => Some(open(exchange, answer.sealed, proof, rows)?),
            Err(problem) if problem.code == ProblemCode::Busy => None,
            Err(problem) => return Err(problem),
        };
        Ok(FromShard { shard: answer.shard, rows })
    };
    asking.into_iter().map(open_one).collect()
}

/// What all shards together know of a session.
pub enum Verdict {
    /// A shard confirms it, and none knows that it has ended.
    Live(Confirmed),
    /// It has ended with all others of its identity that began up to this moment, and by nothing else.
    EndedWithAll(Timestamp),
    /// It has ended, or no shard has it or has it coming from another.
    Ended,
    /// Those that answered don't have it, and others did not answer.
    Unsure,
}

/// What a shard that confirms a session knows of it.
pub struct Confirmed {
    /// Whose it is.
    pub facts: IdentityFacts,
    /// When it began.
    pub began_at: Timestamp,
}

impl Verdict {
    /// What the answers come to.
    pub(super) fn of<T, P>(asking: &[Asking<T, P>], now: Timestamp) -> Self {
        let holders = || asking.iter().filter_map(|one| one.outcome.as_ref().ok().map(|(holder, _)| holder));
        if holders().any(|holder| holder.alone(now) == SessionState::Ended) {
            return Self::Ended;
        }
        let confirmed = holders().find_map(|holder| {
            let live = holder.alone(now) == SessionState::Live;
            live.then(|| Some(Confirmed { facts: holder.facts()?, began_at: holder.began_at()? })).flatten()
        });
        // A shard may know that all have ended before the session gets there, and another the session alone.
        let all_ended_at = holders().filter_map(Holder::all_ended_at).max();
        match (confirmed, all_ended_at) {
            (Some(session), Some(end)) if session.began_at <= end => Self::EndedWithAll(end),
            (Some(session), _) => Self::Live(session),
            (None, _) if asking.iter().any(|one| one.outcome.is_err()) => Self::Unsure,
            (None, _) => Self::Ended,
        }
    }

    /// The session, if it is live.
    pub(super) fn live(self) -> Result<Confirmed, Problem> {
        match self {
            Self::Live(session) => Ok(session),
            Self::EndedWithAll(_) | Self::Ended => Err(Link::SignedIn.into()),
            Self::Unsure => Err(Problem::new(ProblemCode::Busy)),
        }
    }
}
