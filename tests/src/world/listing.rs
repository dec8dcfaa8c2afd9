//! `people.json`: who can sign in at the identity providers for development.

use super::{Ground, Person, Tenant, World};
use serde::{Deserialize, Serialize};
use shared::access::AccountKind;
use shared::time::Timestamp;

/// The file, as the identity providers read it, and what the worlds in the databases beside it stand on.
#[derive(Debug, Default, Serialize)]
pub struct Listing {
    ground: Option<ListedGround>,
    tenants: Vec<Tenant>,
    people: Vec<ListedPerson>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ListedGround {
    idp: String,
    now: Timestamp,
}

#[derive(Debug, Serialize)]
struct ListedPerson {
    provider: super::Through,
    tenant: String,
    object: String,
    name: String,
    email: String,
    email_verified: bool,
    upn: String,
    groups: Vec<String>,
    guest: bool,
    home_idp: Option<&'static str>,
    persona: String,
}

impl Listing {
    /// Lists everybody of a world who can be said in a few words.
    pub fn add(&mut self, world: &World) {
        self.ground = Some(ListedGround { idp: world.ground.idp.clone(), now: world.ground.now });
        for tenant in &world.tenants {
            if !self.tenants.contains(tenant) {
                self.tenants.push(tenant.clone());
            }
        }
        let offered = world.people.iter().filter(|person| !person.persona.is_empty());
        self.people.extend(offered.map(|person| listed(world, person)));
    }

    /// The file's text.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap();
        text.push('\n');
        text
    }

    /// What the worlds stand on that were written beside a file with this text.
    pub fn read_ground(text: &str) -> Ground {
        #[derive(Deserialize)]
        struct File {
            ground: ListedGround,
        }
        let File { ground } = serde_json::from_str(text).unwrap();
        Ground { idp: ground.idp, now: ground.now }
    }
}

fn listed(world: &World, person: &Person) -> ListedPerson {
    let groups = world.groups.iter().filter(|group| group.people.contains(&person.identity));
    ListedPerson {
        provider: person.through,
        tenant: person.tenant.clone(),
        object: person.object.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        email_verified: true,
        upn: person.email.clone(),
        groups: groups.map(|group| group.object.clone()).collect(),
        guest: person.guest,
        home_idp: (person.account == AccountKind::Personal).then_some("live.com"),
        persona: person.persona.clone(),
    }
}
