//! D1, one binding per shard: `eu1` is `DB_EU1`.
//!
//! What crosses over to JavaScript and back does so as one text: the values of all statements of a batch, and all of its
//! results. Put together or taken apart from here, each of the 460 values in a page of cases is several calls of its own.
//! `worker::D1Result` is not used for another reason, too: it takes the size of the database, which stands beside the rows read,
//! for a `usize` of 32 bits, and where the database is over 4 GiB it gives up all of the figures.

use crate::ports::{PortFuture, Rows, Sql, SqlError, Statement};
use shared::region::Shard;
use wasm_bindgen_futures::JsFuture;
use worker::Env;
use worker::js_sys::{self, Array, JSON, Reflect};
use worker::wasm_bindgen::{self, JsCast, JsValue, prelude::wasm_bindgen};
use worker::worker_sys::types::D1Database;

#[wasm_bindgen(module = "/src/platform/databases.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn lines(results: &JsValue) -> Result<String, JsValue>;
}

/// The databases. Each is looked up when it is asked.
pub(super) struct Databases(Env);

impl Databases {
    pub(super) fn new(env: &Env) -> Self {
        Self(env.clone())
    }

    /// The binding itself: `worker::D1Database` asks each time what its class is called, and copies the text of every statement.
    fn of(&self, shard: Shard) -> Result<D1Database, SqlError> {
        let binding = format!("DB_{}", shard.as_str().to_ascii_uppercase());
        let binding = Reflect::get(&self.0, &binding.into()).ok().filter(JsValue::is_object);
        let binding = binding.ok_or_else(|| SqlError::Unavailable(format!("no such binding: {shard}")))?;
        Ok(binding.unchecked_into())
    }
}

impl Sql for Databases {
    fn batch<'a>(
        &'a self,
        shard: Shard,
        statements: &'a [Statement],
    ) -> PortFuture<'a, Result<Vec<Rows>, SqlError>> {
        Box::pin(async move {
            let database = self.of(shard)?;
            let prepared = prepare(&database, statements)?;
            let promise = database.batch(prepared).map_err(|error| thrown(&error))?;
            let results = JsFuture::from(promise).await.map_err(|error| thrown(&error))?;
            read(&lines(&results).map_err(|error| thrown(&error))?)
        })
    }
}

/// Statements for D1, with their values. Whole numbers become JavaScript's, exact below 2^53: the binding knows none of 64 bits.
fn prepare(database: &D1Database, statements: &[Statement]) -> Result<Array, SqlError> {
    let values: Vec<_> = statements.iter().map(|statement| &statement.values).collect();
    let text = serde_json::to_string(&values).map_err(|error| SqlError::Fault(error.to_string()))?;
    let values: Array = JSON::parse(&text).map_err(|error| thrown(&error))?.unchecked_into();
    let prepare = |(statement, values): (&Statement, JsValue)| {
        database.prepare(&statement.sql)?.bind(values.unchecked_into()).map(JsValue::from)
    };
    let prepared = statements.iter().zip(values.iter()).map(prepare);
    prepared.collect::<Result<_, _>>().map_err(|error| thrown(&error))
}

/// The results of a batch, their rows still text: `lines` says how they are written.
fn read(text: &str) -> Result<Vec<Rows>, SqlError> {
    let malformed = || SqlError::Fault("the results of a batch are not as they are written".into());
    text.lines().map(|line| rows(line).ok_or_else(malformed)).collect()
}

fn rows(line: &str) -> Option<Rows> {
    let mut parts = line.splitn(3, ' ');
    let (read, written) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Rows { json: parts.next()?.to_owned(), read, written })
}

/// D1's message decides. The error's own `Display` can throw.
fn thrown(error: &JsValue) -> SqlError {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => SqlError::from_message(&String::from(error.message())),
        None => SqlError::from_message(&format!("{error:?}")),
    }
}
