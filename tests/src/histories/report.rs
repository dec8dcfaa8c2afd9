//! A history, to be read.

use super::command::{Command, Outcome, Seen, What};
use super::model::in_words;
use super::player::Played;
use std::fmt::Write;

/// What stands above it, so that whoever meets one on a screen need not look for this file.
const HEADING: &str = "\
One command a line, in the order of sending. Time is counted in turns: a turn is a command that is sent, a batch that runs, or
a wait that is over. `sent` and `answered` are turns, and so is the number of each batch, which stands before its database.
`Unknown` is who was put off (503, come again): it may have happened or not, so it is `never` answered.

   sent answered
";

/// All of it: what was sent, when, by whom, what was answered, and when its batches ran.
pub fn of(played: &Played) -> String {
    let mut text = HEADING.to_owned();
    for (event, told) in played.events.iter().zip(&played.told) {
        let answered =
            if event.outcome == Outcome::Unknown { "never".into() } else { event.answered.to_string() };
        let ran: Vec<_> = told.ran.iter().map(|(step, shard)| format!("{step} {shard}")).collect();
        let _ = writeln!(
            text,
            "{:>2} {:>4} {answered:>8}  {} → {:?}; batches at {}",
            event.command.number,
            event.sent,
            in_a_sentence(&event.command),
            event.outcome,
            if ran.is_empty() { "none".into() } else { ran.join(", ") },
        );
    }
    let _ = writeln!(text, "batches that went wrong: {}", played.faults);
    text
}

fn in_a_sentence(command: &Command) -> String {
    let who = match (command.who, command.by) {
        (Some(who), Some(by)) => format!("{} (session {by})", who.name()),
        _ => "somebody".into(),
    };
    let what = match &command.what {
        What::Save(people, set) => {
            let people: Vec<_> = people.iter().map(|who| who.name()).collect();
            format!("saves {} for {}", in_words(*set), people.join(", "))
        }
        What::SaveGroup(set) => format!("saves {} for the group", in_words(*set)),
        What::SignOutMember(other) => format!("signs {} out everywhere", other.name()),
        What::Open(set) => format!("opens a case on {}", in_words(*set)),
        What::SignIn(_) => "signs in".into(),
        What::Take(taken) => format!("takes away: {taken:?}"),
        other => format!("{other:?}"),
    };
    let seen = if command.seen == Seen::Nothing {
        String::new()
    } else {
        format!(", having seen {:?}", command.seen)
    };
    let again =
        if command.key == command.number { String::new() } else { format!(", again as {}", command.key) };
    format!("{who} {what}{seen}{again}")
}
