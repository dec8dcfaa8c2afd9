//! Requests as the app sends them: what a tour of every endpoint sends.

use crate::in_process::{InProcess, ground};
use crate::target::{Request, Response, Target};
use crate::world::{Case, Person, World};
use crate::{costs, demo};
use http::header;
use shared::api::{ENDPOINTS, matches};
use shared::case::lifecycle::CaseState;
use shared::time::Span;
use std::cell::RefCell;
use std::fmt;

/// A request that is not sent yet, and may be none that can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The identity whose session it is sent in; none if it is sent without.
    pub person: Option<String>,
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers but for the cookie.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Something in place of the session's cookie.
    pub cookie: Option<Vec<u8>>,
    /// The body.
    pub body: Vec<u8>,
}

impl Draft {
    /// The request; `None` if HTTP has no such.
    pub fn request(&self, cookie: Option<&str>) -> Option<Request> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.method.parse().ok()?;
        *request.uri_mut() = self.path.parse().ok()?;
        let cookie = self.cookie.clone().or_else(|| cookie.map(|text| text.as_bytes().to_vec()));
        let cookie = cookie.map(|cookie| (header::COOKIE.as_str().to_owned(), cookie));
        for (name, value) in self.headers.iter().chain(&cookie) {
            let name: header::HeaderName = name.parse().ok()?;
            request.headers_mut().append(name, header::HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }

    /// Gives a header another value, where it is there.
    pub fn replace(&mut self, name: &str, value: &str) {
        for (known, bytes) in &mut self.headers {
            if known == name {
                *bytes = value.as_bytes().to_vec();
            }
        }
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, method, path, headers, cookie, body } = self;
        let headers =
            headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)));
        let headers: Vec<_> = headers.collect();
        let cookie = cookie.as_ref().map(|cookie| String::from_utf8_lossy(cookie));
        let (text, length) = (String::from_utf8_lossy(body), body.len());
        let text: String = text.chars().take(2_000).collect();
        write!(f, "{method} {path} of {person:?}, cookie {cookie:?}, {headers:?}, {length} bytes: {text}")
    }
}

/// Every request of a tour through all endpoints, each of which is there at least once.
///
/// # Panics
/// If an endpoint is missing.
pub fn recorded() -> Vec<Draft> {
    let world = demo::world(&ground(), 1);
    let recorder = Recorder { target: InProcess::new(&world), drafts: RefCell::default() };
    costs::measure(&recorder, &world);
    let mut drafts = recorder.drafts.into_inner();
    drafts.iter_mut().for_each(|draft| about_a_known_case(draft, &world));
    for endpoint in ENDPOINTS {
        let is_it = |draft: &Draft| {
            let path = draft.path.split('?').next().unwrap();
            draft.method == endpoint.method.name() && matches(endpoint.path, path).is_some()
        };
        assert!(drafts.iter().any(is_it), "{} was not asked", endpoint.path);
    }
    drafts
}

/// The tour goes on with a case that it opened itself, which is in no other world: a new one that is stands in its place.
fn about_a_known_case(draft: &mut Draft, world: &World) {
    let Some(made) = ENDPOINTS.iter().find_map(|endpoint| {
        let values = matches(endpoint.path, &draft.path)?;
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        Some((value("workspace")?.to_owned(), value("case")?.to_owned()))
    }) else {
        return;
    };
    let luca = &world.person("Luca Ferrari").identity;
    let like_it = |case: &&Case| {
        case.workspace.as_str() == made.0 && case.opened_by == *luca && case.state == CaseState::New
    };
    let known = world.cases.iter().find(like_it).expect("a new case is known");
    draft.path = draft.path.replace(&made.1, known.id.as_str());
}

/// A target that keeps what is sent to it.
struct Recorder {
    target: InProcess,
    drafts: RefCell<Vec<Draft>>,
}

impl Target for Recorder {
    fn send(&self, request: Request) -> Response {
        let (mut headers, mut person) = (Vec::new(), None);
        for (name, value) in request.headers() {
            if name == header::COOKIE {
                person = identity(value.to_str().unwrap());
            } else {
                headers.push((name.as_str().to_owned(), value.as_bytes().to_vec()));
            }
        }
        let (method, path) = (request.method().to_string(), request.uri().to_string());
        let body = request.body().clone();
        self.drafts.borrow_mut().push(Draft { person, method, path, headers, cookie: None, body });
        self.target.send(request)
    }

    fn authorize(&self, url: &str, person: &Person) -> String {
        self.target.authorize(url, person)
    }

    fn turn_clock(&self, span: Span) {
        self.target.turn_clock(span);
    }

    fn logged(&self, request_id: &str) -> Option<serde_json::Value> {
        self.target.logged(request_id)
    }
}

/// Whose session a `cookie` header is of.
fn identity(cookie: &str) -> Option<String> {
    let place = cookie.find("-session=").map(|_| cookie.find(".idn_"))??;
    cookie[place + 1..].split('.').next().map(str::to_owned)
}
