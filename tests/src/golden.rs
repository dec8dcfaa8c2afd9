//! Golden files: what must not change without anybody noticing. Written anew only by `GOLDEN=write`.

use shared::access::{AssignedBy, Cell, Declared, Effect, Origin, POLICY, Permission};
use shared::api::ENDPOINTS;
use shared::problem::ProblemCode;
use std::path::PathBuf;
use std::{env, fs};

/// The golden files: their names, and what they hold as the code has it now.
pub fn all() -> Vec<(&'static str, String)> {
    vec![("policy.csv", policy()), ("endpoints.txt", endpoints()), ("problems.txt", problems())]
}

/// A golden file's text.
pub fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Compares a golden file with what the code has now, or writes it, if that is what was asked for.
pub fn check(name: &str, now: &str) {
    if env::var("GOLDEN").as_deref() == Ok("write") {
        fs::create_dir_all(path("")).unwrap();
        fs::write(path(name), now).unwrap();
    }
    let golden = read(name);
    let line = golden.lines().zip(now.lines()).find(|(golden, now)| golden != now);
    assert!(
        golden == now,
        "{name} is no longer what the code has; the first difference: {line:?}; `make golden` accepts"
    );
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

/// Role × permission.
fn policy() -> String {
    let names = Permission::ALL.iter().map(|permission| permission.name());
    let head = ["role", "origin", "assigned_by"].into_iter().chain(names);
    let mut lines = vec![head.collect::<Vec<_>>().join(",")];
    for row in POLICY {
        let role = serde_json::to_value(row.role).unwrap();
        let origin = match row.origin {
            Some(Origin::Customer) => "customer",
            Some(Origin::Provider) => "provider",
            None => "any",
        };
        let assigned_by = match row.assigned_by {
            AssignedBy::System => "system",
            AssignedBy::Default => "default",
            AssignedBy::Group => "group",
            AssignedBy::GroupOrCreation => "group+creation",
        };
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::No => "",
            Cell::S => "S",
            Cell::P => "P",
        });
        let line = [role.as_str().unwrap(), origin, assigned_by].into_iter().chain(cells);
        lines.push(line.collect::<Vec<_>>().join(","));
    }
    lines.join("\n") + "\n"
}

/// Endpoint × requirement × effect.
fn endpoints() -> String {
    let line = |declaration: &shared::api::Declaration| {
        let requires = match declaration.requires {
            Declared::Public => "public".to_owned(),
            Declared::SignedIn => "signed in".to_owned(),
            Declared::Member => "member".to_owned(),
            Declared::AnyOf(any) => any.iter().map(|one| one.name()).collect::<Vec<_>>().join(" or "),
        };
        let effect = match declaration.effect {
            Effect::Looks => "looks",
            Effect::Changes => "changes",
        };
        let (method, path, scope) = (declaration.method.name(), declaration.path, declaration.scope);
        format!("{method:<4} {path:<62} {scope:<10} {requires:<24} {effect}\n")
    };
    ENDPOINTS.iter().map(line).collect()
}

/// Problem code × status.
fn problems() -> String {
    let line = |code: &ProblemCode| {
        let name = serde_json::to_value(code).unwrap();
        let (status, title) = code.meaning();
        format!("{:<24} {status} {title}\n", name.as_str().unwrap())
    };
    ProblemCode::ALL.iter().map(line).collect()
}
