//! What things go wrong on: a world in which everybody has signed in, and copies of it.

use super::sight::Sight;
use crate::browser::{Browser, RawAnswer};
use crate::commands::Command;
use crate::in_process::{BatchFault, D1_SAYS, InProcess, ground};
use crate::scenarios::sessions::with_a_traveller;
use crate::scenarios::steps;
use crate::target::Target;
use crate::world::World;
use shared::api::REQUEST_ID_HEADER;
use shared::api::case_list::{CaseView, SaveCaseView};
use shared::problem::Problem;
use shared::time::Span;
use std::collections::BTreeMap;

/// How long anybody waits for an answer at most.
pub const LONGEST_HANG: Span = Span::seconds(5);

/// How many batches any answer may take, whatever goes wrong: five attempts, each to read and to commit, in one region; or to
/// ask two regions five times each and tell both; or what an attempt needs besides.
pub const MOST_BATCHES: u64 = 12;

/// The key that everything is done under.
const KEY: &str = "what-may-go-wrong";

/// How often whoever is told to come again does so.
const MOST_RETURNS: usize = 8;

/// A world in which everybody has signed in.
pub struct Stage {
    /// The world.
    pub world: World,
    target: InProcess,
    cookies: BTreeMap<&'static str, String>,
    sight: Sight,
}

impl Stage {
    /// A world in which everybody has signed in, and Vera, who is a member in both regions, has saved a view.
    pub fn new() -> Self {
        let world = with_a_traveller(&ground(), "faults");
        let target = InProcess::new(&world);
        let sign_in =
            |person| (person, (&target as &dyn Target).sign_in(world.person(person)).cookie_header());
        let cookies = BTreeMap::from(["Vera", "Irma", "Erik", "Otto"].map(sign_in));
        let vera = Browser::new(&target);
        vera.put_cookies(&cookies["Vera"]);
        let view = CaseView { name: "Urgent".into(), query: "severity=b".into() };
        let office = steps::at(&world, "Office");
        assert_eq!(vera.ask::<SaveCaseView>(&office, &view, "before-anything-goes-wrong").status, 200);
        let sight = Sight::of(&target.machine);
        Self { world, target, cookies, sight }
    }

    /// A copy, for a person to do something in.
    pub fn trial<'s>(&'s self, command: &'s Command) -> Trial<'s> {
        self.trial_on(self.target.fork(), command)
    }

    /// What is left of a trial so far, for the same thing to be done in.
    pub fn again<'s>(&'s self, trial: &Trial<'s>) -> Trial<'s> {
        let copy = self.trial_on(trial.target.fork(), trial.command);
        Trial { cookies: trial.cookies.clone(), ..copy }
    }

    /// A copy, for whoever does something that is no command there.
    pub fn copy(&self) -> InProcess {
        self.target.fork()
    }

    /// What is new in a copy, and what is not.
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    fn trial_on<'s>(&'s self, target: InProcess, command: &'s Command) -> Trial<'s> {
        let cookies = self.cookies[command.person].clone();
        Trial { world: &self.world, target, command, cookies, sight: &self.sight }
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

/// One person doing one thing.
pub struct Trial<'s> {
    world: &'s World,
    /// Where.
    pub target: InProcess,
    /// What.
    pub command: &'s Command,
    cookies: String,
    sight: &'s Sight,
}

impl Trial<'_> {
    /// Does it once, and checks what every answer must keep to, whatever went wrong.
    pub fn give(&mut self) -> RawAnswer {
        let browser = Browser::new(&self.target);
        browser.put_cookies(&self.cookies);
        let answer = (self.command.give)(&browser, self.world, KEY);
        self.cookies = browser.cookie_header();
        self.check(&answer);
        answer
    }

    /// Does it as the app does: again under the same key while the answer is to come again, after the time that it asks for.
    /// `between` happens before each return.
    pub fn insist(&mut self, first: RawAnswer, mut between: impl FnMut(&InProcess)) -> RawAnswer {
        let mut answer = first;
        for _ in 0..MOST_RETURNS {
            if answer.status != 503 {
                break;
            }
            let seconds: i64 = answer.headers["retry-after"].parse().unwrap();
            self.target.turn_clock(Span::seconds(seconds));
            between(&self.target);
            answer = self.give();
        }
        answer
    }

    /// Has cron go round until whatever was on its way has come, and gives what is left.
    pub fn settle(&self) -> Vec<String> {
        settle(&self.target);
        self.sight.see(&self.target.machine)
    }

    /// An answer's text without what each course of events makes of its own chance and clock.
    pub fn told(&self, answer: &RawAnswer) -> String {
        self.sight.mask(&answer.body)
    }

    /// How many statements each batch had so far.
    pub fn batches(&self) -> Vec<usize> {
        self.target.machine.batches().iter().map(|(_, statements)| statements.len()).collect()
    }

    fn check(&self, answer: &RawAnswer) {
        let name = self.command.name;
        if answer.status != 200 {
            let problem: Problem = answer.problem();
            assert!(problem.status < 500 || problem.status == 503, "{name}: {problem:?}");
        }
        assert_eq!(answer.status == 503, answer.headers.contains_key("retry-after"), "{name}: {answer:?}");
        assert!(D1_SAYS.iter().all(|says| !answer.body.contains(says)), "{name}: {answer:?}");
        let line = self.target.logged(&answer.headers[REQUEST_ID_HEADER]).unwrap();
        let figure = |figure: &str| line[figure].as_u64().unwrap_or(0);
        assert!(figure("attempts") <= 5, "{name}: {line}");
        assert!(figure("batches") <= MOST_BATCHES, "{name}: {line}");
        assert!(line["ms"].as_i64().unwrap() <= LONGEST_HANG.millis(), "{name}: {line}");
    }
}

/// Nothing goes wrong any more, and cron goes round until whatever was on its way has come.
pub fn settle(target: &InProcess) {
    target.machine.mend();
    for _ in 0..2 {
        target.turn_clock(Span::minutes(1));
        target.tick();
    }
}

/// Every fault at every boundary of a batch of so many statements: each thing that D1 says, before it began, after each of
/// its statements, and after all of it took effect.
pub fn boundaries(statements: usize) -> impl Iterator<Item = BatchFault> {
    let at = move |says| {
        let broken_off = (0..=statements).map(move |after| BatchFault::BrokenOff { after, says });
        broken_off.chain([BatchFault::AnswerLost { says }])
    };
    D1_SAYS.into_iter().flat_map(at)
}
