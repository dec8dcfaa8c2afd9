//! Endpoints above workspaces: what anybody may ask, and what concerns a person in every region.

use super::authenticate;
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
/// The session counts if a shard confirms it and none has a tombstone for it (ID-8): a region that has not got the session
/// yet is no reason to refuse, nor to leave out what it has; one that knows it has ended is.
pub(super) async fn answer_personally<Q: PersonalQuery>(exchange: &Exchange<'_>) -> Answer {
    let now = exchange.world.host.now();
    let session = match authenticate::session(exchange.world, exchange.request, now) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let outcome = ask_everywhere::<Q>(exchange, &session, now).await;
    Answer { session: Some(session), ..Answer::new(outcome) }
}

async fn ask_everywhere<Q: PersonalQuery>(
    exchange: &Exchange<'_>,
    session: &authenticate::Session,
    now: Timestamp,
) -> Result<String, Problem> {
    let request: Q::Request = query_string(exchange)?;
    let asked = Asked::<Q> { path: &Everywhere, request: &request, who: &session.identity, now };
    let shards = exchange.world.settings.shards.iter().map(|(shard, _)| *shard);
    let answers = join_all(shards.map(|shard| ask_one::<Q>(exchange, session, &asked, shard))).await;
    let proof = SignedIn::check(confirmed(&answers, now)?, Q::EFFECT)?;
    let open_one = |answer: Asking<Q::Rows>| {
        let rows = match answer.outcome {
            Ok((_, rows)) => Some(open(exchange, answer.sealed, &proof, rows)?),
            Err(problem) if problem.code == ProblemCode::Busy => None,
            Err(problem) => return Err(problem),
        };
        Ok(FromShard { shard: answer.shard, rows })
    };
    let found = answers.into_iter().map(open_one).collect::<Result<_, Problem>>()?;
    to_json(exchange, &Q::answer(&proof, found, &asked, exchange.world.settings)?)
}

/// What one shard was asked and answered.
struct Asking<T> {
    shard: Shard,
    outcome: Result<(Holder, Vec<Rows>), Problem>,
    sealed: Sealed<T, IdentityFacts>,
}

/// Whose session it is: some shard confirms it, and none knows that it has ended.
fn confirmed<T>(answers: &[Asking<T>], now: Timestamp) -> Result<IdentityFacts, Problem> {
    let holders =
        || answers.iter().filter_map(|answer| answer.outcome.as_ref().ok().map(|(holder, _)| holder));
    if holders().any(|holder| holder.state(now) == SessionState::Ended) {
        return Err(Link::SignedIn.into());
    }
    let unsure = || answers.iter().any(|answer| answer.outcome.is_err());
    match holders().find(|holder| holder.state(now) == SessionState::Live).and_then(Holder::facts) {
        Some(facts) => Ok(facts),
        None if unsure() => Err(Problem::new(ProblemCode::Busy)),
        // Every region was asked, and none of them has it or has it coming from another.
        None => Err(Link::SignedIn.into()),
    }
}

async fn ask_one<Q: PersonalQuery>(
    exchange: &Exchange<'_>,
    session: &authenticate::Session,
    asked: &Asked<'_, Q>,
    shard: Shard,
) -> Asking<Q::Rows> {
    let (mut statements, holder) = store::session::holder(&session.hash, &session.identity).seal();
    let (own, sealed) = Q::read(asked).seal::<IdentityFacts>();
    statements.extend(own);
    let outcome = batch_to_read(exchange, shard, &statements).await.and_then(|mut rows| {
        let own = rows.split_off(1.min(rows.len()));
        Ok((open(exchange, holder, &(), rows)?, own))
    });
    Asking { shard, outcome, sealed }
}
