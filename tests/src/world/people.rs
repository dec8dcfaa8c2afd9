//! People and the directories that prove who they are.

use super::{Ground, World};
use serde::Serialize;
use shared::access::{AccountKind, Origin};
use shared::id::{CustomerId, IdentityId};

/// The provider's tenant, as the settings for development have it.
pub const PROVIDER_TENANT: &str = "6f1f0c0e-8a51-4c39-9a8e-0b6f1c7d2a10";

/// The tenant of all personal accounts (ID-4).
pub const CONSUMER_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The tenant of everybody from Fabrikam's own identity provider, as the settings for development have it.
pub const FABRIKAM_TENANT: &str = "fabrikam";

/// An identity provider for development.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Through {
    /// The one shaped like Microsoft Entra ID, for all tenants but one.
    Entra,
    /// Fabrikam's own.
    Fabrikam,
}

impl Through {
    /// Its id, as the settings for development have it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Entra => "entra",
            Self::Fabrikam => "fabrikam",
        }
    }
}

/// A tenant of an identity provider, as it is listed for the people who sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tenant {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// The domain of its people's e-mail addresses.
    pub domain: String,
}

impl Tenant {
    /// The provider's.
    pub fn of_the_provider() -> Self {
        Self::known(PROVIDER_TENANT, "Northwind Support", "northwind.example")
    }

    /// The one of personal accounts.
    pub fn of_personal_accounts() -> Self {
        Self::known(CONSUMER_TENANT, "Personal accounts", "mail.example")
    }

    /// That of Fabrikam's own identity provider.
    pub fn of_fabrikam() -> Self {
        Self::known(FABRIKAM_TENANT, "Fabrikam", "fabrikam.example")
    }

    fn known(id: &str, name: &str, domain: &str) -> Self {
        Self { id: id.into(), name: name.into(), domain: domain.into() }
    }

    /// The identity provider that proves its people.
    pub fn through(&self) -> Through {
        if self.id == FABRIKAM_TENANT { Through::Fabrikam } else { Through::Entra }
    }

    /// The issuer in its people's tokens.
    pub fn issuer(&self, ground: &Ground) -> String {
        match self.through() {
            Through::Entra => format!("{}/{}/v2.0", ground.idp, self.id),
            Through::Fabrikam => format!("{}/fabrikam", ground.idp),
        }
    }
}

/// A tenant registered for a customer (ACC-5).
#[derive(Clone, Debug)]
pub struct Directory {
    /// The tenant.
    pub tenant: Tenant,
    /// The customer.
    pub customer: CustomerId,
}

/// A person: what their identity provider says of them, and what follows from it.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their identity.
    pub identity: IdentityId,
    /// Who proves it.
    pub through: Through,
    /// The issuer in their tokens.
    pub issuer: String,
    /// Their tenant.
    pub tenant: String,
    /// Their object id there.
    pub object: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether they are a guest in their tenant (ID-5).
    pub guest: bool,
    /// Who they are, in a few words for whoever chooses somebody to sign in as. Empty: they are not offered there.
    pub persona: String,
    /// Whether they have signed in before, so that the databases know them.
    pub has_signed_in: bool,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
}

impl World {
    /// A new tenant at the Entra-shaped identity provider.
    pub fn new_tenant(&mut self, name: &str, domain: &str) -> Tenant {
        Tenant { id: self.chance.guid(), name: name.into(), domain: domain.into() }
    }

    /// Registers a tenant for a customer: its people may sign in.
    pub fn register(&mut self, customer: &CustomerId, tenant: &Tenant) {
        self.directories.push(Directory { tenant: tenant.clone(), customer: customer.clone() });
        self.list_tenant(tenant);
    }

    /// A person who has signed in before. `persona` says in a few words who it is.
    pub fn add_person(&mut self, tenant: &Tenant, name: &str, persona: &str) -> IdentityId {
        let object = self.chance.guid();
        self.add_person_as(tenant, &object, name, persona)
    }

    /// A person with a given object id.
    pub fn add_person_as(&mut self, tenant: &Tenant, object: &str, name: &str, persona: &str) -> IdentityId {
        self.list_tenant(tenant);
        let issuer = tenant.issuer(&self.ground);
        let identity = edge::sign_in::person::identity_id(&issuer, &tenant.id, object);
        let is_provider = tenant.id == PROVIDER_TENANT;
        let is_personal = tenant.id == CONSUMER_TENANT;
        self.people.push(Person {
            identity: identity.clone(),
            through: tenant.through(),
            issuer,
            tenant: tenant.id.clone(),
            object: object.into(),
            name: name.into(),
            email: format!("{}@{}", mailbox(name), tenant.domain),
            guest: false,
            persona: persona.into(),
            has_signed_in: true,
            origin: if is_provider { Origin::Provider } else { Origin::Customer },
            account: if is_personal { AccountKind::Personal } else { AccountKind::Work },
        });
        identity
    }

    /// A person, to change them.
    pub fn person_mut(&mut self, identity: &IdentityId) -> &mut Person {
        self.people.iter_mut().find(|person| person.identity == *identity).unwrap()
    }

    /// Gives a person another name, and the address that goes with it.
    pub fn rename(&mut self, identity: &IdentityId, name: &str) {
        let person = self.person_mut(identity);
        let domain = person.email.split('@').next_back().unwrap_or_default().to_owned();
        person.email = format!("{}@{domain}", mailbox(name));
        person.name = name.into();
    }

    fn list_tenant(&mut self, tenant: &Tenant) {
        if !self.tenants.contains(tenant) {
            self.tenants.push(tenant.clone());
        }
    }
}

/// `Zoë Müller` → `zoe.muller`
fn mailbox(name: &str) -> String {
    name.to_lowercase().chars().filter_map(plain).collect()
}

fn plain(letter: char) -> Option<char> {
    match letter {
        ' ' => Some('.'),
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' | 'ą' | 'ă' => Some('a'),
        'ç' | 'ć' | 'č' => Some('c'),
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => Some('e'),
        'ì' | 'í' | 'î' | 'ï' | 'ı' => Some('i'),
        'ñ' | 'ń' => Some('n'),
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'ø' => Some('o'),
        'ś' | 'š' | 'ş' | 'ș' => Some('s'),
        'ù' | 'ú' | 'û' | 'ü' | 'ů' => Some('u'),
        'ý' => Some('y'),
        'ž' | 'ź' | 'ż' => Some('z'),
        'ł' => Some('l'),
        'ř' => Some('r'),
        'ğ' => Some('g'),
        'ț' => Some('t'),
        letter if letter.is_ascii_alphanumeric() || letter == '-' => Some(letter),
        _ => None,
    }
}
