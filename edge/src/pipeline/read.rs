//! Reads: statements together with what makes sense of their rows, put together like values.

use crate::ports::{Rows, Statement};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::marker::PhantomData;
use std::vec::IntoIter;

/// The most statements of one endpoint's batch, access included.
pub const MOST_STATEMENTS: usize = 8;

/// Rows that are not what their statement promises: a fault on our side. The text never reaches a client.
#[derive(Debug, thiserror::Error)]
#[error("unexpected row: {0}")]
pub struct RowFault(pub String);

impl RowFault {
    /// A row, or a column of JSON, that does not fit. It goes to the log, so it holds nothing of what the row does.
    pub fn of(error: &serde_json::Error) -> Self {
        Self(without_values(&error.to_string()))
    }
}

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
        let decoder = |rows: &mut IntoIter<Rows>| all(&next(rows)?);
        Self { statements: vec![statement], decoder: Box::new(decoder) }
    }
}

impl<T: DeserializeOwned + 'static> Read<Option<T>> {
    /// The first row of a statement, if there is one.
    pub fn first(statement: Statement) -> Self {
        let decoder = |rows: &mut IntoIter<Rows>| Ok(all(&next(rows)?)?.into_iter().next());
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

fn next(rows: &mut IntoIter<Rows>) -> Result<Rows, RowFault> {
    rows.next().ok_or_else(|| RowFault("fewer results than statements".into()))
}

/// Makes values of rows. Columns are named as the value's fields.
pub fn all<T: DeserializeOwned>(rows: &Rows) -> Result<Vec<T>, RowFault> {
    of_json(&rows.json)
}

/// Makes a value of each row that can be read as one: a row that can't says nothing against the others.
pub fn each<T: DeserializeOwned>(rows: &Rows) -> Vec<Result<T, RowFault>> {
    match of_json::<Vec<Box<RawValue>>>(&rows.json) {
        Ok(rows) => rows.iter().map(|row| of_json(row.get())).collect(),
        Err(fault) => vec![Err(fault)],
    }
}

fn of_json<T: DeserializeOwned>(json: &str) -> Result<T, RowFault> {
    serde_json::from_str(json).map_err(|error| RowFault::of(&error))
}

/// What was wrong, without what was there: serde repeats a wrong value before it says what it expected instead.
fn without_values(text: &str) -> String {
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("not {expected}"),
        None if text.starts_with("missing field") => text.to_owned(),
        None => "of another form".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Read, each, without_values};
    use crate::ports::{Rows, Statement};
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        name: String,
    }

    fn rows(names: &[&str]) -> Rows {
        let rows: Vec<_> = names.iter().map(|name| serde_json::json!({ "name": name })).collect();
        Rows { json: serde_json::to_string(&rows).unwrap(), ..Rows::default() }
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
    fn what_a_row_holds_is_not_repeated_when_it_does_not_fit() {
        for text in [
            "invalid type: string \"Ada, expected soon\", expected i64",
            "invalid value: string \"Ada\", expected an id",
            "unknown variant `Ada`, expected `work` or `personal`",
            "Ada is no number",
        ] {
            assert!(!without_values(text).contains("Ada"), "{}", without_values(text));
        }
    }

    #[test]
    fn a_row_of_another_form_is_a_fault_and_no_panic() {
        let fault = |json: &str| {
            let (_, sealed) = Read::<Vec<Named>>::all(Statement::new("one")).seal::<()>();
            sealed.open(&(), vec![Rows { json: json.to_owned(), ..Rows::default() }]).unwrap_err().to_string()
        };
        let (of_another_type, without) = (fault(r#"[{"name": 3}]"#), fault("[{}]"));
        assert!(of_another_type.contains("not a string"), "{of_another_type}");
        assert!(without.contains("missing field `name`"), "{without}");
        let (_, sealed) = Read::<Vec<Named>>::all(Statement::new("one")).seal::<()>();
        assert!(sealed.open(&(), vec![]).is_err());
    }

    #[test]
    fn a_row_of_another_form_says_nothing_against_the_others() {
        let json = r#"[{"name": "a"}, {"name": 3}, {"name": "b"}]"#.to_owned();
        let read = each::<Named>(&Rows { json, ..Rows::default() });
        let read: Vec<_> = read.into_iter().map(Result::ok).collect();
        assert_eq!(read, [Some(named("a")), None, Some(named("b"))]);
    }
}
