//! What each endpoint costs in process. The figures of rows are the deployment's; see `deployed.rs`.

use tests::costs::{assert_bounds, measure, table};
use tests::in_process::{Database, InProcess, ground};

#[test]
fn no_endpoint_costs_more_batches_or_statements_than_it_may() {
    let world = tests::demo::world(&ground(), 1);
    let target = InProcess::new(&world);
    let costs = measure(&target, &world);
    println!("{}", table(&costs));
    assert_bounds(&costs);
    let most = target.machine.batches().iter().map(|(_, statements)| statements.len()).max();
    println!("the largest batch has {most:?} statements");
    target.machine.check_tallies();
}

#[test]
fn what_triggers_do_finds_its_rows_by_an_index() {
    tests::plans::check_triggers(&Database::new());
}
