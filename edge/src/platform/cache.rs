//! KV, for what may be a minute old.

use crate::ports::{Cache, PortFuture};
use worker::{Env, kv::KvStore};

/// The KV namespace `CACHE`. Without one, nothing is cached. Looked up when it is needed, which is in signing in alone.
pub(super) struct Kv(Env);

impl Kv {
    pub(super) fn new(env: &Env) -> Self {
        Self(env.clone())
    }

    fn store(&self) -> Option<KvStore> {
        self.0.kv("CACHE").ok()
    }
}

impl Cache for Kv {
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>> {
        Box::pin(async move { self.store()?.get(key).text().await.ok().flatten() })
    }

    fn put<'a>(&'a self, key: &'a str, text: &'a str, seconds: u64) -> PortFuture<'a, ()> {
        Box::pin(async move {
            let Some(put) = self.store().and_then(|store| store.put(key, text).ok()) else { return };
            if let Err(error) = put.expiration_ttl(seconds.max(60)).execute().await {
                worker::console_warn!("cache: {error}");
            }
        })
    }
}
