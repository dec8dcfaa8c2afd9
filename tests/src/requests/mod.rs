//! Whole requests, as the app sends them and as nobody should: recorded from a tour of every endpoint, changed by chance,
//! and sent to the edge in process.
//!
//! Whatever comes, the edge answers below 500, a refusal is a problem with a code, and nothing of ours faults. The same seed
//! sends the same requests and gets the same answers:
//!
//! ```text
//! SEED=7 cargo test --workspace --test requests
//! ```
//!
//! [`written`] has them as bytes, for whoever makes bytes: libFuzzer.

mod change;
mod recorded;
pub mod written;

pub use recorded::{Draft, recorded};

use crate::demo;
use crate::in_process::{InProcess, ground};
use crate::target::{Request, Response, Target};
use crate::world::{Chance, Person, World};
use http::header;
use shared::api::{IDEMPOTENCY_HEADER, REQUEST_ID_HEADER};
use shared::problem::{Problem, ProblemCode};
use std::collections::{BTreeMap, BTreeSet};

/// What came of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many answers had each status.
    pub statuses: BTreeMap<u16, usize>,
    /// The codes of all problems.
    pub codes: BTreeSet<String>,
    /// How many drafts were no request that HTTP could carry.
    pub not_sent: usize,
    /// Every answer, hashed.
    pub digest: String,
}

/// Sends so many requests to a fresh world, drawn by a seed.
///
/// # Panics
/// If an answer is not what it has to be; the draft is printed.
pub fn run(seed: &str, so_many: usize, drafts: &[Draft]) -> Tally {
    let world = demo::world(&ground(), 1);
    let target = InProcess::new(&world);
    let mut chance = Chance::named(&format!("requests {seed}"));
    let mut run = Run { target: &target, world: &world, cookies: BTreeMap::new(), tally: Tally::default() };
    let mut all = String::new();
    for number in 0..so_many {
        let mut draft = change::drawn(&mut chance, drafts, &world);
        // A key that was used answers before anything is read: most requests need one of their own.
        if chance.percent(90) {
            draft.replace(IDEMPOTENCY_HEADER, &format!("request-{number}"));
        }
        let answer = run.send(&draft);
        all.push_str(&answer);
    }
    let faults: Vec<_> = target.machine.log().into_iter().filter(|line| line.event == "fault").collect();
    assert!(faults.is_empty(), "seed {seed}: {faults:?}");
    run.tally.digest = edge::encoding::sha256_text(all.as_bytes());
    run.tally
}

/// A run that goes on.
struct Run<'r> {
    target: &'r InProcess,
    world: &'r World,
    cookies: BTreeMap<String, String>,
    tally: Tally,
}

impl Run<'_> {
    /// Sends a draft, as the person whose it is; gives the answer as text.
    fn send(&mut self, draft: &Draft) -> String {
        let cookie = draft.person.as_ref().map(|person| self.cookie_of(person));
        let Some(request) = draft.request(cookie.as_deref()) else {
            self.tally.not_sent += 1;
            return String::new();
        };
        let (answer, code) = answered(self.target, draft, request);
        let status = answer.status().as_u16();
        if let Some(person) = &draft.person
            && (status == 401 || answer.headers().contains_key(header::SET_COOKIE))
        {
            // Whoever is out signs in again the next time.
            self.cookies.remove(person);
        }
        *self.tally.statuses.entry(status).or_default() += 1;
        self.tally.codes.extend(code.map(|code| format!("{code:?}")));
        format!("{status} {}", String::from_utf8_lossy(answer.body()))
    }

    fn cookie_of(&mut self, identity: &str) -> String {
        if let Some(cookie) = self.cookies.get(identity) {
            return cookie.clone();
        }
        let person = self.world.people.iter().find(|person| person.identity.as_str() == identity).unwrap();
        let cookie = cookie_of(self.target, person);
        self.cookies.insert(identity.to_owned(), cookie.clone());
        cookie
    }
}

/// Signs somebody in.
fn cookie_of(target: &InProcess, person: &Person) -> String {
    let target: &dyn Target = target;
    target.sign_in(person).cookie_header()
}

/// Signs everybody in who can; gives their cookies.
fn cookies_of_everybody(target: &InProcess, world: &World) -> BTreeMap<String, String> {
    let people = world.people.iter().filter(|person| !person.guest && !person.persona.is_empty());
    people.map(|person| (person.identity.to_string(), cookie_of(target, person))).collect()
}

/// Sends a request, and checks the answer; gives it, and the code of a problem.
fn answered(target: &InProcess, draft: &Draft, request: Request) -> (Response, Option<ProblemCode>) {
    let answer = target.send(request);
    let code = check(draft, &answer);
    (answer, code)
}

/// Checks what must hold of every answer; gives the code of a problem.
fn check(draft: &Draft, answer: &Response) -> Option<ProblemCode> {
    let status = answer.status().as_u16();
    assert!(status < 500, "{status}: {} to {draft}", String::from_utf8_lossy(answer.body()));
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    for name in [REQUEST_ID_HEADER, "content-security-policy", "strict-transport-security"] {
        assert!(header(name).is_some(), "no {name} for {draft}");
    }
    assert_eq!(
        (header("cache-control"), header("x-content-type-options")),
        (Some("no-store"), Some("nosniff"))
    );
    let media = header("content-type").unwrap_or("");
    match status {
        // Signing in leads on, or back to its page.
        302 | 303 => assert!(draft.path.starts_with("/sign-in/") && header("location").is_some(), "{draft}"),
        200 if media.starts_with("text/html") => assert!(draft.path.starts_with("/sign-in/"), "{draft}"),
        200 => drop(serde_json::from_slice::<serde_json::Value>(answer.body()).unwrap()),
        _ => {
            assert_eq!(media, "application/problem+json", "{draft}");
            let problem: Problem = serde_json::from_slice(answer.body()).unwrap();
            assert_eq!((problem.status, problem.code.meaning().0), (status, status), "{draft}");
            return Some(problem.code);
        }
    }
    None
}
