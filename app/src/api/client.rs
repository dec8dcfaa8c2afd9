//! Sending a request and reading what comes back.

use super::json;
use js_sys::{Array, JSON, Object, SyntaxError};
use leptos::prelude::window;
use shared::api::{APP_HEADER, Endpoint, IDEMPOTENCY_HEADER, Method, REQUEST_ID_HEADER, fill};
use shared::problem::{Problem, ProblemCode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response, UrlSearchParams};

/// How long an answer may take, in milliseconds, from the first byte sent to the last one read. The worker gives its own
/// within five seconds; what takes longer than this is lost on the way, and nobody should be kept waiting for it.
const PATIENCE: u32 = 10_000;

/// What came instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What happened.
    pub(crate) cause: Cause,
    /// The request's id, to be quoted to whoever looks into it.
    pub(crate) request: Option<String>,
}

/// What happened instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The worker said no, and why.
    Problem(Box<Problem>),
    /// Nothing came back, or not in time: no network, or no worker.
    Unreachable,
    /// Something came back that is not what was declared; the app is older or newer than the worker.
    Unreadable,
    /// Another version was deployed since the page was loaded, and a part of this one is gone.
    Outdated,
}

impl Failure {
    /// Something came back that is not what was declared.
    pub(super) const UNREADABLE: Self = Self { cause: Cause::Unreadable, request: None };

    /// The problem, where the worker gave one.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match &self.cause {
            Cause::Problem(problem) => Some(problem),
            Cause::Unreachable | Cause::Unreadable | Cause::Outdated => None,
        }
    }

    /// Its code.
    pub(crate) fn code(&self) -> Option<ProblemCode> {
        self.problem().map(|problem| problem.code)
    }

    /// Whether nobody knows what became of the request, or it has happened and not everywhere: sent again, it must be as the
    /// same command.
    pub(crate) fn leaves_doubt(&self) -> bool {
        use ProblemCode::{Busy, Internal, RegionsUnconfirmed};
        matches!(self.code(), None | Some(Busy | Internal | RegionsUnconfirmed))
    }

    /// Whether the person whom the page is made for is not signed in any more.
    pub(super) fn ends_session(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::NotSignedIn | ProblemCode::SignedInAsAnother))
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self { cause, request: None }
    }
}

/// What makes a command safe to send again: the worker carries out one command per key (API-2).
#[derive(Clone, Debug)]
pub(super) struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that was never used.
    pub(super) fn fresh() -> Self {
        Self(window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default())
    }

    /// The key under which something was sent from a page that is gone.
    pub(super) fn former(key: String) -> Self {
        Self(key)
    }

    /// How it is written.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request to an endpoint, ready to be sent.
pub(super) struct Letter {
    method: Method,
    url: String,
    /// The request as JSON; `None` if it can't be written.
    request: Option<String>,
    key: Option<IdempotencyKey>,
}

impl Letter {
    /// A request to the endpoint `E`.
    pub(super) fn to<E: Endpoint>(path: &E::Path, request: &E::Request) -> Self {
        let (url, request) = (fill(E::PATH, path), json::write(request).ok());
        Self { method: E::METHOD, url, request, key: None }
    }

    /// The same, as a command under this key.
    pub(super) fn with(self, key: IdempotencyKey) -> Self {
        Self { key: Some(key), ..self }
    }
}

/// Sends a request from a page made for this reader; `read` makes the answer of what comes back.
pub(super) async fn exchange<T>(
    letter: Letter,
    reader: String,
    read: fn(JsValue) -> Option<T>,
) -> Result<T, Failure> {
    let (answer, request) = deliver(letter, &reader).await?;
    read(answer).ok_or(Failure { cause: Cause::Unreadable, request })
}

/// The messages of a language, from the file that the page's head names.
pub(crate) async fn messages(file: &str) -> Result<Array, Failure> {
    let response = fetch(file, &RequestInit::new()).await?;
    Ok(body(&response).await?.unchecked_into())
}

/// Sends a request; what comes back, with the request's id.
async fn deliver(letter: Letter, reader: &str) -> Result<(JsValue, Option<String>), Failure> {
    let (init, mut url) = (RequestInit::new(), letter.url);
    let request = letter.request.ok_or(Cause::Unreadable)?;
    init.set_method(letter.method.name());
    init.set_headers(&headers(letter.method, letter.key, reader).unwrap_or_default());
    match letter.method {
        Method::Get => url.push_str(&query(&request).unwrap_or_default()),
        Method::Post | Method::Put => init.set_body(&request.into()),
    }
    let response = fetch(&url, &init).await?;
    let id = response.headers().get(REQUEST_ID_HEADER).ok().flatten();
    let answer = body(&response).await;
    let cause = match answer {
        Ok(answer) if response.ok() => return Ok((answer, id)),
        Ok(answer) => {
            json::read(answer).map_or(Cause::Unreadable, |problem| Cause::Problem(Box::new(problem)))
        }
        Err(cause) => cause,
    };
    Err(Failure { cause, request: id })
}

fn headers(method: Method, key: Option<IdempotencyKey>, reader: &str) -> Result<JsValue, JsValue> {
    let headers = Headers::new()?;
    headers.set(APP_HEADER, reader)?;
    if method != Method::Get {
        headers.set("content-type", "application/json")?;
    }
    if let Some(IdempotencyKey(key)) = key {
        headers.set(IDEMPOTENCY_HEADER, &key)?;
    }
    Ok(headers.into())
}

/// A flat request as a query string, its `?` included.
fn query(request: &str) -> Option<String> {
    let fields = Object::entries(JSON::parse(request).ok()?.unchecked_ref());
    let query = String::from(UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?.to_string());
    Some(if query.is_empty() { query } else { format!("?{query}") })
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, Cause> {
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let response = JsFuture::from(window().fetch_with_str_and_init(url, init)).await;
    response.map(JsCast::unchecked_into).map_err(|_| Cause::Unreachable)
}

/// What an answer holds. One that breaks off was not had either; one that is no JSON can't be read.
async fn body(response: &Response) -> Result<JsValue, Cause> {
    let body = response.json().map_err(|_| Cause::Unreadable)?;
    JsFuture::from(body).await.map_err(|error| {
        if error.is_instance_of::<SyntaxError>() { Cause::Unreadable } else { Cause::Unreachable }
    })
}

#[cfg(test)]
mod tests {
    use super::{Cause, Failure};
    use shared::problem::{Problem, ProblemCode};

    #[test]
    fn api_2_what_may_have_happened_is_sent_again_as_the_same_command() {
        let doubtful = [ProblemCode::Busy, ProblemCode::Internal, ProblemCode::RegionsUnconfirmed];
        for code in ProblemCode::ALL.iter().copied() {
            let failure = Failure::from(Cause::Problem(Box::new(Problem::new(code))));
            assert_eq!(failure.leaves_doubt(), doubtful.contains(&code), "{code:?}");
        }
        assert!(Failure::from(Cause::Unreachable).leaves_doubt() && Failure::UNREADABLE.leaves_doubt());
    }
}
