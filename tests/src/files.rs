//! The files that worlds are written to, and the arguments of the programs that write them.

use crate::world::{Listing, Rows, World, shards};
use shared::time::Timestamp;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, path::Path, process};

/// Arguments of the form `--name value`.
#[derive(Debug)]
pub struct Arguments(BTreeMap<String, String>);

impl Arguments {
    /// Reads the arguments of this program; ends it where one is none of these.
    pub fn read(known: &[&str]) -> Self {
        let mut found = BTreeMap::new();
        let mut given = env::args().skip(1);
        while let Some(argument) = given.next() {
            let name = argument.strip_prefix("--").filter(|name| known.contains(name));
            let (Some(name), Some(value)) = (name, given.next()) else {
                eprintln!("`{argument}` is not understood; there are: --{}", known.join(" …, --"));
                process::exit(2);
            };
            found.insert(name.to_owned(), value);
        }
        Self(found)
    }

    /// An argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// An argument that is a number; ends the program where it is none.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| {
            text.parse().unwrap_or_else(|_| {
                eprintln!("`{text}` is not a number");
                process::exit(2);
            })
        })
    }
}

/// The first moment of the current day in UTC.
pub fn today() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap()).day().start()
}

/// Writes worlds into a folder: a file of SQL for each shard, and `people.json`.
pub fn write(folder: &str, worlds: &[World]) {
    let folder = Path::new(folder);
    fs::create_dir_all(folder).unwrap();
    for (shard, _) in shards() {
        let mut rows = Rows::default();
        worlds.iter().for_each(|world| rows.merge(world.rows(shard)));
        fs::write(folder.join(format!("{shard}.sql")), rows.sql()).unwrap();
    }
    let mut listing = Listing::default();
    worlds.iter().for_each(|world| listing.add(world));
    fs::write(folder.join("people.json"), listing.json()).unwrap();
}
