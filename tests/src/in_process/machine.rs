//! The machine that the edge runs on in process: databases, a clock that is turned, chance that is the same every time, a
//! log that is kept, and identity providers that answer at once.

use super::clock::Clock;
use super::database::{Database, d1};
use super::fault::{BatchFault, Plan};
use super::providers::Providers;
use super::scheduler::Turns;
use crate::world::{Chance, World, shards};
use edge::ports::{
    Algorithm, Cache, Fetch, FetchError, Fetched, Host, Limited, Limits, LogLine, Outgoing, PortFuture, Rows,
    Signatures, Sql, SqlError, Statement,
};
use edge::settings::Settings;
use serde_json::Value;
use shared::region::Shard;
use shared::time::{Span, Timestamp};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::{pending, ready};

/// What happens before a batch.
type Before = Box<dyn FnOnce(&Machine)>;

/// The machine.
pub struct Machine {
    /// How the deployment is set up.
    pub settings: Settings,
    /// Who goes on next, where many requests are under way at once.
    pub turns: Turns,
    databases: BTreeMap<Shard, Database>,
    providers: Providers,
    clock: Clock,
    chance: RefCell<Chance>,
    cache: RefCell<BTreeMap<String, String>>,
    log: RefCell<Vec<LogLine>>,
    batches: RefCell<Vec<(Shard, Vec<Statement>)>>,
    hooks: RefCell<Vec<(usize, Before)>>,
    unreachable: RefCell<BTreeSet<Shard>>,
    faults: Plan,
    stalled: RefCell<Vec<(Shard, Vec<Statement>)>>,
    attempts: RefCell<BTreeMap<(Limited, String), (Timestamp, u32)>>,
}

/// How many attempts to sign in an address has in a minute, as in wrangler.toml.
const MOST_ATTEMPTS: u32 = 600;

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
            turns: Turns::default(),
            databases: databases.into(),
            providers: Providers::new(&world.ground.idp),
            clock: Clock::at(world.ground.now.plus(Span::minutes(9 * 60 + 30))),
            chance: RefCell::new(Chance::named("machine")),
            cache: RefCell::default(),
            log: RefCell::default(),
            batches: RefCell::default(),
            hooks: RefCell::default(),
            unreachable: RefCell::default(),
            faults: Plan::default(),
            stalled: RefCell::default(),
            attempts: RefCell::default(),
        }
    }

    /// A machine of its own with everything that this one has at the moment, batches that stalled included, but for its
    /// records and what is to go wrong.
    pub fn fork(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            turns: Turns::default(),
            databases: self.databases.iter().map(|(shard, database)| (*shard, database.fork())).collect(),
            providers: self.providers.clone(),
            clock: Clock::at(self.clock.now()),
            chance: self.chance.clone(),
            cache: self.cache.clone(),
            log: RefCell::default(),
            batches: RefCell::default(),
            hooks: RefCell::default(),
            unreachable: RefCell::default(),
            faults: Plan::default(),
            stalled: self.stalled.clone(),
            attempts: self.attempts.clone(),
        }
    }

    /// The machine as the edge sees it.
    pub fn as_world(&self) -> edge::ports::World<'_> {
        edge::ports::World {
            sql: self,
            cache: self,
            fetch: self,
            signatures: self,
            limits: self,
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

    /// How many rows have been written so far, in all databases.
    pub fn changes(&self) -> u64 {
        self.databases.values().map(Database::changes).sum()
    }

    /// Checks that every sum that is kept is right.
    pub fn check_tallies(&self) {
        self.databases.values().for_each(crate::tallies::check);
    }

    /// Checks that what is kept of members and workspaces is what their sources say.
    pub fn check_lines(&self) {
        self.databases.values().for_each(crate::lines::check);
    }

    /// Turns the clock forward.
    pub fn turn(&self, span: Span) {
        self.clock.turn(span);
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
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
    pub fn fail_batch(&self, n: usize, fault: BatchFault) {
        self.faults.add(self.batches.borrow().len() + n, None, fault);
    }

    /// Has something go wrong with the batch that is the `n`th from now, and with every `step`th after it.
    pub fn fail_batches(&self, n: usize, step: usize, fault: BatchFault) {
        self.faults.add(self.batches.borrow().len() + n, Some(step), fault);
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        self.faults.mend();
    }

    /// How often something has gone wrong.
    pub fn struck(&self) -> usize {
        self.faults.struck()
    }

    /// Has the batches that stalled take effect after all, those whose guards still hold; how many had stalled.
    pub fn come_late(&self) -> usize {
        let stalled = self.stalled.take();
        for (shard, statements) in &stalled {
            // A guard that does not hold any more is what keeps a late batch from doing harm.
            let _ = self.database(*shard).batch(statements);
        }
        stalled.len()
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

    /// Begins a batch: whatever was to happen before it happens, and it is given its number.
    fn begin(&self, shard: Shard, statements: &[Statement]) -> usize {
        let number = self.batches.borrow().len();
        let (due, later): (Vec<_>, Vec<_>) = self.hooks.take().into_iter().partition(|(n, _)| *n <= number);
        self.hooks.replace(later);
        due.into_iter().for_each(|(_, before)| before(self));
        self.batches.borrow_mut().push((shard, statements.to_vec()));
        number
    }

    async fn run(&self, shard: Shard, statements: &[Statement]) -> Result<Vec<Rows>, SqlError> {
        let number = self.begin(shard, statements);
        let database = self.databases.get(&shard);
        let database = database.ok_or_else(|| SqlError::from_message("D1_ERROR: no such binding"))?;
        if self.unreachable.borrow().contains(&shard) {
            return Err(SqlError::from_message("D1_ERROR: D1 DB is overloaded."));
        }
        match self.faults.strike(number) {
            None => database.batch(statements),
            Some(BatchFault::BrokenOff { after, says }) => database.break_off(statements, after, says),
            Some(BatchFault::AnswerLost { says }) => database.batch(statements).and(Err(d1(says))),
            Some(BatchFault::Slow(span)) => {
                let answer = database.batch(statements);
                self.clock.sleep(span).await;
                answer
            }
            Some(BatchFault::Stalled) => {
                self.stalled.borrow_mut().push((shard, statements.to_vec()));
                pending().await
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
        Box::pin(async move {
            self.turns.batch(shard, statements).await;
            self.run(shard, statements).await
        })
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
        Box::pin(ready(self.providers.answer(&request, self.clock.now())))
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

impl Limits for Machine {
    fn allows<'a>(&'a self, what: Limited, key: &'a str) -> PortFuture<'a, bool> {
        let now = self.clock.now();
        let mut attempts = self.attempts.borrow_mut();
        let (since, count) = attempts.entry((what, key.to_owned())).or_insert((now, 0));
        if now.since(*since) >= Span::minutes(1) {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        Box::pin(ready(*count <= MOST_ATTEMPTS))
    }
}

impl Host for Machine {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn randomize(&self, bytes: &mut [u8]) {
        let mut chance = self.chance.borrow_mut();
        bytes.iter_mut().for_each(|byte| *byte = chance.bytes::<1>()[0]);
    }

    fn sleep(&self, span: Span) -> PortFuture<'_, ()> {
        Box::pin(async move {
            if !self.turns.time(span).await {
                self.clock.sleep(span).await;
            }
        })
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
