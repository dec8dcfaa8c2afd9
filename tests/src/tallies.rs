//! The sums that are kept of cases, held against what a scan counts.

use crate::in_process::Database;

/// What is kept: workspace, viewer, service, name of the sum, how many. What has come down to nothing is as if it were not there.
const KEPT: &str = "
    SELECT t.workspace_id, t.viewer, t.service_id, j.key, j.value FROM case_tally t JOIN json_each(t.cases) j WHERE j.value <> 0
    UNION ALL
    SELECT t.workspace_id, t.viewer, t.service_id, j.key, j.value FROM case_tally t JOIN json_each(t.opened) j WHERE j.value <> 0
    ORDER BY 1, 2, 3, 4";

/// The same out of the cases themselves, and who has a part in them.
const SCANNED: &str = "
    WITH seen (case_id, viewer) AS (
      SELECT id, '' FROM support_case
      UNION SELECT case_id, identity_id FROM case_participant
      UNION SELECT id, assignee FROM support_case WHERE assignee IS NOT NULL),
    place AS (
      SELECT c.workspace_id, s.viewer, c.service_id, c.severity || '_' || c.state AS stands,
             strftime('%Y-%m-01', c.opened_at / 1000, 'unixepoch') AS month
      FROM seen s JOIN support_case c ON c.id = s.case_id),
    named AS (
      SELECT workspace_id, viewer, service_id, stands AS name FROM place
      UNION ALL SELECT workspace_id, viewer, '', stands FROM place
      UNION ALL SELECT workspace_id, viewer, service_id, month FROM place
      UNION ALL SELECT workspace_id, viewer, '', month FROM place)
    SELECT workspace_id, viewer, service_id, name, count(*) FROM named GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

/// What lists show of a case is what the case itself says.
const PLACES_THAT_DIFFER: &str = "
    SELECT p.case_id, p.viewer FROM case_place p JOIN support_case c ON c.id = p.case_id
    WHERE (p.workspace_id, p.service_id, p.severity, p.state, p.updated_at, p.number, p.title, p.opened_by, p.opened_at)
      IS NOT (c.workspace_id, c.service_id, c.severity, c.state, c.updated_at, c.number, c.title, c.opened_by, c.opened_at)";

/// The names of services that customers keep, and those that the services have.
const NAMES_THAT_DIFFER: &str = "
    SELECT s.id FROM service s JOIN agreement a ON a.id = s.agreement_id JOIN customer c ON c.id = a.customer_id
    WHERE c.service_names ->> s.id IS NOT s.name";

/// Checks that what is kept is what a scan counts.
///
/// # Panics
/// Where it is not.
pub fn check(database: &Database) {
    assert_eq!(database.look(KEPT), database.look(SCANNED), "a kept sum is not what it should be");
    for differing in [PLACES_THAT_DIFFER, NAMES_THAT_DIFFER] {
        assert_eq!(database.look(differing), Vec::<Vec<String>>::new(), "{differing}");
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::in_process::{Database, ground};
    use crate::world::{Chance, eu1};
    use shared::case::Severity;
    use shared::case::lifecycle::CaseState;

    /// One row's value of a column, by chance.
    fn one(chance: &mut Chance, column: &str, table: &str) -> String {
        let place = chance.below(1_000);
        format!(
            "(SELECT {column} FROM {table} ORDER BY 1 LIMIT 1 OFFSET {place} % (SELECT count(*) FROM {table}))"
        )
    }

    /// A random change of what sums depend on: what commands do, and what nothing does yet.
    fn change(chance: &mut Chance) -> String {
        let case = one(chance, "id", "support_case");
        let service = one(chance, "service_id", "support_case");
        let person = one(chance, "identity_id", "case_participant");
        let (state, severity) = (chance.pick(&CaseState::ALL).name(), chance.pick(&Severity::ALL).name());
        let months = chance.between(-3, 3);
        let set = match chance.below(10) {
            0 => format!("state = '{state}', updated_at = updated_at + 1"),
            1 => format!("severity = '{severity}'"),
            2 => format!("severity = '{severity}', state = '{state}', title = 'Another'"),
            3 => format!("state = '{state}', service_id = {service}"),
            4 => format!("assignee = {person}, state = '{state}'"),
            5 => "assignee = NULL".to_owned(),
            6 => format!("opened_at = opened_at + {months} * 2678400000, severity = '{severity}'"),
            7 => {
                return format!(
                    "INSERT INTO case_participant (workspace_id, identity_id, case_id, part)
                     SELECT workspace_id, {person}, id, 'watcher' FROM support_case WHERE id = {case}
                     ON CONFLICT DO NOTHING"
                );
            }
            8 => return format!("DELETE FROM case_participant WHERE case_id = {case}"),
            _ => return format!("UPDATE service SET name = name || '+' WHERE id = {service}"),
        };
        format!("UPDATE support_case SET {set} WHERE id = {case}")
    }

    #[test]
    fn case_11_kept_sums_are_what_a_scan_counts_after_any_change() {
        let database = Database::new();
        database.load(&crate::demo::world(&ground(), 1).rows(eu1()).sql());
        check(&database);
        let mut chance = Chance::named("tallies");
        for _ in 0..100 {
            database.execute(&change(&mut chance));
            check(&database);
        }
        database
            .execute("PRAGMA foreign_keys = OFF; DELETE FROM case_participant; DELETE FROM support_case;");
        database.execute("DELETE FROM case_place");
        check(&database);
    }

    #[test]
    #[should_panic(expected = "a kept sum")]
    fn a_sum_that_is_wrong_is_found() {
        let database = Database::new();
        database.load(&crate::demo::world(&ground(), 1).rows(eu1()).sql());
        database.execute(
            "DROP TRIGGER case_tally_moved; UPDATE support_case SET state = 'closed' WHERE state = 'new'",
        );
        check(&database);
    }
}
