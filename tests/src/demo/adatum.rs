//! Adatum: an insurer in France whose first agreement ended last month.

use super::desk::{self, Queue};
use super::provider::{Desk, Staff};
use crate::world::{PackageKind, World, eu1};
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::service::ServiceKind::{Proactive, Reactive};
use shared::time::Day;
use shared::workspace::WorkspaceKind;

pub(super) fn build(world: &mut World, staff: &Staff) {
    let customer = world.add_customer("Adatum", eu1());
    let tenant = world.new_tenant("Adatum", "adatum.example");
    world.register(&customer, &tenant);
    let ended = world.add_agreement(&customer, AgreementType::Unified, 395, 0);
    let last_month = Day::from_epoch_days(world.ground.now.day().first_of_month().epoch_days() - 1);
    world.agreement_mut(&ended).ends_on = last_month;
    let infrastructure = [(Reactive, "Cloud Platform Support"), (Reactive, "Network Support")];
    world.add_package(&ended, PackageKind::Base, "Infrastructure", &infrastructure);
    let current = world.add_agreement(&customer, AgreementType::Unified, 120, 245);
    let workplace = [
        (Reactive, "Database Support"),
        (Reactive, "Endpoint Support"),
        (Reactive, "Collaboration Support"),
        (Proactive, "Adoption Workshop"),
    ];
    world.add_package(&current, PackageKind::Base, "Workplace", &workplace);
    staff.serve(world, &ended, Desk::Europe);
    staff.serve(world, &current, Desk::Europe);
    let home = world.add_workspace(&[&ended, &current], WorkspaceKind::Default, "Adatum");
    let thierry = world.add_person(&tenant, "Thierry Garnier", "Customer Support Manager, Adatum");
    world.name_in_agreement(&ended, &thierry, Role::CustomerSupportManager);
    world.name_in_agreement(&current, &thierry, Role::CustomerSupportManager);
    let sandrine = world.add_person(&tenant, "Sandrine Petit", "Support contact, Adatum");
    world.name_in_agreement(&current, &sandrine, Role::SupportContact);
    let helene = world.add_person(&tenant, "Hélène Caron", "Workspace administrator, Adatum");
    world.make_administrator(&home, &helene);
    for name in ["Baptiste Leroy", "Mehdi Benali", "Youssef El Amrani", "Manon Lefèvre"] {
        let person = world.add_person(&tenant, name, "Member of Adatum");
        world.invite(&home, &person);
    }
    let queue = Queue { workspace: home, desk: Desk::Europe, time_zone: "Europe/Paris", cases: 50 };
    desk::fill(world, staff, &queue);
}
