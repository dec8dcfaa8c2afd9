//! The machine that the edge runs on in process: databases, a clock that is turned, chance that is the same every time, a
//! log that is kept, and identity providers that answer at once.

use super::database::Database;
use super::providers::Providers;
use crate::world::{Chance, World, shards};
use edge::ports::{
    Algorithm, Cache, Fetch, FetchError, Fetched, Host, LogLine, Outgoing, PortFuture, Rows, Signatures, Sql,
    SqlError, Statement,
};
use edge::settings::Settings;
use serde_json::Value;
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;

/// What happens before a batch.
type Before = Box<dyn FnOnce(&Machine)>;

/// The machine.
pub struct Machine {
    /// How the deployment is set up.
    pub settings: Settings,
    databases: BTreeMap<Shard, Database>,
    providers: Providers,
    clock: Cell<Timestamp>,
    chance: RefCell<Chance>,
    cache: RefCell<BTreeMap<String, String>>,
    log: RefCell<Vec<LogLine>>,
    batches: RefCell<Vec<(Shard, Vec<Statement>)>>,
    hooks: RefCell<Vec<(usize, Before)>>,
    unreachable: RefCell<BTreeSet<Shard>>,
    faults: RefCell<BTreeMap<usize, Fault>>,
}

/// What goes wrong with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It never began.
    Overloaded,
    /// It took effect, and the answer was lost on its way.
    AnswerLost,
}

impl Machine {
    /// A machine whose databases hold a world. Its clock stands at half past nine in the morning of the world's day.
    pub fn new(world: &World) -> Self {
        let databases = shards().map(|(shard, _)| {
            let database = Database::new();
            database.load(&world.rows(shard).sql());
            (shard, database)
        });
        Self {
            settings: settings(&world.ground.idp),
            databases: databases.into(),
            providers: Providers::new(&world.ground.idp),
            clock: Cell::new(world.ground.now.plus(Span::minutes(9 * 60 + 30))),
            chance: RefCell::new(Chance::named("machine")),
            cache: RefCell::default(),
            log: RefCell::default(),
            batches: RefCell::default(),
            hooks: RefCell::default(),
            unreachable: RefCell::default(),
            faults: RefCell::default(),
        }
    }

    /// The machine as the edge sees it.
    pub fn as_world(&self) -> edge::ports::World<'_> {
        edge::ports::World {
            sql: self,
            cache: self,
            fetch: self,
            signatures: self,
            host: self,
            settings: &self.settings,
        }
    }

    /// The identity providers.
    pub fn providers(&self) -> &Providers {
        &self.providers
    }

    /// A shard's database.
    pub fn database(&self, shard: Shard) -> &Database {
        &self.databases[&shard]
    }

    /// Everything in all databases.
    pub fn dump(&self) -> String {
        self.databases.values().map(Database::dump).collect()
    }

    /// Checks that every statement so far finds its rows by an index.
    pub fn check_plans(&self) {
        self.databases.values().for_each(crate::plans::check);
    }

    /// Turns the clock forward.
    pub fn turn(&self, span: Span) {
        self.clock.set(self.clock.get().plus(span));
    }

    /// Every line of the log so far.
    pub fn log(&self) -> Vec<LogLine> {
        self.log.borrow().clone()
    }

    /// Every batch so far: where it went, and its statements.
    pub fn batches(&self) -> Vec<(Shard, Vec<Statement>)> {
        self.batches.borrow().clone()
    }

    /// Has something happen right before the batch that is the `n`th from now; 0 is the next one.
    pub fn before_batch(&self, n: usize, before: impl FnOnce(&Self) + 'static) {
        let due = self.batches.borrow().len() + n;
        self.hooks.borrow_mut().push((due, Box::new(before)));
    }

    /// Has something go wrong with the batch that is the `n`th from now; 0 is the next one.
    pub fn fail_batch(&self, n: usize, fault: Fault) {
        let due = self.batches.borrow().len() + n;
        self.faults.borrow_mut().insert(due, fault);
    }

    /// Whether everything that was to happen before a batch has happened.
    pub fn hooks_ran(&self) -> bool {
        self.hooks.borrow().is_empty()
    }

    /// Cuts a shard off: no batch reaches it, until it is joined again.
    pub fn cut_off(&self, shard: Shard) {
        self.unreachable.borrow_mut().insert(shard);
    }

    /// Joins a shard again.
    pub fn join(&self, shard: Shard) {
        self.unreachable.borrow_mut().remove(&shard);
    }

    fn run(&self, shard: Shard, statements: &[Statement]) -> Result<Vec<Rows>, SqlError> {
        let number = self.batches.borrow().len();
        let (due, later): (Vec<_>, Vec<_>) = self.hooks.take().into_iter().partition(|(n, _)| *n <= number);
        self.hooks.replace(later);
        let database = self.databases.get(&shard);
        let database = database.ok_or_else(|| SqlError::from_message("D1_ERROR: no such binding"))?;
        due.into_iter().for_each(|(_, before)| before(self));
        self.batches.borrow_mut().push((shard, statements.to_vec()));
        if self.unreachable.borrow().contains(&shard) {
            return Err(SqlError::from_message("D1_ERROR: D1 DB is overloaded."));
        }
        match self.faults.borrow_mut().remove(&number) {
            None => database.batch(statements),
            Some(Fault::Overloaded) => Err(SqlError::from_message("D1_ERROR: D1 DB is overloaded.")),
            Some(Fault::AnswerLost) => {
                database.batch(statements)?;
                Err(SqlError::from_message("D1_ERROR: Network connection lost."))
            }
        }
    }
}

impl Sql for Machine {
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        Box::pin(async move { self.run(shard, statements) })
    }
}

impl Cache for Machine {
    fn get<'a>(&'a self, key: &'a str) -> PortFuture<'a, Option<String>> {
        Box::pin(ready(self.cache.borrow().get(key).cloned()))
    }

    fn put<'a>(&'a self, key: &'a str, text: &'a str, _: u64) -> PortFuture<'a, ()> {
        self.cache.borrow_mut().insert(key.to_owned(), text.to_owned());
        Box::pin(ready(()))
    }
}

impl Fetch for Machine {
    fn send(&self, request: Outgoing) -> PortFuture<'_, Result<Fetched, FetchError>> {
        Box::pin(ready(self.providers.answer(&request, self.clock.get())))
    }
}

impl Signatures for Machine {
    fn verify<'a>(
        &'a self,
        _: Algorithm,
        _: &'a Value,
        data: &'a [u8],
        signature: &'a [u8],
    ) -> PortFuture<'a, bool> {
        Box::pin(ready(Providers::signature(data) == signature))
    }
}

impl Host for Machine {
    fn now(&self) -> Timestamp {
        self.clock.get()
    }

    fn randomize(&self, bytes: &mut [u8]) {
        let mut chance = self.chance.borrow_mut();
        bytes.iter_mut().for_each(|byte| *byte = chance.bytes::<1>()[0]);
    }

    fn sleep(&self, span: Span) -> PortFuture<'_, ()> {
        // Time passes for whoever waits, not for whoever might have.
        Box::pin(async move { self.turn(span) })
    }

    fn log(&self, line: &LogLine) {
        self.log.borrow_mut().push(line.clone());
    }
}

/// The settings, read as the worker reads them: the variables of development, with identity providers elsewhere.
fn settings(idp: &str) -> Settings {
    let providers = serde_json::json!([
        { "id": "entra", "kind": "entra", "name": "Microsoft Entra ID", "client_id": "portico",
          "authority": format!("{idp}/organizations/v2.0"), "secret": "CLIENT_SECRET", "shared": true },
        { "id": "fabrikam", "kind": "openid", "name": "Fabrikam", "client_id": "portico",
          "authority": format!("{idp}/fabrikam"), "secret": "CLIENT_SECRET", "tenant": crate::world::FABRIKAM_TENANT,
          "account": "work", "shared": false, "domains": ["fabrikam.example"] },
    ]);
    let key = |letter: &str| format!("{}=", letter.repeat(43));
    let read = |name: &str| {
        Some(match name {
            "ORIGIN" => super::ORIGIN.to_owned(),
            "SHARDS" => "eu1:1,us1:2".to_owned(),
            "PROVIDER_NAME" => "Northwind Support".to_owned(),
            "PROVIDER_TENANT" => crate::world::PROVIDER_TENANT.to_owned(),
            "PROVIDER_CONTACT" => "support-desk@northwind.example".to_owned(),
            "IDENTITY_PROVIDERS" => providers.to_string(),
            "CLIENT_SECRET" => "a secret".to_owned(),
            "SESSION_KEY_CURRENT" => key("A"),
            "SESSION_KEY_PREVIOUS" => key("g"),
            _ => return None,
        })
    };
    Settings::read(read).unwrap()
}
