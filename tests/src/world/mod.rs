//! Worlds: a provider's customers, people, workspaces and cases, built in a few readable lines and rendered to SQL.
//!
//! The demo data and every scenario start from a [`World`]. It is a model, not a database: plain structs that a builder
//! function adds to (`add_workspace`, `invite`, `assign`), that can be changed afterwards (`workspace_mut`), and that
//! become rows only at the end ([`World::rows`]). The same name and [`Ground`] give the same world, ids included.

mod cases;
mod catalogue;
mod contracts;
mod listing;
mod people;
mod render;
mod rows;
mod workspaces;

pub use cases::{Case, Opening, Said};
pub use catalogue::{PRODUCTS, problem_type_id, product_id};
pub use chance::Chance;
pub use contracts::{Agreement, Customer, Package, PackageKind, Service};
pub use listing::Listing;
pub use people::{CONSUMER_TENANT, Directory, FABRIKAM_TENANT, PROVIDER_TENANT, Person, Tenant, Through};
pub use rows::Rows;
pub use workspaces::{AssignedServices, Grant, Group, GroupId, Member, Workspace};

use shared::id::{Id, Kind, MemberId};
use shared::region::Shard;
use shared::time::{Span, Timestamp};

/// What a world stands on: where the identity providers are, since identities follow from issuers, and what time it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The address of the identity providers: `http://localhost:9410`.
    pub idp: String,
    /// The moment the world is seen from.
    pub now: Timestamp,
}

/// A provider's customers, people, workspaces and cases.
#[derive(Clone, Debug)]
pub struct World {
    /// What it stands on.
    pub ground: Ground,
    /// What looks random in it.
    pub chance: Chance,
    /// Its customers.
    pub customers: Vec<Customer>,
    /// The tenants its people are from.
    pub tenants: Vec<Tenant>,
    /// Which tenants are registered for which customers.
    pub directories: Vec<Directory>,
    /// Its people.
    pub people: Vec<Person>,
    /// Its agreements.
    pub agreements: Vec<Agreement>,
    /// Their packages.
    pub packages: Vec<Package>,
    /// Their services.
    pub services: Vec<Service>,
    /// Its workspaces.
    pub workspaces: Vec<Workspace>,
    /// Who is in them.
    pub members: Vec<Member>,
    /// The groups of its directories.
    pub groups: Vec<Group>,
    /// What the workspaces grant them.
    pub grants: Vec<Grant>,
    /// Which services are assigned to whom.
    pub sets: Vec<AssignedServices>,
    /// Its cases.
    pub cases: Vec<Case>,
}

impl World {
    /// An empty world with a name that all its ids follow from.
    pub fn new(ground: &Ground, name: &str) -> Self {
        Self {
            ground: ground.clone(),
            chance: Chance::named(name),
            customers: Vec::new(),
            tenants: Vec::new(),
            directories: Vec::new(),
            people: Vec::new(),
            agreements: Vec::new(),
            packages: Vec::new(),
            services: Vec::new(),
            workspaces: Vec::new(),
            members: Vec::new(),
            groups: Vec::new(),
            grants: Vec::new(),
            sets: Vec::new(),
            cases: Vec::new(),
        }
    }

    /// The person whose name begins like this; there must be exactly one.
    pub fn person(&self, name: &str) -> &Person {
        only(name, self.people.iter().filter(|person| person.name.starts_with(name)))
    }

    /// The workspace of this name; there must be exactly one.
    pub fn workspace(&self, name: &str) -> &Workspace {
        only(name, self.workspaces.iter().filter(|workspace| workspace.name == name))
    }

    /// The service whose name begins like this; there must be exactly one.
    pub fn service(&self, name: &str) -> &Service {
        only(name, self.services.iter().filter(|service| service.name.starts_with(name)))
    }

    /// The case whose title begins like this; there must be exactly one.
    pub fn case(&self, title: &str) -> &Case {
        only(title, self.cases.iter().filter(|case| case.title.starts_with(title)))
    }

    /// The membership of a person in a workspace.
    pub fn member(&self, workspace: &str, person: &str) -> MemberId {
        let (workspace, person) = (self.workspace(workspace), self.person(person));
        let is_it = |one: &&Member| one.workspace == workspace.id && one.identity == person.identity;
        self.members.iter().find(is_it).unwrap().id.clone()
    }

    /// A new id in a shard, as if made at a moment.
    pub fn id<K: Kind>(&mut self, shard: Shard, made_at: Timestamp) -> Id<K> {
        Id::new(shard, made_at, self.chance.bytes())
    }

    /// A moment well before everything that a world tells of.
    pub fn long_ago(&self) -> Timestamp {
        self.ground.now.minus(Span::days(400))
    }

    /// A moment so many days before now.
    pub fn days_ago(&self, days: i64) -> Timestamp {
        self.ground.now.minus(Span::days(days))
    }
}

/// The shards of the settings for development, each with the digit of its region in case numbers.
pub fn shards() -> [(Shard, u8); 2] {
    [(eu1(), 1), (us1(), 2)]
}

/// The shard `eu1`.
pub fn eu1() -> Shard {
    Shard::parse("eu1").unwrap()
}

/// The shard `us1`.
pub fn us1() -> Shard {
    Shard::parse("us1").unwrap()
}

fn only<'a, T>(name: &str, mut found: impl Iterator<Item = &'a T>) -> &'a T {
    match (found.next(), found.next()) {
        (Some(one), None) => one,
        (None, _) => panic!("nothing in this world is called `{name}`"),
        (Some(_), Some(_)) => panic!("several things in this world are called `{name}`"),
    }
}
