//! How a deployment is set up: regions, identity providers, keys. Read once per isolate from the worker's variables and
//! secrets, parsed here, so that a wrong setting is found at the first request and not in the middle of one.

use crate::sign_in::is_tenant_id;
use serde::Deserialize;
use shared::access::AccountKind;
use shared::region::Shard;

/// How this deployment is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the app is served: `https://support.example`, without a path or a closing slash. Redirect URIs and the same-origin check are made of it.
    pub origin: String,
    /// The shards, each with its own digit in case numbers (CASE-3). The first is asked where one is enough.
    pub shards: Vec<(Shard, u8)>,
    /// The provider's name.
    pub provider_name: String,
    /// The provider's tenant, in lower case: its identities are of provider origin (ID-5). In Entra, the application must
    /// have the optional claim `acct` in its id tokens, or nobody of the provider gets in: see `sign_in::person`.
    pub provider_tenant: String,
    /// Whom somebody asks who is in no workspace and no known directory (ID-6).
    pub provider_contact: String,
    /// The identity providers (ID-3).
    pub identity_providers: Vec<IdentityProvider>,
    /// The keys that session cookies carry a MAC under; the first signs, all verify (ID-8).
    pub session_keys: Vec<Vec<u8>>,
}

/// One identity provider.
#[derive(Clone, Debug, Deserialize)]
pub struct IdentityProvider {
    /// Its id; part of its redirect URI, so that an answer of one is never taken for one of another (RFC 9700 §4.4).
    pub id: String,
    /// What kind of provider it is.
    pub kind: IdentityProviderKind,
    /// What is written on its button.
    pub name: String,
    /// Where its discovery document lies, less `/.well-known/openid-configuration`.
    pub authority: String,
    /// The client id registered there.
    pub client_id: String,
    /// The client secret. In the variables this is the name of the Worker secret; [`Settings`] puts its value here.
    pub secret: String,
    /// The tenant of everybody from there, where the provider has only one (`openid`).
    #[serde(default)]
    pub tenant: Option<String>,
    /// The kind of account of everybody from there, where it is always the same (ID-4).
    #[serde(default)]
    pub account: Option<AccountKind>,
    /// Whether the sign-in page offers it to everybody, or only to those whose e-mail domain it is (ID-10).
    pub shared: bool,
    /// The e-mail domains whose people are sent there, where it is not shared.
    #[serde(default)]
    pub domains: Vec<String>,
}

/// What kind of provider an identity provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityProviderKind {
    /// Microsoft Entra ID: the issuer is a template filled with the token's tenant.
    Entra,
    /// Any other OpenID provider: the issuer is exactly that of its discovery document.
    Openid,
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
#[error("setting `{name}` is missing or malformed")]
pub struct SettingsError {
    /// The variable or secret.
    pub name: String,
}

impl Settings {
    /// Reads the settings from variables and secrets by name.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let wrong = |name: &str| SettingsError { name: name.to_owned() };
        let text = |name: &str| lookup(name).filter(|text| !text.is_empty()).ok_or_else(|| wrong(name));
        let shards = parse_shards(&text("SHARDS")?).ok_or_else(|| wrong("SHARDS"))?;
        let mut identity_providers: Vec<IdentityProvider> =
            serde_json::from_str(&text("IDENTITY_PROVIDERS")?).map_err(|_| wrong("IDENTITY_PROVIDERS"))?;
        for provider in &mut identity_providers {
            provider.secret = text(&provider.secret)?;
            provider.tenant = provider.tenant.take().map(|tenant| tenant.trim().to_ascii_lowercase());
        }
        let keys = ["SESSION_KEY_CURRENT", "SESSION_KEY_PREVIOUS"].map(|name| {
            let key = text(name).ok().and_then(|text| crate::encoding::from_base64(&text));
            key.filter(|key| key.len() >= 32).ok_or_else(|| wrong(name))
        });
        Ok(Self {
            origin: parse_origin(&text("ORIGIN")?).ok_or_else(|| wrong("ORIGIN"))?,
            shards,
            provider_name: text("PROVIDER_NAME")?,
            provider_tenant: parse_tenant(&text("PROVIDER_TENANT")?, &identity_providers)
                .ok_or_else(|| wrong("PROVIDER_TENANT"))?,
            provider_contact: text("PROVIDER_CONTACT")?,
            identity_providers,
            session_keys: keys.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// The digit of a shard in case numbers; `None` if there is no such shard.
    pub fn region_digit(&self, shard: Shard) -> Option<u8> {
        self.shards.iter().find(|(known, _)| *known == shard).map(|(_, digit)| *digit)
    }
}

/// `https://support.example`, or with a closing slash, which is dropped: the browser's `Origin` has none, and redirect URIs
/// are made by putting a path behind. Anything else of a path is refused, and so is `http` outside of one's own machine.
fn parse_origin(text: &str) -> Option<String> {
    let text = text.trim();
    let origin = text.strip_suffix('/').unwrap_or(text);
    let url = oauth2::url::Url::parse(origin).ok()?;
    let secure = match url.scheme() {
        "https" => true,
        "http" => matches!(url.host_str(), Some("localhost" | "127.0.0.1")),
        _ => false,
    };
    (secure && url.origin().ascii_serialization() == origin).then(|| origin.to_owned())
}

/// A tenant of Entra, or the one that an identity provider of the deployment is configured to have: nobody could be of any
/// other. Tokens hold tenant ids in lower case, portals show them in either.
fn parse_tenant(text: &str, providers: &[IdentityProvider]) -> Option<String> {
    let tenant = text.trim().to_ascii_lowercase();
    let configured = providers.iter().any(|provider| provider.tenant.as_deref() == Some(tenant.as_str()));
    (configured || is_tenant_id(&tenant)).then_some(tenant)
}

/// `eu1:1,us1:2`: each shard once, with a digit of its own. Numbers of cases are unique in a shard; only the digit keeps those of
/// two shards apart, of one region too (CASE-3).
fn parse_shards(text: &str) -> Option<Vec<(Shard, u8)>> {
    let mut shards: Vec<(Shard, u8)> = Vec::new();
    for part in text.split(',') {
        let (shard, digit) = part.trim().split_once(':')?;
        let (shard, digit) = (Shard::parse(shard)?, digit.parse().ok().filter(|digit| *digit < 10)?);
        if shards.iter().any(|(other, taken)| *other == shard || *taken == digit) {
            return None;
        }
        shards.push((shard, digit));
    }
    Some(shards)
}

#[cfg(test)]
mod tests {
    use super::{Settings, SettingsError};

    const TENANT: &str = "6f1f0c0e-8a51-4c39-9a8e-0b6f1c7d2a10";

    fn read(name: &str, value: &str) -> Result<Settings, SettingsError> {
        let key = format!("{}=", "A".repeat(43));
        let providers = r#"[{ "id": "own", "kind": "openid", "name": "Own", "authority": "https://idp.example",
            "client_id": "portico", "secret": "SECRET", "tenant": "OwnPeople", "shared": true }]"#;
        Settings::read(|asked| {
            let usual = match asked {
                "ORIGIN" => "https://support.example",
                "SHARDS" => "eu1:1,us1:2",
                "IDENTITY_PROVIDERS" => providers,
                "PROVIDER_TENANT" => TENANT,
                "SESSION_KEY_CURRENT" | "SESSION_KEY_PREVIOUS" => &key,
                _ => "something",
            };
            Some(if asked == name { value } else { usual }.to_owned())
        })
    }

    fn refused(name: &str, value: &str) {
        assert_eq!(read(name, value).unwrap_err().name, name, "{value}");
    }

    #[test]
    fn id_5_the_providers_tenant_is_the_same_in_either_case() {
        for spelt in [TENANT, &TENANT.to_uppercase(), &format!(" {TENANT} ")] {
            assert_eq!(read("PROVIDER_TENANT", spelt).unwrap().provider_tenant, TENANT);
        }
        let settings = read("PROVIDER_TENANT", "OWNpeople").unwrap();
        assert_eq!(settings.provider_tenant, "ownpeople");
        assert_eq!(settings.identity_providers[0].tenant.as_deref(), Some("ownpeople"));
    }

    #[test]
    fn id_5_a_tenant_that_nobody_could_be_of_is_refused() {
        for wrong in ["", "northwind.example", "6f1f0c0e", &format!("{TENANT}0"), "{tenantid}"] {
            refused("PROVIDER_TENANT", wrong);
        }
    }

    #[test]
    fn id_8_a_session_key_that_could_be_guessed_is_refused() {
        let short = format!("{}==", "A".repeat(42));
        for wrong in ["", "secret", "not a key!", &short] {
            refused("SESSION_KEY_CURRENT", wrong);
            refused("SESSION_KEY_PREVIOUS", wrong);
        }
    }

    #[test]
    fn case_3_every_shard_has_a_digit_of_its_own() {
        let shards = read("SHARDS", "eu1:1, us1:2,eu2:0").unwrap().shards;
        assert_eq!(
            shards.iter().map(|(shard, digit)| (shard.to_string(), *digit)).collect::<Vec<_>>(),
            [("eu1".to_owned(), 1), ("us1".to_owned(), 2), ("eu2".to_owned(), 0)]
        );
        // Two shards could give the same number to two cases; and one could be asked twice.
        for wrong in ["eu1:1,us1:1", "eu1:1,eu2:1", "eu1:1,eu1:1", "eu1:1,us1:2,eu1:3", "eu1:10", "eu1", ""] {
            refused("SHARDS", wrong);
        }
    }

    #[test]
    fn the_origin_has_no_path_and_loses_its_closing_slash() {
        for good in ["https://support.example", "https://support.example/", "https://support.example:8443/"] {
            assert_eq!(read("ORIGIN", good).unwrap().origin, good.trim_end_matches('/'));
        }
        assert_eq!(read("ORIGIN", "http://localhost:8787").unwrap().origin, "http://localhost:8787");
        for wrong in [
            "",
            "support.example",
            "https://support.example/portal",
            "https://support.example//",
            "https://support.example?x",
            "https://Support.example",
            "https://support.example:443",
            "http://support.example",
            "ftp://support.example",
            "https://user@support.example",
        ] {
            refused("ORIGIN", wrong);
        }
    }
}
