//! Where requests come in: the API's endpoints, and the round trip of signing in.

use crate::encoding;
use crate::jobs;
use crate::pipeline::limit;
use crate::pipeline::respond::{UNTIL_NEXT_PERIOD, respond, respond_without_endpoint, secure};
use crate::pipeline::route::{self, Found};
use crate::pipeline::{After, Answer, Exchange, Trace};
use crate::ports::{Host, Level, Limited, LogLine, World};
use crate::settings::Settings;
use crate::sign_in;
use http::uri::Scheme;
use http::{HeaderValue, Method, Request, Response, Uri, header};
use serde_json::{Map, Value};
use shared::api::session::ListSignInOptions;
use shared::api::{Endpoint, OUTSIDE_THE_APP};
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

impl Handled {
    fn refused(host: &dyn Host, code: ProblemCode, fault: Option<&str>) -> Self {
        Self { response: refuse(host, code, fault), after: Vec::new() }
    }
}

/// Answers a request. Never panics, and never lets a fault's own text out.
pub async fn handle(world: World<'_>, request: Request<Vec<u8>>) -> Handled {
    let began = world.host.now();
    let Some(id) = new_id(world.host) else {
        return Handled::refused(world.host, ProblemCode::Internal, Some("no randomness"));
    };
    if is_without_tls(world.settings, request.uri()) {
        return Handled::refused(world.host, ProblemCode::CrossSite, None);
    }
    let path = request.uri().path().to_owned();
    let flow = path.strip_prefix("/sign-in/");
    if (flow.is_some() || path == ListSignInOptions::PATH)
        && !world.limits.allows(Limited::SignIn, &limit::sender(request.headers())).await
    {
        let response = too_often(world.host, &request, flow.is_some(), began, &id);
        return Handled { response, after: Vec::new() };
    }
    let trace = if flow.is_some() { Trace::unhurried(world) } else { Trace::of_request(world) };
    let world = World { sql: &trace, ..world };
    if let Some(flow) = flow {
        let mut response = sign_in(world, &request, flow, &id).await;
        secure(&mut response, &id);
        let status = response.status().as_u16();
        log(world.host, &id, began, "sign-in", status, trace.figures());
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
    log(world.host, &id, began, endpoint, response.status().as_u16(), figures);
    Handled { response, after }
}

/// Whether a request is for the app's page: every address that is no file's and not the worker's own is a place in the app.
pub fn is_for_the_page(method: &Method, path: &str) -> bool {
    // Nobody signs in there: it is the page's address with a stroke more.
    let outside = path != "/sign-in/" && OUTSIDE_THE_APP.into_iter().any(|own| path.starts_with(own));
    matches!(*method, Method::GET | Method::HEAD) && !outside
}

/// Answers a request that never got to an endpoint: its body is too large, or the deployment's settings are wrong. `fault`
/// goes to the log.
pub fn refuse(host: &dyn Host, code: ProblemCode, fault: Option<&str>) -> Response<Vec<u8>> {
    let (began, id) = (host.now(), new_id(host).unwrap_or_default());
    let response = respond_without_endpoint(&Problem::new(code), &id);
    let mut fields = Map::new();
    fields.insert("code".into(), serde_json::to_value(code).unwrap_or_default());
    fields.extend(fault.map(|fault| ("fault".to_owned(), fault.into())));
    log(host, &id, began, "none", response.status().as_u16(), fields);
    response
}

/// Answers whoever tries to sign in too often: with a page where a browser navigates, else with a problem.
fn too_often(
    host: &dyn Host,
    request: &Request<Vec<u8>>,
    navigates: bool,
    began: Timestamp,
    id: &str,
) -> Response<Vec<u8>> {
    let code = ProblemCode::TooManyRequests;
    let mut response = if navigates {
        sign_in::too_often(request.headers(), UNTIL_NEXT_PERIOD)
    } else {
        respond_without_endpoint(&Problem::new(code), id)
    };
    secure(&mut response, id);
    let fields = [("code".to_owned(), serde_json::to_value(code).unwrap_or_default())].into_iter().collect();
    let endpoint = if navigates { "sign-in" } else { ListSignInOptions::PATH };
    log(host, id, began, endpoint, response.status().as_u16(), fields);
    response
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
        Found::OtherMethod(there) => {
            let allow = Some(there.join(", "));
            ("none", Answer { allow, ..Problem::new(ProblemCode::MethodNotAllowed).into() })
        }
        Found::Route(route, parameters) => {
            let exchange = Exchange { id, world, request, parameters, trace };
            (route.declaration().path, route.answer(&exchange).await)
        }
    }
}

/// `/sign-in/{identity provider}` begins the round trip, `/sign-in/{identity provider}/callback` ends it. A browser
/// navigates to both.
async fn sign_in(world: World<'_>, request: &Request<Vec<u8>>, flow: &str, id: &str) -> Response<Vec<u8>> {
    if request.method() != Method::GET {
        let mut response = respond_without_endpoint(&Problem::new(ProblemCode::MethodNotAllowed), id);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
        return response;
    }
    let query = request.uri().query();
    let cookies = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok());
    match flow.strip_suffix("/callback") {
        Some(provider) => sign_in::callback(world, provider, query, cookies).await,
        None => sign_in::start(world, flow, query, cookies).await,
    }
}

/// Whether a request came as anybody on its way could read it, to a deployment that has TLS. It is refused, not sent on to
/// where it would be safe: whoever says their secrets so has to notice. The page's own addresses are the platform's.
fn is_without_tls(settings: &Settings, uri: &Uri) -> bool {
    settings.origin.starts_with("https://") && uri.scheme() == Some(&Scheme::HTTP)
}

/// A request's id. `None` where there is no randomness: without it nothing made here would be a secret, so nothing is.
fn new_id(host: &dyn Host) -> Option<String> {
    let mut random = [0; 12];
    host.randomize(&mut random);
    (random != [0; 12]).then(|| encoding::to_base64url(&random))
}

fn log(
    host: &dyn Host,
    id: &str,
    began: Timestamp,
    endpoint: &str,
    status: u16,
    mut fields: Map<String, Value>,
) {
    let level = if status >= 500 { Level::Error } else { Level::Info };
    fields.insert("endpoint".into(), endpoint.into());
    fields.insert("status".into(), status.into());
    fields.insert("ms".into(), host.now().since(began).millis().into());
    host.log(&LogLine { level, event: "request", request: Some(id.to_owned()), fields });
}

#[cfg(test)]
mod tests {
    use super::{handle, is_for_the_page, refuse};
    use crate::sign_in::fake::{FakeHost, FakeWorld, ready};
    use http::{Method, Request, header};
    use shared::api::REQUEST_ID_HEADER;
    use shared::problem::ProblemCode;

    #[test]
    fn api_5_what_never_gets_to_an_endpoint_has_its_headers_and_its_line_in_the_log() {
        let host = FakeHost::default();
        for (code, fault) in
            [(ProblemCode::BodyTooLarge, None), (ProblemCode::Internal, Some("setting `SHARDS` is missing"))]
        {
            let response = refuse(&host, code, fault);
            let headers = response.headers();
            assert_eq!(response.status().as_u16(), code.meaning().0);
            assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
            assert_eq!(
                (&headers[header::CACHE_CONTROL], &headers[header::X_CONTENT_TYPE_OPTIONS]),
                (&"no-store".parse().unwrap(), &"nosniff".parse().unwrap())
            );
            assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY));
            let id = headers[REQUEST_ID_HEADER].to_str().unwrap();
            let log = host.logged();
            let line = log.lines().last().unwrap();
            assert!(line.contains(id) && line.contains(&code.meaning().0.to_string()), "{line}");
            assert!(fault.is_none_or(|fault| line.contains(fault)), "{line}");
            assert!(!String::from_utf8_lossy(response.body()).contains("SHARDS"));
        }
    }

    #[test]
    fn every_address_is_in_the_app_but_those_of_files_and_the_workers_own() {
        for path in ["/", "/sign-in", "/sign-in/", "/ws_eu1_x/cases", "/nowhere/at.all", "/apis", "/assets"] {
            assert!(is_for_the_page(&Method::GET, path) && is_for_the_page(&Method::HEAD, path), "{path}");
            assert!(!is_for_the_page(&Method::POST, path), "{path}");
        }
        for path in ["/api/", "/api/me", "/api/nothing", "/sign-in/entra", "/assets/split_users-0123.wasm"] {
            assert!(!is_for_the_page(&Method::GET, path), "{path}");
        }
    }

    #[test]
    fn id_2_nothing_is_answered_that_came_without_tls_to_a_deployment_that_has_it() {
        let mut world = FakeWorld::new();
        let status = |world: &FakeWorld, uri: &str| {
            let request = Request::builder().uri(uri).body(Vec::new()).unwrap();
            ready(handle(world.as_world(), request)).response.status().as_u16()
        };
        for path in ["/api/health", "/api/me", "/api/nothing", "/sign-in/entra"] {
            assert_eq!(status(&world, &format!("http://portico.example{path}")), 403, "{path}");
        }
        assert_eq!(status(&world, "https://portico.example/api/health"), 200);
        world.settings.origin = "http://localhost:8787".into();
        assert_eq!(status(&world, "http://localhost:8787/api/health"), 200);
    }

    #[test]
    fn id_2_without_randomness_nothing_is_answered() {
        let world = FakeWorld::new();
        world.host.run_dry();
        for uri in ["/api/health", "/sign-in/entra"] {
            let request = Request::builder().uri(uri).body(Vec::new()).unwrap();
            let response = ready(handle(world.as_world(), request)).response;
            assert_eq!(response.status(), 500, "{uri}");
            assert!(!response.headers().contains_key(header::SET_COOKIE), "{uri}");
        }
        assert!(world.host.logged().contains("no randomness"));
    }

    #[test]
    fn id_2_signing_in_is_navigated_to_and_never_posted_to() {
        let world = FakeWorld::new();
        for (method, path) in [
            ("POST", "/sign-in/entra"),
            ("PUT", "/sign-in/entra/callback?code=a&state=b"),
            ("HEAD", "/sign-in/entra"),
        ] {
            let request = Request::builder().method(method).uri(path).body(Vec::new()).unwrap();
            let response = ready(handle(world.as_world(), request)).response;
            assert_eq!(
                (response.status().as_u16(), &response.headers()[header::ALLOW]),
                (405, &"GET".parse().unwrap())
            );
            assert!(!response.headers().contains_key(header::SET_COOKIE), "{method} {path}");
        }
    }
}
