//! What Portico is tested with: worlds, demo data, the harness with its two targets, and the scenarios.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this crate is a test from end to end: what is not as expected has to stop it"
)]

pub mod browser;
pub mod commands;
pub mod costs;
pub mod crowd;
pub mod demo;
pub mod deployed;
pub mod faults;
pub mod files;
pub mod former;
pub mod golden;
pub mod histories;
pub mod in_process;
pub mod lines;
pub mod parsers;
pub mod plans;
pub mod policy;
pub mod race;
pub mod requests;
pub mod scenarios;
pub mod shelf;
pub mod tallies;
pub mod target;
pub mod world;
