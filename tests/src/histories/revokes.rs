//! Nothing is done by what had been taken away: looked for without any model, in the order in which batches ran.
//!
//! What is taken here is never given back, so one comparison is enough: the batch that a command took effect in, or that a
//! question was answered from, against the moment at which the revoke was acknowledged.

use super::command::{CLOUD, Outcome, Taken, What, Who};
use super::player::Played;
use super::search::Event;

/// Whether something was done, or shown.
pub fn succeeded(event: &Event) -> bool {
    !matches!(event.outcome, Outcome::Unknown | Outcome::Not(..) | Outcome::Stale(_))
}

/// Looks at every revoke, and all that came after it.
pub fn check(played: &Played) -> Result<(), String> {
    for revoke in played.events.iter().filter(|event| succeeded(event)) {
        let gone = |other: &Event| takes(revoke, other, played);
        for used in played.events.iter().filter(|other| succeeded(other) && gone(other)) {
            let number = used.command.number;
            // What concerns all regions may have taken effect in one before it was refused in another.
            let everywhere = used.command.what.region().is_none();
            let ran = played.told[number].ran.last().filter(|_| !everywhere);
            let acted = ran.map_or(used.sent, |(step, _)| *step);
            if acted > revoke.answered {
                let taken = revoke.command.number;
                return Err(format!(
                    "{number} succeeded by a batch at {acted}, and {taken} had taken what it needs at {}",
                    revoke.answered
                ));
            }
        }
    }
    Ok(())
}

/// Whether one command takes away for good what another needs.
fn takes(revoke: &Event, other: &Event, played: &Played) -> bool {
    let (by, who, what) = (other.command.by, other.command.who, &other.command.what);
    let here = what.region() == Some(0);
    let leaves = matches!(what, What::SignOut | What::SignOutEverywhere | What::SignIn(_));
    let session = |of: Who| who == Some(of) && !leaves && began_before(by, revoke, played);
    match revoke.command.what {
        What::Take(Taken::Grant | Taken::Place) => who == Some(Who::Karl) && here,
        What::Take(Taken::Membership) => who == Some(Who::Otto) && here,
        // The answer to what was done before is given again, also where a fault made it be asked for again (API-2).
        What::Take(Taken::Service) => {
            *what == What::Open(CLOUD) && other.command.key == other.command.number && played.faults == 0
        }
        What::Take(Taken::Workspace) => {
            here && !what.looks() && !matches!(what, What::SaveView(..) | What::RemoveView(_) | What::Take(_))
        }
        What::SignOut => by == revoke.command.by && !leaves,
        What::SignOutEverywhere => session(revoke.command.who.unwrap()),
        What::SignOutMember(of) => session(of),
        _ => false,
    }
}

/// Whether a session had begun before a revoke was sent: one that begins later is another.
fn began_before(by: Option<usize>, revoke: &Event, played: &Played) -> bool {
    let begins = |event: &&Event| event.command.by == by && matches!(event.command.what, What::SignIn(_));
    played.events.iter().find(begins).is_none_or(|begin| begin.answered < revoke.sent)
}
