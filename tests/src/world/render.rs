//! From a world to the rows of a shard.

use super::rows::{Cell, Rows};
use super::{Case, PRODUCTS, PackageKind, Said, World, problem_type_id, product_id};
use serde::Serialize;
use shared::access::Origin;
use shared::id::{Id, IdentityId, Kind};
use shared::region::Shard;
use std::collections::BTreeSet;

impl World {
    /// The world's rows in a shard: what its customers there own, the catalogue, and everybody who has signed in.
    pub fn rows(&self, shard: Shard) -> Rows {
        let mut rows = Rows::default();
        self.write_people(&mut rows, shard);
        self.write_contracts(&mut rows, shard);
        write_catalogue(&mut rows, shard);
        self.write_workspaces(&mut rows, shard);
        self.write_access(&mut rows, shard);
        let here = self.workspaces.iter().filter(|workspace| lives_in(&workspace.id, shard));
        rows.close(here.map(|workspace| workspace.id.as_str()));
        self.write_cases(&mut rows, shard);
        rows
    }

    fn write_people(&self, rows: &mut Rows, shard: Shard) {
        let known = self.people.iter().filter(|person| person.has_signed_in).map(|person| {
            vec![
                (&person.identity).into(),
                (&person.issuer).into(),
                (&person.tenant).into(),
                (&person.object).into(),
                wire(&person.origin),
                wire(&person.account),
                (&person.name).into(),
                (&person.email).into(),
            ]
        });
        rows.add("identity", "id, issuer, tenant, object, origin, account, name, email", known);
        let customers = self.customers.iter().filter(|customer| lives_in(&customer.id, shard));
        rows.add("customer", "id, name", customers.map(|one| vec![(&one.id).into(), (&one.name).into()]));
        let directories = self.directories.iter().filter(|one| lives_in(&one.customer, shard)).map(|one| {
            let issuer = one.tenant.issuer(&self.ground);
            vec![(&one.tenant.id).into(), (&issuer).into(), (&one.customer).into()]
        });
        rows.add("directory", "tenant, issuer, customer_id", directories);
    }

    fn write_contracts(&self, rows: &mut Rows, shard: Shard) {
        let here = || self.agreements.iter().filter(move |agreement| lives_in(&agreement.id, shard));
        let agreements = here().map(|one| {
            vec![
                (&one.id).into(),
                (&one.customer).into(),
                (&one.number).into(),
                wire(&one.kind),
                one.starts_on.epoch_days().into(),
                one.ends_on.epoch_days().into(),
                one.withdrawn_at.into(),
            ]
        });
        rows.add("agreement", "id, customer_id, number, kind, starts_on, ends_on, withdrawn_at", agreements);
        let people = here().flat_map(|one| {
            one.people.iter().map(|(person, role)| vec![person.into(), (&one.id).into(), wire(role)])
        });
        rows.add("agreement_person", "identity_id, agreement_id, role", people);
        let packages = self.packages.iter().filter(|package| lives_in(&package.id, shard)).map(|one| {
            let kind = if one.kind == PackageKind::Base { "base" } else { "add_on" };
            vec![(&one.id).into(), (&one.agreement).into(), kind.into(), (&one.name).into()]
        });
        rows.add("package", "id, agreement_id, kind, name", packages);
        let services = self.services.iter().filter(|service| lives_in(&service.id, shard)).map(|one| {
            let (package, agreement) = (&one.package, &one.agreement);
            vec![(&one.id).into(), package.into(), agreement.into(), wire(&one.kind), (&one.name).into()]
        });
        rows.add("service", "id, package_id, agreement_id, kind, name", services);
    }

    fn write_workspaces(&self, rows: &mut Rows, shard: Shard) {
        let here = || self.workspaces.iter().filter(move |workspace| lives_in(&workspace.id, shard));
        let workspaces = here().map(|one| {
            let first = self.agreements.iter().find(|agreement| agreement.id == one.agreements[0]).unwrap();
            vec![
                (&one.id).into(),
                (&first.customer).into(),
                wire(&one.kind),
                (&one.name).into(),
                wire(&one.accounts),
                wire(&one.case_visibility),
                one.created_at.into(),
                one.archived_at.into(),
            ]
        });
        let columns = "id, customer_id, kind, name, accounts, case_visibility, created_at, archived_at";
        rows.add("workspace", columns, workspaces);
        let agreements = here()
            .flat_map(|one| one.agreements.iter().map(|agreement| vec![(&one.id).into(), agreement.into()]));
        rows.add("workspace_agreement", "workspace_id, agreement_id", agreements);
        let services =
            here().flat_map(|one| one.services.iter().map(|service| vec![(&one.id).into(), service.into()]));
        rows.add("workspace_service", "workspace_id, service_id", services);
        let features =
            here().flat_map(|one| one.features.iter().map(|feature| vec![(&one.id).into(), wire(feature)]));
        rows.add("workspace_feature", "workspace_id, feature", features);
        let administrators = here()
            .flat_map(|one| one.administrators.iter().map(|person| vec![(&one.id).into(), person.into()]));
        rows.add("workspace_administrator", "workspace_id, identity_id", administrators);
    }

    fn write_access(&self, rows: &mut Rows, shard: Shard) {
        let members = self.members.iter().filter(|member| lives_in(&member.id, shard)).map(|one| {
            vec![
                (&one.id).into(),
                (&one.workspace).into(),
                (&one.identity).into(),
                wire(&one.status),
                one.invited.into(),
                one.last_opened_at.into(),
            ]
        });
        rows.add("member", "id, workspace_id, identity_id, status, invited, last_opened_at", members);
        let groups = || self.groups.iter().filter(move |group| lives_in(&group.id, shard));
        let named = groups().map(|one| {
            vec![(&one.id).into(), (&one.tenant).into(), (&one.object).into(), (&one.name).into()]
        });
        rows.add("directory_group", "id, tenant, object, name", named);
        let inside =
            groups().flat_map(|one| one.people.iter().map(|person| vec![person.into(), (&one.id).into()]));
        rows.add("group_member", "identity_id, group_id", inside);
        let grants = || self.grants.iter().filter(move |grant| lives_in(&grant.id, shard));
        let granted = grants().map(|one| {
            vec![(&one.id).into(), (&one.workspace).into(), (&one.group).into(), one.ends_at.into()]
        });
        rows.add("group_grant", "id, workspace_id, group_id, ends_at", granted);
        let roles = grants().flat_map(|one| one.roles.iter().map(|role| vec![(&one.id).into(), wire(role)]));
        rows.add("grant_role", "grant_id, role", roles);
        let sets = self.sets.iter().filter(|set| lives_in(&set.workspace, shard)).map(|one| {
            let mut services = one.services.clone();
            services.sort();
            let services = serde_json::to_string(&services).unwrap();
            vec![(&one.workspace).into(), (&one.subject).into(), (&services).into(), 1.into()]
        });
        rows.add("service_set", "workspace_id, subject_id, services, version", sets);
    }

    fn write_cases(&self, rows: &mut Rows, shard: Shard) {
        let here = || self.cases.iter().filter(move |case| lives_in(&case.id, shard));
        let columns = "id, workspace_id, number, service_id, product_id, problem_type_id, title, description, impact, \
                       severity, state, contact_method, phone, language, time_zone, opened_by, assignee, opened_at, \
                       updated_at, state_since, version";
        rows.add("support_case", columns, here().map(|case| case_row(case, shard)));
        let parts = here().flat_map(|one| {
            let opener = std::iter::once((&one.opened_by, "opener"));
            let others = one.participants.iter().map(|(person, part)| (person, *part));
            // Once a person: as what they came to the case first.
            let mut seen = BTreeSet::new();
            let first = opener.chain(others).filter(move |(person, _)| seen.insert((*person).clone()));
            first.map(|(person, part)| {
                vec![(&one.workspace).into(), person.into(), (&one.id).into(), part.into()]
            })
        });
        rows.add("case_participant", "workspace_id, identity_id, case_id, part", parts);
        for case in here() {
            self.write_history(rows, case);
        }
    }

    fn write_history(&self, rows: &mut Rows, case: &Case) {
        for happened in &case.history {
            let (id, by, at) = (&happened.id, &happened.by, happened.at);
            if let Said::Note(text) = &happened.what {
                let row = vec![id.into(), (&case.id).into(), by.into(), at.into(), text.into()];
                rows.add("case_note", "id, case_id, identity_id, at, text", [row]);
                continue;
            }
            let (text, state): (Cell, Cell) = match &happened.what {
                Said::Message(text) | Said::Note(text) => (text.into(), Cell::Null),
                Said::Moved(to) => (Cell::Null, to.name().into()),
            };
            let side = wire(&self.side_of(by));
            let row = vec![id.into(), (&case.id).into(), by.into(), side, at.into(), text, state];
            rows.add("case_entry", "id, case_id, identity_id, side, at, text, state", [row]);
        }
    }

    fn side_of(&self, identity: &IdentityId) -> Origin {
        self.people.iter().find(|person| person.identity == *identity).unwrap().origin
    }
}

fn case_row(case: &Case, shard: Shard) -> Vec<Cell> {
    let (product, problem_type) = case.about;
    vec![
        (&case.id).into(),
        (&case.workspace).into(),
        case.number.as_str().into(),
        (&case.service).into(),
        (&product_id(shard, product)).into(),
        (&problem_type_id(shard, product, problem_type)).into(),
        (&case.title).into(),
        (&case.description).into(),
        case.impact.as_deref().into(),
        case.severity.name().into(),
        case.state.name().into(),
        case.contact_method().name().into(),
        case.phone.as_deref().into(),
        case.language.tag().into(),
        (&case.time_zone).into(),
        (&case.opened_by).into(),
        case.assignee.as_ref().into(),
        case.opened_at.into(),
        case.updated_at.into(),
        case.state_since.into(),
        case.version.into(),
    ]
}

fn write_catalogue(rows: &mut Rows, shard: Shard) {
    let products = PRODUCTS.iter().map(|(name, _)| vec![(&product_id(shard, name)).into(), (*name).into()]);
    rows.add("product", "id, name", products);
    let problem_types = PRODUCTS.iter().flat_map(|(product, types)| {
        types.iter().map(move |name| {
            let (id, product) = (problem_type_id(shard, product, name), product_id(shard, product));
            vec![(&id).into(), (&product).into(), (*name).into()]
        })
    });
    rows.add("problem_type", "id, product_id, name", problem_types);
}

fn lives_in<K: Kind>(id: &Id<K>, shard: Shard) -> bool {
    id.shard() == Some(shard)
}

/// A value as rows have it: the name it has on the wire.
fn wire<T: Serialize>(value: &T) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Cell::Text(text),
        other => panic!("not a name: {other:?}"),
    }
}
