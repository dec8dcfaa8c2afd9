//! What is kept of members and workspaces, held against its sources: computed anew, by plain rows and plain code, with none of
//! the edge's SQL.

use crate::in_process::Database;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A table's rows, by columns.
type Table = Vec<Vec<Value>>;

/// What a line says, by its place and its member.
type Lines = BTreeMap<(String, String), Value>;

/// Checks that what is kept is what it should be.
///
/// # Panics
/// Where it is not.
pub fn check(database: &Database) {
    assert_eq!(difference(database), None);
}

/// Where something differs: every line there should be is there, no other is, and each says what its sources say; and so does
/// what is kept of each workspace, where anything is.
pub fn difference(database: &Database) -> Option<String> {
    let (kept, drawn) = (kept_lines(database), drawn_lines(database));
    let differs = |(place, line): (&(String, String), &Value)| {
        (kept.get(place) != Some(line)).then(|| format!("{place:?} is {:?}, not {line}", kept.get(place)))
    };
    let no_more = kept.keys().find(|place| !drawn.contains_key(*place));
    drawn
        .iter()
        .find_map(differs)
        .or_else(|| no_more.map(|place| format!("{place:?} is nobody's")))
        .or_else(|| table(database, "workspace_line", KEPT).iter().find_map(|row| differing(database, row)))
}

const KEPT: &str = "workspace_id, agreements, grants, sets";

fn differing(database: &Database, row: &[Value]) -> Option<String> {
    let workspace = text(&row[0]);
    let drawn = [agreements(database, &workspace), grants(database, &workspace), sets(database, &workspace)];
    let differs = |(kept, drawn): (&Value, Value)| {
        (!kept.is_null() && sorted(kept) != drawn).then(|| format!("{workspace}: {kept}, not {drawn}"))
    };
    row[1..].iter().zip(drawn).find_map(differs)
}

/// How many workspaces have their row kept.
pub fn kept_workspaces(database: &Database) -> usize {
    database.look("SELECT 1 FROM workspace_line").len()
}

fn kept_lines(database: &Database) -> Lines {
    let columns = "place, member_id, name, email, origin, account, disabled, status, invited, named, grants, services, \
                   set_version, version";
    let rows = table(database, "member_line", columns);
    let version = |row: &[Value]| (text(&row[1]), row[13].clone());
    let versions: BTreeMap<String, Value> =
        rows.iter().filter(|row| !text(&row[0]).contains('/')).map(|row| version(row)).collect();
    let line = |row: Vec<Value>| {
        let member = text(&row[1]);
        // All lines of somebody are of one version.
        let is_current = versions.get(&member) == Some(&row[13]);
        let said =
            json!([row[2..9], sorted(&row[9]), sorted(&row[10]), parsed(&row[11]), row[12], is_current]);
        ((text(&row[0]), member), said)
    };
    rows.into_iter().map(line).collect()
}

fn drawn_lines(database: &Database) -> Lines {
    let people = table(database, "identity", "id, name, email, origin, account, disabled_at");
    let named = table(database, "agreement_person", "identity_id, agreement_id, role");
    let carried = table(database, "workspace_agreement", "workspace_id, agreement_id");
    let administrators = table(database, "workspace_administrator", "workspace_id, identity_id");
    let inside = table(database, "group_member", "group_id, identity_id");
    let inside: BTreeSet<(String, String)> =
        inside.iter().map(|row| (text(&row[0]), text(&row[1]))).collect();
    let grants = table(database, "group_grant", "group_id, id, workspace_id");
    let sets = table(database, "service_set", "subject_id, workspace_id, services, version");
    let mut lines = Lines::new();
    for row in table(database, "member", "id, workspace_id, identity_id, status, invited") {
        let [member, workspace, identity, status, invited] = &row[..] else { panic!("{row:?}") };
        let person = people.iter().find(|person| person[0] == *identity);
        let told = |column: usize| person.map_or(Value::Null, |person| person[column].clone());
        let disabled = u8::from(person.is_some_and(|person| !person[5].is_null()));
        let is_here = |agreement: &Value| carried.contains(&vec![workspace.clone(), agreement.clone()]);
        let by_agreements = named.iter().filter(|one| one[0] == *identity && is_here(&one[1]));
        let mut roles: Vec<Value> = by_agreements.map(|one| json!([one[2], one[1]])).collect();
        if administrators.contains(&vec![workspace.clone(), identity.clone()]) {
            roles.push(json!(["administrator", null]));
        }
        let is_in = |group: &Value| inside.contains(&(text(group), text(identity)));
        let through = grants.iter().filter(|grant| grant[2] == *workspace && is_in(&grant[0]));
        let through: Vec<Value> = through.map(|grant| grant[1].clone()).collect();
        let own = sets.iter().find(|set| set[0] == *member && set[1] == *workspace);
        let (services, version) = own.map_or((json!([]), json!(0)), |set| (parsed(&set[2]), set[3].clone()));
        let said = json!([
            [told(1), told(2), told(3), told(4), disabled, status, invited],
            in_order(roles.clone()),
            in_order(through.clone()),
            services,
            version,
            true
        ]);
        for grant in &through {
            lines.insert((format!("{}/{}", text(workspace), text(grant)), text(member)), said.clone());
        }
        if !roles.is_empty() {
            lines.insert((format!("{}/named", text(workspace)), text(member)), said.clone());
        }
        lines.insert((text(workspace), text(member)), said);
    }
    lines
}

fn agreements(database: &Database, workspace: &str) -> Value {
    let carried = table(database, "workspace_agreement", "workspace_id, agreement_id");
    let all = table(database, "agreement", "id, number");
    let here = |agreement: &&Vec<Value>| carried.contains(&vec![json!(workspace), agreement[0].clone()]);
    in_order(all.iter().filter(here).map(|agreement| json!(agreement)).collect())
}

fn grants(database: &Database, workspace: &str) -> Value {
    let roles = table(database, "grant_role", "grant_id, role");
    let groups = table(database, "directory_group", "id, name");
    let grants = table(database, "group_grant", "id, workspace_id, group_id, ends_at");
    let said = |grant: &Vec<Value>| {
        let group = groups.iter().find(|group| group[0] == grant[2])?;
        let given: BTreeSet<String> =
            roles.iter().filter(|role| role[0] == grant[0]).map(|role| text(&role[1])).collect();
        Some(json!([grant[0], group[1], grant[3], given]))
    };
    in_order(grants.iter().filter(|grant| text(&grant[1]) == workspace).filter_map(said).collect())
}

fn sets(database: &Database, workspace: &str) -> Value {
    let sets = table(database, "service_set", "subject_id, workspace_id, services, version");
    let of_grants = sets.iter().filter(|set| text(&set[1]) == workspace && text(&set[0]).starts_with("gra_"));
    in_order(of_grants.map(|set| json!([set[0], parsed(&set[2]), set[3]])).collect())
}

fn table(database: &Database, name: &str, columns: &str) -> Table {
    let rows = database.look(&format!("SELECT {columns} FROM {name}"));
    rows.into_iter().map(|row| row.iter().map(|cell| serde_json::from_str(cell).unwrap()).collect()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A column that holds JSON.
fn parsed(value: &Value) -> Value {
    serde_json::from_str(value.as_str().unwrap()).unwrap()
}

/// A column that holds a JSON array, in an order that does not matter.
fn sorted(value: &Value) -> Value {
    in_order(parsed(value).as_array().unwrap().clone())
}

fn in_order(mut values: Vec<Value>) -> Value {
    values.sort_by_key(Value::to_string);
    Value::Array(values)
}
