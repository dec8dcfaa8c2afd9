//! Writes the demo data, the world of the crowd, and those of all scenarios that run on a deployment:
//! `cargo run -p tests --bin worlds -- --out target/worlds`.
//!
//! - `--out FOLDER` where `eu1.sql`, `us1.sql` and `people.json` go (`target/worlds`)
//! - `--idp URL` where the identity providers will be (`http://localhost:9410`)

use tests::files::{self, Arguments};
use tests::scenarios::{self, Run};
use tests::world::Ground;

fn main() {
    let arguments = Arguments::read(&["out", "idp"]);
    let idp = arguments.text("idp").unwrap_or("http://localhost:9410").into();
    let ground = Ground { idp, now: files::today() };
    let deployable = scenarios::all().into_iter().filter(|scenario| matches!(scenario.run, Run::Anywhere(_)));
    let worlds: Vec<_> = std::iter::once(tests::demo::world(&ground, 1))
        .chain([tests::crowd::world(&ground)])
        .chain(deployable.map(|scenario| scenario.world_on(&ground)))
        .collect();
    files::write(arguments.text("out").unwrap_or("target/worlds"), &worlds);
}
