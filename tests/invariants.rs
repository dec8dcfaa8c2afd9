//! What must hold of the source itself. Each is an invariant of docs/ARCHITECTURE.md that neither the compiler nor clippy can
//! see.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test: what can't be read has to stop it")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file.
const LONGEST_FILE: usize = 400;

/// `static`s and `thread_local`s that hold nothing of a person or a tenant, each with what it holds.
const STATICS: &[(&str, &str)] = &[
    ("edge/src/pipeline/route.rs", "the table of routes"),
    ("edge/src/platform/environment.rs", "the deployment's settings"),
    ("edge/src/platform/messages.rs", "the headers of nearly every response"),
    ("app/src/ui/id.rs", "a counter for elements' ids"),
];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The numbered lines of code: no comments, nothing behind the `#[cfg(test)]` that opens a file's tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        lines
            .take_while(|(_, line)| {
                *line != "#[cfg(test)]" || self.path.ends_with("mod.rs") || self.path.ends_with("lib.rs")
            })
            .filter(|(_, line)| !line.starts_with("//"))
    }

    fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests")
            || self.path.ends_with("_tests.rs")
            || self.path.contains("/fake")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in ["shared", "app", "edge", "style", "tests"] {
        walk(&root().join(folder), endings, &mut found);
    }
    assert!(found.len() > 50, "only {} files found", found.len());
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir()
            && !["target", "dist", "node_modules", "results"].contains(&name.as_str())
            && path != root().join("edge/build")
        {
            walk(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let relative = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(Source { path: relative, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

/// The places outside `home` where one of the texts stands in code.
fn strays<'a>(sources: &'a [Source], within: &str, home: &[&str], texts: &[&str]) -> Vec<String> {
    let elsewhere = |source: &&Source| {
        source.path.starts_with(within)
            && !source.is_test()
            && !home.iter().any(|home| source.path.starts_with(home))
    };
    let stray = |source: &'a Source| {
        let holds = move |(number, line): (usize, &str)| {
            texts.iter().any(|text| line.contains(text)).then(|| format!("{}:{number}: {line}", source.path))
        };
        source.code().filter_map(holds)
    };
    sources.iter().filter(elsewhere).flat_map(stray).collect()
}

#[test]
fn shared_depends_on_nothing_that_does_io() {
    let manifest = fs::read_to_string(root().join("shared/Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let dependencies: Vec<&str> =
        section.lines().filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    assert_eq!(dependencies, ["serde", "time"]);
    let clocks = ["std::fs", "std::net", "std::env", "std::time", "SystemTime", "Instant::now"];
    assert_eq!(strays(&sources(&[".rs"]), "shared/src", &[], &clocks), Vec::<String>::new());
}

/// Whether a string literal in the text begins with a word of SQL, on whichever line.
fn holds_sql(text: &str) -> bool {
    const VERBS: [&str; 6] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE"];
    text.split('"').map(str::trim_start).any(|piece| {
        VERBS
            .iter()
            .any(|verb| piece.strip_prefix(verb).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
    })
}

#[test]
fn sql_stands_in_the_store_only() {
    assert!(holds_sql("let a = \"\n    SELECT 1\""), "also where it begins on a line of its own");
    assert!(!holds_sql("let a = \"SELECTED\""));
    let stray = |source: &Source| {
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        let elsewhere = source.path.starts_with("edge/src") && !source.path.starts_with("edge/src/store/");
        (elsewhere && !source.is_test() && holds_sql(&code.join("\n"))).then(|| source.path.clone())
    };
    assert_eq!(sources(&[".rs"]).iter().filter_map(stray).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn urls_stand_in_the_declarations_and_the_routes_only() {
    let sources = sources(&[".rs"]);
    for within in ["edge/src", "app/src", "shared/src"] {
        assert_eq!(strays(&sources, within, &["shared/src/api/"], &["\"/api/"]), Vec::<String>::new());
    }
    assert_eq!(strays(&sources, "app/src", &["app/src/routes.rs"], &["\"/w/"]), Vec::<String>::new());
}

#[test]
fn the_app_talks_to_the_worker_in_its_api_module_only() {
    let fetch = ["fetch_with_", "XmlHttpRequest", "gloo_net"];
    assert_eq!(strays(&sources(&[".rs"]), "app/src", &["app/src/api/"], &fetch), Vec::<String>::new());
}

#[test]
fn the_app_never_sets_html() {
    assert_eq!(
        strays(&sources(&[".rs"]), "app/src", &[], &["inner_html", "set_inner_html"]),
        Vec::<String>::new()
    );
}

#[test]
fn nothing_static_holds_anything_of_a_person_or_a_tenant() {
    const MARKS: [&str; 6] = [
        "static ",
        "pub static ",
        "pub(crate) static ",
        "pub(super) static ",
        "static mut ",
        "thread_local!",
    ];
    let is_static = |line: &str| MARKS.iter().any(|mark| line.starts_with(mark));
    let home = |source: &Source| STATICS.iter().any(|(path, _)| *path == source.path);
    let of_the_program = |source: &&Source| {
        ["edge/src", "shared/src", "app/src"].iter().any(|within| source.path.starts_with(within))
            && !source.is_test()
            && !home(source)
    };
    let sources = sources(&[".rs"]);
    let found: Vec<String> = sources
        .iter()
        .filter(of_the_program)
        .flat_map(|source| {
            source
                .code()
                .filter(|(_, line)| is_static(line))
                .map(|(number, _)| format!("{}:{number}", source.path))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let long = |source: &Source| {
        let lines = source.text.lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", source.path))
    };
    let found: Vec<String> = sources(&[".rs", ".css", ".mjs", ".sql"]).iter().filter_map(long).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn nothing_unfinished_is_left_in_the_source() {
    let marks = ["todo!(", "unimplemented!(", "dbg!(", "TODO", "FIXME", "#[ignore"];
    for within in ["shared", "app", "edge"] {
        assert_eq!(strays(&sources(&[".rs"]), within, &[], &marks), Vec::<String>::new());
    }
}
