//! What each endpoint costs on a running deployment of the demo data, as JSON: `make bench` asks for it at each size.
//!
//! Measured twice where the data is at a size: in Contoso as always, and in the large one.

use serde_json::{Value, json};
use tests::costs::{Bounds, Cost, measure};
use tests::demo;
use tests::deployed::Deployed;

fn main() {
    let Some(deployed) = Deployed::from_environment() else {
        eprintln!("nothing is served that could be measured: `make bench` does both");
        std::process::exit(2);
    };
    let ordinary = measure(&deployed, &demo::world(deployed.ground(), 1));
    let large = measure(&deployed, &demo::scale::large(deployed.ground(), 1));
    println!("{}", json!({ "ordinary": figures(&ordinary), "large": figures(&large) }));
}

fn figures(costs: &[Cost]) -> Vec<Value> {
    let figure = |cost: &Cost| {
        let most = Bounds::of(&cost.declaration);
        json!({
            "endpoint": format!("{} {}", cost.declaration.method.name(), cost.declaration.path),
            "batches": cost.batches,
            "statements": cost.statements,
            "rows_read": cost.rows_read,
            "rows_written": cost.rows_written,
            "most_batches": most.batches,
            "most_statements": most.statements,
        })
    };
    costs.iter().map(figure).collect()
}
