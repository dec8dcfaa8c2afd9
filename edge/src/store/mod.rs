//! All SQL there is, by noun.
//!
//! Functions that read return statements or reads; functions that write take the proof of the check and no workspace id,
//! so that the workspace in the SQL is the one that was checked.
//!
//! Where a statement joins several tables, `CROSS JOIN` fixes their order: without statistics, SQLite would sometimes rather
//! walk through all sets of a workspace, or all roles of all grants, than through the few groups of one person.

pub mod access;
pub mod audit;
pub mod case;
pub mod case_change;
pub mod case_list;
pub mod case_scope;
pub mod case_tally;
pub mod case_view;
pub mod catalogue;
pub mod feature;
pub mod group_set;
pub mod guard;
pub mod idempotency;
pub mod identity;
pub mod line;
pub mod member;
pub mod outbox;
pub mod person;
pub mod profile;
pub mod service_set;
pub mod session;
mod set_change;
pub mod workspace;
