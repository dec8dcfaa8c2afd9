//! The world that most scenarios take place in.
//!
//! ```text
//! Customer (eu1, unified)                                    Customer abroad (us1, premier)
//!   Office   default, Granular Reactive Services on            Abroad   default
//!     Irma Falk     administrator by creation                    Sam Rivers   administrator by creation
//!     Otto Lund     invited, no service                          Joan Miles   invited
//!     Vera Holm     invited, Cloud
//!     Karl Frost    in group "Data people": support user, Database
//!     Nils Adler    CSM            Edda Stern   support contact
//!   Shop     additional, everything off, Network only
//!     Lea Winter    administrator by creation
//!     Max Roth      invited
//!   Theo Wolff is in no workspace.
//! Provider: Paula Norden CSAM, Ivo Brandt incident manager, Erik Sommer support engineer, of the customer in eu1;
//!   Mara Quist support engineer abroad.
//! ```
//!
//! Services: Cloud, Database, Network (reactive), Health (proactive), all in the base package; abroad Cloud and Database.
//! Vera has opened one case on Cloud: "Mail flow has stopped". No name here stands in the demo data, with which these
//! worlds share the databases of a deployment.

use crate::world::{Ground, Opening, PackageKind, Tenant, World, eu1, us1};
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::service::ServiceKind::{Proactive, Reactive};
use shared::time::Span;
use shared::workspace::{AccountPolicy, WorkspaceKind};

/// The office of a scenario.
pub fn office(ground: &Ground, name: &str) -> World {
    let mut world = World::new(ground, name);
    let world = &mut world;
    home(world, name);
    abroad(world, name);
    world.clone()
}

/// The tenant of the customer in `eu1`.
pub fn home_tenant(world: &World) -> Tenant {
    world.directories[0].tenant.clone()
}

fn home(world: &mut World, name: &str) {
    let customer = world.add_customer(&format!("Customer of {name}"), eu1());
    let tenant = world.new_tenant(&format!("Home of {name}"), "home.example");
    world.register(&customer, &tenant);
    let agreement = world.add_agreement(&customer, AgreementType::Unified, 200, 200);
    let bought = [(Reactive, "Cloud"), (Reactive, "Database"), (Reactive, "Network"), (Proactive, "Health")];
    let services = world.add_package(&agreement, PackageKind::Base, "Base", &bought);
    let [cloud, database, network, _] = &services[..] else { unreachable!() };
    for (person, role) in [
        ("Paula Norden", Role::CustomerSuccessAccountManager),
        ("Ivo Brandt", Role::IncidentManager),
        ("Erik Sommer", Role::SupportEngineer),
    ] {
        let person = world.add_person(&Tenant::of_the_provider(), person, name);
        world.name_in_agreement(&agreement, &person, role);
    }
    let office = world.add_workspace(&[&agreement], WorkspaceKind::Default, "Office");
    world.go_granular(&office);
    for (person, role) in [("Nils Adler", Role::CustomerSupportManager), ("Edda Stern", Role::SupportContact)]
    {
        let person = world.add_person(&tenant, person, name);
        world.name_in_agreement(&agreement, &person, role);
    }
    let irma = world.add_person(&tenant, "Irma Falk", name);
    world.make_administrator(&office, &irma);
    let otto = world.add_person(&tenant, "Otto Lund", name);
    world.invite(&office, &otto);
    let vera = world.add_person(&tenant, "Vera Holm", name);
    let member = world.invite(&office, &vera);
    world.assign(&office, &member, &[cloud]);
    let karl = world.add_person(&tenant, "Karl Frost", name);
    let group = world.add_group(&office, &tenant, "Data people", &[&karl]);
    let grant = world.grant(&office, &group, &[Role::SupportUser], None);
    world.assign(&office, &grant, &[database]);
    let shop = world.add_workspace(&[&agreement], WorkspaceKind::Additional, "Shop");
    world.carry(&shop, std::slice::from_ref(network));
    let lea = world.add_person(&tenant, "Lea Winter", name);
    world.make_administrator(&shop, &lea);
    let max = world.add_person(&tenant, "Max Roth", name);
    world.invite(&shop, &max);
    world.add_person(&tenant, "Theo Wolff", name);
    let yesterday = world.ground.now.minus(Span::hours(20));
    world.open_case(&office, cloud, &vera, yesterday, Opening::titled("Mail flow has stopped"));
}

fn abroad(world: &mut World, name: &str) {
    let customer = world.add_customer(&format!("Customer abroad of {name}"), us1());
    let tenant = world.new_tenant(&format!("Abroad of {name}"), "abroad.example");
    world.register(&customer, &tenant);
    let agreement = world.add_agreement(&customer, AgreementType::Premier, 100, 100);
    let bought = [(Reactive, "Far cloud"), (Reactive, "Far database")];
    world.add_package(&agreement, PackageKind::Base, "Base", &bought);
    let mara = world.add_person(&Tenant::of_the_provider(), "Mara Quist", name);
    world.name_in_agreement(&agreement, &mara, Role::SupportEngineer);
    let abroad = world.add_workspace(&[&agreement], WorkspaceKind::Default, "Abroad");
    world.workspace_mut(&abroad).accounts = AccountPolicy::WorkAndPersonal;
    let sam = world.add_person(&tenant, "Sam Rivers", name);
    world.make_administrator(&abroad, &sam);
    let joan = world.add_person(&tenant, "Joan Miles", name);
    world.invite(&abroad, &joan);
}
