//! The worker's world: the ports on workerd. Only compiled for wasm32.

mod cache;
mod databases;
mod fetch;
mod host;
mod signatures;
mod sleep;

use crate::entry::{self, MOST_BYTES};
use crate::jobs;
use crate::ports::World;
use crate::settings::{Settings, SettingsError};
use futures_util::StreamExt;
use http::{HeaderMap, Request, Uri};
use shared::problem::ProblemCode;
use worker::{
    Body, Context, Env, Error, Headers, HttpRequest, Response, Result, ScheduleContext, ScheduledEvent, event,
};

/// Where the platform keeps the page. The host is of no account to it.
const PAGE: &str = "https://assets.invalid/";

/// The ports of one request or cron tick.
struct Worker {
    databases: databases::Databases,
    cache: cache::Kv,
    fetch: fetch::Network,
    signatures: signatures::WebCrypto,
    host: host::Isolate,
    settings: Settings,
}

impl Worker {
    fn new(env: &Env) -> std::result::Result<Self, SettingsError> {
        let text = |name: &str| {
            let secret = || env.secret(name).ok().map(|secret| secret.to_string());
            env.var(name).ok().map(|variable| variable.to_string()).or_else(secret)
        };
        let settings = Settings::read(text)?;
        let shards = settings.shards.iter().map(|(shard, _)| *shard);
        Ok(Self {
            databases: databases::Databases::new(env, shards),
            cache: cache::Kv::new(env),
            fetch: fetch::Network,
            signatures: signatures::WebCrypto,
            host: host::Isolate,
            settings,
        })
    }

    fn world(&self) -> World<'_> {
        World {
            sql: &self.databases,
            cache: &self.cache,
            fetch: &self.fetch,
            signatures: &self.signatures,
            host: &self.host,
            settings: &self.settings,
        }
    }
}

/// A request of the API or of signing in, or of what no file is there for; files never come here.
#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> Result<Response> {
    if entry::is_for_the_page(request.method(), request.uri().path()) {
        return page(request, &env).await;
    }
    // The body first: workerd refuses to hand it out after another await.
    let request = match buffer(request).await {
        Ok(request) => request,
        Err(code) => return to_response(entry::refuse(&host::Isolate, code, None)),
    };
    let worker = match Worker::new(&env) {
        Ok(worker) => worker,
        Err(error) => {
            let fault = error.to_string();
            return to_response(entry::refuse(&host::Isolate, ProblemCode::Internal, Some(&fault)));
        }
    };
    let handled = entry::handle(worker.world(), request).await;
    if !handled.after.is_empty() {
        context.wait_until(async move { entry::finish(worker.world(), handled.after).await });
    }
    to_response(handled.response)
}

/// The app's page, at whichever of its addresses. The platform would give it for a file that is gone, too, with a year to
/// keep it: so it is asked for here, where the two can be told apart.
async fn page(request: HttpRequest, env: &Env) -> Result<Response> {
    let (mut parts, _) = request.into_parts();
    parts.uri = Uri::from_static(PAGE);
    env.assets("ASSETS")?.fetch_request(Request::from_parts(parts, Body::empty())).await?.try_into()
}

/// The tick of every minute.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    match Worker::new(&env) {
        Ok(worker) => jobs::every_minute(worker.world()).await,
        Err(error) => worker::console_error!("{error}"),
    }
}

/// The request with its body in memory, if that is not too large.
async fn buffer(request: HttpRequest) -> std::result::Result<Request<Vec<u8>>, ProblemCode> {
    let (parts, body) = request.into_parts();
    Ok(Request::from_parts(parts, read(body).await?))
}

async fn read(mut body: Body) -> std::result::Result<Vec<u8>, ProblemCode> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| ProblemCode::MalformedRequest)?;
        if bytes.len().saturating_add(chunk.len()) > MOST_BYTES {
            return Err(ProblemCode::BodyTooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn to_response(response: http::Response<Vec<u8>>) -> Result<Response> {
    let (parts, body) = response.into_parts();
    let headers = to_headers(&parts.headers)?;
    Ok(Response::from_bytes(body)?.with_status(parts.status.as_u16()).with_headers(headers))
}

/// Headers for workerd; several of one name stay several.
fn to_headers(headers: &HeaderMap) -> Result<Headers> {
    let made = Headers::new();
    for (name, value) in headers {
        let value = value.to_str().map_err(|error| Error::RustError(error.to_string()))?;
        made.append(name.as_str(), value)?;
    }
    Ok(made)
}
