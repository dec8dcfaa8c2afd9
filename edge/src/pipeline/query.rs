//! Endpoints that look at a workspace.

use super::authenticate::{self, Session};
use super::exchange::{Answer, Asked, Exchange};
use super::read::{MOST_STATEMENTS, Read, RowFault, Sealed};
use super::retry;
use crate::ports::{Rows, SqlError, Statement};
use crate::store::access::{self, Caller};
use crate::store::session::SessionState;
use shared::access::{Access, Actor, InWorkspace, Link, Place, Requirement, Workspace};
use shared::api::Endpoint;
use shared::problem::{Problem, ProblemCode};
use shared::region::Shard;
use shared::time::Timestamp;

/// The proof that an endpoint's requirement was checked.
pub(super) type Proof<E> = <<E as Endpoint>::Requires as Requirement>::Proof;

/// An endpoint that looks at a workspace: what it reads, and what it makes of it.
pub trait Query: Endpoint<Path: InWorkspace, Requires: Requirement<Scope = Workspace>> {
    /// What it reads.
    type Rows: 'static;

    /// What to read. Nothing of it is looked at before the requirement was checked.
    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows>
    where
        Self: Sized;

    /// The answer.
    ///
    /// # Errors
    /// What stands in the way besides the requirement: a record that the caller may not see, a switched-off feature.
    fn answer(
        proof: &Proof<Self>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<Self::Response, Problem>
    where
        Self: Sized;
}

/// Answers a query.
pub(super) async fn answer<Q: Query>(exchange: &Exchange<'_>) -> Answer {
    let now = exchange.world.host.now();
    let session = match authenticate::session(exchange.world, exchange.request, now) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let outcome = look::<Q>(exchange, &session, now).await;
    Answer { session: Some(session), ..Answer::new(outcome) }
}

async fn look<Q: Query>(
    exchange: &Exchange<'_>,
    session: &Session,
    now: Timestamp,
) -> Result<String, Problem> {
    let path: Q::Path = place(exchange)?;
    let shard = shard(exchange, &path)?;
    let request: Q::Request = match query_string(exchange) {
        Ok(request) => request,
        Err(fault) => {
            // Whether they may ask at all comes before what is wrong with how they do (WHY-1).
            Q::Requires::check(asker(exchange, session, &path, shard, now).await?, Q::EFFECT)?;
            return Err(fault);
        }
    };
    let asked = Asked::<Q> { path: &path, request: &request, who: &session.identity, now };
    let (statements, sealed) = Q::read(&asked).seal::<Proof<Q>>();
    let (caller, rows) = read(exchange, session, &path, shard, now, statements).await?;
    let actor = Actor::new(admitted(caller)?, now)?;
    let proof = Q::Requires::check(actor, Q::EFFECT)?;
    let rows = open(exchange, sealed, &proof, rows)?;
    to_json(exchange, &Q::answer(&proof, rows, &asked)?)
}

/// The parameters of the path. A malformed id gets the answer of one that was never given out.
pub(super) fn place<P: Place>(exchange: &Exchange<'_>) -> Result<P, Problem> {
    let named = |name: &str| {
        exchange.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    P::read(named).ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// The shard of a workspace, if this deployment has it.
pub(super) fn shard<P: InWorkspace>(exchange: &Exchange<'_>, path: &P) -> Result<Shard, Problem> {
    let shard =
        path.workspace().shard().filter(|shard| exchange.world.settings.region_digit(*shard).is_some());
    shard.ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// The request of an endpoint that is asked with GET.
pub(super) fn query_string<T: serde::de::DeserializeOwned>(exchange: &Exchange<'_>) -> Result<T, Problem> {
    let text = exchange.request.uri().query().unwrap_or("");
    serde_urlencoded::from_str(text).map_err(|_| Problem::new(ProblemCode::MalformedRequest))
}

/// Who asks for what can't be read: of such a request nothing is known but its path, and nothing else is looked at.
pub(super) async fn asker<P: InWorkspace>(
    exchange: &Exchange<'_>,
    session: &Session,
    path: &P,
    shard: Shard,
    now: Timestamp,
) -> Result<Actor, Problem> {
    let (caller, _) = read(exchange, session, path, shard, now, Vec::new()).await?;
    Ok(Actor::new(admitted(caller)?, now)?)
}

/// Reads the caller's access and the endpoint's own rows, in one batch; tries again where that can help.
pub(super) async fn read<P: InWorkspace>(
    exchange: &Exchange<'_>,
    session: &Session,
    path: &P,
    shard: Shard,
    now: Timestamp,
    own: Vec<Statement>,
) -> Result<(Caller, Vec<Rows>), Problem> {
    let caller = access::caller(&session.hash, &session.identity, path.workspace(), now);
    let (mut statements, sealed) = caller.seal::<()>();
    statements.extend(own);
    let mut results = batch_to_read(exchange, shard, &statements).await?;
    let own = results.split_off(access::STATEMENTS.min(results.len()));
    // Reading who the caller is needs no proof; everything behind it does.
    let caller = open(exchange, sealed, &(), results)?.map_err(|fault| report(exchange, &fault))?;
    Ok((caller, own))
}

/// A batch that only reads: sent again when it failed in a way that this can help.
pub(super) async fn batch_to_read(
    exchange: &Exchange<'_>,
    shard: Shard,
    statements: &[Statement],
) -> Result<Vec<Rows>, Problem> {
    debug_assert!(statements.len() <= MOST_STATEMENTS, "{} statements to read", statements.len());
    let asked = retry::reading(exchange.world.host, || exchange.world.sql.batch(shard, statements));
    asked.await.map_err(|error| failure(exchange, &error))
}

/// The access of a caller whose session is live; the answers of WHY-1's first two links otherwise. A session that this
/// region has not got yet is neither: its copy is on its way (ID-8). That is said before anything about the workspace is.
pub(super) fn admitted(caller: Caller) -> Result<Access, Problem> {
    match caller.session {
        SessionState::Live => caller.access.ok_or_else(|| Link::Member.into()),
        SessionState::Ended => Err(Link::SignedIn.into()),
        SessionState::Absent => Err(Problem::new(ProblemCode::Busy)),
    }
}

/// Opens rows with a proof.
pub(super) fn open<T, P>(
    exchange: &Exchange<'_>,
    sealed: Sealed<T, P>,
    proof: &P,
    rows: Vec<Rows>,
) -> Result<T, Problem> {
    sealed.open(proof, rows).map_err(|fault| report(exchange, &fault))
}

/// An answer as JSON.
pub(super) fn to_json<T: serde::Serialize>(exchange: &Exchange<'_>, answer: &T) -> Result<String, Problem> {
    serde_json::to_string(answer).map_err(|error| report(exchange, &RowFault(error.to_string())))
}

/// A fault on our side: its text goes to the log, and only there.
pub(super) fn report(exchange: &Exchange<'_>, fault: &RowFault) -> Problem {
    exchange.fault(&fault.to_string());
    Problem::new(ProblemCode::Internal)
}

/// A database's failure as an answer.
pub(super) fn failure(exchange: &Exchange<'_>, error: &SqlError) -> Problem {
    exchange.fault(&error.to_string());
    match error {
        SqlError::Fault(_) | SqlError::Guard(_) => Problem::new(ProblemCode::Internal),
        SqlError::Unavailable(_) | SqlError::Unknown(_) | SqlError::Exhausted(_) => {
            Problem::new(ProblemCode::Busy)
        }
    }
}
