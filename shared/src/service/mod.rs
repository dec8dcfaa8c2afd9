//! Services: what was contracted, who may use it, and what handing it out would change.

pub mod assignment;
pub mod entitlement;
pub mod fingerprint;
pub mod group_assignment;
pub mod switch;

use crate::id::ServiceId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Cases are opened on it.
    Reactive,
    /// Hours and deliverables.
    Proactive,
}

/// A set of services.
pub type ServiceSet = BTreeSet<ServiceId>;
