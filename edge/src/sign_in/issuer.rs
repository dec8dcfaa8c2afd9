//! Whose tokens an identity provider may give: those of one issuer, or of one per tenant.
//!
//! Most providers have one issuer, and it is the address their discovery document was asked from. Microsoft Entra ID
//! has one per tenant and one document for many tenants, whose `issuer` is a template. For example:
//!
//! ```text
//! authority   https://login.microsoftonline.com/organizations/v2.0
//! discovered  https://login.microsoftonline.com/{tenantid}/v2.0
//! a token's   https://login.microsoftonline.com/5d1c…/v2.0, with `tid` = 5d1c…
//! ```

use crate::settings::{IdentityProvider, IdentityProviderKind};

/// The tenant of Microsoft's personal accounts (ID-4).
pub const CONSUMER_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

const TEMPLATE: &str = "{tenantid}";
const VERSION: &str = "/v2.0";

/// Whose tokens an identity provider may give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// Those of this issuer.
    One(String),
    /// Those of `{base}/{tenant}/v2.0`, for every tenant or for one.
    PerTenant {
        /// What stands before the tenant, with its slash.
        base: String,
        /// The only tenant, where the authority names one.
        only: Option<String>,
    },
}

impl Issuer {
    /// The issuer that a discovery document names, if it is the one that the authority promised: exactly the authority
    /// (OpenID Connect Discovery 1.0 §4.3), or for Entra the authority with its tenant's place filled as it should be.
    pub fn discovered(provider: &IdentityProvider, named: &str) -> Option<Self> {
        match provider.kind {
            IdentityProviderKind::Openid => {
                (named == provider.authority).then(|| Self::One(named.to_owned()))
            }
            IdentityProviderKind::Entra => Self::of_entra(&provider.authority, named),
        }
    }

    fn of_entra(authority: &str, named: &str) -> Option<Self> {
        let (base, asked) = authority.strip_suffix(VERSION)?.rsplit_once('/')?;
        let base = format!("{base}/");
        let tenant = named.strip_prefix(&base)?.strip_suffix(VERSION)?;
        let fits = match asked {
            "organizations" | "common" => tenant == TEMPLATE,
            "consumers" => tenant == CONSUMER_TENANT,
            id if is_tenant_id(id) => tenant == id,
            // A tenant asked for by its domain.
            _ => is_tenant_id(tenant),
        };
        let only = (tenant != TEMPLATE).then(|| tenant.to_owned());
        fits.then_some(Self::PerTenant { base, only })
    }

    /// The issuer of a token of this tenant; `None` if the provider may not give any for it.
    pub fn of_tenant(&self, tenant: Option<&str>) -> Option<String> {
        match self {
            Self::One(issuer) => Some(issuer.clone()),
            Self::PerTenant { base, only } => {
                let tenant = tenant.filter(|tenant| is_tenant_id(tenant))?;
                let may = only.as_deref().is_none_or(|only| only == tenant);
                may.then(|| format!("{base}{tenant}{VERSION}"))
            }
        }
    }

    /// Whether an authorization response that names this issuer can be the provider's (RFC 9207 §2.4).
    pub fn may_answer_as(&self, issuer: &str) -> bool {
        let tenant = match self {
            Self::One(_) => None,
            Self::PerTenant { base, .. } => {
                issuer.strip_prefix(base.as_str()).and_then(|rest| rest.strip_suffix(VERSION))
            }
        };
        self.of_tenant(tenant).as_deref() == Some(issuer)
    }
}

/// Whether a key published for `named` (an issuer, or Entra's template for one) signs for this issuer and tenant. One
/// document of Entra's lists the keys of all clouds and of personal accounts, each with whom it signs for.
pub fn key_signs_for(named: &str, issuer: &str, tenant: Option<&str>) -> bool {
    match tenant {
        Some(tenant) => named.replace(TEMPLATE, tenant) == issuer,
        None => named == issuer,
    }
}

/// Whether a text is the id of a tenant of Entra: a GUID in lower case, its only spelling in tokens.
pub fn is_tenant_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

#[cfg(test)]
mod tests {
    use super::{CONSUMER_TENANT, Issuer, is_tenant_id, key_signs_for};
    use crate::settings::IdentityProvider;
    use crate::sign_in::fake::settings;

    const TENANT: &str = "11111111-1111-4111-8111-11111111111a";
    const OTHER: &str = "22222222-2222-4222-8222-22222222222b";

    fn entra(tenant: &str) -> IdentityProvider {
        let authority = format!("https://login.example/{tenant}/v2.0");
        IdentityProvider { authority, ..settings().identity_providers[0].clone() }
    }

    fn named(tenant: &str) -> String {
        format!("https://login.example/{tenant}/v2.0")
    }

    #[test]
    fn id_3_an_ordinary_provider_has_exactly_the_issuer_it_was_asked_as() {
        let provider = settings().identity_providers[1].clone();
        let issuer = Issuer::discovered(&provider, &provider.authority).unwrap();
        assert_eq!(issuer.of_tenant(Some(TENANT)).as_deref(), Some(provider.authority.as_str()));
        assert!(issuer.may_answer_as(&provider.authority));
        assert!(!issuer.may_answer_as(&format!("{}/", provider.authority)));
        for wrong in ["", "https://elsewhere.example", &format!("{}/", provider.authority)] {
            assert_eq!(Issuer::discovered(&provider, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn id_3_a_multi_tenant_document_has_the_template_and_a_token_the_tenant() {
        for asked in ["organizations", "common"] {
            let issuer = Issuer::discovered(&entra(asked), &named("{tenantid}")).unwrap();
            assert_eq!(issuer.of_tenant(Some(TENANT)), Some(named(TENANT)));
            assert_eq!(issuer.of_tenant(None), None);
            assert!(issuer.may_answer_as(&named(TENANT)));
            assert!(!issuer.may_answer_as(&named("organizations")));
            assert!(!issuer.may_answer_as(&format!("https://elsewhere.example/{TENANT}/v2.0")));
            assert_eq!(Issuer::discovered(&entra(asked), &named(TENANT)), None);
            assert_eq!(Issuer::discovered(&entra(asked), "https://elsewhere.example/{tenantid}/v2.0"), None);
            assert_eq!(Issuer::discovered(&entra(asked), "https://login.example/{tenantid}"), None);
        }
    }

    #[test]
    fn id_3_a_single_tenant_document_serves_that_tenant_alone() {
        let by_id = Issuer::discovered(&entra(TENANT), &named(TENANT)).unwrap();
        let by_domain = Issuer::discovered(&entra("contoso.example"), &named(TENANT)).unwrap();
        let personal = Issuer::discovered(&entra("consumers"), &named(CONSUMER_TENANT)).unwrap();
        assert_eq!(by_id, by_domain);
        assert_eq!(by_id.of_tenant(Some(TENANT)), Some(named(TENANT)));
        assert_eq!(by_id.of_tenant(Some(OTHER)), None);
        assert_eq!(personal.of_tenant(Some(TENANT)), None);
        assert_eq!(Issuer::discovered(&entra(TENANT), &named(OTHER)), None);
        assert_eq!(Issuer::discovered(&entra(TENANT), &named("{tenantid}")), None);
        assert_eq!(Issuer::discovered(&entra("consumers"), &named(TENANT)), None);
        assert_eq!(Issuer::discovered(&entra("contoso.example"), &named("{tenantid}")), None);
    }

    #[test]
    fn id_3_a_tenant_that_is_no_guid_fills_no_template() {
        let issuer = Issuer::discovered(&entra("common"), &named("{tenantid}")).unwrap();
        for tenant in ["", "x", "../evil", "{tenantid}", &TENANT.to_uppercase(), &format!("{TENANT}/x")] {
            assert!(!is_tenant_id(tenant), "{tenant}");
            assert_eq!(issuer.of_tenant(Some(tenant)), None, "{tenant}");
        }
    }

    #[test]
    fn id_3_a_key_signs_for_the_issuer_it_was_published_for() {
        assert!(key_signs_for(&named("{tenantid}"), &named(TENANT), Some(TENANT)));
        assert!(key_signs_for(&named(TENANT), &named(TENANT), Some(TENANT)));
        assert!(!key_signs_for(&named(CONSUMER_TENANT), &named(TENANT), Some(TENANT)));
        assert!(!key_signs_for(&named("{tenantid}"), &named(TENANT), None));
    }
}
