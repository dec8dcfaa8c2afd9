//! What each endpoint costs on a running deployment of the demo data, as JSON: `make bench` asks for it at each size.
//!
//! Measured twice where the data is at a size: in Contoso as always, and in the large one.

use serde_json::{Map, Value, json};
use tests::costs::{Bounds, Cost, lists, measure, most_rows_decided_on};
use tests::demo;
use tests::deployed::Deployed;
use tests::world::World;

fn main() {
    let Some(deployed) = Deployed::from_environment() else {
        eprintln!("nothing is served that could be measured: `make bench` does both");
        std::process::exit(2);
    };
    let (ordinary, large) = (demo::world(deployed.ground(), 1), demo::scale::large(deployed.ground(), 1));
    let costs = |world: &World| figures(&measure(&deployed, world));
    let rows = |world: &World| {
        let listed =
            lists(&deployed, world).into_iter().map(|(name, cost)| (name.to_owned(), cost.rows_read.into()));
        listed.collect::<Map<String, Value>>()
    };
    println!(
        "{}",
        json!({
            "costs": { "ordinary": costs(&ordinary), "large": costs(&large) },
            "lists": { "ordinary": rows(&ordinary), "large": rows(&large) },
        })
    );
}

fn figures(costs: &[Cost]) -> Vec<Value> {
    let figure = |cost: &Cost| {
        let most = Bounds::of(&cost.declaration);
        json!({
            "endpoint": format!("{} {}", cost.declaration.method.name(), cost.declaration.path),
            "batches": cost.batches,
            "statements": cost.statements,
            "rows_read": cost.rows_read,
            "rows_decided_on": cost.rows_decided_on,
            "rows_written": cost.rows_written,
            "most_batches": most.batches,
            "most_statements": most.statements,
            "most_rows_decided_on": most_rows_decided_on(cost, costs),
        })
    };
    costs.iter().map(figure).collect()
}
