//! What an endpoint asks of whoever calls it.
//!
//! A requirement is a type, stated by every endpoint's declaration; there is no default, so an endpoint that states none
//! does not compile. Its check turns fresh facts into the proof that the endpoint's functions take.

use super::permission::permit::Permit;
use super::{Authorized, Everywhere, IdentityFacts, Nowhere, Permission, Refusal, Scope, Workspace};
use std::marker::PhantomData;

/// Whether an endpoint changes the data of its scope. What changes a workspace is refused while that is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only looks.
    Looks,
    /// It changes something.
    Changes,
}

/// A requirement as data, for goldens and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// Anybody.
    Public,
    /// Anybody signed in.
    SignedIn,
    /// An active member of the workspace.
    Member,
    /// A member who holds one of these permissions.
    AnyOf(&'static [Permission]),
}

/// What an endpoint asks for.
pub trait Requirement {
    /// Where it is checked.
    type Scope: Scope;
    /// What a passed check yields.
    type Proof;
    /// The requirement as data.
    const DECLARED: Declared;

    /// Checks the facts; WHY-1's order.
    fn check(facts: <Self::Scope as Scope>::Facts, effect: Effect) -> Result<Self::Proof, Refusal>;
}

/// Anybody may ask.
pub enum Public {}

impl Requirement for Public {
    type Scope = Nowhere;
    type Proof = ();
    const DECLARED: Declared = Declared::Public;

    fn check((): (), _: Effect) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Anybody with a session.
pub enum SignedIn {}

impl Requirement for SignedIn {
    type Scope = Everywhere;
    type Proof = IdentityFacts;
    const DECLARED: Declared = Declared::SignedIn;

    fn check(facts: IdentityFacts, _: Effect) -> Result<IdentityFacts, Refusal> {
        Ok(facts)
    }
}

/// An active member of the workspace.
pub enum Member {}

impl Requirement for Member {
    type Scope = Workspace;
    type Proof = Authorized<Self>;
    const DECLARED: Declared = Declared::Member;

    fn check(facts: <Workspace as Scope>::Facts, effect: Effect) -> Result<Self::Proof, Refusal> {
        Authorized::check(facts, &[], effect)
    }
}

/// A member who holds the permission `P`.
pub struct Needs<P>(PhantomData<P>);

impl<P: Permit> Requirement for Needs<P> {
    type Scope = Workspace;
    type Proof = Authorized<P>;
    const DECLARED: Declared = Declared::AnyOf(&[P::PERMISSION]);

    fn check(facts: <Workspace as Scope>::Facts, effect: Effect) -> Result<Self::Proof, Refusal> {
        Authorized::check(facts, &[P::PERMISSION], effect)
    }
}

/// Several permissions, any of which is enough.
pub trait Permits {
    /// The permissions.
    const PERMISSIONS: &'static [Permission];
}

impl<P: Permit, Q: Permit> Permits for (P, Q) {
    const PERMISSIONS: &'static [Permission] = &[P::PERMISSION, Q::PERMISSION];
}

/// A member who holds one of several permissions: `NeedsAny<(permit::CasesOpen, permit::CasesWork)>`.
pub struct NeedsAny<L>(PhantomData<L>);

impl<L: Permits> Requirement for NeedsAny<L> {
    type Scope = Workspace;
    type Proof = Authorized<L>;
    const DECLARED: Declared = Declared::AnyOf(L::PERMISSIONS);

    fn check(facts: <Workspace as Scope>::Facts, effect: Effect) -> Result<Self::Proof, Refusal> {
        Authorized::check(facts, L::PERMISSIONS, effect)
    }
}
