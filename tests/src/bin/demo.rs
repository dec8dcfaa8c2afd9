//! Writes the demo data: `cargo run -p tests --bin demo -- --seed 1 --out target/demo`.
//!
//! - `--seed N` what looks random follows from it (1)
//! - `--out FOLDER` where `eu1.sql`, `us1.sql` and `people.json` go (`target/demo`)
//! - `--idp URL` where the identity providers will be (`http://localhost:9400`)
//! - `--now MILLISECONDS` the moment the year ends at (now, rounded down to the day)
//! - `--scale N` with so many cases around it, as databases: `eu1.sqlite` and `us1.sqlite`

use std::time::Instant;
use tests::demo;
use tests::files::{self, Arguments};
use tests::shelf::Shelf;
use tests::world::Ground;

fn main() {
    let arguments = Arguments::read(&["seed", "out", "idp", "now", "scale"]);
    let seed = u64::try_from(arguments.number("seed").unwrap_or(1)).unwrap_or_default();
    let ground = Ground {
        idp: arguments.text("idp").unwrap_or("http://localhost:9400").into(),
        now: arguments.number("now").map_or_else(files::today, shared::time::Timestamp::from_millis),
    };
    let folder = arguments.text("out").unwrap_or("target/demo");
    match arguments.number("scale") {
        None => files::write(folder, &[demo::world(&ground, seed)]),
        Some(cases) => {
            let began = Instant::now();
            let mut shelf = Shelf::new(folder);
            let cases = usize::try_from(cases).unwrap_or_default();
            demo::scale::tell(&ground, seed, cases, &mut |chapter| shelf.add(&chapter));
            shelf.finish();
            eprintln!("{cases} cases in {:.0} s", began.elapsed().as_secs_f64());
        }
    }
}
