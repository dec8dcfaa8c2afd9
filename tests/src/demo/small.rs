//! Customers as most are: one agreement, one workspace, about twenty people, 200 cases.

use super::desk::{self, Queue, Telling};
use super::holders::Holders;
use super::provider::{Desk, Staff};
use super::{BASE, names};
use crate::world::{Ground, PackageKind, Person, Tenant, World, eu1, us1};
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::workspace::{CaseVisibility, WorkspaceKind};

/// How many cases such a customer has in a year.
pub(super) const CASES: usize = 200;

/// How many of a customer's people are nobody in particular.
const COLLEAGUES: usize = 17;

/// The provider's people for some of these customers.
#[derive(Debug)]
pub(super) struct Team {
    staff: Staff,
    people: Vec<Person>,
    tenant: Tenant,
}

impl Team {
    /// The team of a number: the trades of the provider's people are the same in each, their names are not.
    pub(super) fn new(ground: &Ground, seed: u64, number: usize) -> Self {
        let mut world = World::new(ground, &format!("demo {seed} team {number}"));
        let staff = Staff::hire(&mut world);
        let identities: Vec<_> = world.people.iter().map(|person| person.identity.clone()).collect();
        for (place, identity) in identities.iter().enumerate() {
            let name = world.person_mut(identity).name.clone();
            let first = name.split(' ').next().unwrap_or(&name).to_owned();
            let last = names::person(number * identities.len() + place);
            let last = last.split(' ').next_back().unwrap_or(&last);
            world.rename(identity, &format!("{first} {last}"));
            world.person_mut(identity).persona.clear();
        }
        Self { staff, people: world.people, tenant: Tenant::of_the_provider() }
    }
}

/// The customer of a number, with so many cases.
pub(super) fn world(ground: &Ground, seed: u64, team: &Team, number: usize, cases: usize) -> World {
    let mut world = World::new(ground, &format!("demo {seed} customer {number}"));
    world.people.clone_from(&team.people);
    world.tenants.push(team.tenant.clone());
    let (shard, desk, time_zone) = match number % 8 {
        7 => (us1(), Desk::America, "America/Chicago"),
        _ => (eu1(), Desk::Europe, "Europe/Paris"),
    };
    let name = names::company(number);
    let customer = world.add_customer(&name, shard);
    let domain = format!("{}.example", name.to_lowercase().replace(' ', "-"));
    let tenant = world.new_tenant(&name, &domain);
    world.register(&customer, &tenant);
    let (began, ends) = (world.chance.between(370, 900), world.chance.between(20, 700));
    let agreement = world.add_agreement(&customer, AgreementType::Unified, began, ends);
    world.add_package(&agreement, PackageKind::Base, "Enterprise", BASE);
    team.staff.serve(&mut world, &agreement, desk);
    let home = world.add_workspace(&[&agreement], WorkspaceKind::Default, &name);
    if number % 5 == 4 {
        world.workspace_mut(&home).case_visibility = CaseVisibility::ParticipantsOnly;
    }
    let person = |place: usize| names::person(number * 23 + place);
    let manager = world.add_person(&tenant, &person(0), &format!("Customer Support Manager, {name}"));
    world.name_in_agreement(&agreement, &manager, Role::CustomerSupportManager);
    let administrator = world.add_person(&tenant, &person(1), &format!("Workspace administrator, {name}"));
    world.make_administrator(&home, &administrator);
    for place in 2..4 {
        let contact = world.add_person(&tenant, &person(place), &format!("Support contact, {name}"));
        world.name_in_agreement(&agreement, &contact, Role::SupportContact);
    }
    for place in 4..4 + COLLEAGUES {
        let colleague = world.add_person(&tenant, &person(place), "");
        world.invite(&home, &colleague);
    }
    let queue = Queue { workspace: home, desk, time_zone, cases };
    let holders = Holders::of(&world, &queue.workspace);
    desk::fill_by(&mut world, &team.staff, &queue, &holders, Telling::Briefly);
    world
}
