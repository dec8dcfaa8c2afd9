//! The deployment's settings, out of the worker's variables and secrets.

use crate::settings::{Settings, SettingsError};
use std::sync::OnceLock;
use worker::Env;

/// The settings, once they have been read and were right. An isolate has one environment as long as it lives, and reading it
/// takes two dozen calls into JavaScript. They hold nothing of a person or a tenant.
static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// How this deployment is set up. What is wrong is said at each request, and looked at again.
pub(super) fn settings(env: &Env) -> Result<&'static Settings, SettingsError> {
    if let Some(settings) = SETTINGS.get() {
        return Ok(settings);
    }
    let text = |name: &str| {
        let secret = || env.secret(name).ok().map(|secret| secret.to_string());
        env.var(name).ok().map(|variable| variable.to_string()).or_else(secret)
    };
    let read = Settings::read(text)?;
    Ok(SETTINGS.get_or_init(|| read))
}
