//! A world for the tests of signing in: SQLite with the real migrations, a clock that is turned by hand, and an
//! identity provider that signs whatever it is told to.

mod database;
mod provider;
mod under_way;

pub(crate) use database::{FakeSql, Trouble};
pub(crate) use provider::FakeProvider;
pub(crate) use under_way::{UnderWay, under_way};

use super::respond::Page;
use crate::encoding::sha256;
use crate::ports::{Cache, Host, Limited, Limits, LogLine, PortFuture, World};
use crate::settings::{IdentityProvider, IdentityProviderKind, Settings};
use futures_util::FutureExt;
use http::header;
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// When the tests begin.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_763_750_000_000);
/// The tenant whose people are the provider's.
pub(crate) const PROVIDER_TENANT: &str = "99999999-9999-4999-8999-99999999999e";

/// The result of a future that waits for nothing, as all of this world's do.
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the fake world never waits")
}

/// The cookie that an answer sets, as the browser sends it back: `session` or `sign-in`.
pub(crate) fn cookie(answer: &Page, name: &str) -> String {
    let start = format!("__Host-Http-portico-{name}");
    let set = answer.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    let set = set.into_iter().find(|set| set.starts_with(&start)).expect("the cookie is set");
    set.split(';').next().unwrap().to_owned()
}

/// Two regions, an Entra for everybody, and Fabrikam's own provider.
pub(crate) fn settings() -> Settings {
    let provider = |id: &str, kind, authority: &str, tenant: Option<&str>| IdentityProvider {
        id: id.into(),
        kind,
        name: id.into(),
        authority: authority.into(),
        client_id: "portico".into(),
        secret: "a secret/with: signs".into(),
        tenant: tenant.map(Into::into),
        account: None,
        shared: true,
        domains: Vec::new(),
    };
    let entra = "https://login.example/organizations/v2.0";
    Settings {
        origin: "https://portico.example".into(),
        shards: vec![(Shard::parse("eu1").unwrap(), 1), (Shard::parse("us1").unwrap(), 2)],
        provider_name: "Northwind".into(),
        provider_tenant: PROVIDER_TENANT.into(),
        provider_contact: "desk@northwind.example".into(),
        identity_providers: vec![
            provider("entra", IdentityProviderKind::Entra, entra, None),
            provider(
                "fabrikam",
                IdentityProviderKind::Openid,
                "https://idp.fabrikam.example",
                Some("fabrikam"),
            ),
        ],
        session_keys: vec![vec![1; 32], vec![2; 32]],
    }
}

/// A world.
pub(crate) struct FakeWorld {
    pub(crate) sql: FakeSql,
    pub(crate) cache: FakeCache,
    pub(crate) host: FakeHost,
    pub(crate) provider: FakeProvider,
    pub(crate) settings: Settings,
}

impl FakeWorld {
    pub(crate) fn new() -> Self {
        let settings = settings();
        Self {
            sql: FakeSql::new(&settings),
            cache: FakeCache::default(),
            host: FakeHost::default(),
            provider: FakeProvider::new(&settings),
            settings,
        }
    }

    pub(crate) fn as_world(&self) -> World<'_> {
        World {
            sql: &self.sql,
            cache: &self.cache,
            fetch: &self.provider,
            signatures: &self.provider,
            limits: &self.host,
            host: &self.host,
            settings: &self.settings,
        }
    }
}

/// A cache that forgets nothing by itself.
#[derive(Default)]
pub(crate) struct FakeCache(RefCell<HashMap<String, String>>);

impl FakeCache {
    /// Makes nonsense of what is kept under names that start so.
    pub(crate) fn spoil(&self, start: &str) {
        for (_, text) in self.0.borrow_mut().iter_mut().filter(|(name, _)| name.starts_with(start)) {
            "nonsense".clone_into(text);
        }
    }
}

impl Cache for FakeCache {
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>> {
        Box::pin(async move { self.0.borrow().get(key).cloned() })
    }

    fn put<'a>(&'a self, key: &'a str, text: &'a str, seconds: u64) -> PortFuture<'a, ()> {
        assert!(seconds >= 60 && key.len() <= 512);
        Box::pin(async move {
            self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        })
    }
}

/// A clock that is turned by hand, numbers that only look random, and a log that is kept.
pub(crate) struct FakeHost {
    now: Cell<Timestamp>,
    drawn: Cell<u64>,
    dry: Cell<bool>,
    log: RefCell<Vec<String>>,
}

impl Default for FakeHost {
    fn default() -> Self {
        Self { now: Cell::new(NOW), drawn: Cell::new(0), dry: Cell::new(false), log: RefCell::default() }
    }
}

impl FakeHost {
    pub(crate) fn advance(&self, span: Span) {
        self.now.set(self.now.get().plus(span));
    }

    /// Leaves it without randomness.
    pub(crate) fn run_dry(&self) {
        self.dry.set(true);
    }

    /// The whole log.
    pub(crate) fn logged(&self) -> String {
        self.log.borrow().join("\n")
    }
}

/// Nobody is told to wait.
impl Limits for FakeHost {
    fn allows<'a>(&'a self, _: Limited, _: &'a str) -> PortFuture<'a, bool> {
        Box::pin(async { true })
    }
}

impl Host for FakeHost {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn randomize(&self, bytes: &mut [u8]) {
        if self.dry.get() {
            return;
        }
        self.drawn.set(self.drawn.get() + 1);
        for (slot, byte) in bytes.iter_mut().zip(sha256(&self.drawn.get().to_be_bytes())) {
            *slot = byte;
        }
    }

    fn sleep(&self, _: Span) -> PortFuture<'_, ()> {
        Box::pin(async {})
    }

    fn log(&self, line: &LogLine) {
        self.log.borrow_mut().push(serde_json::to_string(line).unwrap());
    }
}
