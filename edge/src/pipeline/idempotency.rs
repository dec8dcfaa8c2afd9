//! Commands that are sent twice take effect once (API-2).

use super::authenticate::text;
use crate::encoding;
use crate::ports::Statement;
use crate::store;
use crate::store::idempotency::Given;
use http::Request;
use shared::api::{Declaration, IDEMPOTENCY_HEADER};
use shared::id::IdentityId;
use shared::problem::{Problem, ProblemCode};
use shared::time::{Span, Timestamp};

/// How long an answer is kept.
const KEPT: Span = Span::hours(24);

/// What tells a command from every other, and from itself with other content.
pub(super) struct Key {
    principal: String,
    endpoint: String,
    key: String,
    request_hash: String,
}

impl Key {
    /// The key of a request: 8 to 128 visible ASCII characters.
    pub(super) fn read(
        declaration: &Declaration,
        request: &Request<Vec<u8>>,
        principal: &IdentityId,
    ) -> Result<Self, Problem> {
        let key = text(request.headers(), IDEMPOTENCY_HEADER)
            .filter(|key| (8..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or_else(|| Problem::new(ProblemCode::IdempotencyKeyMissing))?;
        let path = request.uri().path().as_bytes();
        Ok(Self {
            principal: principal.as_str().to_owned(),
            endpoint: format!("{} {}", declaration.method.name(), declaration.path),
            key: key.to_owned(),
            request_hash: encoding::sha256_text(&[path, b"\n", request.body()].concat()),
        })
    }

    /// The statement that finds an earlier answer.
    pub(super) fn find(&self, now: Timestamp) -> Statement {
        store::idempotency::find(&self.principal, &self.endpoint, &self.key, now.minus(KEPT))
    }

    /// The earlier answer, if it was to the same request.
    pub(super) fn replay(&self, given: Given) -> Result<String, Problem> {
        if given.request_hash == self.request_hash {
            Ok(given.response)
        } else {
            Err(Problem::new(ProblemCode::IdempotencyKeyReused))
        }
    }

    /// The guard that the key was not used in the meantime.
    pub(super) fn still_unused(&self, now: Timestamp) -> Statement {
        store::guard::unused_key(&self.principal, &self.endpoint, &self.key, now.minus(KEPT))
    }

    /// The statement that keeps an answer.
    pub(super) fn keep(&self, response: &str, now: Timestamp) -> Statement {
        store::idempotency::keep(
            &self.principal,
            &self.endpoint,
            &self.key,
            &self.request_hash,
            response,
            now,
        )
    }
}
