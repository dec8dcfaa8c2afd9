//! A browser as the edge sees one: it keeps cookies, and sends what the app would send.

use crate::target::{Response, Target};
use crate::world::Person;
use http::header;
use shared::api::{APP_HEADER, Endpoint, IDEMPOTENCY_HEADER, Method, fill};
use shared::problem::{Problem, ProblemCode};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// A browser.
pub struct Browser<'t> {
    target: &'t dyn Target,
    cookies: RefCell<BTreeMap<String, String>>,
    keys: Cell<u64>,
    address: String,
}

/// How many browsers there have been: each is at another address, so that none is told to wait for what others did.
static BROWSERS: AtomicU64 = AtomicU64::new(0);

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawAnswer {
    /// The status.
    pub status: u16,
    /// The headers, by name.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl RawAnswer {
    /// The answer as a problem; it must be one, with its media type.
    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.headers.get("content-type").map(String::as_str),
            Some("application/problem+json"),
            "{self:?}"
        );
        let problem: Problem =
            serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!((problem.status, problem.code.meaning().0), (self.status, self.status), "{self:?}");
        problem
    }

    /// The code of the problem that the answer is.
    pub fn code(&self) -> ProblemCode {
        self.problem().code
    }
}

impl<'t> Browser<'t> {
    /// A browser without cookies.
    pub fn new(target: &'t dyn Target) -> Self {
        let [.., high, middle, low] = BROWSERS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let address = format!("10.{high}.{middle}.{low}");
        Self { target, cookies: RefCell::default(), keys: Cell::new(0), address }
    }

    /// The target it talks to.
    pub fn target(&self) -> &'t dyn Target {
        self.target
    }

    /// Goes through the whole round trip of signing in, and gives the path it leads to.
    pub fn try_to_sign_in(&self, person: &Person) -> String {
        let begun = self.send("GET", &format!("/sign-in/{}", person.through.id()), &[], "");
        assert_eq!(begun.status, 302, "{begun:?}");
        let landing = self.target.authorize(&begun.headers["location"], person);
        let landed = self.send("GET", &landing, &[], "");
        match landed.status {
            200 => between(&landed.body, "content=\"0;url=", "\""),
            303 => landed.headers["location"].clone(),
            _ => panic!("{landed:?}"),
        }
    }

    /// Calls an endpoint; a command with a key of its own.
    pub fn call<E: Endpoint>(&self, place: &E::Path, request: &E::Request) -> Result<E::Response, Problem> {
        self.keys.set(self.keys.get() + 1);
        let key = format!("browser-{:p}-{}", self, self.keys.get());
        self.call_with_key::<E>(place, request, &key)
    }

    /// Calls an endpoint with a given key (API-2).
    pub fn call_with_key<E: Endpoint>(
        &self,
        place: &E::Path,
        request: &E::Request,
        key: &str,
    ) -> Result<E::Response, Problem> {
        let answer = self.ask::<E>(place, request, key);
        if answer.status == 200 {
            let read = serde_json::from_str(&answer.body);
            return Ok(read.unwrap_or_else(|error| panic!("{}: {error}: {answer:?}", E::PATH)));
        }
        Err(answer.problem())
    }

    /// Calls an endpoint, and gives the answer as it came.
    pub fn ask<E: Endpoint>(&self, place: &E::Path, request: &E::Request, key: &str) -> RawAnswer {
        let path = fill(E::PATH, place);
        if E::METHOD == Method::Get {
            let query = serde_urlencoded::to_string(request).unwrap();
            let path = if query.is_empty() { path } else { format!("{path}?{query}") };
            return self.send("GET", &path, &[(APP_HEADER, "1")], "");
        }
        let body = serde_json::to_string(request).unwrap();
        self.send_command(E::METHOD.name(), &path, key, &body)
    }

    /// Sends a command as the app would, with any body.
    pub fn send_command(&self, method: &str, path: &str, key: &str, body: &str) -> RawAnswer {
        let headers = [(APP_HEADER, "1"), (IDEMPOTENCY_HEADER, key), ("content-type", "application/json")];
        self.send(method, path, &headers, body)
    }

    /// Sends a request with these headers and the browser's cookies.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> RawAnswer {
        let mut request = http::Request::builder().method(method).uri(path);
        request = request.header("cf-connecting-ip", &self.address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let answer = self.target.send(request.body(body.as_bytes().to_vec()).unwrap());
        self.keep_cookies(&answer);
        raw(&answer)
    }

    /// The `cookie` header that the browser sends.
    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.borrow();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Puts a cookie into the browser, as if it had kept it from before.
    pub fn put_cookies(&self, header: &str) {
        for pair in header.split("; ").filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.into(), value.into());
        }
    }

    fn keep_cookies(&self, answer: &Response) {
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            let mut cookies = self.cookies.borrow_mut();
            if cookie.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.into(), value.into());
            }
        }
    }
}

/// An answer as it came.
pub(crate) fn raw(answer: &Response) -> RawAnswer {
    let headers = answer.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    RawAnswer {
        status: answer.status().as_u16(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(answer.body()).into_owned(),
    }
}

fn between(text: &str, start: &str, end: &str) -> String {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no `{start}` in {text}"));
    rest.split(end).next().unwrap().to_owned()
}
