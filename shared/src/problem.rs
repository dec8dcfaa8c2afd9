//! What an answer says when it is not the one asked for: problem details (RFC 9457) with a stable code (API-5).

use crate::access::{Link, Refusal};
use serde::{Deserialize, Serialize};

/// A problem, as it goes over the wire. Two problems that are to be told apart differ in their code; equal problems are
/// equal byte for byte, so that an answer gives nothing away (WS-4). The request's id is in a header, not in here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// The code in words, for people who read the API with their own eyes. Screens go by the code.
    pub title: String,
    /// Why not, where it is a matter of access.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refusal: Option<Refusal>,
    /// What is wrong with which field, where it is a matter of input.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<FieldProblem>,
    /// The ids of what has changed since the editor saw it, where it is a matter of versions (ACC-12).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changed: Vec<String>,
    /// The regions that did not confirm, where it is a matter of reaching all of them (ID-8).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub regions: Vec<String>,
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name in the request.
    pub field: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing was given.
    Missing,
    /// Fewer characters than needed.
    TooShort {
        /// The fewest characters.
        least: usize,
    },
    /// More characters, or things, than allowed.
    TooLong {
        /// The most characters or things.
        most: usize,
    },
    /// More bytes than can be kept, whatever the number of characters.
    TooLarge {
        /// The most KiB of UTF-8.
        most_kib: usize,
    },
    /// Not of the form that the field needs.
    Malformed,
    /// Well-formed, and not among what can be chosen here.
    Unknown,
}

impl Fault {
    /// The fault, of a field.
    pub fn of(self, field: &str) -> FieldProblem {
        FieldProblem { field: field.into(), fault: self }
    }
}

/// The stable codes of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Nobody is signed in, or the session has ended.
    NotSignedIn,
    /// Not allowed; the refusal says why.
    Refused,
    /// There is no such thing, or none that the reader may know of.
    NotFound,
    /// The method does not exist on this path.
    MethodNotAllowed,
    /// The request can't be read: not JSON, a field of the wrong type, a query that does not parse.
    MalformedRequest,
    /// The body's media type is not `application/json`.
    UnsupportedMediaType,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// The request does not come from the app itself.
    CrossSite,
    /// The page was made for somebody else than who is signed in in this browser by now.
    SignedInAsAnother,
    /// One or more fields are wrong.
    InvalidFields,
    /// A command came without an `Idempotency-Key`, or with one that is none.
    IdempotencyKeyMissing,
    /// The key was used for another request (API-2).
    IdempotencyKeyReused,
    /// What was edited has changed since the editor saw it (ACC-12).
    StaleVersion,
    /// Granular Reactive Services is off, and assignments can't be changed (RS-13).
    FeatureOff,
    /// The case can't make this move from the state it is in (CASE-4).
    MoveNotAllowed,
    /// The member is of the provider's side, and this is for the customer's own people (ID-7).
    ProviderMember,
    /// It is for others only: one signs oneself out everywhere in one's own menu, where a region that does not confirm can be asked
    /// again (ID-7).
    Yourself,
    /// More attempts than are counted on from one place; it passes within a minute.
    TooManyRequests,
    /// Too much at once, or the database is not answering; trying again helps.
    Busy,
    /// Not every region confirmed (ID-8).
    RegionsUnconfirmed,
    /// A fault on our side.
    Internal,
}

impl ProblemCode {
    /// Every code, for documents and for the screens' test that each has its words.
    pub const ALL: &[Self] = &[
        Self::NotSignedIn,
        Self::Refused,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::MalformedRequest,
        Self::UnsupportedMediaType,
        Self::BodyTooLarge,
        Self::CrossSite,
        Self::SignedInAsAnother,
        Self::InvalidFields,
        Self::IdempotencyKeyMissing,
        Self::IdempotencyKeyReused,
        Self::StaleVersion,
        Self::FeatureOff,
        Self::MoveNotAllowed,
        Self::ProviderMember,
        Self::Yourself,
        Self::TooManyRequests,
        Self::Busy,
        Self::RegionsUnconfirmed,
        Self::Internal,
    ];

    /// The HTTP status that goes with the code, and the code in words.
    pub const fn meaning(self) -> (u16, &'static str) {
        match self {
            Self::NotSignedIn => (401, "not signed in"),
            Self::Refused => (403, "not allowed"),
            Self::NotFound => (404, "not found"),
            Self::MethodNotAllowed => (405, "method not allowed"),
            Self::MalformedRequest => (400, "the request can't be read"),
            Self::UnsupportedMediaType => (415, "the body must be application/json"),
            Self::BodyTooLarge => (413, "the body is too large"),
            Self::CrossSite => (403, "the request does not come from the app"),
            Self::SignedInAsAnother => (409, "somebody else is signed in in this browser"),
            Self::InvalidFields => (422, "some fields are wrong"),
            Self::IdempotencyKeyMissing => (400, "an Idempotency-Key is needed"),
            Self::IdempotencyKeyReused => (422, "the Idempotency-Key was used for another request"),
            Self::StaleVersion => (409, "it has changed since you saw it"),
            Self::FeatureOff => (409, "granular reactive services is off"),
            Self::MoveNotAllowed => (409, "the case can't make this move from its state"),
            Self::ProviderMember => (409, "the member is of the provider's side"),
            Self::Yourself => (409, "the member is you: sign out everywhere yourself"),
            Self::TooManyRequests => (429, "too many requests from your network: wait a minute"),
            Self::Busy => (503, "try again in a moment"),
            Self::RegionsUnconfirmed => (503, "not every region has confirmed"),
            Self::Internal => (500, "a fault on our side"),
        }
    }
}

impl Problem {
    /// A problem that its code says all about.
    pub fn new(code: ProblemCode) -> Self {
        let (status, title) = code.meaning();
        Self {
            status,
            code,
            title: title.into(),
            refusal: None,
            fields: Vec::new(),
            changed: Vec::new(),
            regions: Vec::new(),
        }
    }

    /// Wrong fields.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::new(ProblemCode::InvalidFields) }
    }

    /// Stale versions of these.
    pub fn stale(changed: Vec<String>) -> Self {
        Self { changed, ..Self::new(ProblemCode::StaleVersion) }
    }
}

/// A refusal as an answer. Whoever is no member gets the answer of an id that was never given out (WS-4, WHY-1).
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal.missing {
            Link::Member => Self::new(ProblemCode::NotFound),
            Link::SignedIn => Self { refusal: Some(refusal), ..Self::new(ProblemCode::NotSignedIn) },
            _ => Self { refusal: Some(refusal), ..Self::new(ProblemCode::Refused) },
        }
    }
}

impl From<Link> for Problem {
    fn from(missing: Link) -> Self {
        Refusal::from(missing).into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, ProblemCode};
    use crate::access::Link;

    #[test]
    fn ws_4_a_stranger_gets_the_answer_of_an_id_that_was_never_given_out() {
        assert_eq!(Problem::from(Link::Member), Problem::new(ProblemCode::NotFound));
    }

    #[test]
    fn api_5_every_code_is_listed_once_and_has_an_error_status() {
        let mut seen = std::collections::HashSet::new();
        for code in ProblemCode::ALL {
            assert!(seen.insert(code), "{code:?}");
            assert!((400..600).contains(&code.meaning().0));
        }
    }
}
