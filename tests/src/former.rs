//! What the version before this one asks of the database: it still serves while migrations run, and until this one is deployed.
//!
//! Its statements stand in a golden file, as its own scenarios ran them. Once a version is released, `make statements` writes the
//! file anew from it; what is then added to `edge/migrations` is held to them by `tests/upgrade.rs`.

use crate::in_process::Database;
use crate::plans;
use std::path::{Path, PathBuf};

/// What the version before asks.
#[derive(Debug)]
pub struct Former {
    /// How many migrations there were.
    pub migrations: usize,
    /// Its statements, one of each shape.
    pub statements: Vec<String>,
}

const BEGINS: &str = "-- What the version with so many migrations asks of the database: ";
const BETWEEN: &str = "\n;\n";

/// Reads the golden file.
///
/// # Panics
/// Where it is not as [`write()`] writes it.
pub fn read() -> Former {
    let text = std::fs::read_to_string(file()).unwrap();
    let (head, statements) = text.split_once('\n').unwrap();
    let statements = statements.split(BETWEEN).map(str::trim).filter(|statement| !statement.is_empty());
    Former {
        migrations: head.strip_prefix(BEGINS).unwrap().parse().unwrap(),
        statements: statements.map(str::to_owned).collect(),
    }
}

/// Writes what was run in this program.
///
/// # Panics
/// Where the file can't be written.
pub fn write() {
    let statements = plans::of_each_shape().join(BETWEEN);
    std::fs::write(file(), format!("{BEGINS}{}\n{statements}{BETWEEN}", Database::migrations())).unwrap();
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/statements-of-the-former-version.sql")
}
