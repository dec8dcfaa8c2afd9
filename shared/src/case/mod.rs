//! Cases: support requests on one service in one workspace.

pub mod draft;
pub mod filter;
pub mod lifecycle;
pub mod number;
pub mod prose;
pub mod visibility;

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Work has stopped.
    A,
    /// Work is hindered.
    B,
    /// A question, or a nuisance.
    C,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The letter in requests and rows: `a`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }

    /// Whether opening a case of this severity asks for its impact on the business (CASE-1).
    pub const fn asks_for_impact(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}

/// How the customer wants to be answered (CASE-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactMethod {
    /// By e-mail.
    Email,
    /// By phone; needs a number.
    Phone,
}

impl ContactMethod {
    /// The name in requests and rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// The languages Portico speaks (L10N-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}
