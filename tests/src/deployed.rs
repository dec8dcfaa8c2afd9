//! The deployed target: a worker on workerd, with real databases and identity providers, spoken to over HTTP.

use crate::target::{Request, Response, Target};
use crate::world::{Ground, Listing, Person};
use http::header;
use shared::time::Span;
use std::collections::BTreeMap;
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use ureq::Agent;

/// A deployment with the worlds of the scenarios in its databases.
#[derive(Debug)]
pub struct Deployed {
    origin: String,
    agent: Agent,
    ground: Ground,
}

impl Deployed {
    /// The deployment that the environment names; `None` if it names none.
    pub fn from_environment() -> Option<Self> {
        let origin = env::var("PORTICO_ORIGIN").ok()?;
        let listing = std::fs::read_to_string(env::var("PORTICO_PEOPLE").ok()?).unwrap();
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .build()
            .into();
        Some(Self { origin, agent, ground: Listing::read_ground(&listing) })
    }

    /// What its worlds stand on.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Sends bytes as they are, and gives the whole answer.
    pub fn send_raw(&self, request: &str) -> String {
        let mut connection = TcpStream::connect(self.origin.trim_start_matches("http://")).unwrap();
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn run(&self, mut request: Request) -> Response {
        // Otherwise the client would say that it accepts compressed answers, which nobody here unpacks.
        request.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("identity"));
        let uri = request.uri().to_string();
        let answer = if request.body().is_empty() && ["GET", "HEAD"].contains(&request.method().as_str()) {
            self.agent.run(request.map(|_| ()))
        } else {
            self.agent.run(request)
        };
        let answer = answer.unwrap_or_else(|error| panic!("{uri}: {error}"));
        let (parts, mut body) = answer.into_parts();
        Response::from_parts(parts, body.read_to_vec().unwrap())
    }

    /// Follows one step at the identity provider, with its cookies.
    fn visit(
        &self,
        cookies: &mut BTreeMap<(String, String), String>,
        url: &str,
        form: Option<&str>,
    ) -> Response {
        let path = url.splitn(4, '/').nth(3).unwrap_or("");
        let path = format!("/{}", path.split('?').next().unwrap());
        let sent = cookies.iter().filter(|((_, below), _)| path.starts_with(below.as_str()));
        let sent: Vec<_> = sent.map(|((name, _), value)| format!("{name}={value}")).collect();
        let request = http::Request::builder().uri(url).header(header::COOKIE, sent.join("; "));
        let request = match form {
            None => request.body(Vec::new()),
            Some(form) => request
                .method("POST")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.as_bytes().to_vec()),
        };
        let answer = self.run(request.unwrap());
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let mut parts = cookie.to_str().unwrap().split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let below = parts.find_map(|part| part.strip_prefix("path=")).unwrap_or("/");
            cookies.insert((name.into(), below.into()), value.into());
        }
        answer
    }
}

impl Target for Deployed {
    fn send(&self, mut request: Request) -> Response {
        let url = format!("{}{}", self.origin, request.uri());
        *request.uri_mut() = url.parse().unwrap();
        self.run(request)
    }

    fn authorize(&self, url: &str, person: &Person) -> String {
        let mut cookies = BTreeMap::new();
        let page = follow(&self.ground.idp, &self.visit(&mut cookies, url, None));
        let form = serde_urlencoded::to_string([("person", &person.object)]).unwrap();
        let chosen = follow(&self.ground.idp, &self.visit(&mut cookies, &page, Some(&form)));
        let landing = follow(&self.ground.idp, &self.visit(&mut cookies, &chosen, None));
        landing.strip_prefix(&self.origin).unwrap_or_else(|| panic!("landed at {landing}")).to_owned()
    }

    /// The log is a file that the worker's output goes to; a line may take a moment to get there.
    fn logged(&self, request_id: &str) -> Option<serde_json::Value> {
        let file = env::var("PORTICO_WORKER_LOG").ok()?;
        for _ in 0..50 {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let found =
                text.lines().rev().find(|line| line.contains(request_id) && line.contains("\"endpoint\""));
            if let Some(found) = found.and_then(|line| serde_json::from_str(line).ok()) {
                return Some(found);
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        None
    }

    fn turn_clock(&self, _: Span) {
        panic!("a deployment's clock can't be turned");
    }
}

/// Where an answer of the identity provider leads.
fn follow(base: &str, answer: &Response) -> String {
    let text = String::from_utf8_lossy(answer.body());
    let location = answer.headers().get(header::LOCATION);
    let location = location.unwrap_or_else(|| panic!("{}: {text}", answer.status())).to_str().unwrap();
    if location.starts_with('/') { format!("{base}{location}") } else { location.to_owned() }
}
