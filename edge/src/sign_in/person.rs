//! Who signed in: from the claims of a checked ID token to an identity.

use super::failure::Failure;
use super::id_token::Claims;
use super::issuer::CONSUMER_TENANT;
use crate::encoding::sha256;
use crate::settings::{IdentityProvider, IdentityProviderKind, Settings};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::access::{AccountKind, Origin};
use shared::api::session::SignInProblem;
use shared::id::IdentityId;
use shared::text::{leaves_line, seen};

const LONGEST_NAME: usize = 200;
const LONGEST_EMAIL: usize = 254;
/// Entra's security token service names itself so in `idp`, followed by a tenant.
const STS: &str = "https://sts.windows.net/";

/// A person as proven by an identity provider (ID-1): issuer, tenant and object id say who; name and address are for
/// display and delivery, and decide nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who vouches for them.
    pub issuer: String,
    /// The tenant they signed in through.
    pub tenant: String,
    /// Their id within the tenant.
    pub object: String,
    /// Whose side they are on (ID-5).
    pub origin: Origin,
    /// What kind of account it is (ID-4).
    pub account: AccountKind,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// Whether a tenant may sign in (ID-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Whatever the customers' directories are.
    Always,
    /// If it is a directory registered for a customer.
    IfRegistered,
}

impl Person {
    /// The person that a checked token is about. Guests in the provider's tenant are nobody (ID-5).
    pub fn new(claims: &Claims, provider: &IdentityProvider, settings: &Settings) -> Result<Self, Failure> {
        let (tenant, object) = match provider.kind {
            IdentityProviderKind::Entra => {
                let tenant = claims.tid.clone().ok_or(Failure::not_proven("token without a tenant"))?;
                (tenant, claims.oid.clone().ok_or(Failure::not_proven("token without an object id"))?)
            }
            // A provider without tenants is one tenant: the configured one, or itself.
            IdentityProviderKind::Openid => {
                (provider.tenant.clone().unwrap_or_else(|| claims.iss.clone()), claims.sub.clone())
            }
        };
        if object.is_empty() || object.len() > 255 || object.contains(char::is_control) {
            return Err(Failure::not_proven("token object id"));
        }
        let origin = if tenant.eq_ignore_ascii_case(&settings.provider_tenant) {
            Origin::Provider
        } else {
            Origin::Customer
        };
        if origin == Origin::Provider {
            refuse_guests(claims, &tenant, provider)?;
        }
        let account = account_kind(&tenant, claims.idp.as_deref(), provider);
        let names = [&claims.name, &claims.preferred_username, &claims.email];
        let name = names.into_iter().find_map(|claim| display(claim.as_ref(), LONGEST_NAME));
        let email = display(claims.email.as_ref(), usize::MAX)
            .filter(|email| email.len() <= LONGEST_EMAIL && email.contains('@'));
        let issuer = claims.iss.clone();
        let name = name.unwrap_or_else(|| object.clone());
        Ok(Self { issuer, tenant, object, origin, account, name, email })
    }

    /// The person's identity.
    pub fn id(&self) -> IdentityId {
        identity_id(&self.issuer, &self.tenant, &self.object)
    }

    /// Whether the person's tenant may sign in (ID-3). The provider's own may; so may everybody of an identity
    /// provider that the deployment set up for personal accounts. Any other needs a registered directory, the
    /// consumer tenant too.
    pub fn admission(&self, provider: &IdentityProvider) -> Admission {
        let for_personal = provider.account == Some(AccountKind::Personal)
            && match provider.kind {
                IdentityProviderKind::Entra => self.tenant == CONSUMER_TENANT,
                IdentityProviderKind::Openid => true,
            };
        if self.origin == Origin::Provider || for_personal {
            Admission::Always
        } else {
            Admission::IfRegistered
        }
    }
}

/// The id of the identity with this issuer, tenant and object id: the same everywhere, with nothing to look up (ID-1,
/// ID-9). Each part is hashed with its length before it, so that no two triples run together.
pub fn identity_id(issuer: &str, tenant: &str, object: &str) -> IdentityId {
    let mut bytes = Vec::new();
    for part in [issuer, tenant, object] {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    let mut digest = [0; 16];
    for (slot, byte) in digest.iter_mut().zip(sha256(&bytes)) {
        *slot = byte;
    }
    IdentityId::from_digest(digest)
}

/// ID-4: personal by tenant, by where the person is at home, or because everybody from there is.
fn account_kind(tenant: &str, idp: Option<&str>, provider: &IdentityProvider) -> AccountKind {
    let at_home_with_consumers = idp.is_some_and(|idp| {
        let host = idp.trim_start_matches("https://").split('/').next().unwrap_or("").to_ascii_lowercase();
        host == "live.com"
            || host.ends_with(".live.com")
            || idp.split('/').any(|part| part == CONSUMER_TENANT)
    });
    let configured = provider.account == Some(AccountKind::Personal);
    if tenant == CONSUMER_TENANT || at_home_with_consumers || configured {
        AccountKind::Personal
    } else {
        AccountKind::Work
    }
}

/// ID-5: nobody of the provider's tenant is let in who could be a guest there. `acct` is 0 for members and 1 for guests;
/// what it could mean besides nobody knows. `idp` says where somebody is at home who is not at home in the tenant.
///
/// Entra puts `acct` only into the tokens of applications that ask for it (an optional claim), and may leave `idp` out.
/// Without both, a guest looks like a member, so there `acct` must be present: the operator adds it to the application in
/// the provider's tenant (docs/decisions/0006-guests-are-known-by-acct.md). Other providers have no guests to tell.
fn refuse_guests(claims: &Claims, tenant: &str, provider: &IdentityProvider) -> Result<(), Failure> {
    let acct = claims.acct.as_ref();
    let told = acct.is_some() || provider.kind != IdentityProviderKind::Entra;
    let foreign = claims.idp.as_deref().is_some_and(|idp| {
        let own = idp.strip_prefix(STS).map(|rest| rest.trim_end_matches('/')) == Some(tenant);
        !own && idp != claims.iss
    });
    if foreign || acct.is_some_and(|acct| acct != 0 && acct != "0") {
        Err(Failure::new(SignInProblem::Guest, "guest in the provider's tenant"))
    } else if told {
        Ok(())
    } else {
        Err(Failure::new(
            SignInProblem::Guest,
            "token of the provider's tenant without the optional claim `acct`",
        ))
    }
}

/// A claim as text to show, in one line: without what has no place there, and without what can't be seen, which could make one
/// name look like another.
fn display(claim: Option<&Value>, longest: usize) -> Option<String> {
    let shown = |letter: &char| !leaves_line(*letter);
    let text: String = seen(claim?.as_str()?).trim().chars().filter(shown).take(longest).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
#[path = "person_tests.rs"]
mod tests;
