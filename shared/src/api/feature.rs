//! What a workspace can switch on, and what that would change (RS-1 to RS-3, RS-13).

use super::{Empty, Endpoint, Method};
use crate::access::{AtWorkspace, Needs, permit};
use crate::id::MemberId;
use crate::service::assignment::Totals;
use crate::service::fingerprint::Fingerprint;
use crate::service::switch::Switch;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/features/granular-reactive-services`
pub enum GetGranularReactiveServices {}

impl Endpoint for GetGranularReactiveServices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/features/granular-reactive-services";
    const SUMMARY: &'static str =
        "Whether Granular Reactive Services is on, and what each way to switch it would change for whom";
    type Requires = Needs<permit::FeaturesManage>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = GranularReactiveServices;
}

/// Granular Reactive Services in a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GranularReactiveServices {
    /// Whether it is on.
    pub on: bool,
    /// How many reactive services the workspace has.
    pub services: usize,
    /// How many of them can be used now: their agreement is in force.
    pub in_force: usize,
    /// How many people on the customer's side are active members.
    pub people: usize,
    /// How many groups have a grant in force.
    pub groups: usize,
    /// What each way to switch it from here would change. On: off. Off: on from today's access, from nothing, and, where
    /// assignments were kept, from these.
    pub previews: Vec<SwitchPreview>,
    /// What the previews rest on; sent back with the decision (ACC-11).
    pub seen: Fingerprint,
    /// The server's time.
    pub now: Timestamp,
}

/// What one way to switch would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwitchPreview {
    /// The way.
    pub switch: Switch,
    /// How many groups have something assigned afterwards; after switching off, how many assignments are kept.
    pub groups: usize,
    /// How many people have something of their own assigned afterwards; after switching off, kept.
    pub people: usize,
    /// How many more groups and people have something assigned that is kept and counts when they are back: groups whose grant
    /// is not in force, people who are no members now.
    pub dormant: usize,
    /// How many people who can enter can use no reactive service afterwards.
    pub without: usize,
    /// How many people gain and lose how many services.
    pub totals: Totals,
    /// At most [`Self::MOST_NAMED`] of those who lose something, by name.
    pub losing: Vec<Losing>,
}

impl SwitchPreview {
    /// How many people are named at most.
    pub const MOST_NAMED: usize = 20;
}

/// Somebody who would lose something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Losing {
    /// Their membership.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// How many services they lose.
    pub services: usize,
}

/// `PUT /api/workspaces/{workspace}/features/granular-reactive-services`
///
/// Refused as stale if what was seen is no longer what would happen (ACC-12): somebody else has switched it meanwhile, a
/// person or a group has come or gone, an assignment or a service. A way that there is none of from here (on where it is
/// on, from kept assignments where none are) is an unknown value.
pub enum SwitchGranularReactiveServices {}

impl Endpoint for SwitchGranularReactiveServices {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/workspaces/{workspace}/features/granular-reactive-services";
    const SUMMARY: &'static str = "Switch Granular Reactive Services on or off, as it was previewed";
    type Requires = Needs<permit::FeaturesManage>;
    type Path = AtWorkspace;
    type Request = NewSwitch;
    type Response = Switched;
}

/// A decision to switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSwitch {
    /// The way.
    pub switch: Switch,
    /// What its preview rested on ([`GranularReactiveServices::seen`]).
    pub seen: Fingerprint,
}

/// What switching changed: what the preview said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switched {
    /// How many people gained and lost how many services.
    pub totals: Totals,
}
