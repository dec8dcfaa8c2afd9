//! Mutants: what the rules would be with a plausible mistake in them, to see that the oracle would notice.
//!
//! Each is an edit of the source of `shared`. They stand in two lists, after what is wrong with them: `access.rs` has who is a
//! member, which roles count and what they allow, `list.rs` agreements, services and cases; [`mutants`] is both.
//! The source is copied, edited, built as it is for every other test, and asked the corpus; what it answers is held against the
//! oracle. An edit whose place is gone, because the code has changed, is a fault of the list.
//!
//! ```sh
//! cargo test --workspace --test mutants -- --nocapture    # a line for each: the number of the first decision that gave it away
//! ```

mod access;
mod list;

pub use list::mutants;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mistake.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// What is wrong, in words.
    pub what: &'static str,
    /// The file, below `shared/src`.
    pub file: &'static str,
    /// What stands there, once.
    pub old: &'static str,
    /// What would stand there.
    pub new: &'static str,
}

/// A copy of the rules and the corpus that can be edited and built.
#[derive(Debug)]
pub struct Workshop {
    place: PathBuf,
}

impl Workshop {
    /// Copies the source to a place. What is there already and the same stays as it is, so that it is not built again.
    pub fn at(place: PathBuf) -> Self {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project is around it");
        for folder in ["shared", "tests/chance", "tests/corpus"] {
            copy(&root.join(folder), &place.join(folder));
        }
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            copy(&root.join(file), &place.join(file));
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest can be read");
        let members = manifest.lines().find(|line| line.starts_with("members = ")).expect("it has members");
        let manifest = manifest.replace(members, r#"members = ["shared", "tests/chance", "tests/corpus"]"#);
        write(&place.join("Cargo.toml"), &manifest);
        Self { place }
    }

    /// What the rules answer to the first worlds of a seed, a line for each question.
    pub fn verdicts(&self, seed: u64, worlds: u64) -> Vec<String> {
        let target = self.place.join("target");
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut build = Command::new(cargo);
        build.args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "corpus",
            "--bin",
            "verdicts",
            "--target-dir",
        ]);
        build.arg(&target).args(["--config", "profile.dev.debug=false"]).current_dir(&self.place);
        let built = build.output().expect("cargo can be run");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let mut ask = Command::new(target.join("debug/verdicts"));
        let answered = ask.args([seed.to_string(), worlds.to_string()]).output().expect("it can be run");
        assert!(answered.status.success(), "{}", String::from_utf8_lossy(&answered.stderr));
        String::from_utf8(answered.stdout).expect("digits").lines().map(str::to_owned).collect()
    }

    /// The same of a mutant.
    ///
    /// # Errors
    /// Where its place is not there exactly once.
    pub fn verdicts_of(&self, mutant: &Mutant, seed: u64, worlds: u64) -> Result<Vec<String>, String> {
        let file = self.place.join("shared/src").join(mutant.file);
        let sound = fs::read_to_string(&file).expect("the file can be read");
        match sound.matches(mutant.old).count() {
            1 => {}
            count => return Err(format!("`{}`: found {count} times in {}", mutant.old, mutant.file)),
        }
        write(&file, &sound.replace(mutant.old, mutant.new));
        let verdicts = self.verdicts(seed, worlds);
        write(&file, &sound);
        Ok(verdicts)
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("the folder can be read") {
            let name = entry.expect("the folder can be read").file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        write(to, &fs::read_to_string(from).expect("source is text"));
    }
}

fn write(file: &Path, text: &str) {
    if fs::read_to_string(file).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(file.parent().expect("it is in a folder")).expect("the folder can be made");
    fs::write(file, text).expect("the file can be written");
}
