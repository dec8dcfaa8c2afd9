//! D1, one binding per shard: `eu1` is `DB_EU1`.

use crate::ports::{PortFuture, Row, Rows, Sql, SqlError, Statement, Value};
use shared::region::Shard;
use std::collections::BTreeMap;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env, Error};

/// The databases.
pub(super) struct Databases(BTreeMap<Shard, D1Database>);

impl Databases {
    pub(super) fn new(env: &Env, shards: impl Iterator<Item = Shard>) -> Self {
        let bound = |shard: Shard| {
            let binding = format!("DB_{}", shard.as_str().to_ascii_uppercase());
            env.d1(&binding).ok().map(|database| (shard, database))
        };
        Self(shards.filter_map(bound).collect())
    }
}

impl Sql for Databases {
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        Box::pin(async move {
            let unbound = || SqlError::Unavailable(format!("no such binding: {shard}"));
            let database = self.0.get(&shard).ok_or_else(unbound)?;
            let prepared =
                statements.iter().map(|statement| prepare(database, statement)).collect::<Result<_, _>>()?;
            let results = database.batch(prepared).await.map_err(|error| failure(&error))?;
            results.iter().map(rows).collect()
        })
    }
}

fn prepare(database: &D1Database, statement: &Statement) -> Result<D1PreparedStatement, SqlError> {
    let values: Vec<JsValue> = statement.values.iter().map(value).collect();
    database.prepare(statement.sql.as_ref()).bind(&values).map_err(|error| failure(&error))
}

/// Whole numbers go as JavaScript numbers: exact below 2^53, and the binding knows no 64-bit integers.
fn value(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        #[expect(clippy::cast_precision_loss, reason = "ids are text; times and versions are far below 2^53")]
        Value::Number(number) => JsValue::from_f64(*number as f64),
        Value::Text(text) => JsValue::from_str(text),
    }
}

fn rows(result: &D1Result) -> Result<Rows, SqlError> {
    let rows: Vec<Row> = result.results().map_err(|error| failure(&error))?;
    let meta = result.meta().ok().flatten();
    let figure = |figure: Option<usize>| figure.and_then(|figure| u64::try_from(figure).ok()).unwrap_or(0);
    let read = figure(meta.as_ref().and_then(|meta| meta.rows_read));
    let written = figure(meta.as_ref().and_then(|meta| meta.rows_written));
    Ok(Rows { rows, read, written })
}

/// D1's message decides. Its `Display` can throw, so the message is taken from the JavaScript error itself.
fn failure(error: &Error) -> SqlError {
    match error {
        Error::D1(error) => {
            let error: &worker::js_sys::Error = error.as_ref();
            SqlError::from_message(&String::from(error.message()))
        }
        other => SqlError::from_message(&other.to_string()),
    }
}
