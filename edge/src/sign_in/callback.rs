//! `GET /sign-in/{provider}/callback?code=…&state=…`: from the identity provider back to us.

use super::cookie::SessionCookie;
use super::discovery::{Discovery, discover};
use super::exchange::exchange;
use super::failure::Failure;
use super::id_token;
use super::person::{Admission, Person};
use super::respond::{self, Page};
use super::round_trip::RoundTrip;
use super::withdraw::{end_former, withdraw_session};
use crate::news::{self, Begun, News};
use crate::pipeline::Trace;
use crate::ports::World;
use crate::settings::IdentityProvider;
use crate::store::identity::{self, Standing};
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::Deserialize;
use shared::api::session::SignInProblem;
use shared::time::Timestamp;

const LONGEST_CODE: usize = 4096;

/// An authorization response (RFC 6749 §4.1.2). A parameter that comes twice makes it unreadable (§3.1).
#[derive(Default, Deserialize)]
struct Query {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Takes the answer of an identity provider: with a session and a page that goes on to where the person wanted to be,
/// or to the sign-in page that says what went wrong. Either way the round trip that it answers is over.
pub async fn callback(world: World<'_>, provider: &str, query: Option<&str>, cookies: Option<&str>) -> Page {
    let Some(provider) = super::provider(world.settings, provider) else {
        return Failure::unreachable("unknown identity provider").answer(world, None, None);
    };
    // A response that can't be read is the answer to no question; the cookies that it could be about expire soon.
    let query: Result<Query, _> = serde_urlencoded::from_str(query.unwrap_or(""));
    let state =
        query.as_ref().ok().and_then(|query| query.state.as_deref()).filter(|state| !state.is_empty());
    let cleared = state.map(RoundTrip::cleared);
    let query = query.map_err(|_| Failure::not_proven("authorization response malformed"));
    match signed_in(world, provider, query, cookies).await {
        Ok((session, trip)) => {
            let cookies = [session.set(world.settings)].into_iter().chain(cleared);
            let headers = cookies.map(|cookie| (SET_COOKIE, cookie)).collect();
            respond::page(StatusCode::OK, headers, respond::continuation(trip.return_to.as_str()))
        }
        Err(failure) => failure.answer(world, Some(provider), cleared),
    }
}

async fn signed_in(
    world: World<'_>,
    provider: &IdentityProvider,
    query: Result<Query, Failure>,
    cookies: Option<&str>,
) -> Result<(SessionCookie, RoundTrip), Failure> {
    let query = query?;
    let state = query.state.as_deref().unwrap_or("");
    let trip = RoundTrip::read(cookies, state, world.settings, world.host.now())
        .filter(|trip| trip.is_answered_by(provider, state))
        .ok_or(Failure::new(SignInProblem::Expired, "no round trip for the answer"))?;
    let discovery = discover(world, provider).await?;
    let code = query.code(&discovery)?;
    let token = exchange(world, provider, &discovery, &trip, code).await?;
    let claims = id_token::verify(world, provider, &discovery, &trip, &token).await?;
    let person = Person::new(&claims, provider, world.settings)?;
    // The identity provider has had its time; the databases have as long as they have for any request.
    let trace = Trace::of_request(world);
    let world = World { sql: &trace, ..world };
    let after = admit(world, provider, &person).await?;
    let session = begin(world, provider, person, after).await?;
    if let Some(former) = trip.former.clone() {
        end_former(world, former).await;
    }
    Ok((session, trip))
}

impl Query {
    /// The code, if the response is one of the provider's (RFC 9207 §2.4) and no refusal.
    fn code(self, discovery: &Discovery) -> Result<String, Failure> {
        match &self.iss {
            Some(iss) if !discovery.issuer.may_answer_as(iss) => {
                return Err(Failure::not_proven("response of another issuer"));
            }
            None if discovery.names_issuer => return Err(Failure::not_proven("response without its issuer")),
            _ => {}
        }
        match self.error.as_deref() {
            Some("server_error" | "temporarily_unavailable") => {
                return Err(Failure::unreachable("identity provider in trouble"));
            }
            Some(_) => return Err(Failure::new(SignInProblem::Declined, "identity provider declined")),
            None => {}
        }
        self.code
            .filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE)
            .ok_or(Failure::not_proven("response without a code"))
    }
}

/// Whether the person may sign in, asked of every shard: their tenant is on the list (ID-3), and nobody disabled them. Gives
/// up to when all their sessions have ended, if that ever happened: the one that begins now comes after.
async fn admit(
    world: World<'_>,
    provider: &IdentityProvider,
    person: &Person,
) -> Result<Option<Timestamp>, Failure> {
    let answers = news::ask_everywhere(world, &identity::standing(person)).await;
    let standings: Vec<_> = answers.into_iter().map(|rows| rows.ok().and_then(Standing::read)).collect();
    decide(person.admission(provider), &standings)?;
    Ok(standings.iter().flatten().filter_map(|standing| standing.all_ended_at).max())
}

/// A shard that does not answer (`None`) is no reason to refuse somebody another one knows, nor to say that nobody
/// does.
fn decide(admission: Admission, standings: &[Option<Standing>]) -> Result<(), Failure> {
    let mut known = standings.iter().flatten();
    if known.clone().any(|standing| standing.disabled_at.is_some()) {
        return Err(Failure::new(SignInProblem::Disabled, "identity disabled"));
    }
    let admitted = match admission {
        Admission::Always => known.next().is_some(),
        Admission::IfRegistered => known.any(Standing::is_registered),
    };
    if admitted {
        Ok(())
    } else if standings.iter().any(Option::is_none) {
        Err(Failure::unreachable("not every region answered"))
    } else {
        Err(Failure::new(SignInProblem::UnknownTenant, "tenant not registered"))
    }
}

/// Begins a session, with an id that only the browser will know.
async fn begin(
    world: World<'_>,
    provider: &IdentityProvider,
    person: Person,
    after: Option<Timestamp>,
) -> Result<SessionCookie, Failure> {
    let (mut id, mut random) = ([0; 32], [0; 10]);
    world.host.randomize(&mut id);
    world.host.randomize(&mut random);
    let at = world.host.now();
    let session = SessionCookie::new(id, person.id(), at);
    let (hash, provider) = (session.hash.clone(), provider.id.clone());
    let news = News::Begun(Begun { hash, person, provider, at, after, random });
    let spread = news::tell(world, &news, None).await;
    news::drop_needless(world, &spread).await;
    if spread.refused {
        // Disabled since we asked: what was written elsewhere ends here.
        withdraw_session(world, &session).await;
        return Err(Failure::new(SignInProblem::Disabled, "identity disabled meanwhile"));
    }
    if spread.confirmed.is_empty() {
        // Silence is no proof that nobody has it: what was written ends here.
        withdraw_session(world, &session).await;
        return Err(Failure::unreachable("no region took the session"));
    }
    Ok(session)
}

#[cfg(test)]
#[path = "callback_tests.rs"]
mod tests;
