//! The platform's counters: one binding for each limit. Counts are those of one of its places, and roughly right.

use crate::ports::{Limited, Limits, PortFuture};
use worker::Env;

/// The rate limiters of the deployment. What has no binding has no limit.
pub(super) struct Counters(Env);

impl Counters {
    pub(super) fn new(env: &Env) -> Self {
        Self(env.clone())
    }
}

impl Limits for Counters {
    fn allows<'a>(&'a self, what: Limited, key: &'a str) -> PortFuture<'a, bool> {
        Box::pin(async move {
            let Ok(counter) = self.0.rate_limiter(what.binding()) else { return true };
            match counter.limit(key.to_owned()).await {
                Ok(outcome) => outcome.success,
                Err(error) => {
                    worker::console_warn!("limit: {error}");
                    true
                }
            }
        })
    }
}
