//! Who may use which reactive service.

mod list_group_services;
mod list_member_services;
mod save_group_services;
mod save_member_services;

use shared::access::Actor;
use shared::problem::{Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::entitlement::in_force;
use shared::service::fingerprint::Fingerprint;
use shared::workspace::Feature;

/// While Granular Reactive Services is off there is nothing to see and nothing to change (RS-1, RS-13).
fn switched_on(actor: &Actor) -> Result<(), Problem> {
    match actor.has_feature(Feature::GranularReactiveServices) {
        true => Ok(()),
        false => Err(Problem::new(ProblemCode::FeatureOff)),
    }
}

/// The services in force, if they are those that the editor's plan rested on: an agreement may have begun or ended since, and
/// then somebody would gain or lose what nobody was shown (ACC-11).
fn still_in_force(actor: &Actor, seen: Option<Fingerprint>) -> Result<ServiceSet, Problem> {
    let now = in_force(actor);
    match seen.is_none_or(|seen| seen == Fingerprint::of_set(&now)) {
        true => Ok(now),
        false => Err(Problem::stale(vec!["services".to_owned()])),
    }
}
