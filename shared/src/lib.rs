//! Portico's domain: the words of the business, the rules about them, and the declaration of every endpoint.
//!
//! Nothing in here does IO or knows a clock, a database, an HTTP client or JavaScript. The same functions run natively
//! (tests), in the browser (to show, disable and explain) and in the worker (to decide). Whatever time or randomness a
//! rule needs is handed in.

pub mod access;
pub mod agreement;
pub mod api;
pub mod case;
pub mod id;
pub mod paging;
pub mod problem;
pub mod profile;
pub mod region;
pub mod service;
pub mod text;
pub mod time;
pub mod workspace;
