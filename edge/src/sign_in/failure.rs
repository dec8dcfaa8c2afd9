//! Why a sign-in comes to nothing: one word for the person, a few for the operator.

use super::respond::{self, Page};
use crate::ports::{Level, LogLine, World};
use crate::settings::IdentityProvider;
use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};
use shared::api::session::SignInProblem;

/// Why a sign-in comes to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the person is told, on the sign-in page.
    pub problem: SignInProblem,
    /// Which check did not hold, for the log. Fixed words, so that nothing of a person, a token or a query gets there.
    pub reason: &'static str,
}

impl Failure {
    /// A failure with its reason.
    pub const fn new(problem: SignInProblem, reason: &'static str) -> Self {
        Self { problem, reason }
    }

    /// The identity provider's answer did not hold.
    pub const fn not_proven(reason: &'static str) -> Self {
        Self::new(SignInProblem::NotProven, reason)
    }

    /// The identity provider, or every region, could not be reached.
    pub const fn unreachable(reason: &'static str) -> Self {
        Self::new(SignInProblem::Unreachable, reason)
    }

    /// Logs the failure and sends the browser to the sign-in page, which says it in words. The round trip that failed is
    /// over: `cleared` takes its cookie away; others of the same browser go on.
    pub(super) fn answer(
        self,
        world: World<'_>,
        provider: Option<&IdentityProvider>,
        cleared: Option<String>,
    ) -> Page {
        self.log(world, provider);
        let location = format!("/sign-in?problem={}", self.problem.name());
        let cleared = cleared.map(|cookie| (SET_COOKIE, cookie));
        let headers = [(LOCATION, location)].into_iter().chain(cleared).collect();
        respond::page(StatusCode::SEE_OTHER, headers, String::new())
    }

    fn log(self, world: World<'_>, provider: Option<&IdentityProvider>) {
        let level = match self.problem {
            SignInProblem::NotProven | SignInProblem::Unreachable => Level::Warn,
            _ => Level::Info,
        };
        let mut fields = serde_json::Map::new();
        fields.insert("problem".into(), self.problem.name().into());
        fields.insert("reason".into(), self.reason.into());
        if let Some(provider) = provider {
            fields.insert("identity_provider".into(), provider.id.as_str().into());
        }
        world.host.log(&LogLine { level, event: "sign_in", request: None, fields });
    }
}
