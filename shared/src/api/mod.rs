//! The HTTP API, declared once.
//!
//! An endpoint is a type that states its method, path, requirement, request and response. The app's client, the
//! worker's router and the goldens all come from these declarations; a URL stands nowhere else.

pub mod case;
pub mod case_list;
pub mod feature;
pub mod members;
mod path;
pub mod reactive_services;
pub mod session;
pub mod workspace;

pub use path::{fill, matches};

use crate::access::{Declared, Effect, Place, Requirement, Scope};
use serde::{Serialize, de::DeserializeOwned};

/// What the addresses begin with that are no places in the app: endpoints, the round trip of signing in, files.
pub const OUTSIDE_THE_APP: [&str; 3] = ["/api/", "/sign-in/", "/assets/"];

/// The header that every request by the app carries: a page of another origin can't send it without being asked first.
///
/// Its value is the id of the identity that the page was made for, or [`NOBODY_YET`] while the page does not know. So what
/// was typed as one person is never sent as another who has signed in in a second tab since.
pub const APP_HEADER: &str = "x-portico";

/// What [`APP_HEADER`] says before the page knows for whom it is made.
pub const NOBODY_YET: &str = "1";

/// The header that carries the request's id, in every answer (API-5).
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// The header that makes a command safe to send again (API-2).
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";

/// How an endpoint is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Looks; the request is in the query string.
    Get,
    /// Makes something, or has an effect of its own.
    Post,
    /// Replaces something whole.
    Put,
}

impl Method {
    /// The method's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// One endpoint.
pub trait Endpoint: 'static {
    /// How it is called.
    const METHOD: Method;
    /// Its path, with parameters in braces: `/api/workspaces/{workspace}/cases`.
    const PATH: &'static str;
    /// What it is for, in one line.
    const SUMMARY: &'static str;
    /// Whether it changes the data of its scope. What does is refused in an archived workspace.
    const EFFECT: Effect = match Self::METHOD {
        Method::Get => Effect::Looks,
        Method::Post | Method::Put => Effect::Changes,
    };
    /// The most bytes its request may have.
    const BODY_LIMIT: usize = 256 * 1024;
    /// What it asks of the caller. There is no default.
    type Requires: Requirement;
    /// The typed form of its path's parameters; it lies in the scope that the requirement is checked in.
    type Path: Place<Scope = <Self::Requires as Requirement>::Scope>;
    /// What is sent: as JSON, or as a query string where the method is GET.
    type Request: Serialize + DeserializeOwned + 'static;
    /// What comes back, as JSON.
    type Response: Serialize + DeserializeOwned + 'static;
}

/// An endpoint's declaration as data: for the router's table, goldens and documents.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// How it is called.
    pub method: Method,
    /// Its path.
    pub path: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// What it asks of the caller.
    pub requires: Declared,
    /// Where that is checked.
    pub scope: &'static str,
    /// Whether it changes the data of its scope.
    pub effect: Effect,
    /// The most bytes its request may have.
    pub body_limit: usize,
}

impl Declaration {
    /// The declaration of an endpoint.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            method: E::METHOD,
            path: E::PATH,
            summary: E::SUMMARY,
            requires: <E::Requires as Requirement>::DECLARED,
            scope: <<E::Requires as Requirement>::Scope as Scope>::NAME,
            effect: E::EFFECT,
            body_limit: E::BODY_LIMIT,
        }
    }
}

/// Every endpoint there is. A test of the router fails for one that stands here and has no handler, and the isolation
/// matrix asks each of these as everybody.
pub const ENDPOINTS: &[Declaration] = &[
    Declaration::of::<session::CheckHealth>(),
    Declaration::of::<session::ListSignInOptions>(),
    Declaration::of::<session::GetMe>(),
    Declaration::of::<session::SetProfile>(),
    Declaration::of::<session::SignOut>(),
    Declaration::of::<session::SignOutEverywhere>(),
    Declaration::of::<workspace::GetAccess>(),
    Declaration::of::<workspace::MarkOpened>(),
    Declaration::of::<workspace::SignOutMember>(),
    Declaration::of::<workspace::GetHome>(),
    Declaration::of::<workspace::ListHolders>(),
    Declaration::of::<members::ListMembers>(),
    Declaration::of::<reactive_services::ListMemberServices>(),
    Declaration::of::<reactive_services::SaveMemberServices>(),
    Declaration::of::<reactive_services::ListGroupServices>(),
    Declaration::of::<reactive_services::SaveGroupServices>(),
    Declaration::of::<feature::GetGranularReactiveServices>(),
    Declaration::of::<feature::SwitchGranularReactiveServices>(),
    Declaration::of::<case::GetCaseOptions>(),
    Declaration::of::<case_list::ListCases>(),
    Declaration::of::<case::OpenCase>(),
    Declaration::of::<case_list::ListCaseViews>(),
    Declaration::of::<case_list::SaveCaseView>(),
    Declaration::of::<case_list::RemoveCaseView>(),
    Declaration::of::<case::GetCase>(),
    Declaration::of::<case::AddMessage>(),
    Declaration::of::<case::AddNote>(),
    Declaration::of::<case::MoveCase>(),
];

/// A request without anything in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Empty {}
