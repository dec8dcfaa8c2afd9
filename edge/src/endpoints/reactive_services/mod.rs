//! Who may use which reactive service.

mod list_group_services;
mod list_member_services;
mod save_group_services;
mod save_member_services;

use shared::access::Actor;
use shared::problem::{Problem, ProblemCode};
use shared::workspace::Feature;

/// While Granular Reactive Services is off there is nothing to see and nothing to change (RS-1, RS-13).
fn switched_on(actor: &Actor) -> Result<(), Problem> {
    match actor.has_feature(Feature::GranularReactiveServices) {
        true => Ok(()),
        false => Err(Problem::new(ProblemCode::FeatureOff)),
    }
}
