//! Signing in and out, and what a signed-in person is shown first.

use super::{Empty, Endpoint, Method};
use crate::access::{AccountKind, Everywhere, Nowhere, Origin, Public, SignedIn};
use crate::id::{IdentityId, WorkspaceId};
use crate::profile::Profile;
use crate::time::Timestamp;
use crate::workspace::WorkspaceEntry;
use serde::{Deserialize, Serialize};

/// `GET /api/health`
pub enum CheckHealth {}

impl Endpoint for CheckHealth {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/health";
    const SUMMARY: &'static str = "Whether the worker answers, and what time it is there";
    type Requires = Public;
    type Path = Nowhere;
    type Request = Empty;
    type Response = Health;
}

/// The worker is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The server's time.
    pub now: Timestamp,
}

/// `GET /api/sign-in-options`
pub enum ListSignInOptions {}

impl Endpoint for ListSignInOptions {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/sign-in-options";
    const SUMMARY: &'static str = "The shared identity providers, and whose deployment this is";
    type Requires = Public;
    type Path = Nowhere;
    type Request = SignInQuestion;
    type Response = SignInOptions;
}

/// Asks for the ways to sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInQuestion {
    /// The domain of the e-mail address somebody typed, to find a customer's own identity provider (ID-10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// The ways to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInOptions {
    /// The provider whose deployment this is.
    pub provider: String,
    /// The identity providers to offer: the shared ones, and the one of the domain asked for, if it has its own.
    pub identity_providers: Vec<SignInOption>,
}

/// One identity provider to sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInOption {
    /// Its id; signing in begins at `/sign-in/{id}`.
    pub id: String,
    /// What to write on the button.
    pub name: String,
}

/// Where signing in with an identity provider begins. Not an endpoint of the API: the browser goes there.
pub fn sign_in_path(identity_provider: &str) -> String {
    format!("/sign-in/{identity_provider}")
}

/// Why a sign-in did not succeed; in the query of the sign-in page as `problem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInProblem {
    /// The round trip took too long, was started in another browser, or was answered twice.
    Expired,
    /// The person, or the identity provider, broke it off.
    Declined,
    /// The identity provider's answer did not hold.
    NotProven,
    /// The tenant is neither the provider's nor any customer's (ID-3).
    UnknownTenant,
    /// A guest in the provider's tenant (ID-5).
    Guest,
    /// The identity has been disabled.
    Disabled,
    /// The identity provider, or every region, could not be reached.
    Unreachable,
}

impl SignInProblem {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Expired,
        Self::Declined,
        Self::NotProven,
        Self::UnknownTenant,
        Self::Guest,
        Self::Disabled,
        Self::Unreachable,
    ];

    /// The name in the query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Declined => "declined",
            Self::NotProven => "not_proven",
            Self::UnknownTenant => "unknown_tenant",
            Self::Guest => "guest",
            Self::Disabled => "disabled",
            Self::Unreachable => "unreachable",
        }
    }
}

/// `GET /api/me`
pub enum GetMe {}

impl Endpoint for GetMe {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/me";
    const SUMMARY: &'static str = "Who is signed in, and the workspaces they are in, in every region";
    type Requires = SignedIn;
    type Path = Everywhere;
    type Request = Empty;
    type Response = Me;
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// Their identity.
    pub identity: IdentityId,
    /// Their name, as their directory has it.
    pub name: String,
    /// Their e-mail address, for display.
    pub email: Option<String>,
    /// How they want Portico to be.
    #[serde(default)]
    pub profile: Profile,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
    /// The workspaces they are in, by customer and name.
    pub workspaces: Vec<WorkspaceEntry>,
    /// The workspace to land on (WS-5).
    pub landing: Option<WorkspaceId>,
    /// Whom to ask when they are in no workspace (ID-6).
    pub ask: Option<HelpContact>,
    /// The regions that did not answer; their workspaces are missing from the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreachable: Vec<String>,
    /// The provider whose deployment this is.
    pub provider: String,
    /// The server's time, for everything the browser computes with.
    pub now: Timestamp,
}

/// Somebody to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpContact {
    /// Their name; the provider's, where it is the provider's desk.
    pub name: String,
    /// Where to write to.
    pub email: Option<String>,
}

/// `POST /api/sign-out`
pub enum SignOut {}

impl Endpoint for SignOut {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/sign-out";
    const SUMMARY: &'static str = "End this session in every region";
    type Requires = SignedIn;
    type Path = Everywhere;
    type Request = Empty;
    type Response = Empty;
}

/// `POST /api/sign-out-everywhere`
pub enum SignOutEverywhere {}

impl Endpoint for SignOutEverywhere {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/sign-out-everywhere";
    const SUMMARY: &'static str = "End every session of the caller, in every region";
    type Requires = SignedIn;
    type Path = Everywhere;
    type Request = Empty;
    type Response = Empty;
}

/// `PUT /api/profile`
pub enum SetProfile {}

impl Endpoint for SetProfile {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/profile";
    const SUMMARY: &'static str = "Choose one's language and colours, for every browser";
    const BODY_LIMIT: usize = 1024;
    type Requires = SignedIn;
    type Path = Everywhere;
    type Request = Profile;
    type Response = Profile;
}
