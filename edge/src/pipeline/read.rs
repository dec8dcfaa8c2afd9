//! Reads: statements together with what makes sense of their rows, put together like values.

use crate::ports::{Row, Rows, Statement};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::vec::IntoIter;

/// The most statements of one endpoint's batch, access included.
pub const MOST_STATEMENTS: usize = 8;

/// Rows that are not what their statement promises: a fault on our side. The text never reaches a client.
#[derive(Debug, thiserror::Error)]
#[error("unexpected row: {0}")]
pub struct RowFault(pub String);

type Decoder<T> = Box<dyn FnOnce(&mut IntoIter<Rows>) -> Result<T, RowFault>>;

/// What to read, and how to decode it. Reads are combined with [`Read::zip`] and [`Read::map`]; however many are
/// combined, they go to the database as one batch.
pub struct Read<T> {
    statements: Vec<Statement>,
    decoder: Decoder<T>,
}

impl Read<()> {
    /// Nothing to read.
    pub fn nothing() -> Self {
        Self { statements: Vec::new(), decoder: Box::new(|_| Ok(())) }
    }
}

impl<T: DeserializeOwned + 'static> Read<Vec<T>> {
    /// All rows of a statement.
    pub fn all(statement: Statement) -> Self {
        let decoder = |rows: &mut IntoIter<Rows>| next(rows)?.into_iter().map(decode).collect();
        Self { statements: vec![statement], decoder: Box::new(decoder) }
    }
}

impl<T: DeserializeOwned + 'static> Read<Option<T>> {
    /// The first row of a statement, if there is one.
    pub fn first(statement: Statement) -> Self {
        let decoder = |rows: &mut IntoIter<Rows>| next(rows)?.into_iter().next().map(decode).transpose();
        Self { statements: vec![statement], decoder: Box::new(decoder) }
    }
}

impl<T: 'static> Read<T> {
    /// Both reads.
    pub fn zip<U: 'static>(mut self, other: Read<U>) -> Read<(T, U)> {
        self.statements.extend(other.statements);
        let (one, two) = (self.decoder, other.decoder);
        Read { statements: self.statements, decoder: Box::new(move |rows| Ok((one(rows)?, two(rows)?))) }
    }

    /// The read, with something made of its result.
    pub fn map<U>(self, make: impl FnOnce(T) -> U + 'static) -> Read<U> {
        let decoder = self.decoder;
        Read { statements: self.statements, decoder: Box::new(move |rows| decoder(rows).map(make)) }
    }

    /// Takes the read apart: its statements, and a decoder for their rows that a proof of `P` opens.
    pub(super) fn seal<P>(self) -> (Vec<Statement>, Sealed<T, P>) {
        (self.statements, Sealed { decoder: self.decoder, proof: PhantomData })
    }
}

/// The decoder of rows that nobody may look at before the caller's requirement was checked: it opens with the proof `P` of
/// that check, and with nothing else. What is read to find out who the caller is opens with `()`.
pub(super) struct Sealed<T, P> {
    decoder: Decoder<T>,
    proof: PhantomData<fn(P)>,
}

impl<T, P> Sealed<T, P> {
    /// Opens the rows with the proof of the check.
    pub(super) fn open(self, _: &P, rows: Vec<Rows>) -> Result<T, RowFault> {
        (self.decoder)(&mut rows.into_iter())
    }
}

fn next(rows: &mut IntoIter<Rows>) -> Result<Vec<Row>, RowFault> {
    rows.next().map(|rows| rows.rows).ok_or_else(|| RowFault("fewer results than statements".into()))
}

/// Makes a value of a row. Columns are named as the value's fields.
pub fn decode<T: DeserializeOwned>(row: Row) -> Result<T, RowFault> {
    serde_json::from_value(serde_json::Value::Object(row)).map_err(|error| RowFault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::Read;
    use crate::ports::{Rows, Statement};
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        name: String,
    }

    fn rows(names: &[&str]) -> Rows {
        let row = |name: &&str| serde_json::from_value(serde_json::json!({ "name": name })).unwrap();
        Rows { rows: names.iter().map(row).collect(), ..Rows::default() }
    }

    fn named(name: &str) -> Named {
        Named { name: name.into() }
    }

    #[test]
    fn zipped_reads_decode_in_the_order_of_their_statements() {
        let one = Read::<Vec<Named>>::all(Statement::new("one"));
        let two = Read::<Option<Named>>::first(Statement::new("two"));
        let (statements, sealed) = one.zip(two).seal::<()>();
        assert_eq!(statements.len(), 2);
        let opened = sealed.open(&(), vec![rows(&["a", "b"]), rows(&["c"])]).unwrap();
        assert_eq!(opened, (vec![named("a"), named("b")], Some(named("c"))));
    }

    #[test]
    fn a_row_of_another_form_is_a_fault_and_no_panic() {
        let row = serde_json::from_value(serde_json::json!({ "name": 3 })).unwrap();
        let (_, sealed) = Read::<Vec<Named>>::all(Statement::new("one")).seal::<()>();
        assert!(sealed.open(&(), vec![Rows { rows: vec![row], ..Rows::default() }]).is_err());
        let (_, sealed) = Read::<Vec<Named>>::all(Statement::new("one")).seal::<()>();
        assert!(sealed.open(&(), vec![]).is_err());
    }
}
