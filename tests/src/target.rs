//! What scenarios run on: in process, or a deployment.
//!
//! Both take the same requests and have people sign in by the same round trip, so a scenario can't tell which it runs on.

use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::world::Person;
use shared::time::Span;

/// A request to the edge; its URI is a path with a query.
pub type Request = http::Request<Vec<u8>>;

/// The answer.
pub type Response = http::Response<Vec<u8>>;

/// What a scenario runs on.
pub trait Target {
    /// Sends a request to the edge.
    fn send(&self, request: Request) -> Response;

    /// A person follows an authorization request to their identity provider and says who they are; gives the path and
    /// query at the edge that their browser is sent back to.
    fn authorize(&self, url: &str, person: &Person) -> String;

    /// Turns the clock forward. Only where a scenario says that it needs that.
    fn turn_clock(&self, span: Span);

    /// What the edge wrote to its log about a request.
    fn logged(&self, request_id: &str) -> Option<serde_json::Value>;

    /// The machine behind, where it can be seen: for what no request shows.
    fn in_process(&self) -> Option<&InProcess> {
        None
    }
}

impl dyn Target + '_ {
    /// A browser in which this person has signed in.
    pub fn sign_in(&self, person: &Person) -> Browser<'_> {
        let browser = self.nobody();
        let landing = browser.try_to_sign_in(person);
        assert_eq!(landing, "/", "{} can't sign in: {landing}", person.name);
        browser
    }

    /// A browser in which nobody has signed in.
    pub fn nobody(&self) -> Browser<'_> {
        Browser::new(self)
    }
}
