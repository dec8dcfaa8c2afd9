//! How a deployment is set up: regions, identity providers, keys. Read once per request from the worker's variables and
//! secrets, parsed here, so that a wrong setting is found at the first request and not in the middle of one.

use serde::Deserialize;
use shared::access::AccountKind;
use shared::region::Shard;

/// How this deployment is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the app is served: `https://support.example`. Redirect URIs and the same-origin check are made of it.
    pub origin: String,
    /// The shards, each with the digit of its region in case numbers (CASE-3). The first is asked where one is enough.
    pub shards: Vec<(Shard, u8)>,
    /// The provider's name.
    pub provider_name: String,
    /// The provider's tenant: its identities are of provider origin (ID-5).
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
        }
        let keys = ["SESSION_KEY_CURRENT", "SESSION_KEY_PREVIOUS"].map(|name| {
            let key = text(name).ok().and_then(|text| crate::encoding::from_base64(&text));
            key.filter(|key| key.len() >= 32).ok_or_else(|| wrong(name))
        });
        Ok(Self {
            origin: text("ORIGIN")?,
            shards,
            provider_name: text("PROVIDER_NAME")?,
            provider_tenant: text("PROVIDER_TENANT")?,
            provider_contact: text("PROVIDER_CONTACT")?,
            identity_providers,
            session_keys: keys.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// The digit of a shard's region in case numbers; `None` if there is no such shard.
    pub fn region_digit(&self, shard: Shard) -> Option<u8> {
        self.shards.iter().find(|(known, _)| *known == shard).map(|(_, digit)| *digit)
    }
}

/// `eu1:1,us1:2`
fn parse_shards(text: &str) -> Option<Vec<(Shard, u8)>> {
    text.split(',')
        .map(|part| {
            let (shard, digit) = part.trim().split_once(':')?;
            Some((Shard::parse(shard)?, digit.parse().ok().filter(|digit| *digit < 10)?))
        })
        .collect()
}
