//! `POST /api/sign-out`
//!
//! Not a command of the pipeline: it changes no workspace, it must reach every region, and it needs no idempotency key,
//! because ending what has ended is the same as ending it.

use crate::pipeline::authenticate;
use crate::pipeline::route::{Route, signing_out};
use crate::pipeline::{After, Answer, Exchange};
use crate::sign_in;
use crate::sign_in::cookie::SessionCookie;
use shared::api::Empty;
use shared::problem::{Problem, ProblemCode};

/// The route.
pub(in crate::endpoints) const ROUTE: Route = signing_out(|exchange| Box::pin(sign_out(exchange)));

/// Ends the session in every region. If a region has not confirmed, the answer names it, the outbox goes on trying, and the
/// cookie stays, so that the person can try again as well (ID-8).
async fn sign_out(exchange: &Exchange<'_>) -> Answer {
    let now = exchange.world.host.now();
    let session = match authenticate::session(exchange.world, exchange.request, now) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let Err(silent) = sign_in::end_session(exchange.world, &session).await else {
        let outcome = serde_json::to_string(&Empty {}).map_err(|_| Problem::new(ProblemCode::Internal));
        return Answer { cookies: vec![SessionCookie::cleared()], ..Answer::new(outcome) };
    };
    let regions = silent.iter().map(|shard| shard.region().to_owned()).collect();
    let confirmed = exchange.world.settings.shards.iter().filter(|(shard, _)| !silent.contains(shard));
    let after = confirmed.map(|(shard, _)| After::Deliver(*shard)).collect();
    Answer { after, ..Problem { regions, ..Problem::new(ProblemCode::RegionsUnconfirmed) }.into() }
}
