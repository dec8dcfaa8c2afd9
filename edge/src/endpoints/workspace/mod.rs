//! A workspace as one member finds it.

mod get_access;
mod get_home;
mod list_holders;
mod mark_opened;
mod sign_out_member;
