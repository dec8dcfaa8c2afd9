//! Signing in and out, and what a signed-in person is shown first.

mod check_health;
mod get_me;
mod list_sign_in_options;
pub(super) mod sign_out;
