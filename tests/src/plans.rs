//! How SQLite would run each statement: by an index, never by looking through a table.
//!
//! Every statement that is run in process is looked at when it first comes, whichever test brought it: a scenario, a job, a
//! sign-in, a command that is torn apart by the guard's tests. What triggers do is part of their statement's plan. And when every
//! scenario has run, [`never_run`] tells which of the store's statements none of them brought.

use crate::in_process::Database;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

/// Tables that are read whole on purpose: the catalogue is the same for everybody, and small.
const READ_WHOLE: [&str; 2] = ["product", "problem_type"];

/// The statements that were found good already.
static CHECKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Checks the plan of a statement that is about to be run on a database.
///
/// # Panics
/// Where it looks through a table.
pub fn check(database: &Database, statement: &str) {
    if CHECKED.lock().unwrap().contains(statement) {
        return;
    }
    check_anew(database, statement);
    CHECKED.lock().unwrap().insert(statement.to_owned());
}

/// Checks the plan of a statement on this very database, whether it was found good on another or not.
///
/// # Panics
/// Where it looks through a table, or can't be run there at all.
pub fn check_anew(database: &Database, statement: &str) {
    let plan = database.plan(statement);
    let scans: Vec<_> = plan.iter().filter(|step| looks_through_a_table(step, &plan, statement)).collect();
    assert!(scans.is_empty(), "no index: {scans:?}\n{statement}\n{plan:#?}");
}

/// The statements that anything has run so far in this program, one of each shape: those that differ only in the numbers and
/// names they ask for, or in how many parts of one kind are united, are of one.
pub fn of_each_shape() -> Vec<String> {
    let mut shapes = BTreeSet::new();
    let mut statements: Vec<String> =
        CHECKED.lock().unwrap().iter().map(|statement| evened(statement)).collect();
    statements.sort_by_key(|statement| (statement.len(), statement.clone()));
    statements.retain(|statement| shapes.insert(shape(statement)));
    statements.sort();
    statements
}

/// The different parts of a statement, without its numbers and the texts that are written in it.
fn shape(statement: &str) -> BTreeSet<String> {
    let without_texts: String = statement.split('\'').step_by(2).collect::<Vec<_>>().join("''");
    let part = |part: &str| {
        part.chars()
            .filter(|letter| !letter.is_ascii_digit() && !"()?, ".contains(*letter))
            .collect::<String>()
    };
    let clauses = without_texts.split(" UNION ALL ").flat_map(|united| united.split("SELECT * FROM ("));
    clauses
        .flat_map(|clause| clause.split(" AND "))
        .flat_map(|clause| clause.split(" OR "))
        .map(part)
        .collect()
}

/// Checks the plan of every statement of every trigger there is.
///
/// # Panics
/// Where one looks through a table.
pub fn check_triggers(database: &Database) {
    for row in database.look("SELECT sql FROM sqlite_master WHERE type = 'trigger'") {
        let sql: String = serde_json::from_str(&row[0]).unwrap();
        let body = sql.split_once("BEGIN").unwrap().1.rsplit_once("END").unwrap().0;
        // What the trigger knows of its row are parameters to a statement of its own.
        let knows = |word: &str| word.starts_with("new.") || word.starts_with("old.");
        let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
        for statement in body.split(';').filter(|statement| !statement.trim().is_empty()) {
            if statement.contains("RAISE") {
                continue;
            }
            let alone: String = statement
                .split_inclusive(|letter| !is_of_name(letter))
                .map(|word| {
                    let name = word.trim_end_matches(|letter| !is_of_name(letter));
                    if knows(name) { word.replacen(name, "?", 1) } else { word.to_owned() }
                })
                .collect();
            let plan = database.plan(&alone);
            let scans: Vec<_> =
                plan.iter().filter(|step| looks_through_a_table(step, &plan, &alone)).collect();
            assert!(scans.is_empty(), "no index: {scans:?}\n{alone}\n{plan:#?}");
        }
    }
}

/// Whether a step of a plan looks through a table: `SCAN member`, or an index that is made for the occasion. What does not: rows
/// of a JSON array (a virtual table), the result of a part of the statement itself, and made-up rows.
fn looks_through_a_table(step: &str, plan: &[String], statement: &str) -> bool {
    let named = |how: &str| step.strip_prefix(how).and_then(|rest| rest.split(' ').next());
    let made_here = |name: &str| {
        ["MATERIALIZE", "CO-ROUTINE"].iter().any(|how| plan.contains(&format!("{how} {name}")))
            || name.starts_with('(')
    };
    if let Some(name) = named("SEARCH ") {
        return step.contains(" AUTOMATIC ") && !made_here(name);
    }
    let Some(name) = named("SCAN ") else { return false };
    let is_whole = READ_WHOLE.iter().any(|table| {
        name == *table
            || statement.contains(&format!("FROM {table} {name}"))
            || statement.contains(&format!("JOIN {table} {name}"))
    });
    let ends = |made_up: &str| step.ends_with(made_up);
    !(made_here(name)
        || is_whole
        || step.contains("VIRTUAL TABLE")
        || ends("CONSTANT ROW")
        || ends("VALUES CLAUSE"))
}

/// The statements in the store's sources that nothing has run so far in this program, as far as they are written there: what
/// is put in while they are made stands between their parts.
pub fn never_run() -> Vec<String> {
    let run: Vec<String> = CHECKED.lock().unwrap().iter().map(|statement| evened(statement)).collect();
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge/src/store");
    let mut files: Vec<_> = store.read_dir().unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let written = files.iter().flat_map(|file| statements_in(&std::fs::read_to_string(file).unwrap()));
    let was_run = |parts: &Vec<String>| {
        run.iter().any(|statement| parts.iter().all(|part| statement.contains(part.as_str())))
    };
    written.filter(|parts| !was_run(parts)).map(|parts| parts.join(" … ")).collect()
}

/// The statements in a source: its texts that begin as one does, without what is put in, up to its tests.
fn statements_in(source: &str) -> Vec<Vec<String>> {
    let code = source.split("#[cfg(test)]").next().unwrap_or("");
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    // Behind a backslash a text goes on where the next line begins to say something.
    let code = code.split("\\\n").map(str::trim_start).collect::<String>();
    let texts = code.split('"').skip(1).step_by(2).map(evened);
    let begins = |text: &String| {
        ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "].iter().any(|verb| text.starts_with(verb))
    };
    let parts = |text: String| {
        let parts = text.split(['{', '}']).step_by(2).map(|part| part.trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    texts.filter(begins).map(parts).collect()
}

/// A text with one space wherever there is any.
fn evened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{looks_through_a_table, statements_in};
    use crate::in_process::Database;

    #[test]
    #[should_panic(expected = "no index")]
    fn a_trigger_whose_statement_is_without_an_index_is_found() {
        let database = Database::new();
        database.execute(
            "CREATE TRIGGER one AFTER UPDATE OF name ON identity
             BEGIN UPDATE member SET invited = 1 WHERE status = new.name; END",
        );
        super::check_triggers(&database);
    }

    fn looks(database: &Database, sql: &str) -> bool {
        let plan = database.plan(sql);
        plan.iter().any(|step| looks_through_a_table(step, &plan, sql))
    }

    fn plan(sql: &str) -> bool {
        looks(&Database::new(), sql)
    }

    #[test]
    fn a_statement_without_an_index_is_found() {
        assert!(plan("SELECT 1 FROM member WHERE status = 'active'"));
        assert!(plan("SELECT count(*) FROM support_case"));
        assert!(plan("SELECT 1 FROM case_entry e JOIN case_note n ON n.text = e.text WHERE e.id = ?1"));
        assert!(plan("UPDATE support_case SET state = 'closed' WHERE title = ?1"));
        assert!(!plan("SELECT 1 FROM member WHERE identity_id = ?1"));
        assert!(!plan("SELECT 1 FROM json_each(?1) j JOIN member m ON m.id = j.value"));
        assert!(!plan("SELECT 1 FROM (VALUES (0), (1)) j JOIN member m ON m.id = ?1 ->> j.column1"));
        assert!(!plan("SELECT 1 FROM (SELECT 1) LEFT JOIN member m ON m.id = ?1"));
    }

    #[test]
    fn a_trigger_without_an_index_is_found_in_the_statement_that_sets_it_off() {
        let opens = "UPDATE support_case SET state = 'closed' WHERE id = ?1";
        let database = Database::new();
        assert!(!looks(&database, opens));
        database.execute(
            "CREATE TRIGGER looks AFTER UPDATE ON support_case
             BEGIN UPDATE case_note SET at = at WHERE text = new.title; END;",
        );
        assert!(looks(&database, opens));
        assert!(!looks(&database, "UPDATE member SET status = 'active' WHERE id = ?1"));
    }

    #[test]
    fn the_statements_of_a_source_are_found_without_what_is_put_in() {
        let source = "// \"SELECT 1\"\nconst A: &str = \"\n  SELECT a\n FROM b\";\nlet c = format!(\"INSERT INTO {d} VALUES ({e})\");\n\
                      let f = \"selected \\\n  once\";\nlet h = \"SELECT h \\\n   FROM i\";\n#[cfg(test)]\nconst G: &str = \"SELECT g\";";
        let found = [vec!["SELECT a FROM b"], vec!["INSERT INTO", "VALUES (", ")"], vec!["SELECT h FROM i"]];
        assert_eq!(statements_in(source), found);
    }
}
