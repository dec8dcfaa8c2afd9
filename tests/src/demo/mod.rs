//! The demo data: one provider and three customers in two regions, over a year. The same seed and [`Ground`] give the
//! same data, byte for byte.
//!
//! - Contoso (`eu1`, unified): three workspaces, Granular Reactive Services on in the first; the story of the first
//!   issue is told by Ada Berg and Jonas Keller.
//! - Fabrikam (`us1`, premier): signs in through an identity provider of its own; one member has a personal account.
//! - Adatum (`eu1`, unified): an agreement that ended last month beside one in force; mostly in French.

mod adatum;
mod contoso;
mod desk;
mod fabrikam;
mod provider;
mod stories;

use crate::world::{Ground, World};
use provider::Staff;
use shared::service::ServiceKind::{self, Proactive, Reactive};

/// The services of the enterprise-wide package, as every customer here bought it.
const BASE: &[(ServiceKind, &str)] = &[
    (Reactive, "Cloud Platform Support"),
    (Reactive, "Database Support"),
    (Reactive, "Network Support"),
    (Reactive, "Endpoint Support"),
    (Reactive, "Collaboration Support"),
    (Proactive, "Platform Health Assessment"),
];

/// The services of the security package.
const SECURITY: &[(ServiceKind, &str)] =
    &[(Reactive, "Identity & Access Support"), (Proactive, "Security Operations Workshop")];

/// The demo data of a seed.
pub fn world(ground: &Ground, seed: u64) -> World {
    let mut world = World::new(ground, &format!("demo {seed}"));
    let staff = Staff::hire(&mut world);
    contoso::build(&mut world, &staff);
    fabrikam::build(&mut world, &staff);
    adatum::build(&mut world, &staff);
    world
}
