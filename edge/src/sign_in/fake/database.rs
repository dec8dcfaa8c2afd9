//! Databases in memory, with the real migrations, that can be taken away.

use crate::ports::{PortFuture, Rows, Sql, SqlError, Statement, Value};
use crate::settings::Settings;
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use shared::region::Shard;
use std::cell::RefCell;
use std::collections::HashMap;

const MIGRATIONS: [&str; 2] = [
    include_str!("../../../migrations/0001_foundations.sql"),
    include_str!("../../../migrations/0002_profile.sql"),
];

/// What is the matter with a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It can't be reached.
    Away,
    /// It never answers.
    Silent,
    /// It does as it is told, and the answer is lost.
    Lossy,
    /// It can be read, and takes no write.
    ReadOnly,
}

/// One database per shard.
pub(crate) struct FakeSql {
    databases: RefCell<HashMap<Shard, Connection>>,
    troubles: RefCell<HashMap<Shard, Trouble>>,
    /// What happens to a shard right before the next batch that writes.
    before_write: RefCell<Option<(Shard, String)>>,
    /// The shard that takes one more batch that writes, and then none.
    last_write: RefCell<Option<Shard>>,
}

impl FakeSql {
    pub(crate) fn new(settings: &Settings) -> Self {
        let open = |(shard, _): &(Shard, u8)| {
            let database = Connection::open_in_memory().unwrap();
            MIGRATIONS.iter().for_each(|migration| database.execute_batch(migration).unwrap());
            (*shard, database)
        };
        Self {
            databases: RefCell::new(settings.shards.iter().map(open).collect()),
            troubles: RefCell::default(),
            before_write: RefCell::default(),
            last_write: RefCell::default(),
        }
    }

    pub(crate) fn trouble(&self, shard: &str, trouble: Trouble) {
        self.troubles.borrow_mut().insert(Shard::parse(shard).unwrap(), trouble);
    }

    pub(crate) fn mend(&self) {
        self.troubles.borrow_mut().clear();
    }

    /// Runs a statement of a test's own.
    pub(crate) fn run(&self, shard: &str, sql: &str) {
        self.databases.borrow()[&Shard::parse(shard).unwrap()].execute_batch(sql).unwrap();
    }

    /// Runs a statement of a test's own between what is read and what is written next.
    pub(crate) fn run_before_write(&self, shard: &str, sql: &str) {
        *self.before_write.borrow_mut() = Some((Shard::parse(shard).unwrap(), sql.to_owned()));
    }

    /// The shard takes one more batch that writes, and then can't be reached.
    pub(crate) fn stop_after_write(&self, shard: &str) {
        *self.last_write.borrow_mut() = Shard::parse(shard);
    }

    /// The first column of a query's rows, as text.
    pub(crate) fn texts(&self, shard: &str, sql: &str) -> Vec<String> {
        let databases = self.databases.borrow();
        let mut statement = databases[&Shard::parse(shard).unwrap()].prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            Ok(match row.get_ref(0)? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                _ => String::new(),
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    fn perform(&self, shard: Shard, statements: &[Statement]) -> Result<Vec<Rows>, SqlError> {
        let writes = statements.iter().any(|statement| statement.sql.trim_start().starts_with("INSERT"));
        if writes && let Some((shard, sql)) = self.before_write.borrow_mut().take() {
            self.run(shard.as_str(), &sql);
        }
        let trouble = self.troubles.borrow().get(&shard).copied();
        if trouble == Some(Trouble::Away) || (writes && trouble == Some(Trouble::ReadOnly)) {
            return Err(SqlError::Unavailable("overloaded".into()));
        }
        let mut databases = self.databases.borrow_mut();
        let transaction = databases.get_mut(&shard).unwrap().transaction().unwrap();
        let results: Result<Vec<_>, rusqlite::Error> =
            statements.iter().map(|statement| run(&transaction, statement)).collect();
        let results = results.map_err(|error| SqlError::from_message(&error.to_string()))?;
        transaction.commit().unwrap();
        if writes && *self.last_write.borrow() == Some(shard) {
            self.troubles.borrow_mut().insert(shard, Trouble::Away);
        }
        if trouble == Some(Trouble::Lossy) {
            return Err(SqlError::Unknown("Network connection lost".into()));
        }
        Ok(results)
    }
}

impl Sql for FakeSql {
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        if self.troubles.borrow().get(&shard) == Some(&Trouble::Silent) {
            return Box::pin(std::future::pending());
        }
        Box::pin(async move { self.perform(shard, statements) })
    }
}

fn run(database: &Connection, statement: &Statement) -> Result<Rows, rusqlite::Error> {
    // As D1 binds them: every number is a REAL.
    let bound = statement.values.iter().map(|value| match value {
        Value::Null => ToSqlOutput::Owned(Stored::Null),
        Value::Number(number) => ToSqlOutput::Owned(Stored::Real(*number as f64)),
        Value::Text(text) => ToSqlOutput::Owned(Stored::Text(text.clone().into_owned())),
    });
    let mut prepared = database.prepare(&statement.sql)?;
    let names: Vec<String> = prepared.column_names().into_iter().map(Into::into).collect();
    let mut rows = prepared.query(rusqlite::params_from_iter(bound))?;
    let mut found: Vec<serde_json::Map<String, serde_json::Value>> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = serde_json::Map::new();
        for (place, name) in names.iter().enumerate() {
            let value = match row.get_ref(place)? {
                ValueRef::Integer(number) => number.into(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                _ => serde_json::Value::Null,
            };
            columns.insert(name.clone(), value);
        }
        found.push(columns);
    }
    Ok(Rows { json: serde_json::to_string(&found).unwrap(), ..Rows::default() })
}
