//! Northwind Support: the people of the provider.

use crate::world::{Tenant, World};
use shared::access::Role;
use shared::id::{AgreementId, IdentityId};

/// Everybody of the provider.
#[derive(Debug)]
pub(super) struct Staff {
    /// The CSAM of all three customers.
    pub manager: IdentityId,
    /// The account coordinator.
    pub coordinator: IdentityId,
    /// Incident managers, in Europe and in America.
    pub incident_managers: [IdentityId; 2],
    /// Support engineers; the first works for every customer.
    pub engineers: [IdentityId; 4],
}

/// Where a customer is served from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Desk {
    /// Europe.
    Europe,
    /// America.
    America,
}

impl Staff {
    /// Adds the provider's people to a world.
    pub(super) fn hire(world: &mut World) -> Self {
        let home = Tenant::of_the_provider();
        let mut add = |name: &str, persona: &str| world.add_person(&home, name, persona);
        let staff = Self {
            manager: add("Sofia Lindqvist", "Customer Success Account Manager, all customers"),
            coordinator: add("Henrik Solberg", "Account Coordinator, all customers"),
            incident_managers: [
                add("Priya Raman", "Incident Manager, Europe"),
                add("Daniel Okafor", "Incident Manager, America"),
            ],
            engineers: [
                add("Tomás Herrera", "Support Engineer, all customers"),
                add("Yuki Tanaka", "Support Engineer, Europe"),
                add("Élodie Marchand", "Support Engineer, Europe (French)"),
                add("Grace Mbeki", "Support Engineer, America"),
            ],
        };
        let guest = add("Viktor Sand", "Guest in the provider's directory: can't sign in");
        let guest = world.person_mut(&guest);
        guest.guest = true;
        guest.has_signed_in = false;
        staff
    }

    /// Names the account team in an agreement.
    pub(super) fn serve(&self, world: &mut World, agreement: &AgreementId, desk: Desk) {
        let place = usize::from(desk == Desk::America);
        world.name_in_agreement(agreement, &self.manager, Role::CustomerSuccessAccountManager);
        world.name_in_agreement(agreement, &self.coordinator, Role::AccountCoordinator);
        world.name_in_agreement(agreement, &self.incident_managers[place], Role::IncidentManager);
        for engineer in self.engineers(desk) {
            world.name_in_agreement(agreement, engineer, Role::SupportEngineer);
        }
    }

    /// The engineers of a desk.
    pub(super) fn engineers(&self, desk: Desk) -> Vec<&IdentityId> {
        let [all, europe, french, america] = &self.engineers;
        match desk {
            Desk::Europe => vec![all, europe, french],
            Desk::America => vec![all, america],
        }
    }
}
