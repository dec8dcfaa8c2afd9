//! Signing in and out, and what a signed-in person is shown first.

mod check_health;
mod get_me;
mod list_sign_in_options;
mod set_profile;
mod sign_out;
mod sign_out_everywhere;
