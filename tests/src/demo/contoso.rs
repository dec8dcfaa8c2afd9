//! Contoso: a manufacturer with a shop and a bank of its own, in Europe.

use super::desk::{self, Queue};
use super::provider::{Desk, Staff};
use super::{BASE, SECURITY};
use crate::world::{PackageKind, Tenant, World, eu1};
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::id::{AgreementId, IdentityId, ServiceId, WorkspaceId};
use shared::time::Span;
use shared::workspace::{CaseVisibility, WorkspaceKind};

pub(super) fn build(world: &mut World, staff: &Staff) {
    let customer = world.add_customer("Contoso", eu1());
    let tenant = world.new_tenant("Contoso", "contoso.example");
    world.register(&customer, &tenant);
    let agreement = world.add_agreement(&customer, AgreementType::Unified, 410, 320);
    let base = world.add_package(&agreement, PackageKind::Base, "Enterprise", BASE);
    let security = world.add_package(&agreement, PackageKind::AddOn, "Security", SECURITY);
    staff.serve(world, &agreement, Desk::Europe);
    default_workspace(world, staff, &agreement, &tenant, &security);
    let [_, database, network, endpoint, collaboration, _] = &base[..] else { unreachable!() };
    let shop = [network, endpoint, collaboration].map(Clone::clone);
    let bank = [database.clone(), security[0].clone()];
    retail(world, staff, &agreement, &tenant, &shop);
    self::bank(world, staff, &agreement, &tenant, &bank);
    world.add_person(&tenant, "Pavel Novák", "Contoso, in no workspace yet");
}

/// The default workspace, where services are handed out one by one.
fn default_workspace(
    world: &mut World,
    staff: &Staff,
    agreement: &AgreementId,
    tenant: &Tenant,
    security: &[ServiceId],
) {
    let home = world.add_workspace(&[agreement], WorkspaceKind::Default, "Contoso");
    world.carry(&home, security);
    world.go_granular(&home);
    let ada = world.add_person(tenant, "Ada Berg", "Workspace administrator, Contoso");
    world.make_administrator(&home, &ada);
    let jonas = world.add_person(tenant, "Jonas Keller", "Member of Contoso, no service assigned yet");
    world.invite(&home, &jonas);
    let manager = world.add_person(tenant, "Margarethe Olsen", "Customer Support Manager, Contoso");
    world.name_in_agreement(agreement, &manager, Role::CustomerSupportManager);
    for name in ["Luca Ferrari", "Amélie Rousseau"] {
        let contact = world.add_person(tenant, name, "Support contact, Contoso");
        world.name_in_agreement(agreement, &contact, Role::SupportContact);
        let member = world.add_member(&home, &contact);
        assign(
            world,
            &home,
            &member,
            &["Cloud", "Database", "Network", "Endpoint", "Collaboration", "Identity"],
        );
    }
    granted_groups(world, &home, tenant);
    teams(world, &home, tenant);
    for (name, services) in [
        ("Mateus Oliveira", &["Cloud", "Network"][..]),
        ("Freya Nilsson", &["Endpoint", "Collaboration"]),
        ("Arjun Patel", &["Identity"]),
        ("Claire Dubois", &["Collaboration"]),
    ] {
        let person = world.add_person(tenant, name, "Member of Contoso with services of their own");
        let member = world.invite(&home, &person);
        assign(world, &home, &member, services);
    }
    let queue = Queue { workspace: home, desk: Desk::Europe, time_zone: "Europe/Berlin", cases: 170 };
    desk::fill(world, staff, &queue);
}

/// Groups that give roles.
fn granted_groups(world: &mut World, home: &WorkspaceId, tenant: &Tenant) {
    let groups: [(&str, Role, &[&str], &str); 6] = [
        (
            "Portal administrators",
            Role::Administrator,
            &["Rafael Moreno"],
            "Administrator through a group, Contoso",
        ),
        (
            "Access management",
            Role::UserAccessAdministrator,
            &["Nadia Haddad"],
            "User access administrator, Contoso",
        ),
        ("IT health", Role::AssessmentUser, &["Piotr Zieliński"], "Assessment user, Contoso"),
        ("Contract office", Role::CustomerContractManager, &["Ingrid Sørensen"], "Contract manager, Contoso"),
        ("Learning", Role::LearningUser, &["Omar Farouk", "Chiara Bianchi"], "Learning user, Contoso"),
        ("Support reporting", Role::SupportUser, &["Katarzyna Nowak"], "Support user, Contoso"),
    ];
    for (group, role, names, persona) in groups {
        let people: Vec<_> = names.iter().map(|name| world.add_person(tenant, name, persona)).collect();
        let group = world.add_group(home, tenant, group, &people.iter().collect::<Vec<_>>());
        world.grant(home, &group, &[role], None);
    }
}

/// Groups that have services, one of them only for as long as a project lasts.
fn teams(world: &mut World, home: &WorkspaceId, tenant: &Tenant) {
    let soon = world.ground.now.plus(Span::days(12));
    let ends = Some(soon);
    let teams: [(&str, &[&str], &[&str], _); 2] = [
        ("Database team", &["Wei Zhang", "Anneliese Vogt", "Hugo Lambert"], &["Database", "Cloud"], None),
        ("Migration project", &["Sanne de Vries", "Elif Kaya"], &["Network", "Cloud"], ends),
    ];
    for (name, names, services, ends_at) in teams {
        let persona = format!("{name}, Contoso: services through a group");
        let people: Vec<_> = names.iter().map(|name| world.add_person(tenant, name, &persona)).collect();
        let group = world.add_group(home, tenant, name, &people.iter().collect::<Vec<_>>());
        let grant = world.grant(home, &group, &[Role::SupportUser], ends_at);
        let services = pick(world, home, services);
        world.assign(home, &grant, &services.iter().collect::<Vec<_>>());
    }
}

fn retail(
    world: &mut World,
    staff: &Staff,
    agreement: &AgreementId,
    tenant: &Tenant,
    services: &[ServiceId],
) {
    let shop = world.add_workspace(&[agreement], WorkspaceKind::Additional, "Contoso Retail");
    world.carry(&shop, services);
    let bram = world.add_person(tenant, "Bram Jansen", "Workspace administrator, Contoso Retail");
    world.make_administrator(&shop, &bram);
    for name in ["Giulia Conti", "Lena Fischer", "Stefan Popescu"] {
        let person = world.add_person(tenant, name, "Member of Contoso Retail");
        world.invite(&shop, &person);
    }
    let ada = world.person("Ada Berg").identity.clone();
    world.invite(&shop, &ada);
    let queue = Queue { workspace: shop, desk: Desk::Europe, time_zone: "Europe/Amsterdam", cases: 55 };
    desk::fill(world, staff, &queue);
}

/// In the bank, cases are seen by those who take part in them.
fn bank(world: &mut World, staff: &Staff, agreement: &AgreementId, tenant: &Tenant, services: &[ServiceId]) {
    let bank = world.add_workspace(&[agreement], WorkspaceKind::Additional, "Contoso Bank");
    world.carry(&bank, services);
    world.workspace_mut(&bank).case_visibility = CaseVisibility::ParticipantsOnly;
    let isabelle = world.add_person(tenant, "Isabelle Fontaine", "Workspace administrator, Contoso Bank");
    world.make_administrator(&bank, &isabelle);
    for name in ["Camille Moreau", "Antoine Girard", "Nora Brandt"] {
        let person = world.add_person(tenant, name, "Member of Contoso Bank: sees own cases only");
        world.invite(&bank, &person);
    }
    let queue = Queue { workspace: bank, desk: Desk::Europe, time_zone: "Europe/Paris", cases: 45 };
    desk::fill(world, staff, &queue);
}

fn assign(world: &mut World, workspace: &WorkspaceId, member: &shared::id::MemberId, services: &[&str]) {
    let services = pick(world, workspace, services);
    world.assign(workspace, member, &services.iter().collect::<Vec<_>>());
}

/// The services of a workspace whose names begin like these.
fn pick(world: &World, workspace: &WorkspaceId, names: &[&str]) -> Vec<ServiceId> {
    let carried = &world.workspaces.iter().find(|one| one.id == *workspace).unwrap().services;
    let here = world.services.iter().filter(|service| carried.contains(&service.id));
    here.filter(|service| names.iter().any(|name| service.name.starts_with(name)))
        .map(|service| service.id.clone())
        .collect()
}

/// A person of another customer's story who works for Contoso Retail too.
pub(super) fn lend(world: &mut World, person: &IdentityId) {
    let shop = world.workspace("Contoso Retail").id.clone();
    world.invite(&shop, person);
}
