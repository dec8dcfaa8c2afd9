//! Writes the demo data: `cargo run -p tests --bin demo -- --seed 1 --out target/demo`.
//!
//! - `--seed N` what looks random follows from it (1)
//! - `--out FOLDER` where `eu1.sql`, `us1.sql` and `people.json` go (`target/demo`)
//! - `--idp URL` where the identity providers will be (`http://localhost:9400`)
//! - `--now MILLISECONDS` the moment the year ends at (now, rounded down to the day)

use tests::files::{self, Arguments};
use tests::world::Ground;

fn main() {
    let arguments = Arguments::read(&["seed", "out", "idp", "now"]);
    let seed = arguments.number("seed").unwrap_or(1);
    let ground = Ground {
        idp: arguments.text("idp").unwrap_or("http://localhost:9400").into(),
        now: arguments.number("now").map_or_else(files::today, shared::time::Timestamp::from_millis),
    };
    let world = tests::demo::world(&ground, u64::try_from(seed).unwrap_or_default());
    files::write(arguments.text("out").unwrap_or("target/demo"), &[world]);
}
