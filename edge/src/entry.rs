//! Where requests come in: the API's endpoints, and the round trip of signing in.

use crate::encoding;
use crate::jobs;
use crate::pipeline::respond::{respond, secure};
use crate::pipeline::route::{self, Found};
use crate::pipeline::{After, Answer, Exchange, Trace};
use crate::ports::{Level, LogLine, World};
use crate::sign_in;
use http::{Request, Response, header};
use serde_json::{Map, Value};
use shared::problem::{Problem, ProblemCode};
use shared::time::Timestamp;

/// The most bytes that any request may have; endpoints set smaller limits of their own.
pub const MOST_BYTES: usize = 1024 * 1024;

/// A response, and what is to be done after it has gone.
pub struct Handled {
    /// The response.
    pub response: Response<Vec<u8>>,
    /// What [`finish`] does afterwards.
    pub after: Vec<After>,
}

/// Answers a request. Never panics, and never lets a fault's own text out.
pub async fn handle(world: World<'_>, request: Request<Vec<u8>>) -> Handled {
    let began = world.host.now();
    let id = new_id(world);
    let path = request.uri().path().to_owned();
    let trace = Trace::new(world);
    let world = World { sql: &trace, ..world };
    if let Some(flow) = path.strip_prefix("/sign-in/") {
        let mut response = sign_in(world, &request, flow).await;
        secure(&mut response, &id);
        let status = response.status().as_u16();
        log(world, &id, began, "sign-in", status, trace.figures());
        // A region that missed a session just begun gets it from the outbox of one that has it.
        let signed_in = response.headers().contains_key(header::SET_COOKIE) && status == 200;
        let shards = world.settings.shards.iter().filter(|_| signed_in);
        return Handled { response, after: shards.map(|(shard, _)| After::Deliver(*shard)).collect() };
    }
    let (endpoint, mut answer) = answer(world, &request, &path, &trace, &id).await;
    let after = std::mem::take(&mut answer.after);
    let mut figures = trace.figures();
    if let Err(problem) = &answer.outcome {
        figures.insert("code".into(), serde_json::to_value(problem.code).unwrap_or_default());
    }
    let response = respond(answer, world.settings, began, &id);
    log(world, &id, began, endpoint, response.status().as_u16(), figures);
    Handled { response, after }
}

/// Does what was left for after the response.
pub async fn finish(world: World<'_>, after: Vec<After>) {
    for task in after {
        jobs::after(world, task).await;
    }
}

async fn answer(
    world: World<'_>,
    request: &Request<Vec<u8>>,
    path: &str,
    trace: &Trace<'_>,
    id: &str,
) -> (&'static str, Answer) {
    match route::find(request.method(), path) {
        Found::Nothing => ("none", Problem::new(ProblemCode::NotFound).into()),
        Found::OtherMethod => ("none", Problem::new(ProblemCode::MethodNotAllowed).into()),
        Found::Route(route, parameters) => {
            let exchange = Exchange { id, world, request, parameters, trace };
            (route.declaration.path, (route.handler)(&exchange).await)
        }
    }
}

/// `/sign-in/{identity provider}` begins the round trip, `/sign-in/{identity provider}/callback` ends it.
async fn sign_in(world: World<'_>, request: &Request<Vec<u8>>, flow: &str) -> Response<Vec<u8>> {
    let query = request.uri().query();
    let cookies = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok());
    match flow.strip_suffix("/callback") {
        Some(provider) => sign_in::callback(world, provider, query, cookies).await,
        None => sign_in::start(world, flow, query).await,
    }
}

fn new_id(world: World<'_>) -> String {
    let mut random = [0; 12];
    world.host.randomize(&mut random);
    encoding::to_base64url(&random)
}

fn log(
    world: World<'_>,
    id: &str,
    began: Timestamp,
    endpoint: &str,
    status: u16,
    mut fields: Map<String, Value>,
) {
    let level = if status >= 500 { Level::Error } else { Level::Info };
    fields.insert("endpoint".into(), endpoint.into());
    fields.insert("status".into(), status.into());
    fields.insert("ms".into(), world.host.now().since(began).millis().into());
    world.host.log(&LogLine { level, event: "request", request: Some(id.to_owned()), fields });
}
