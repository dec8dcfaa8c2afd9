//! What a workspace can switch on.

mod get_granular_reactive_services;
mod switch_granular_reactive_services;
