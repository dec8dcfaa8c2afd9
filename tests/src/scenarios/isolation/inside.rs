//! Ids inside bodies and queries: what an endpoint is asked with names services, members and grants, and any of them could be
//! somebody else's.
//!
//! They are found in the example request by their form, so that a new endpoint needs nothing here, and a new kind of id one
//! line in [`strangers`].

use crate::world::World;
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::service::ServiceKind;
use shared::workspace::WorkspaceKind;

/// How long the part of an id is that tells it from others.
const OWN_PART: usize = 26;

/// What is put in the place of an id that the caller may name.
#[derive(Debug)]
pub(super) struct Instead {
    /// Whose it is: `next door` in the same database, `foreign` in another, or nobody's.
    pub whose: &'static str,
    /// The id.
    pub id: String,
}

/// Another customer in the same region, with everything that an id can name; and what is missing of it abroad.
pub(super) fn add_strangers(world: &mut World, name: &str) {
    let customer = world.add_customer(&format!("Neighbour of {name}"), crate::world::eu1());
    let tenant = world.new_tenant(&format!("Neighbours of {name}"), "neighbour.example");
    world.register(&customer, &tenant);
    let agreement = world.add_agreement(&customer, AgreementType::Unified, 100, 100);
    let bought = [(ServiceKind::Reactive, "Near cloud")];
    world.add_package(&agreement, crate::world::PackageKind::Base, "Base", &bought);
    let nearby = world.add_workspace(&[&agreement], WorkspaceKind::Default, "Nearby");
    let nora = world.add_person(&tenant, "Nora Near", name);
    world.invite(&nearby, &nora);
    let abroad = world.workspace("Abroad").id.clone();
    let away = world.person("Sam").tenant.clone();
    let away = world.tenants.iter().find(|tenant| tenant.id == away).unwrap().clone();
    for (workspace, tenant, people) in [(nearby, tenant, "Near people"), (abroad, away, "Far people")] {
        let group = world.add_group(&workspace, &tenant, people, &[]);
        world.grant(&workspace, &group, &[Role::SupportUser], None);
    }
}

/// The ids in a text that belong to a customer, each once. Products and problem types are the catalogue's, everybody's.
pub(super) fn ids(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let is_id = |word: &&str| {
        let parts: Vec<_> = word.split('_').collect();
        matches!(parts[..], [kind, _, own] if own.len() == OWN_PART && !["prd", "pbt"].contains(&kind))
    };
    let mut found: Vec<_> = words.filter(is_id).map(str::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What is put in the place of an id: the same kind of thing of somebody else, and one that nobody was ever given.
pub(super) fn strangers(world: &World, id: &str) -> Vec<Instead> {
    let workspace_of = |name: &str| world.workspace(name).id.clone();
    let grant = |name: &str| {
        let workspace = workspace_of(name);
        world.grants.iter().find(|grant| grant.workspace == workspace).unwrap().id.to_string()
    };
    let (near, far) = match id.split('_').next().unwrap() {
        "svc" => (world.service("Near cloud").id.to_string(), world.service("Far cloud").id.to_string()),
        "mem" => (world.member("Nearby", "Nora").to_string(), world.member("Abroad", "Joan").to_string()),
        "gra" => (grant("Nearby"), grant("Abroad")),
        kind => panic!("`{kind}` has no strangers yet"),
    };
    let absent = |like: &str| format!("{}{}", &like[..like.len() - OWN_PART], "0".repeat(OWN_PART));
    vec![
        Instead { whose: "nobody's", id: absent(&near) },
        Instead { whose: "next door", id: near },
        Instead { whose: "nobody's abroad", id: absent(&far) },
        Instead { whose: "foreign", id: far },
    ]
}
