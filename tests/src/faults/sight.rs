//! What two courses of events must have in common: every row and every column, but for the ids and times that each makes of
//! its own chance and clock.

use crate::in_process::Machine;
use crate::world::{eu1, us1};
use std::collections::HashSet;

/// What was there to begin with, and so what is new.
#[derive(Clone, Debug)]
pub struct Sight {
    lines: HashSet<String>,
    words: HashSet<String>,
}

impl Sight {
    /// Remembers what is there to begin with.
    pub fn of(machine: &Machine) -> Self {
        let lines: HashSet<_> = lines(machine).collect();
        let words = lines.iter().flat_map(|line| words(line)).map(str::to_owned).collect();
        Self { lines, words }
    }

    /// Everything in all databases, a line for each row, with a sign in place of each id and time that was not there to
    /// begin with.
    pub fn see(&self, machine: &Machine) -> Vec<String> {
        let seen =
            lines(machine).map(|line| if self.lines.contains(&line) { line } else { self.mask(&line) });
        let mut seen: Vec<_> = seen.collect();
        seen.sort();
        seen
    }

    /// The text, with a sign in place of each id and time that was not there to begin with.
    pub fn mask(&self, text: &str) -> String {
        let mut masked = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_of_a_word) {
            let (between, from) = rest.split_at(start);
            let (word, behind) = from.split_at(from.find(|one| !is_of_a_word(one)).unwrap_or(from.len()));
            masked.push_str(between);
            masked.push_str(if self.words.contains(word) { word } else { sign(word) });
            rest = behind;
        }
        masked + rest
    }
}

/// Asserts that what is left is what was expected; says which rows are missing, and which are too many.
pub fn same(left: &[String], expected: &[String], label: &str) {
    let count = |lines: &[String], line: &String| lines.iter().filter(|other| *other == line).count();
    let beyond = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| count(these, line) > count(those, line)).cloned().collect()
    };
    if left != expected {
        panic!("{label}: missing {:#?}, too many {:#?}", beyond(expected, left), beyond(left, expected));
    }
}

/// A line for each row.
fn lines(machine: &Machine) -> impl Iterator<Item = String> {
    [eu1(), us1()].into_iter().flat_map(|shard| {
        let tables = machine.database(shard).tables();
        tables.into_iter().flat_map(move |(table, rows)| {
            rows.into_iter().map(move |row| format!("{shard} {table} {}", row.join(" | ")))
        })
    })
}

/// What stands for a new word.
fn sign(word: &str) -> &str {
    let id = ["_eu1_", "_us1_"].iter().find_map(|shard| word.find(shard).map(|place| place + shard.len()));
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    match (id, word.len()) {
        (Some(end), _) if word.starts_with(|first: char| first.is_ascii_alphabetic()) => &word[..end],
        (Some(_), _) => "(place)",
        (None, 13) if digits => "(time)",
        (None, 16) if digits => "(number)",
        (None, 43) => "(hash)",
        (None, _) => word,
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one| !is_of_a_word(one)).filter(|word| !word.is_empty())
}

fn is_of_a_word(one: char) -> bool {
    one.is_ascii_alphanumeric() || one == '_' || one == '-'
}

#[cfg(test)]
mod tests {
    use super::Sight;
    use std::collections::HashSet;

    #[test]
    fn only_ids_and_times_that_are_new_are_masked() {
        let words = ["case_eu1_old", "1700000000000"].map(str::to_owned).into();
        let sight = Sight { lines: HashSet::new(), words };
        assert_eq!(
            sight.mask(r#"{"id":"case_eu1_old","at":1700000000000,"version":2,"text":"News."}"#),
            r#"{"id":"case_eu1_old","at":1700000000000,"version":2,"text":"News."}"#
        );
        assert_eq!(
            sight.mask("case_eu1_new | 1800000000000 | 2026111810000001"),
            "case_eu1_ | (time) | (number)"
        );
    }
}
