//! A database that behaves as D1 does, on SQLite in memory, with the real migrations.
//!
//! What is copied, because code that is right only elsewhere would pass otherwise: at most 100 parameters, statements of
//! 100 KB, values and rows of 2 MB, wherever they are made, and the narrow limits of how SQL is written; no transaction statements of the caller's own; a batch is one transaction; whole numbers
//! are bound as REAL, and come back whole; foreign keys hold; an error is a text that begins with `D1_ERROR`.
//!
//! What SQLite without D1's patches can't tell is how many rows it looked at; [`Rows::read`] is the number of rows
//! returned here, and the figures of the deployed target are the ones to go by.

use edge::ports::{Rows, SqlError, Statement, Value};
use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, StatementStatus, ToSql};
use std::cell::Cell;
use std::path::Path;

const MOST_PARAMETERS: usize = 100;
const LONGEST_STATEMENT: usize = 100_000;
const LONGEST_VALUE: usize = 2_000_000;
/// What workerd tells SQLite not to exceed; a row or value that is made by a statement or a trigger as well as one that is bound.
const LIMITS: [(Limit, i32); 5] = [
    (Limit::SQLITE_LIMIT_LENGTH, 2_000_000),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
];

/// One shard.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    most_steps: Cell<i32>,
}

impl Database {
    /// A database with all migrations applied, and nothing in it.
    pub fn new() -> Self {
        Self::migrated(Self::migrations())
    }

    /// How many migrations there are.
    pub fn migrations() -> usize {
        migrations().len()
    }

    /// A database with the first so many of the migrations applied, and nothing in it.
    pub fn migrated(so_many: usize) -> Self {
        let database = Self::over(Connection::open_in_memory().unwrap());
        migrations().iter().take(so_many).for_each(|migration| database.execute(migration));
        database
    }

    /// A database that had only so many of the migrations when these rows came into it, and has the others since. After each
    /// of them, something happens.
    pub fn upgraded(so_many: usize, rows: &str, between: impl Fn(&Self, usize)) -> Self {
        let database = Self::migrated(so_many);
        database.load(rows);
        migrations().iter().enumerate().skip(so_many).for_each(|(place, migration)| {
            database.execute(migration);
            between(&database, place);
        });
        database
    }

    /// Loads rows, as they are written to a file of SQL.
    pub fn load(&self, sql: &str) {
        self.connection
            .execute_batch(&format!("BEGIN; PRAGMA defer_foreign_keys = ON; {sql} COMMIT;"))
            .unwrap();
    }

    /// Changes something behind everybody's back.
    pub fn execute(&self, sql: &str) {
        self.connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Looks at something, as rows of text.
    pub fn look(&self, sql: &str) -> Vec<Vec<String>> {
        let mut statement = self.connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let columns = statement.column_count();
        let text = |row: &rusqlite::Row<'_>| {
            let cell = |column| row.get_ref(column).map(|value| json(value).to_string());
            (0..columns).map(cell).collect::<Result<Vec<_>, _>>()
        };
        let rows = statement.query_map([], text).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Everything in it, table by table, but for the records of what was refused: two dumps are equal if nothing changed in
    /// between.
    pub fn dump(&self) -> String {
        self.tables().iter().map(|(table, rows)| format!("{table} {rows:?}\n")).collect()
    }

    /// The rows of every table, as [`Self::dump`] has them.
    pub fn tables(&self) -> Vec<(String, Vec<Vec<String>>)> {
        let tables = self.look("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        let rows = |row: Vec<String>| {
            let table = row[0].trim_matches('"').to_owned();
            let kept = if table == "audit_event" { "WHERE refused = 0" } else { "" };
            let rows = self.look(&format!("SELECT * FROM {table} {kept} ORDER BY 1, 2"));
            (table, rows)
        };
        tables.into_iter().map(rows).collect()
    }

    /// How SQLite would run a statement, with what it sets off.
    pub fn plan(&self, sql: &str) -> Vec<String> {
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRIGGER_EQP, true).unwrap();
        let explained = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"));
        let mut statement = explained.unwrap_or_else(|error| panic!("{error}: {sql}"));
        let rows = statement.raw_query().mapped(|row| row.get(3));
        rows.map(Result::unwrap).collect()
    }

    /// How many rows have been written so far, those included that were taken back with their batch.
    pub fn changes(&self) -> u64 {
        self.connection.total_changes()
    }

    /// The most steps of SQLite's machine that a statement has taken since this was last asked: what it looked at, in a
    /// measure that does not depend on the machine below.
    pub fn take_most_steps(&self) -> i32 {
        self.most_steps.take()
    }

    /// Runs a batch.
    pub fn batch(&self, statements: &[Statement]) -> Result<Vec<Rows>, SqlError> {
        self.run("BEGIN IMMEDIATE")?;
        let results: Result<Vec<_>, _> = statements.iter().map(|statement| self.one(statement)).collect();
        self.run(if results.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        results
    }

    /// Runs so many statements of a batch, has D1 say something, and leaves everything as it was. A statement that fails
    /// before that speaks for itself.
    pub fn break_off(
        &self,
        statements: &[Statement],
        after: usize,
        says: &str,
    ) -> Result<Vec<Rows>, SqlError> {
        self.run("BEGIN IMMEDIATE")?;
        let failed = statements.iter().take(after).find_map(|statement| self.one(statement).err());
        self.run("ROLLBACK")?;
        Err(failed.unwrap_or_else(|| d1(says)))
    }

    /// A database of its own with the same rows.
    pub fn fork(&self) -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        Backup::new(&self.connection, &mut connection).unwrap().step(-1).unwrap();
        Self::over(connection)
    }

    fn over(connection: Connection) -> Self {
        connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        LIMITS.iter().for_each(|(limit, most)| {
            connection.set_limit(*limit, *most).unwrap();
        });
        Self { connection, most_steps: Cell::default() }
    }

    fn run(&self, sql: &str) -> Result<(), SqlError> {
        // A trigger's ABORT leaves the transaction open, other faults may have ended it.
        if sql == "ROLLBACK" && self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch(sql).map_err(|error| d1_error(&error))
    }

    fn one(&self, statement: &Statement) -> Result<Rows, SqlError> {
        refuse_what_d1_refuses(statement)?;
        let mut prepared =
            self.connection.prepare_cached(&statement.sql).map_err(|error| d1_error(&error))?;
        crate::plans::check(self, &statement.sql);
        if prepared.parameter_count() != statement.values.len() {
            return Err(d1("Wrong number of parameter bindings for SQL query."));
        }
        let names: Vec<String> = prepared.column_names().into_iter().map(str::to_owned).collect();
        prepared.reset_status(StatementStatus::VmStep);
        let before = self.connection.total_changes();
        let values = statement.values.iter().map(Bound).collect::<Vec<_>>();
        let mut cursor =
            prepared.query(rusqlite::params_from_iter(values)).map_err(|error| d1_error(&error))?;
        let mut rows: Vec<serde_json::Map<String, serde_json::Value>> = Vec::new();
        while let Some(row) = cursor.next().map_err(|error| d1_error(&error))? {
            let cell = |(place, name): (usize, &String)| (name.clone(), json(row.get_ref_unwrap(place)));
            rows.push(names.iter().enumerate().map(cell).collect());
        }
        drop(cursor);
        self.most_steps.set(self.most_steps.get().max(prepared.get_status(StatementStatus::VmStep)));
        let written = self.connection.total_changes() - before;
        let (json, read) = (serde_json::to_string(&rows).unwrap(), u64::try_from(rows.len()).unwrap());
        Ok(Rows { json, read, written })
    }
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}

/// A value as D1 binds it: a JavaScript number is a REAL.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::from(rusqlite::types::Null),
            #[expect(clippy::cast_precision_loss, reason = "that is what JavaScript does")]
            Value::Number(number) => ToSqlOutput::from(*number as f64),
            Value::Text(text) => ToSqlOutput::from(text.as_ref()),
        })
    }
}

/// A cell as JSON: a whole number is whole, whichever type it was stored with.
fn json(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => number.into(),
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        ValueRef::Real(number) if number.fract() == 0.0 => (number as i64).into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => bytes.into(),
    }
}

fn refuse_what_d1_refuses(statement: &Statement) -> Result<(), SqlError> {
    let first = statement.sql.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
    if ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "ATTACH"]
        .contains(&first.as_str())
    {
        return Err(d1("not authorized: SQLITE_AUTH"));
    }
    if statement.values.len() > MOST_PARAMETERS {
        return Err(d1("too many SQL variables at offset 0: SQLITE_ERROR"));
    }
    if statement.sql.len() > LONGEST_STATEMENT {
        return Err(d1("Statement too long: SQLITE_TOOBIG"));
    }
    let too_big = |value: &Value| matches!(value, Value::Text(text) if text.len() > LONGEST_VALUE);
    if statement.values.iter().any(too_big) {
        return Err(d1("string or blob too big: SQLITE_TOOBIG"));
    }
    Ok(())
}

fn d1_error(error: &rusqlite::Error) -> SqlError {
    d1(&format!("{error}: SQLITE_ERROR"))
}

/// What the edge makes of what D1 says.
pub(super) fn d1(text: &str) -> SqlError {
    SqlError::from_message(&format!("D1_ERROR: {text}"))
}

/// The migrations, in their order.
pub(crate) fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge/migrations");
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}
