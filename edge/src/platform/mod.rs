//! The worker's world: the ports on workerd. Only compiled for wasm32.

mod cache;
mod databases;
mod environment;
mod fetch;
mod host;
mod limits;
mod messages;
mod microtasks;
mod signatures;
mod sleep;

use crate::entry::{self, MOST_BYTES};
use crate::jobs;
use crate::ports::World;
use crate::settings::{Settings, SettingsError};
use futures_util::StreamExt;
use http::{Request, Uri};
use shared::problem::ProblemCode;
use worker::{Body, Context, Env, Response, Result, ScheduleContext, ScheduledEvent, event};

/// Where the platform keeps the page. The host is of no account to it.
const PAGE: &str = "https://assets.invalid/";

/// The ports of one request or cron tick.
struct Worker {
    databases: databases::Databases,
    cache: cache::Kv,
    fetch: fetch::Network,
    signatures: signatures::WebCrypto,
    limits: limits::Counters,
    host: host::Isolate,
    settings: &'static Settings,
}

impl Worker {
    fn new(env: &Env) -> std::result::Result<Self, SettingsError> {
        Ok(Self {
            databases: databases::Databases::new(env),
            cache: cache::Kv::new(env),
            fetch: fetch::Network,
            signatures: signatures::WebCrypto,
            limits: limits::Counters::new(env),
            host: host::Isolate,
            settings: environment::settings(env)?,
        })
    }

    fn world(&self) -> World<'_> {
        World {
            sql: &self.databases,
            cache: &self.cache,
            fetch: &self.fetch,
            signatures: &self.signatures,
            limits: &self.limits,
            host: &self.host,
            settings: self.settings,
        }
    }
}

/// A request of the API or of signing in, or of what no file is there for; files never come here.
#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> Result<web_sys::Response> {
    let refuse = |code| messages::written(&entry::refuse(&host::Isolate, code, None));
    let Some(head) = messages::head(&request) else { return refuse(ProblemCode::MalformedRequest) };
    if entry::is_for_the_page(head.method(), head.uri().path()) {
        return page(head, &env).await;
    }
    // The body first: workerd refuses to hand it out after another await.
    let request = match read(request.body().map_or_else(Body::empty, Body::new)).await {
        Ok(body) => head.map(|()| body),
        Err(code) => return refuse(code),
    };
    let worker = match Worker::new(&env) {
        Ok(worker) => worker,
        Err(error) => {
            let fault = error.to_string();
            return messages::written(&entry::refuse(&host::Isolate, ProblemCode::Internal, Some(&fault)));
        }
    };
    let handled = entry::handle(worker.world(), request).await;
    if !handled.after.is_empty() {
        context.wait_until(async move { entry::finish(worker.world(), handled.after).await });
    }
    messages::written(&handled.response)
}

/// The app's page, at whichever of its addresses. The platform would give it for a file that is gone, too, with a year to
/// keep it: so it is asked for here, where the two can be told apart.
async fn page(mut head: Request<()>, env: &Env) -> Result<web_sys::Response> {
    *head.uri_mut() = Uri::from_static(PAGE);
    let page: Response =
        env.assets("ASSETS")?.fetch_request(head.map(|()| Body::empty())).await?.try_into()?;
    Ok(page.into())
}

/// The tick of every minute.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    match Worker::new(&env) {
        Ok(worker) => jobs::every_minute(worker.world()).await,
        Err(error) => worker::console_error!("{error}"),
    }
}

/// The body in memory, if that is not too large.
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
