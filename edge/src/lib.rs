//! Portico's API at the edge.
//!
//! An endpoint is made of pure functions (what to read, what to decide, what to write); only [`pipeline`] does IO, through
//! the traits of [`ports`].

pub mod encoding;
pub mod ports;
pub mod settings;
