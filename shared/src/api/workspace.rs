//! A workspace as one member finds it: what they may do, and Home.

use super::case::CaseSummary;
use super::{Empty, Endpoint, Method};
use crate::access::{Access, AtMember, AtWorkspace, Effect, Member, Needs, Permission, permit};
use crate::id::MemberId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/access`
pub enum GetAccess {}

impl Endpoint for GetAccess {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/access";
    const SUMMARY: &'static str =
        "The caller's own roles and services here, from which every control is decided";
    type Requires = Member;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = AccessAnswer;
}

/// The facts about the caller's access, as the worker's own decisions use them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessAnswer {
    /// The workspace's name.
    pub name: String,
    /// The customer whose it is.
    pub customer: String,
    /// The facts; the browser makes its `Actor` of them.
    pub access: Access,
    /// The server's time.
    pub now: Timestamp,
}

/// `POST /api/workspaces/{workspace}/opened`
pub enum MarkOpened {}

impl Endpoint for MarkOpened {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/opened";
    const SUMMARY: &'static str = "Remember that the caller has opened this workspace";
    // A note about the reader, not about the workspace: an archived one can still be opened.
    const EFFECT: Effect = Effect::Looks;
    type Requires = Member;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = Empty;
}

/// `GET /api/workspaces/{workspace}/home`
pub enum GetHome {}

impl Endpoint for GetHome {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/home";
    const SUMMARY: &'static str = "Reactive support at a glance, as far as the caller may see it";
    type Requires = Member;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = Home;
}

/// What Home shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// Reactive support at a glance; absent for somebody who sees no cases.
    pub support: Option<SupportGlance>,
}

/// Reactive support at a glance. Counts are exact up to [`Count::MOST`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportGlance {
    /// Cases still to be solved.
    pub open: Count,
    /// Of these, those that wait for the customer.
    pub waiting: Count,
    /// Of these, those of severity A.
    pub critical: Count,
    /// Cases opened since the first of this month.
    pub opened_this_month: Count,
    /// The open cases in which something happened last, newest first; at most five.
    pub latest: Vec<CaseSummary>,
}

/// A number of things, exact up to a bound, so that counting costs no more than the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(u32);

impl Count {
    /// The largest number that is still exact; beyond it, "1 000+".
    pub const MOST: u32 = 1_000;

    /// A count of rows read up to one beyond [`Self::MOST`].
    pub fn new(counted: u32) -> Self {
        Self(counted.min(Self::MOST + 1))
    }

    /// The exact number; `None` if there are more than [`Self::MOST`].
    pub fn exact(self) -> Option<u32> {
        (self.0 <= Self::MOST).then_some(self.0)
    }
}

/// `GET /api/workspaces/{workspace}/holders`
///
/// For what a refusal asks of somebody: permissions that come with a role somebody was given. What every member has by
/// the user role mends nothing, and is answered with nobody.
pub enum ListHolders {}

impl Endpoint for ListHolders {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/holders";
    const SUMMARY: &'static str = "Who holds a permission here: the people who can mend a refusal";
    type Requires = Needs<permit::RolesView>;
    type Path = AtWorkspace;
    type Request = HoldersQuestion;
    type Response = Holders;
}

/// Asks who holds a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldersQuestion {
    /// The permission.
    pub permission: Permission,
}

/// The people who hold a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    /// At most [`Holders::MOST`] of them, by name.
    pub people: Vec<Person>,
}

impl Holders {
    /// How many people are named at most (WHY-2).
    pub const MOST: usize = 20;
}

/// A person in the workspace, to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their membership.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// `POST /api/workspaces/{workspace}/members/{member}/sign-out`
pub enum SignOutMember {}

impl Endpoint for SignOutMember {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/members/{member}/sign-out";
    const SUMMARY: &'static str = "End every session of a customer-side member, in every region";
    type Requires = Needs<permit::MembersInvite>;
    type Path = AtMember;
    type Request = Empty;
    type Response = Empty;
}
