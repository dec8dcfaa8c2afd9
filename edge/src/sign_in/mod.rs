//! Signing in with an identity provider, and out again: OpenID Connect, the code flow with PKCE (ID-2).
//!
//! ```text
//! browser                     worker                          identity provider         shards
//!    │ GET /sign-in/entra?return=/w/ws_eu1_…/cases                   │                     │
//!    ├───────────────────────────▶│ discovery (cached an hour) ─────▶│                     │
//!    │◀── 302, round trip cookie ─┤                                  │                     │
//!    ├── code_challenge, state, nonce ──────────────────────────────▶│ who are you?        │
//!    │◀── 302 /sign-in/entra/callback?code=…&state=… ────────────────┤                     │
//!    ├── code, state, round trip ▶│ state is the cookie's            │                     │
//!    │                            ├── code, verifier, our secret ───▶│                     │
//!    │                            │◀── id token ─────────────────────┤                     │
//!    │                            │ signature, issuer, audience, time, nonce → person      │
//!    │                            ├── registered? disabled? ──────────────────────────────▶│
//!    │                            ├── identity, session, event ───────────────────────────▶│
//!    │◀── 200, session cookie, goes on to /w/ws_eu1_…/cases by itself                      │
//! ```
//!
//! For example, Ada of Contoso presses "Microsoft Entra ID". [`start()`] makes three secrets of 32 bytes, puts them
//! with the path she wanted into a cookie under a MAC (`round_trip`), and sends her to Entra with the hash of one
//! and the other two as they are. Entra asks who she is and sends her back with a code. [`callback()`] finds the
//! cookie, whose state is the answer's, so the answer is to a question this browser asked; gives the code and the
//! first secret to Entra (`exchange`), which no thief of the code could; and gets a token. The token is signed by a
//! key of Entra's (`keys`), names the issuer of the tenant it names, us as its audience, and the third secret
//! (`id_token`): it was made for this very sign-in. Its tenant and object id are Ada ([`person`]). Contoso's
//! directory is registered in `eu1`, nobody disabled her, so the session is written to `eu1` and `us1` at once
//! ([`crate::news`]) and her browser gets its cookie ([`cookie`]). No token ever reaches the browser, and none is kept.
//!
//! Whatever does not hold leads to `/sign-in?problem=…` (`failure`), and changes nothing.

mod callback;
mod client;
pub mod cookie;
mod discovery;
mod exchange;
mod failure;
#[cfg(test)]
pub(crate) mod fake;
mod id_token;
mod issuer;
mod jws;
mod keys;
pub mod person;
mod respond;
mod return_path;
mod round_trip;
mod start;
mod too_often;
pub(crate) mod withdraw;

pub use callback::callback;
pub use cookie::SessionCookie;
pub use issuer::is_tenant_id;
pub use start::start;
pub use too_often::too_often;

use crate::settings::{IdentityProvider, Settings};

fn provider<'a>(settings: &'a Settings, id: &str) -> Option<&'a IdentityProvider> {
    settings.identity_providers.iter().find(|provider| provider.id == id)
}
