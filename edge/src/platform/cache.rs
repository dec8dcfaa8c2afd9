//! KV, for what may be a minute old.

use crate::ports::{Cache, PortFuture};
use worker::{Env, kv::KvStore};

/// The KV namespace `CACHE`. Without one, nothing is cached.
pub(super) struct Kv(Option<KvStore>);

impl Kv {
    pub(super) fn new(env: &Env) -> Self {
        Self(env.kv("CACHE").ok())
    }
}

impl Cache for Kv {
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>> {
        Box::pin(async move { self.0.as_ref()?.get(key).text().await.ok().flatten() })
    }

    fn put<'a>(&'a self, key: &'a str, text: &'a str, seconds: u64) -> PortFuture<'a, ()> {
        Box::pin(async move {
            let Some(put) = self.0.as_ref().and_then(|store| store.put(key, text).ok()) else { return };
            if let Err(error) = put.expiration_ttl(seconds.max(60)).execute().await {
                worker::console_warn!("cache: {error}");
            }
        })
    }
}
