//! Proofs: values that only a check can make.

use super::{Actor, Effect, Permission, Refusal};
use crate::id::WorkspaceId;
use std::marker::PhantomData;

/// Proof that an actor was checked for `P` in their workspace: a permission of [`super::permit`], a pair of them (either
/// was enough), or [`super::Member`].
///
/// Functions that write take it instead of a workspace id, so that the workspace in the SQL is the one that was checked.
/// It can't be made by hand:
///
/// ```compile_fail
/// use shared::access::{Actor, Authorized, permit};
/// fn forge(actor: Actor) -> Authorized<permit::ServicesManage> {
///     Authorized { actor, permit: std::marker::PhantomData }
/// }
/// ```
///
/// nor does one permission pass for another:
///
/// ```compile_fail
/// use shared::access::{Authorized, permit};
/// fn pass(proof: Authorized<permit::CasesOpen>) -> Authorized<permit::ServicesManage> {
///     proof
/// }
/// ```
#[derive(Debug)]
pub struct Authorized<P> {
    actor: Actor,
    permit: PhantomData<fn() -> P>,
}

impl<P> Authorized<P> {
    /// The only way to a proof: the check.
    pub(super) fn check(actor: Actor, any_of: &[Permission], effect: Effect) -> Result<Self, Refusal> {
        actor.may(any_of, effect)?;
        Ok(Self { actor, permit: PhantomData })
    }

    /// Who was checked.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The workspace they were checked in.
    pub fn workspace(&self) -> &WorkspaceId {
        self.actor.workspace()
    }
}
