//! Turns the messages in `src/text/*.json` into one typed function each, and refuses to build when the languages differ.
//!
//! The messages themselves stay out of the program: the page fetches one language's list, sorted by key (`assets.mjs`
//! writes it the same way), and a generated function knows the place of its message in that list. So a message that is
//! missing in one language, or used in the code and written nowhere, does not compile.
//!
//! ```text
//! "cases.count": { "one": "{count} case", "other": "{count} cases" }   // en.json
//! "home.greeting": "Hello {name}"
//!
//! pub fn cases_count(t: Text, count: u32) -> String { t.plural(0, count, &[]) }
//! pub fn home_greeting(t: Text, name: &str) -> String { t.filled(1, &[("name", name)]) }
//! pub fn role_until(t: Text, Day(day): Day<'_>, Group(group): Group<'_>) -> String { … }   // several: each its type
//! ```

mod catalogue;
mod generate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const LANGUAGES: [&str; 2] = ["en", "fr"];

fn main() -> ExitCode {
    // What moved where: `app/program.mjs` takes the program apart by it.
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Vec<String>> {
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let path = Path::new("src/text").join(language).with_extension("json");
        println!("cargo::rerun-if-changed={}", path.display());
        let source =
            std::fs::read_to_string(&path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
        languages.push(catalogue::read(language, &source).map_err(|fault| vec![fault])?);
    }
    let faults = catalogue::compare(&languages);
    if !faults.is_empty() {
        return Err(faults);
    }
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| vec!["no OUT_DIR".to_owned()])?;
    let code = languages.first().map(generate::functions).unwrap_or_default();
    std::fs::write(out.join("messages.rs"), code).map_err(|error| vec![error.to_string()])
}
