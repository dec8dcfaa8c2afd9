//! Fabrikam: factories in America, with an identity provider of its own.

use super::desk::{self, Queue};
use super::provider::{Desk, Staff};
use super::{BASE, contoso};
use crate::world::{PackageKind, Tenant, World, us1};
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::id::{AgreementId, CustomerId, IdentityId};
use shared::workspace::{AccountPolicy, WorkspaceKind};

pub(super) fn build(world: &mut World, staff: &Staff) {
    let customer = world.add_customer("Fabrikam", us1());
    world.register(&customer, &Tenant::of_fabrikam());
    let agreement = world.add_agreement(&customer, AgreementType::Premier, 700, 150);
    world.add_package(&agreement, PackageKind::Base, "Premier", BASE);
    staff.serve(world, &agreement, Desk::America);
    default_workspace(world, staff, &agreement, &customer);
    plants(world, staff, &agreement, &customer);
}

/// Somebody of Fabrikam; people there are known by a name, not by a GUID.
fn employee(world: &mut World, name: &str, persona: &str) -> IdentityId {
    let object = name.to_lowercase().replace(' ', ".");
    world.add_person_as(&Tenant::of_fabrikam(), &object, name, persona)
}

fn default_workspace(world: &mut World, staff: &Staff, agreement: &AgreementId, customer: &CustomerId) {
    let home = world.add_workspace(&[agreement], WorkspaceKind::Default, "Fabrikam");
    world.workspace_mut(&home).accounts = AccountPolicy::WorkAndPersonal;
    let walter = employee(world, "Walter Hayes", "Customer Support Manager, Fabrikam");
    world.name_in_agreement(agreement, &walter, Role::CustomerSupportManager);
    for name in ["Denise Carter", "Kwame Boateng"] {
        let contact = employee(world, name, "Support contact, Fabrikam");
        world.name_in_agreement(agreement, &contact, Role::SupportContact);
    }
    let linda = employee(world, "Linda Petersen", "Workspace administrator, Fabrikam");
    world.make_administrator(&home, &linda);
    for name in ["Tyler Brooks", "Mei-Ling Chen", "Andre Johnson", "Shreya Iyer"] {
        let person = employee(world, name, "Member of Fabrikam");
        world.invite(&home, &person);
    }
    let students: Vec<_> =
        ["Emily Novak", "Carlos Mendes"].map(|name| employee(world, name, "Learning user, Fabrikam")).into();
    let group =
        world.add_group(&home, &Tenant::of_fabrikam(), "learning", &students.iter().collect::<Vec<_>>());
    world.grant(&home, &group, &[Role::LearningUser], None);
    let consumers = Tenant::of_personal_accounts();
    world.register(customer, &consumers);
    let rosa = world.add_person(&consumers, "Rosa Delgado", "Member of Fabrikam with a personal account");
    world.invite(&home, &rosa);
    let queue = Queue { workspace: home, desk: Desk::America, time_zone: "America/Chicago", cases: 60 };
    desk::fill(world, staff, &queue);
}

fn plants(world: &mut World, staff: &Staff, agreement: &AgreementId, customer: &CustomerId) {
    let plants = world.add_workspace(&[agreement], WorkspaceKind::Additional, "Fabrikam Plants");
    let services = world.base_services(agreement);
    world.carry(&plants, &services[..3]);
    let george = employee(world, "George Whitfield", "Workspace administrator, Fabrikam Plants");
    world.make_administrator(&plants, &george);
    for name in ["Marcus Reed", "Hannah Kowalski"] {
        let person = employee(world, name, "Member of Fabrikam Plants");
        world.invite(&plants, &person);
    }
    let litware = world.new_tenant("Litware Consulting", "litware.example");
    world.register(customer, &litware);
    let noor = world.add_person(&litware, "Noor Rahman", "Consultant at Fabrikam Plants and Contoso Retail");
    world.invite(&plants, &noor);
    contoso::lend(world, &noor);
    let queue = Queue { workspace: plants, desk: Desk::America, time_zone: "America/Denver", cases: 25 };
    desk::fill(world, staff, &queue);
}
