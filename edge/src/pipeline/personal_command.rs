//! Endpoints that change what concerns a person, in every region.

use super::admission::Admission;
use super::authenticate::{self, Session};
use super::body::json_body;
use super::everywhere::{Asking, FromShard, Verdict, ask, open_all};
use super::exchange::{After, Answer, Asked, Exchange};
use super::query::to_json;
use super::read::Read;
use crate::news::{self, News, Spread};
use crate::sign_in::SessionCookie;
use shared::access::{Everywhere, Link, SignedIn};
use shared::api::Endpoint;
use shared::problem::{Problem, ProblemCode};
use shared::region::Shard;
use shared::time::Timestamp;

/// An endpoint that changes what concerns a person, in every region: who may give it, what it reads in each shard, and the
/// news that it decides on.
///
/// It takes no idempotency key (API-2), because every such command says how something shall be from now on, and not what
/// shall be added: a session ended, all of them ended, a profile whole. Saying it twice is saying it once.
pub trait PersonalCommand: Endpoint<Path = Everywhere, Requires = SignedIn> {
    /// Which sessions may give it.
    type Admits: Admission;
    /// What it reads in each shard; nothing, where its admission asks none.
    type Rows: 'static;

    /// What to read in each shard. Nothing of it is looked at before the session was checked.
    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows>
    where
        Self: Sized;

    /// What every region has to know from now on, and the answer. `random` makes the ids of the news.
    ///
    /// # Errors
    /// What stands in the way besides the session.
    fn decide(
        proof: &<Self::Admits as Admission>::Proof,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        random: [u8; 10],
    ) -> Result<Announcement<Self::Response>, Problem>
    where
        Self: Sized;
}

/// What a personal command decided: news for every region, and the answer.
#[derive(Debug)]
pub struct Announcement<R> {
    news: News,
    reach: Reach,
    response: R,
}

/// How many regions have to confirm news before it is acknowledged. The others hear of it from the outbox, either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    One,
    All,
}

impl<R> Announcement<R> {
    /// News that is acknowledged when one region has it.
    pub fn to_one(news: News, response: R) -> Self {
        Self { news, reach: Reach::One, response }
    }

    /// News that is acknowledged when every region has confirmed it.
    pub fn to_all(news: News, response: R) -> Self {
        Self { news, reach: Reach::All, response }
    }
}

/// Performs a personal command.
pub(super) async fn perform<C: PersonalCommand>(exchange: &Exchange<'_>) -> Answer {
    let session = match authenticate::session(exchange.world, exchange.request, exchange.world.host.now()) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    match announce::<C>(exchange, &session).await {
        Ok(answer) => answer,
        Err(problem) => Answer { session: Some(session), ..problem.into() },
    }
}

async fn announce<C: PersonalCommand>(exchange: &Exchange<'_>, session: &Session) -> Result<Answer, Problem> {
    let now = exchange.world.host.now();
    let request: C::Request = match json_body::<C>(exchange) {
        Ok(request) => request,
        // Whether the session may give the command at all comes before what is wrong with it (WHY-1).
        Err(fault) => return Err(admits::<C>(exchange, session, now).await.err().unwrap_or(fault)),
    };
    let asked = Asked::<C> { path: &Everywhere, request: &request, who: &session.identity, now };
    let asking = if C::Admits::ASKS { ask(exchange, session, || C::read(&asked)).await } else { Vec::new() };
    let verdict = C::Admits::ASKS.then(|| Verdict::of(&asking, now));
    let proof = C::Admits::check(session, verdict)?;
    let shards = open_all(exchange, asking, &proof)?;
    let mut random = [0; 10];
    exchange.world.host.randomize(&mut random);
    let Announcement { news, reach, response } = C::decide(&proof, shards, &asked, random)?;
    let response = to_json(exchange, &response)?;
    let guard = C::Admits::guard(&proof, session, now);
    let spread = news::tell(exchange.world, &news, guard.as_ref()).await;
    Ok(told(session, &news, reach, response, spread))
}

/// Whether a session may give a command of which nothing else can be read.
async fn admits<C: PersonalCommand>(
    exchange: &Exchange<'_>,
    session: &Session,
    now: Timestamp,
) -> Result<(), Problem> {
    let asking: Vec<Asking<(), ()>> =
        if C::Admits::ASKS { ask(exchange, session, Read::nothing).await } else { Vec::new() };
    let verdict = C::Admits::ASKS.then(|| Verdict::of(&asking, now));
    C::Admits::check(session, verdict).map(|_| ())
}

/// The answer, after every shard was told.
///
/// A shard that refuses knows that the session has ended. Where another had taken the news before that, and one is enough, it
/// has happened, and the outbox brings it to the others: it is answered so, for "refused" says that nothing has changed. The
/// sign-out was not yet acknowledged then, for that other shard had not heard of it.
fn told(session: &Session, news: &News, reach: Reach, response: String, spread: Spread) -> Answer {
    let reminds = spread.confirmed.iter().filter(|_| !spread.missing.is_empty() || spread.refused);
    let after = reminds.map(|shard| After::Deliver(*shard));
    let drops = spread.needless.into_iter().map(|(shard, drop)| After::DropMessages(shard, Box::new(drop)));
    let after = drops.chain(after).collect();
    let outcome = match reach {
        Reach::One if !spread.confirmed.is_empty() => Ok(response),
        _ if spread.refused => Err(Link::SignedIn.into()),
        Reach::One => Err(Problem::new(ProblemCode::Busy)),
        Reach::All if !spread.missing.is_empty() => Err(unconfirmed(&spread.missing)),
        Reach::All => Ok(response),
    };
    let answer = Answer { after, ..acknowledged(session, news, outcome) };
    // The cookie of a session that has ended somewhere is not renewed.
    Answer { session: answer.session.filter(|_| !spread.refused), ..answer }
}

/// An answer to what every region was told: where the session that asked has ended by it, the cookie goes, and only once all
/// have confirmed that; until then the person can say it again (ID-8).
pub(super) fn acknowledged(session: &Session, news: &News, outcome: Result<String, Problem>) -> Answer {
    let ended = news.ends(&session.hash, &session.identity);
    let cookies = if ended && outcome.is_ok() { vec![SessionCookie::cleared()] } else { Vec::new() };
    Answer { session: (!ended).then(|| session.clone()), cookies, ..Answer::new(outcome) }
}

/// The answer that names the regions which have not confirmed.
pub(super) fn unconfirmed(missing: &[Shard]) -> Problem {
    let mut regions: Vec<_> = missing.iter().map(|shard| shard.region().to_owned()).collect();
    regions.dedup();
    Problem { regions, ..Problem::new(ProblemCode::RegionsUnconfirmed) }
}
