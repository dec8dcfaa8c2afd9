//! Commands that something overtakes: what they rest on changes between the decision and the commit.

use crate::browser::RawAnswer;
use crate::commands::Command;
use crate::in_process::{InProcess, ground};
use crate::scenarios::office::office;
use crate::target::Target;
use crate::world::eu1;
use shared::api::REQUEST_ID_HEADER;
use shared::problem::{Problem, ProblemCode};
use std::cell::RefCell;
use std::rc::Rc;

/// The idempotency key that a raced command is given under.
pub const KEY: &str = "guarded-command";

/// What came of a command during which something changed.
pub struct Outcome {
    /// Its answer.
    pub answer: RawAnswer,
    /// Whether nothing was written but what the race changed.
    pub wrote_nothing: bool,
    /// How often it was decided.
    pub attempts: u64,
}

/// Gives a command; after it was decided and before it is committed, runs some SQL. `{member}`, `{office}`, `{person}`,
/// `{case}`,
/// `{grant}`, `{otto}`, `{vera}` and `{karl}` in it stand for ids.
pub fn race(command: &Command, sql: &str) -> Outcome {
    let world = office(&ground(), "guard");
    let target = InProcess::new(&world);
    let browser = (&target as &dyn Target).sign_in(world.person(command.person));
    let sql = sql
        .replace("{member}", world.member("Office", command.person).as_str())
        .replace("{otto}", world.member("Office", "Otto").as_str())
        .replace("{vera}", world.member("Office", "Vera").as_str())
        .replace("{karl}", world.member("Office", "Karl").as_str())
        .replace("{grant}", world.grants[0].id.as_str())
        .replace("{person}", world.person(command.person).identity.as_str())
        .replace("{office}", world.workspace("Office").id.as_str())
        .replace("{case}", world.case("Mail flow").id.as_str());
    let changed = Rc::new(RefCell::new(String::new()));
    let seen = Rc::clone(&changed);
    target.machine.before_batch(1, move |machine| {
        machine
            .database(eu1())
            .execute(&format!("PRAGMA foreign_keys = OFF; {sql}; PRAGMA foreign_keys = ON"));
        *seen.borrow_mut() = machine.database(eu1()).dump();
    });
    let answer = (command.give)(&browser, &world, KEY);
    assert!(target.machine.hooks_ran(), "{} was never committed", command.name);
    let wrote_nothing = target.machine.database(eu1()).dump() == *changed.borrow();
    let line = target.logged(&answer.headers[REQUEST_ID_HEADER]).unwrap();
    Outcome { answer, wrote_nothing, attempts: line["attempts"].as_u64().unwrap() }
}

/// The command is refused with this code, and nothing is written.
pub fn refused(command: &Command, sql: &str, code: ProblemCode) -> Problem {
    let outcome = race(command, sql);
    let problem = outcome.answer.problem();
    assert_eq!(problem.code, code, "{}: {sql}", command.name);
    assert!(outcome.wrote_nothing, "{}: {sql}", command.name);
    problem
}

/// The command takes effect, on fresh rows.
pub fn takes_effect(command: &Command, sql: &str) {
    let outcome = race(command, sql);
    assert_eq!((outcome.answer.status, outcome.attempts), (200, 2), "{}: {sql}", command.name);
    assert!(!outcome.wrote_nothing, "{}: {sql}", command.name);
}
