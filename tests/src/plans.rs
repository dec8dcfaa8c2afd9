//! How SQLite would run each statement: by an index, never by looking through a table.

use crate::in_process::Database;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// Tables that are read whole on purpose: the catalogue is the same for everybody, and small.
const READ_WHOLE: [&str; 2] = ["product", "problem_type"];

/// The statements that were found good already.
static CHECKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Checks the plan of every statement that was run on a database.
///
/// # Panics
/// Where a statement looks through a table.
pub fn check(database: &Database) {
    let new = |statement: &String| !CHECKED.lock().unwrap().contains(statement);
    for statement in database.statements().into_iter().filter(new) {
        let plan = database.plan(&statement);
        let scans: Vec<_> =
            plan.iter().filter(|step| looks_through_a_table(step, &plan, &statement)).collect();
        assert!(scans.is_empty(), "no index: {scans:?}\n{statement}\n{plan:#?}");
        CHECKED.lock().unwrap().insert(statement);
    }
}

/// Whether a step of a plan looks through a table: `SCAN member`. What is not: rows of a JSON array (a virtual table), the
/// result of a part of the statement itself, and one made-up row.
fn looks_through_a_table(step: &str, plan: &[String], statement: &str) -> bool {
    let Some(name) = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else { return false };
    let made_here = ["MATERIALIZE", "CO-ROUTINE"].iter().any(|how| plan.contains(&format!("{how} {name}")));
    let is_whole = READ_WHOLE.iter().any(|table| {
        name == *table
            || statement.contains(&format!("FROM {table} {name}"))
            || statement.contains(&format!("JOIN {table} {name}"))
    });
    !(made_here || is_whole || step.contains("VIRTUAL TABLE") || name == "CONSTANT" || name.starts_with('('))
}

#[cfg(test)]
mod tests {
    use super::looks_through_a_table;
    use crate::in_process::Database;

    fn plan(sql: &str) -> bool {
        let plan = Database::new().plan(sql);
        plan.iter().any(|step| looks_through_a_table(step, &plan, sql))
    }

    #[test]
    fn a_statement_without_an_index_is_found() {
        assert!(plan("SELECT 1 FROM member WHERE status = 'active'"));
        assert!(plan("SELECT count(*) FROM support_case"));
        assert!(!plan("SELECT 1 FROM member WHERE identity_id = ?1"));
        assert!(!plan("SELECT 1 FROM json_each(?1) j JOIN member m ON m.id = j.value"));
    }
}
