//! The policy as its golden file has it: the expectation of tests, read by a parser of its own.

use shared::access::Role;
use std::collections::BTreeSet;

/// A row of the policy's golden file.
pub struct Row {
    /// The role.
    pub role: Role,
    /// Whose people can hold it: `customer`, `provider` or `any`.
    pub origin: String,
    /// How it is come by.
    pub assigned_by: String,
    /// What it allows.
    pub permissions: BTreeSet<String>,
    porticos_own: BTreeSet<String>,
}

/// The golden file's rows.
pub fn policy() -> Vec<Row> {
    let text = crate::golden::read("policy.csv");
    let mut lines = text.lines();
    let head: Vec<_> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let row = |line: &str| {
        let cells: Vec<_> = line.split(',').collect();
        assert_eq!(cells.len(), head.len(), "{line}");
        let with = |marks: &[&str]| {
            let marked = head.iter().zip(&cells).skip(3).filter(|(_, cell)| marks.contains(cell));
            marked.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>()
        };
        Row {
            role: serde_json::from_value(cells[0].into()).unwrap(),
            origin: cells[1].into(),
            assigned_by: cells[2].into(),
            permissions: with(&["S", "P"]),
            porticos_own: with(&["P"]),
        }
    };
    lines.map(row).collect()
}

/// What a member of this origin may do who holds these roles, by the golden file alone.
pub fn allowed(origin: &str, roles: &[Role]) -> BTreeSet<String> {
    let rows = policy();
    let held = rows.iter().filter(|row| row.assigned_by == "default" || roles.contains(&row.role));
    let reaching = held.filter(|row| row.origin == "any" || row.origin == origin);
    reaching
        .flat_map(|row| {
            let kept = row.assigned_by == "default" && origin == "provider";
            let dropped = if kept { row.porticos_own.clone() } else { BTreeSet::new() };
            row.permissions.difference(&dropped).cloned().collect::<Vec<_>>()
        })
        .collect()
}
