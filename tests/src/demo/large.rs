//! Contoso once more, as large as customers come: 5 000 people, 40 services, and a queue of cases that never ends.
//!
//! The people whom one signs in as are Contoso's, with the same names; so what is tried or measured there can be tried and
//! measured here.

use super::desk::Queue;
use super::provider::{Desk, Staff};
use super::{contoso, desk, names, scale};
use crate::world::{Chance, Ground, PackageKind, World};
use shared::access::Role;
use shared::id::{ServiceId, WorkspaceId};
use shared::service::ServiceKind::Reactive;

const PEOPLE: usize = 5_000;
const SERVICES: usize = 40;
const GROUPS: usize = 50;

/// What is said behind the name of everything in it that can be chosen.
const LARGE: &str = "at scale";

/// Tells its chapters: itself, then its cases, which only Contoso's own people open.
pub(super) fn tell(ground: &Ground, seed: u64, cases: usize, to: &mut dyn FnMut(World, bool)) {
    let (mut world, staff) = world(ground, seed);
    let mut without_the_crowd = world.clone();
    crowd(&mut world, &staff);
    to(world, true);
    without_the_crowd.cases.clear();
    without_the_crowd.chance = Chance::named(&format!("demo {seed} {LARGE}: cases"));
    let workspace = without_the_crowd.workspace("Contoso").id.clone();
    let queue = Queue { workspace, desk: Desk::Europe, time_zone: "Europe/Berlin", cases };
    scale::fill_in_chapters(&mut without_the_crowd, &staff, queue, to);
}

/// Its people, without the crowd, and who serves it.
pub(super) fn world(ground: &Ground, seed: u64) -> (World, Staff) {
    let mut world = World::new(ground, &format!("demo {seed} {LARGE}"));
    let staff = Staff::hire(&mut world);
    contoso::build(&mut world, &staff);
    for person in &mut world.people {
        person.persona = format!("{} {LARGE}", person.persona);
    }
    for tenant in &mut world.tenants {
        if tenant.name == "Contoso" {
            tenant.name = format!("Contoso {LARGE}");
        }
    }
    for customer in &mut world.customers {
        customer.name = format!("{} {LARGE}", customer.name);
    }
    (world, staff)
}

/// Everybody else, with the services of the regions. Without a persona: nobody signs in as one of these.
fn crowd(world: &mut World, staff: &Staff) {
    let workspace = world.workspace("Contoso").id.clone();
    let tenant = world.tenants.iter().find(|tenant| tenant.name.starts_with("Contoso")).unwrap().clone();
    let regional = regional_services(world, &workspace);
    let people: Vec<_> =
        (0..PEOPLE).map(|place| world.add_person(&tenant, &names::person(place), "")).collect();
    for person in people.iter().skip(PEOPLE / 10) {
        let member = world.invite(&workspace, person);
        if world.chance.percent(60) {
            let several = some(world, &regional);
            world.assign(&workspace, &member, &several.iter().collect::<Vec<_>>());
        }
    }
    for (place, inside) in people.chunks(PEOPLE / GROUPS).enumerate() {
        let name = format!("{} team", names::company(place));
        let group = world.add_group(&workspace, &tenant, &name, &inside.iter().collect::<Vec<_>>());
        let grant = world.grant(&workspace, &group, &[Role::SupportUser], None);
        if place % 2 == 0 {
            let several = some(world, &regional);
            world.assign(&workspace, &grant, &several.iter().collect::<Vec<_>>());
        }
    }
    let queue = Queue { workspace, desk: Desk::Europe, time_zone: "Europe/Berlin", cases: 200 };
    desk::fill(world, staff, &queue);
}

/// The six kinds of support again, for one region each, until there are forty.
fn regional_services(world: &mut World, workspace: &WorkspaceId) -> Vec<ServiceId> {
    const REGIONS: [&str; 6] = ["Nordics", "Iberia", "Benelux", "Balkans", "Baltics", "Alps"];
    const KINDS: [&str; 6] = ["Cloud", "Database", "Network", "Endpoint", "Collaboration", "Identity"];
    let agreement = world.agreements[0].id.clone();
    let names = REGIONS.iter().flat_map(|region| KINDS.map(|kind| format!("{kind} {region} Support")));
    let names: Vec<String> = names.take(SERVICES - KINDS.len()).collect();
    let services: Vec<_> = names.iter().map(|name| (Reactive, name.as_str())).collect();
    let ids = world.add_package(&agreement, PackageKind::AddOn, "Regions", &services);
    world.carry(workspace, &ids);
    ids
}

/// One to six of these.
fn some(world: &mut World, services: &[ServiceId]) -> Vec<ServiceId> {
    let count = 1 + world.chance.below(6);
    let first = world.chance.below(services.len());
    services.iter().cycle().skip(first).take(count).cloned().collect()
}
