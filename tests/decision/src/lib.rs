//! Permission decisions to be timed: the corpus's questions that every judge can be asked.
//!
//! Cedar and casbin know roles and tenants, but not our services, cases or reasons. So what is compared is the question that
//! all three are made for: may this member do something that one permission allows, in this workspace, by just looking?
//! Strangers, the signed out and what needs more than a permission are left to the oracle, which judges all of it.
//!
//! A decision is timed in two ways. *From decoded rows*: from the moment the rows about the member are values of our program;
//! the actor is made of them, or the rival's own form of the same. *Alone*: everything is there already.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "this crate is a test from end to end: what is not as expected has to stop it"
)]

#[cfg(feature = "rivals")]
pub mod rivals;
#[cfg(target_arch = "wasm32")]
mod wasm;

use corpus::{About, Verdict, World};
use shared::access::{Access, Actor, Effect, Permission, Refusal};
use shared::time::Timestamp;
use std::hint::black_box;

/// A question with what is known before it is asked, and the answer.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rows about the member.
    pub access: Access,
    /// When it is asked.
    pub now: Timestamp,
    /// What it is about.
    pub permission: Permission,
    /// What our rules answer.
    pub allowed: bool,
}

/// The first questions of a seed that are about one permission.
pub fn cases(seed: u64, count: usize) -> Vec<Case> {
    corpus::worlds(seed).flat_map(|(world, questions)| plain(&world, &questions)).take(count).collect()
}

fn plain(world: &World, questions: &[corpus::Question]) -> Vec<Case> {
    let case = |question: &corpus::Question| {
        let [permission] = question.any_of.as_slice() else { return None };
        let plain = matches!(question.about, About::Nothing) && question.effect == Effect::Looks;
        if !plain || !world.people[question.person].signed_in {
            return None;
        }
        let allowed = matches!(corpus::decide(world, question), Verdict::Allowed);
        Some(Case {
            access: world.access(question.person)?,
            now: world.now,
            permission: *permission,
            allowed,
        })
    };
    questions.iter().filter_map(case).collect()
}

/// Decides from rows: makes the actor, and asks it. The actor is given back, so that taking it apart is not timed.
pub fn from_rows(access: Access, now: Timestamp, permission: Permission) -> (Option<Actor>, bool) {
    match Actor::new(access, now) {
        Ok(actor) => {
            let allowed = alone(&actor, permission).is_ok();
            (Some(actor), allowed)
        }
        Err(_) => (None, false),
    }
}

/// Decides where the actor is there.
///
/// # Errors
/// The refusal.
pub fn alone(actor: &Actor, permission: Permission) -> Result<(), Refusal> {
    actor.may(&[permission], Effect::Looks)
}

/// All cases, to be decided over and over: the same loops natively and in wasm.
#[derive(Debug)]
pub struct Deck {
    cases: Vec<Case>,
    laid_out: Vec<Access>,
    decided: Vec<Option<Actor>>,
    actors: Vec<(Actor, Permission)>,
}

impl Deck {
    /// The first cases of a seed.
    pub fn new(seed: u64, count: usize) -> Self {
        let cases = cases(seed, count);
        let actor = |case: &Case| Some((Actor::new(case.access.clone(), case.now).ok()?, case.permission));
        let actors = cases.iter().filter_map(actor).collect();
        let mut deck = Self { cases, laid_out: Vec::new(), decided: Vec::new(), actors };
        deck.lay_out();
        deck
    }

    /// How many decisions [`Self::decide_from_rows`] makes, and how many [`Self::decide_alone`], which nobody without a membership comes to.
    pub fn size(&self) -> (usize, usize) {
        (self.cases.len(), self.actors.len())
    }

    /// Copies the rows once more, for [`Self::decide_from_rows`] to use up. Not timed.
    pub fn lay_out(&mut self) {
        self.decided.clear();
        self.decided.reserve(self.cases.len());
        self.laid_out.clear();
        self.laid_out.extend(self.cases.iter().rev().map(|case| case.access.clone()));
    }

    /// Decides every case from its rows; how many are allowed.
    pub fn decide_from_rows(&mut self) -> usize {
        let mut allowed = 0;
        for case in &self.cases {
            let access = self.laid_out.pop().expect("the rows are laid out");
            let (actor, yes) = from_rows(access, case.now, black_box(case.permission));
            self.decided.push(actor);
            allowed += usize::from(yes);
        }
        allowed
    }

    /// Decides every case where the actor is there; how many are allowed.
    pub fn decide_alone(&self) -> usize {
        self.actors.iter().filter(|(actor, permission)| alone(actor, black_box(*permission)).is_ok()).count()
    }
}
