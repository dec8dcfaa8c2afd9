//! Databases as files, for data that is too much to be text: filled while it is told, and served as they are.
//!
//! One thread a shard writes while the next chapter is told. What makes loading quick is that nobody can see it: no
//! journal, no sync, and the large tables' indexes made at the end. So are the places and sums that triggers keep: rows are
//! loaded into the tables of the first migration, and the later ones run on them, as they do on a deployment that is full.

use crate::demo::scale::Chapter;
use crate::in_process::migrations;
use crate::world::{Listing, shards};
use rusqlite::Connection;
use shared::region::Shard;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::{fs, mem};

/// How many chapters may wait to be written.
const WAITING: usize = 16;

/// Tables whose rows more than one chapter has.
const TOLD_AGAIN: [&str; 3] = ["identity", "product", "problem_type"];

/// A folder with a database for each shard, and `people.json`.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    listing: Listing,
    shards: Vec<Writer>,
}

#[derive(Debug)]
struct Writer {
    shard: Shard,
    told: BTreeSet<String>,
    chapters: SyncSender<String>,
    thread: JoinHandle<()>,
}

impl Shelf {
    /// A folder with empty databases, in place of whatever was there.
    pub fn new(folder: &str) -> Self {
        let folder = Path::new(folder);
        fs::create_dir_all(folder).unwrap();
        let writer = |shard: Shard| {
            let file = folder.join(format!("{shard}.sqlite"));
            let _nothing_there = fs::remove_file(folder.join(format!("{shard}.sql")));
            let _nothing_there = fs::remove_file(&file);
            let (chapters, written) = sync_channel(WAITING);
            let thread = thread::spawn(move || write(&file, &written));
            Writer { shard, told: BTreeSet::new(), chapters, thread }
        };
        let shards = shards().map(|(shard, _)| writer(shard)).into();
        Self { folder: folder.into(), listing: Listing::default(), shards }
    }

    /// Writes a chapter.
    pub fn add(&mut self, chapter: &Chapter) {
        if chapter.listed {
            self.listing.add(&chapter.world);
        }
        for writer in &mut self.shards {
            let mut rows = chapter.world.rows(writer.shard);
            rows.leave_out(&TOLD_AGAIN, &mut writer.told);
            writer.chapters.send(rows.sql()).unwrap();
        }
    }

    /// Writes what is left, and `people.json` at last.
    pub fn finish(mut self) {
        for writer in mem::take(&mut self.shards) {
            drop(writer.chapters);
            writer.thread.join().unwrap();
        }
        fs::write(self.folder.join("people.json"), self.listing.json()).unwrap();
    }
}

fn write(file: &Path, chapters: &Receiver<String>) {
    let database = Connection::open(file).unwrap();
    let settings = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; \
                    PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;";
    database.execute_batch(settings).unwrap();
    let migrations = migrations();
    let (tables, later) = migrations.split_at(1);
    tables.iter().for_each(|migration| database.execute_batch(migration).unwrap());
    let indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND \
                   (tbl_name LIKE 'case_%' OR tbl_name = 'support_case')";
    let indexes: Vec<(String, String)> = {
        let mut found = database.prepare(indexes).unwrap();
        let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    for (name, _) in &indexes {
        database.execute_batch(&format!("DROP INDEX {name}")).unwrap();
    }
    database.execute_batch("BEGIN").unwrap();
    for sql in chapters {
        database.execute_batch(&sql).unwrap();
    }
    database.execute_batch("COMMIT").unwrap();
    for (_, sql) in &indexes {
        database.execute_batch(sql).unwrap();
    }
    for migration in later {
        database.execute_batch(&format!("BEGIN; {migration} COMMIT;")).unwrap();
    }
}
