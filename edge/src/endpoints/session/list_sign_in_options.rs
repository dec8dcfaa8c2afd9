//! `GET /api/sign-in-options`

use crate::pipeline::OpenQuery;
use crate::settings::{IdentityProvider, Settings};
use shared::api::session::{ListSignInOptions, SignInOption, SignInOptions, SignInQuestion};
use shared::time::Timestamp;

impl OpenQuery for ListSignInOptions {
    /// The shared identity providers, and the one whose domain was typed. A domain that nobody has registered gets the
    /// same answer as none, so that asking does not list customers (ID-10).
    fn answer(request: &SignInQuestion, settings: &Settings, _: Timestamp) -> SignInOptions {
        let domain = request.domain.as_deref().map(|domain| domain.trim().to_ascii_lowercase());
        let offered = |provider: &&IdentityProvider| {
            provider.shared || domain.as_ref().is_some_and(|domain| provider.domains.contains(domain))
        };
        let option = |provider: &IdentityProvider| SignInOption {
            id: provider.id.clone(),
            name: provider.name.clone(),
        };
        let identity_providers = settings.identity_providers.iter().filter(offered).map(option).collect();
        SignInOptions { provider: settings.provider_name.clone(), identity_providers }
    }
}
