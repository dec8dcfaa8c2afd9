//! Portico's API at the edge.
//!
//! An endpoint is made of pure functions (what to read, what to decide, what to write); only [`pipeline`] does IO, through
//! the traits of [`ports`].

pub mod encoding;
pub mod endpoints;
pub mod entry;
pub mod jobs;
pub mod news;
pub mod pipeline;
#[cfg(target_arch = "wasm32")]
mod platform;
pub mod ports;
pub mod prose;
pub mod settings;
pub mod sign_in;
pub mod store;
