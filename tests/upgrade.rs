//! Migrations run on data that is there already.

use tests::in_process::{Database, ground};
use tests::scenarios::office::office;
use tests::world::eu1;

#[test]
fn case_11_cases_from_before_there_were_filters_stand_in_lists_as_later_ones_do() {
    let rows = office(&ground(), "upgrade").rows(eu1()).sql();
    let places =
        |database: &Database| database.look("SELECT *, activity FROM case_place ORDER BY case_id, viewer");
    let fresh = Database::new();
    fresh.load(&rows);
    assert!(!places(&fresh).is_empty());
    assert_eq!(places(&Database::upgraded(2, &rows)), places(&fresh));
}
