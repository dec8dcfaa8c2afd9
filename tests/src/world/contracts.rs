//! Customers, what they bought, and for how long.

use super::World;
use shared::access::Role;
use shared::agreement::AgreementType;
use shared::id::{AgreementId, CustomerId, Id, IdentityId, Kind, ServiceId};
use shared::region::Shard;
use shared::service::ServiceKind;
use shared::time::{Day, Timestamp};

/// The kind of a package's id; packages have no endpoint yet, so their ids are nobody else's business.
pub enum PackageKey {}
impl Kind for PackageKey {
    const PREFIX: &'static str = "pkg";
}

/// A company that holds agreements with the provider.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Its id, which says where its rows live.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
}

/// An agreement, with whom it names.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Its number.
    pub number: String,
    /// Its type.
    pub kind: AgreementType,
    /// Its first day.
    pub starts_on: Day,
    /// Its last day.
    pub ends_on: Day,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Timestamp>,
    /// Whom it names, in which system role.
    pub people: Vec<(IdentityId, Role)>,
}

/// Part of an agreement.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its id.
    pub id: Id<PackageKey>,
    /// The agreement.
    pub agreement: AgreementId,
    /// Enterprise-wide, or added on.
    pub kind: PackageKind,
    /// Its name.
    pub name: String,
}

/// Whether a package is enterprise-wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageKind {
    /// The enterprise-wide one: default workspaces get its services.
    Base,
    /// One that reaches a workspace when somebody adds it.
    AddOn,
}

/// Something contracted.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The package that carries it.
    pub package: Id<PackageKey>,
    /// The agreement that carries the package.
    pub agreement: AgreementId,
    /// Reactive or proactive.
    pub kind: ServiceKind,
    /// Its name.
    pub name: String,
}

impl World {
    /// A customer whose rows live in a shard.
    pub fn add_customer(&mut self, name: &str, shard: Shard) -> CustomerId {
        let id = self.id(shard, self.long_ago());
        self.customers.push(Customer { id: Id::clone(&id), name: name.into() });
        id
    }

    /// An agreement that began so many days ago and ends in so many; negative where it has ended.
    pub fn add_agreement(
        &mut self,
        customer: &CustomerId,
        kind: AgreementType,
        began_days_ago: i64,
        ends_in_days: i64,
    ) -> AgreementId {
        let shard = customer.shard().unwrap();
        let today = self.ground.now.day().epoch_days();
        let id: AgreementId = self.id(shard, self.long_ago());
        let number = format!("ESA-{:06}", self.chance.between(100_000, 999_999));
        self.agreements.push(Agreement {
            id: id.clone(),
            customer: customer.clone(),
            number,
            kind,
            starts_on: Day::from_epoch_days(today - began_days_ago),
            ends_on: Day::from_epoch_days(today + ends_in_days),
            withdrawn_at: None,
            people: Vec::new(),
        });
        id
    }

    /// A package of an agreement, with its services.
    pub fn add_package(
        &mut self,
        agreement: &AgreementId,
        kind: PackageKind,
        name: &str,
        services: &[(ServiceKind, &str)],
    ) -> Vec<ServiceId> {
        let shard = agreement.shard().unwrap();
        let package: Id<PackageKey> = self.id(shard, self.long_ago());
        self.packages.push(Package {
            id: package.clone(),
            agreement: agreement.clone(),
            kind,
            name: name.into(),
        });
        let mut ids = Vec::new();
        for (kind, name) in services {
            let id: ServiceId = self.id(shard, self.long_ago());
            ids.push(id.clone());
            self.services.push(Service {
                id,
                package: package.clone(),
                agreement: agreement.clone(),
                kind: *kind,
                name: (*name).into(),
            });
        }
        ids
    }

    /// Names a person in an agreement. They become a member of every workspace of the agreement that the role reaches
    /// (ACC-2), also of those added later.
    pub fn name_in_agreement(&mut self, agreement: &AgreementId, person: &IdentityId, role: Role) {
        self.agreement_mut(agreement).people.push((person.clone(), role));
        let reached: Vec<_> = self
            .workspaces
            .iter()
            .filter(|workspace| workspace.agreements.contains(agreement) && role.reaches(workspace.kind))
            .map(|workspace| workspace.id.clone())
            .collect();
        for workspace in reached {
            self.add_member(&workspace, person);
        }
    }

    /// An agreement, to change it.
    pub fn agreement_mut(&mut self, id: &AgreementId) -> &mut Agreement {
        self.agreements.iter_mut().find(|agreement| agreement.id == *id).unwrap()
    }

    /// The services of an agreement's base package: what its default workspaces get (AGR-5).
    pub fn base_services(&self, agreement: &AgreementId) -> Vec<ServiceId> {
        let is_base =
            |package: &Package| package.agreement == *agreement && package.kind == PackageKind::Base;
        let base: Vec<_> = self.packages.iter().filter(|package| is_base(package)).map(|p| &p.id).collect();
        let carried = self.services.iter().filter(|service| base.contains(&&service.package));
        carried.map(|service| service.id.clone()).collect()
    }
}
