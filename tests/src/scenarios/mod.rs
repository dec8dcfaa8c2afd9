//! Scenarios: what somebody does, and what must come of it. Each is written once and runs on both targets.
//!
//! A scenario is a function whose name is a sentence that begins with the rule it proves:
//!
//! ```text
//! fn rs_8_saving_replaces_the_former_selection(target: &dyn Target, world: &World) { … }
//! ```
//!
//! It has a world of its own, so that scenarios can share the databases of a deployment: most take the [`office`], some
//! change it a little first. What needs a clock that can be turned, or looks into the database, runs in process only.

pub mod access;
pub mod audit;
pub mod bad_input;
pub mod case_life;
pub mod case_lists;
pub mod case_opening;
pub mod case_visibility;
pub mod commands;
pub mod features;
pub mod group_services;
pub mod isolation;
pub mod kept_services;
pub mod limits;
pub mod members;
pub mod office;
pub mod profile;
pub mod random_worlds;
pub mod reactive_services;
pub mod refusals;
pub mod regions;
pub mod revocation;
pub mod sessions;
pub mod sign_in;
pub mod sign_out_everywhere;
pub mod situation;
pub mod steps;
pub mod users;
pub mod why;
pub mod workspaces;

use crate::in_process::{self, InProcess};
use crate::target::Target;
use crate::world::{Ground, World};
use office::office;
use std::sync::Arc;

/// What somebody does, and what must come of it.
#[derive(Clone)]
pub struct Scenario {
    /// Its name: a sentence that begins with the rule it proves.
    pub name: String,
    /// Makes its world.
    pub world: fn(&Ground, &str) -> World,
    /// Runs it.
    pub run: Run,
}

/// What a scenario does on either target.
pub type OnAnyTarget = dyn Fn(&dyn Target, &World) + Send + Sync;

/// What a scenario does in process.
pub type OnThisMachine = dyn Fn(&InProcess, &World) + Send + Sync;

/// How a scenario runs.
#[derive(Clone)]
pub enum Run {
    /// On both targets.
    Anywhere(Arc<OnAnyTarget>),
    /// In process only: it turns the clock, or sees what no request shows.
    InProcess(Arc<OnThisMachine>),
}

impl Scenario {
    /// A scenario in an office, named as its function.
    pub fn anywhere<F: Fn(&dyn Target, &World) + Send + Sync + 'static>(run: F) -> Self {
        Self { name: name_of::<F>(), world: office, run: Run::Anywhere(Arc::new(run)) }
    }

    /// A scenario in an office that runs in process only, named as its function.
    pub fn in_process<F: Fn(&InProcess, &World) + Send + Sync + 'static>(run: F) -> Self {
        Self { name: name_of::<F>(), world: office, run: Run::InProcess(Arc::new(run)) }
    }

    /// The scenario, in another world.
    #[must_use]
    pub fn within(mut self, world: fn(&Ground, &str) -> World) -> Self {
        self.world = world;
        self
    }

    /// Makes the scenario's world on a ground.
    pub fn world_on(&self, ground: &Ground) -> World {
        (self.world)(ground, &self.name)
    }

    /// Runs it in process.
    pub fn run_in_process(&self) {
        let world = self.world_on(&in_process::ground());
        let target = InProcess::new(&world);
        match &self.run {
            Run::Anywhere(run) => run(&target, &world),
            Run::InProcess(run) => run(&target, &world),
        }
        target.machine.check_tallies();
        target.machine.check_lines();
    }
}

/// Every scenario.
pub fn all() -> Vec<Scenario> {
    [
        access::scenarios(),
        bad_input::scenarios(),
        case_life::scenarios(),
        case_lists::scenarios(),
        case_opening::scenarios(),
        case_visibility::scenarios(),
        audit::scenarios(),
        commands::scenarios(),
        features::scenarios(),
        kept_services::scenarios(),
        group_services::scenarios(),
        isolation::scenarios(),
        limits::scenarios(),
        members::scenarios(),
        profile::scenarios(),
        random_worlds::scenarios(),
        reactive_services::scenarios(),
        refusals::scenarios(),
        regions::scenarios(),
        revocation::scenarios(),
        sessions::scenarios(),
        sign_in::scenarios(),
        sign_out_everywhere::scenarios(),
        users::scenarios(),
        why::scenarios(),
        workspaces::scenarios(),
    ]
    .concat()
}

/// The last part of a function's path.
fn name_of<F>() -> String {
    std::any::type_name::<F>().rsplit("::").next().unwrap().to_owned()
}
