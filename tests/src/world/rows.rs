//! Rows on their way into a database: from several worlds into the same tables, without doubles.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How long a statement may become, in bytes. D1 takes 100 KB.
const LONGEST_STATEMENT: usize = 90_000;

/// A value of a column.
#[derive(Clone, Debug)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Number(i64::from(yes))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<shared::time::Timestamp> for Cell {
    fn from(moment: shared::time::Timestamp) -> Self {
        Self::Number(moment.millis())
    }
}

impl<K: shared::id::Kind> From<&shared::id::Id<K>> for Cell {
    fn from(id: &shared::id::Id<K>) -> Self {
        Self::Text(id.as_str().into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Cell {
    fn sql(&self) -> String {
        match self {
            Self::Null => "NULL".into(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
        }
    }
}

/// The rows of one shard, table by table in an order that no reference points forward in.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    tables: Vec<Table>,
    closed: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct Table {
    name: &'static str,
    columns: &'static str,
    seen: BTreeSet<String>,
    rows: Vec<String>,
}

impl Rows {
    /// Adds rows to a table. A row that stands there already, cell by cell, is not added again: worlds that share a
    /// database share the catalogue and the provider's directory.
    pub fn add(
        &mut self,
        table: &'static str,
        columns: &'static str,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) {
        let place = self.tables.iter().position(|one| one.name == table).unwrap_or_else(|| {
            self.tables.push(Table { name: table, columns, seen: BTreeSet::new(), rows: Vec::new() });
            self.tables.len() - 1
        });
        for row in rows {
            self.tables[place].add(row.iter().map(Cell::sql).collect::<Vec<_>>().join(", "));
        }
    }

    /// Ends what is written about access to workspaces as every command ends it that changes any: their versions are raised,
    /// which draws what is kept of a workspace.
    pub fn close<'a>(&mut self, workspaces: impl Iterator<Item = &'a str>) {
        self.closed.extend(workspaces.map(str::to_owned));
    }

    /// Adds all rows of another world.
    pub fn merge(&mut self, other: Self) {
        self.closed.extend(other.closed);
        for theirs in other.tables {
            match self.tables.iter_mut().find(|ours| ours.name == theirs.name) {
                Some(ours) => theirs.rows.into_iter().for_each(|row| ours.add(row)),
                None => self.tables.push(theirs),
            }
        }
    }

    /// Leaves out those rows of some tables that were written already, and remembers the others as written.
    pub fn leave_out(&mut self, tables: &[&str], written: &mut BTreeSet<String>) {
        for table in self.tables.iter_mut().filter(|table| tables.contains(&table.name)) {
            table.rows.retain(|row| written.insert(row.clone()));
        }
    }

    /// The statements that write them, many rows each.
    pub fn sql(&self) -> String {
        let mut sql = String::new();
        for table in &self.tables {
            let mut length = 0;
            for row in &table.rows {
                let begins = length == 0 || length + row.len() > LONGEST_STATEMENT;
                if begins {
                    let end = if length == 0 { "" } else { ";\n" };
                    write!(sql, "{end}INSERT INTO {} ({}) VALUES", table.name, table.columns).unwrap();
                    length = 0;
                }
                let comma = if begins { "" } else { "," };
                write!(sql, "{comma}\n({row})").unwrap();
                length += row.len() + 5;
            }
            if length > 0 {
                sql.push_str(";\n");
            }
        }
        for workspace in &self.closed {
            writeln!(sql, "UPDATE workspace SET access_version = access_version WHERE id = '{workspace}';")
                .unwrap();
        }
        sql
    }
}

impl Table {
    fn add(&mut self, row: String) {
        if self.seen.insert(row.clone()) {
            self.rows.push(row);
        }
    }
}
