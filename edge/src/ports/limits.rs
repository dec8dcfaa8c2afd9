//! How often somebody may try something.

use super::PortFuture;

/// Counts attempts.
pub trait Limits {
    /// Whether this attempt of whoever the key stands for is within the limit. It counts, if it is. A counter that fails lets
    /// everybody through: limits keep load away, they guard nothing.
    fn allows<'a>(&'a self, what: Limited, key: &'a str) -> PortFuture<'a, bool>;
}

/// What has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limited {
    /// Signing in, and asking how one can.
    SignIn,
}

impl Limited {
    /// The name of its binding, where the operator says how often (docs/SECURITY.md).
    pub const fn binding(self) -> &'static str {
        match self {
            Self::SignIn => "SIGN_IN_LIMIT",
        }
    }
}
