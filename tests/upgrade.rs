//! Migrations run on data that is there already, and while the former version still serves.

#![allow(
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use std::collections::BTreeMap;
use tests::in_process::{Database, ground};
use tests::scenarios::office::office;
use tests::scenarios::random_worlds::random_world;
use tests::tallies;
use tests::world::eu1;
use tests::{former, lines, plans};

/// What the former version does to cases between two migrations, as the commands of this version and the last ones: some are
/// moved, some join, some leave, some are given to somebody, some are new.
fn serve(database: &Database, turn: usize) {
    let any = format!("WHERE unicode(substr(id, -2)) % 5 = {turn} % 5");
    let other = format!("WHERE unicode(substr(case_id, -2)) % 7 = {turn} % 7");
    database.execute(&format!(
        "UPDATE support_case SET state = 'in_progress', updated_at = updated_at + {turn} {any};
         UPDATE support_case SET assignee = opened_by {any} AND assignee IS NULL;
         DELETE FROM case_participant {other} AND part <> 'opener';
         INSERT INTO case_participant
           SELECT workspace_id, 'idn_watcher_{turn}', id, 'watcher' FROM support_case {any};
         INSERT INTO support_case (id, workspace_id, number, service_id, product_id, problem_type_id, title, description,
           severity, state, contact_method, language, time_zone, opened_by, assignee, opened_at, updated_at, state_since)
           SELECT substr(id, 1, length(id) - 4) || printf('%04d', {turn}), workspace_id, number || '/{turn}', service_id,
             product_id, problem_type_id, title, description, severity, 'new', contact_method, language, time_zone, opened_by,
             NULL, opened_at, updated_at, state_since FROM support_case {any} LIMIT 3"
    ));
}

/// What `case_place` says of every case by now.
fn places(database: &Database) -> Vec<Vec<String>> {
    database.look("SELECT *, activity FROM case_place ORDER BY case_id, viewer")
}

#[test]
fn case_11_cases_from_before_each_migration_are_listed_and_counted_as_later_ones_are() {
    let rows = office(&ground(), "upgrade").rows(eu1()).sql();
    let demo = tests::demo::world(&ground(), 1).rows(eu1()).sql();
    for rows in [&rows, &demo] {
        let fresh = Database::new();
        fresh.load(rows);
        assert!(!places(&fresh).is_empty());
        for so_many in 2..Database::migrations() {
            let database = Database::upgraded(so_many, rows, |_, _| ());
            assert_eq!(places(&database), places(&fresh), "after {so_many} migrations");
            tallies::check(&database);
            database.execute("UPDATE support_case SET state = 'closed' WHERE state = 'new'");
            tallies::check(&database);
        }
    }
}

#[test]
fn case_11_what_the_former_version_does_between_migrations_is_listed_and_counted_too() {
    let rows = tests::demo::world(&ground(), 1).rows(eu1()).sql();
    let served = Database::upgraded(3, &rows, serve);
    let fresh = Database::new();
    fresh.load(&rows);
    (3..Database::migrations()).for_each(|turn| serve(&fresh, turn));
    assert_eq!(places(&served), places(&fresh));
    tallies::check(&served);
    lines::check(&served);
}

#[test]
fn acc_7_members_from_before_there_were_lines_have_them_as_later_ones_do() {
    let rows = random_world(&ground(), "upgrade").rows(eu1()).sql();
    let database = Database::upgraded(3, &rows, |_, _| ());
    lines::check(&database);
    assert!(lines::kept_workspaces(&database) > 0);
}

/// The columns of every table: their type, and whether a row can be written that says nothing of them.
fn columns(database: &Database) -> BTreeMap<(String, String), (String, bool)> {
    let tables = database.look(
        "SELECT m.name, c.name, c.type, c.\"notnull\" = 0 OR c.dflt_value IS NOT NULL
         FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view')",
    );
    tables
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), (row[2].clone(), row[3] == "1")))
        .collect()
}

#[test]
fn what_the_former_version_reads_and_writes_stays_as_it_is_after_each_migration() {
    let all = Database::migrations();
    for (so_many, migration) in (1..all).map(|so_many| (so_many, so_many + 1)) {
        let (before, after) =
            (columns(&Database::migrated(so_many)), columns(&Database::migrated(migration)));
        let tables: Vec<_> = before.keys().map(|(table, _)| table).collect();
        for (column, (kind, may_be_left_out)) in &before {
            let kept = after.get(column).unwrap_or_else(|| panic!("migration {migration} drops {column:?}"));
            assert_eq!(&kept.0, kind, "migration {migration} makes {column:?} something else");
            assert!(kept.1 || !may_be_left_out, "after migration {migration}, {column:?} has to be given");
        }
        for (column, (_, may_be_left_out)) in after.iter().filter(|(column, _)| !before.contains_key(column))
        {
            let is_of_a_new_table = !tables.contains(&&column.0);
            assert!(
                is_of_a_new_table || *may_be_left_out,
                "{column:?} of migration {migration} has to be given"
            );
        }
    }
}

/// Between two files of migrations, and until this version is deployed, the former one runs every statement it has: by the
/// indexes it names, in the columns it knows, through the triggers that stand by then.
#[test]
fn every_statement_of_the_former_version_runs_by_an_index_after_each_migration() {
    let former = former::read();
    assert!(former.statements.len() > 60, "{}", former.statements.len());
    let writes =
        |verb: &str| former.statements.iter().filter(|statement| statement.starts_with(verb)).count();
    assert!(["INSERT ", "UPDATE ", "DELETE "].map(writes).iter().all(|so_many| *so_many > 3));
    for so_many in former.migrations..=Database::migrations() {
        let database = Database::migrated(so_many);
        former.statements.iter().for_each(|statement| plans::check_anew(&database, statement));
    }
}

/// What it would be about: an index that the former version names must not go.
#[test]
#[should_panic(expected = "no such index: case_by_openness")]
fn an_index_that_the_former_version_names_is_missed() {
    let database = Database::new();
    database.execute("DROP INDEX case_by_openness");
    former::read().statements.iter().for_each(|statement| plans::check_anew(&database, statement));
}
