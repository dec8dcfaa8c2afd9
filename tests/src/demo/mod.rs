//! The demo data: one provider and three customers in two regions, over a year. The same seed and [`Ground`] give the
//! same data, byte for byte.
//!
//! - Contoso (`eu1`, unified): three workspaces, Granular Reactive Services on in the first; the story of the first
//!   issue is told by Ada Berg and Jonas Keller.
//! - Fabrikam (`us1`, premier): signs in through an identity provider of its own; one member has a personal account.
//! - Adatum (`eu1`, unified): an agreement that ended last month beside one in force; mostly in French.
//!
//! [`scale`] puts as many cases around them as one likes.

mod adatum;
mod contoso;
mod desk;
mod fabrikam;
mod holders;
mod large;
mod names;
mod provider;
pub mod scale;
mod small;
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

#[cfg(test)]
mod tests {
    use super::world;
    use crate::in_process::{Database, ground};
    use crate::world::{Listing, World, shards};
    use shared::access::Role;

    fn sql(world: &World) -> Vec<String> {
        shards().iter().map(|(shard, _)| world.rows(*shard).sql()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_data() {
        assert_eq!(sql(&world(&ground(), 1)), sql(&world(&ground(), 1)));
        assert_ne!(sql(&world(&ground(), 1)), sql(&world(&ground(), 2)));
    }

    #[test]
    fn the_data_fits_the_migrations_in_statements_that_d1_takes() {
        for text in sql(&world(&ground(), 1)) {
            Database::new().load(&text);
            assert!(text.split(";\nINSERT").all(|statement| statement.len() <= 95_000));
        }
    }

    #[test]
    fn about_four_hundred_cases_and_somebody_in_every_role() {
        let world = world(&ground(), 1);
        assert!((380..=420).contains(&world.cases.len()), "{}", world.cases.len());
        let named =
            world.agreements.iter().flat_map(|agreement| agreement.people.iter().map(|(_, role)| *role));
        let granted = world.grants.iter().flat_map(|grant| grant.roles.iter().copied());
        let held: Vec<Role> = named.chain(granted).collect();
        for row in crate::policy::policy().iter().filter(|row| row.assigned_by != "default") {
            assert!(held.contains(&row.role), "nobody is {:?}", row.role);
        }
        assert!(world.workspaces.iter().any(|workspace| !workspace.administrators.is_empty()));
        let mut listing = Listing::default();
        listing.add(&world);
        for name in ["Ada Berg", "Jonas Keller", "Viktor Sand", "Pavel Novák", "Rosa Delgado"] {
            assert!(listing.json().contains(name), "{name} can't sign in");
        }
    }
}
