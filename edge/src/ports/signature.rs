//! Checking signatures of id tokens; on workerd this is WebCrypto.

use super::PortFuture;

/// Checks signatures.
pub trait Signatures {
    /// Whether `signature` is that of `data` under the public key (a JSON Web Key, as the identity provider published
    /// it). A key that can't be used for the algorithm verifies nothing.
    fn verify<'a>(
        &'a self,
        algorithm: Algorithm,
        key: &'a serde_json::Value,
        data: &'a [u8],
        signature: &'a [u8],
    ) -> PortFuture<'a, bool>;
}

/// The algorithms that an id token may be signed with (RFC 7518 §3.1). Nothing symmetric, and not `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl Algorithm {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Rs256, Self::Es256];

    /// Its name in keys, tokens and discovery documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}
