//! What a decision was made under, and must still hold when it is committed.

use super::authenticate::Session;
use crate::ports::Statement;
use crate::store;
use shared::access::Actor;
use shared::time::Timestamp;

/// Something a decision rests on besides the caller's own access, made by the functions of `store::guard`: the version
/// of what was edited, a number that must be free.
#[derive(Debug)]
pub struct Expectation(pub(super) Statement);

impl Expectation {
    /// An expectation, from a statement of `store::guard`.
    pub fn new(statement: Statement) -> Self {
        Self(statement)
    }
}

/// The expectations of every command: its session, and both access versions of its actor.
pub(super) fn standing(session: &Session, actor: &Actor, now: Timestamp) -> [Statement; 3] {
    [store::guard::session(&session.hash, now), store::guard::workspace(actor), store::guard::member(actor)]
}
