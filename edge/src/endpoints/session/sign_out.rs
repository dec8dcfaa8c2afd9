//! `POST /api/sign-out`
//!
//! Not a command of the pipeline: it changes no workspace, it must reach every region, and it needs no idempotency key,
//! because ending what has ended is the same as ending it.

use crate::pipeline::authenticate;
use crate::pipeline::route::Route;
use crate::pipeline::{Answer, Exchange};
use crate::sign_in;
use crate::sign_in::cookie::SessionCookie;
use shared::api::session::SignOut;
use shared::api::{Declaration, Empty};
use shared::problem::{Problem, ProblemCode};

pub(in crate::endpoints) const ROUTE: Route =
    Route { declaration: Declaration::of::<SignOut>(), handler: |exchange| Box::pin(sign_out(exchange)) };

/// Ends the session in every region. The cookie is cleared whatever happens; if a region has not confirmed, the answer
/// names it, and the outbox goes on trying (ID-8).
async fn sign_out(exchange: &Exchange<'_>) -> Answer {
    let now = exchange.world.host.now();
    let session = match authenticate::session(exchange.world, exchange.request, now) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let outcome = match sign_in::end_session(exchange.world, &session).await {
        Ok(()) => serde_json::to_string(&Empty {}).map_err(|_| Problem::new(ProblemCode::Internal)),
        Err(shards) => {
            let regions = shards.iter().map(|shard| shard.region().to_owned()).collect();
            Err(Problem { regions, ..Problem::new(ProblemCode::RegionsUnconfirmed) })
        }
    };
    Answer { cookies: vec![SessionCookie::cleared()], ..Answer::new(outcome) }
}
