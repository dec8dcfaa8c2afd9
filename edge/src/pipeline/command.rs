//! Endpoints that change a workspace.

use super::authenticate::{self, Session};
use super::body::json_body;
use super::commit::{Commit, post_messages, record_event};
use super::exchange::{After, Answer, Asked, Context, Exchange};
use super::idempotency::Key;
use super::personal_command::{acknowledged, unconfirmed};
use super::query::{Proof, admitted, asker, failure, open, place, read, shard, to_json};
use super::read::{Read, Sealed};
use super::{guard, retry};
use crate::news::{News, Reminder, keep, needless, reminders_of, tell_others};
use crate::ports::{Rows, SqlError, Statement};
use crate::store;
use crate::store::access::Caller;
use shared::access::{Actor, Effect, InWorkspace, Refusal, Requirement, Workspace};
use shared::api::{Declaration, Endpoint};
use shared::id::IdentityId;
use shared::problem::{Problem, ProblemCode};
use shared::region::Shard;
use std::ops::ControlFlow;

/// An endpoint that changes a workspace: what it reads, and what it decides.
pub trait Command: Endpoint<Path: InWorkspace, Requires: Requirement<Scope = Workspace>> {
    /// What it reads.
    type Rows: 'static;

    /// What to read. Nothing of it is looked at before the requirement was checked.
    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows>
    where
        Self: Sized;

    /// Whether the caller may have to do with the record that it is about, asked before an earlier answer is given again
    /// (API-2): a case that they don't see any more answers nothing.
    ///
    /// # Errors
    /// The answer of a record that was never there.
    fn admit(proof: &Proof<Self>, rows: &Self::Rows) -> Result<(), Problem>
    where
        Self: Sized;

    /// What every region must have confirmed before the command's earlier answer is given again; nothing, unless it is one
    /// whose commit has news for them.
    fn untold(_: &Proof<Self>, _: &Self::Rows, _: &Context<'_>) -> Option<News>
    where
        Self: Sized,
    {
        None
    }

    /// What is to be written, and the answer. Made anew on fresh rows if anything it rests on moved before it could be
    /// committed.
    ///
    /// # Errors
    /// What stands in the way besides the requirement. Nothing is written then.
    fn decide(
        proof: &Proof<Self>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<Self::Response>, Problem>
    where
        Self: Sized;
}

/// A request of a command, parsed; what stays the same over its attempts.
struct Request<C: Endpoint> {
    session: Session,
    path: C::Path,
    body: C::Request,
    shard: Shard,
    key: Key,
}

/// Performs a command.
pub(super) async fn perform<C: Command>(exchange: &Exchange<'_>) -> Answer {
    let session = match authenticate::session(exchange.world, exchange.request, exchange.world.host.now()) {
        Ok(session) => session,
        Err(problem) => return problem.into(),
    };
    let request = match parse::<C>(exchange, session.clone()).await {
        Ok(request) => request,
        Err(answer) => return Answer { session: Some(session), ..*answer },
    };
    let first = exchange.world.host.now();
    let mut attempt = 0;
    while retry::may_attempt(exchange.world.host, attempt, first).await {
        attempt += 1;
        exchange.trace.attempt();
        if let ControlFlow::Break(answer) = attempt_once::<C>(exchange, &request).await {
            let ended = !answer.cookies.is_empty();
            return Answer { session: (!ended).then_some(session), ..answer };
        }
    }
    Answer { session: Some(session), ..Problem::new(ProblemCode::Busy).into() }
}

/// The request, or the answer to one that can't be read: whether its sender may give such a command there at all comes before
/// what is wrong with it (WHY-1).
async fn parse<C: Command>(exchange: &Exchange<'_>, session: Session) -> Result<Request<C>, Box<Answer>> {
    let path: C::Path = place(exchange)?;
    let shard = shard(exchange, &path)?;
    let key = || Key::read(&Declaration::of::<C>(), exchange.request, &session.identity);
    let said = json_body::<C>(exchange).and_then(|body| Ok((body, key()?)));
    let fault = match said {
        Ok((body, key)) => return Ok(Request { session, path, body, shard, key }),
        Err(fault) => fault,
    };
    let now = exchange.world.host.now();
    let actor = asker(exchange, &session, &path, shard, now).await?;
    let randomize = |bytes: &mut [u8]| exchange.world.host.randomize(bytes);
    let context = Context::new(now, shard, exchange.world.settings, &randomize);
    let checked = C::Requires::check(actor, C::EFFECT);
    let refused = |refusal: Refusal| refused::<C>(&session.identity, &path, &context, refusal.into());
    Err(checked.map_or_else(refused, |_| fault.into()))
}

/// Reads, decides and commits once. `Continue` if it is worth doing all of it again.
async fn attempt_once<C: Command>(exchange: &Exchange<'_>, request: &Request<C>) -> ControlFlow<Answer> {
    let now = exchange.world.host.now();
    let asked =
        Asked::<C> { path: &request.path, request: &request.body, who: &request.session.identity, now };
    let (mut statements, sealed) = C::read(&asked).seal::<Proof<C>>();
    statements.push(request.key.find(now));
    let read = read(exchange, &request.session, &request.path, request.shard, now, statements).await;
    let randomize = |bytes: &mut [u8]| exchange.world.host.randomize(bytes);
    let context = Context::new(now, request.shard, exchange.world.settings, &randomize);
    let settled = match read {
        Ok((caller, rows)) => settle(exchange, request, &asked, &context, caller, rows, sealed),
        Err(problem) => Err(Box::new(problem.into())),
    };
    match settled {
        Err(answer) => ControlFlow::Break(*answer),
        Ok(Settled::Before { response, news: None }) => ControlFlow::Break(Answer::new(Ok(response))),
        Ok(Settled::Before { response, news: Some(news) }) => {
            ControlFlow::Break(tell(exchange, request, &news, &[], response).await)
        }
        Ok(Settled::Now { standing, commit }) => finish(exchange, request, &context, standing, *commit).await,
    }
}

/// What a command came to.
enum Settled<R> {
    /// It had been performed before; this was the answer, and what every region has to have heard before it counts.
    Before { response: String, news: Option<News> },
    /// It is to be committed, under the guard of its caller's standing.
    Now { standing: [Statement; 3], commit: Box<Commit<R>> },
}

/// Checks, and decides.
fn settle<C: Command>(
    exchange: &Exchange<'_>,
    request: &Request<C>,
    asked: &Asked<'_, C>,
    context: &Context<'_>,
    caller: Caller,
    mut rows: Vec<Rows>,
    sealed: Sealed<C::Rows, Proof<C>>,
) -> Result<Settled<C::Response>, Box<Answer>> {
    let given = rows.pop();
    let actor = Actor::new(admitted(caller)?, context.now).map_err(Problem::from)?;
    let standing = guard::standing(&request.session, &actor, context.now);
    let refused = |problem: Problem| refused::<C>(&request.session.identity, &request.path, context, problem);
    let proof = C::Requires::check(actor, C::EFFECT).map_err(|refusal| refused(refusal.into()))?;
    let rows = open(exchange, sealed, &proof, rows)?;
    C::admit(&proof, &rows)?;
    if let Some(response) = earlier_answer(exchange, request, &proof, given)? {
        return Ok(Settled::Before { response, news: C::untold(&proof, &rows, context) });
    }
    let commit = C::decide(&proof, rows, asked, context).map_err(refused)?;
    Ok(Settled::Now { standing, commit: Box::new(commit) })
}

/// The answer that was given to this very command before, if it was.
fn earlier_answer<C: Command>(
    exchange: &Exchange<'_>,
    request: &Request<C>,
    proof: &Proof<C>,
    given: Option<Rows>,
) -> Result<Option<String>, Problem> {
    let (_, sealed) =
        Read::<Option<store::idempotency::Given>>::first(request.key.find(exchange.world.host.now())).seal();
    let given = open(exchange, sealed, proof, given.into_iter().collect())?;
    given.map(|given| request.key.replay(given)).transpose()
}

/// Commits a decision under its guard, and tells the other regions what it has for them.
async fn finish<C: Command>(
    exchange: &Exchange<'_>,
    request: &Request<C>,
    context: &Context<'_>,
    standing: [Statement; 3],
    mut commit: Commit<C::Response>,
) -> ControlFlow<Answer> {
    let response = match to_json(exchange, &commit.response) {
        Ok(response) => response,
        Err(problem) => return ControlFlow::Break(problem.into()),
    };
    let news = commit.news.take();
    let reminders = if news.is_some() { reminders_of(exchange.world, request.shard) } else { Vec::new() };
    let delivers = !commit.messages.is_empty();
    let mut statements = to_commit(request, context, standing, commit, &response);
    if let Some(news) = &news {
        statements.extend(news.statements(request.shard));
        statements.extend(keep(&reminders, request.shard, news, context.now));
    }
    if exchange.world.host.now().since(context.now) > retry::STALE_AFTER {
        return ControlFlow::Continue(());
    }
    let committed = exchange.world.sql.batch(request.shard, &statements).await;
    let taken = exchange.world.host.now().since(context.now);
    match (committed, news) {
        (Ok(_), None) => {
            let after = delivers.then_some(After::Deliver(request.shard));
            ControlFlow::Break(Answer { after: after.into_iter().collect(), ..Answer::new(Ok(response)) })
        }
        (Ok(_), Some(news)) => ControlFlow::Break(tell(exchange, request, &news, &reminders, response).await),
        (Err(error), _) if retry::may_commit_again(&error, taken) => {
            match &error {
                SqlError::Guard(kind) => exchange.trace.lose(kind),
                other => exchange.fault(&other.to_string()),
            }
            ControlFlow::Continue(())
        }
        (Err(error), _) => ControlFlow::Break(failure(exchange, &error).into()),
    }
}

/// The statements of a commit: what it was decided under, what it does, and the answer, for whoever sends it again.
fn to_commit<C: Command>(
    request: &Request<C>,
    context: &Context<'_>,
    standing: [Statement; 3],
    commit: Commit<C::Response>,
    response: &str,
) -> Vec<Statement> {
    standing
        .into_iter()
        .chain([request.key.still_unused(context.now)])
        .chain(commit.expectations.into_iter().map(|expectation| expectation.0))
        .chain(commit.recorded.into_iter().map(Statement::from))
        .chain(commit.writes)
        .chain(commit.event.map(|event| record_event(event, context)))
        .chain(post_messages(&commit.messages, context))
        .chain([request.key.keep(response, context.now)])
        .collect()
}

/// Tells the other regions what has been committed in this one. What they confirm needs no reminder; where one does not, the
/// answer names it.
async fn tell<C: Command>(
    exchange: &Exchange<'_>,
    request: &Request<C>,
    news: &News,
    reminders: &[Reminder],
    response: String,
) -> Answer {
    let spread = tell_others(exchange.world, request.shard, news).await;
    let drop = needless(reminders, request.shard, &spread.confirmed);
    let drop = drop.map(|statement| After::DropMessages(request.shard, Box::new(statement)));
    let deliver = (!spread.missing.is_empty()).then_some(After::Deliver(request.shard));
    let outcome = if spread.missing.is_empty() { Ok(response) } else { Err(unconfirmed(&spread.missing)) };
    let after = drop.into_iter().chain(deliver).collect();
    Answer { after, ..acknowledged(&request.session, news, outcome) }
}

/// The answer to what stands in the way. That an active member was refused a change is recorded (AUD-1).
fn refused<C: Command>(
    who: &IdentityId,
    path: &C::Path,
    context: &Context<'_>,
    problem: Problem,
) -> Box<Answer> {
    let after = problem.refusal.as_ref().and_then(|refusal| record::<C>(who, path, context, refusal));
    Box::new(Answer { after: after.into_iter().collect(), ..problem.into() })
}

fn record<C: Command>(
    who: &IdentityId,
    path: &C::Path,
    context: &Context<'_>,
    refusal: &Refusal,
) -> Option<After> {
    if C::EFFECT == Effect::Looks {
        return None;
    }
    let action = format!("{} {}", C::METHOD.name(), C::PATH);
    let statement = store::audit::record_refusal(store::audit::RefusedChange {
        id: context.id(),
        scope: path.workspace().as_str(),
        at: context.now,
        actor: who,
        action: &action,
        refusal: serde_json::to_string(refusal).ok()?,
    });
    Some(After::RecordRefusal(context.shard, Box::new(statement)))
}
