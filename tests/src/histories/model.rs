//! What should come of each command: a model of one office, in a few plain lines that know nothing of rows or rules.
//!
//! It does one command at a time. What takes effect in two regions is several steps ([`Step`]), for while it is under way
//! one region knows of it and the other does not; each step alone is at once.

use super::command::{
    CLOUD, Command, EVERY, GROUP, Look, Outcome, SERVICES, SUBJECTS, Said, Set, Taken, What, Who,
};
use super::model_sets;
use shared::case::lifecycle::{CaseState, Move};
use shared::problem::ProblemCode::{self, MoveNotAllowed, NotFound, NotSignedIn, Refused};
use std::collections::{BTreeMap, BTreeSet};

/// The office between two commands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether Granular Reactive Services is on.
    pub granular: bool,
    /// What each subject has, and its version.
    pub sets: [(Set, i64); SUBJECTS],
    /// Whether the group has its grant.
    pub grant: bool,
    /// Whether Karl is in the group.
    pub in_group: bool,
    /// Whether Otto is a member.
    pub otto: bool,
    /// Whether the workspace is archived.
    pub archived: bool,
    /// The workspace's services.
    pub carried: Set,
    /// The case's state.
    pub case: CaseState,
    /// The case's version.
    pub version: i64,
    /// What was said in it.
    pub said: BTreeSet<(Said, usize)>,
    /// The cases opened, by the number of the command: in the office, abroad.
    pub opened: [BTreeSet<usize>; 2],
    /// Vera's views.
    pub views: BTreeMap<u8, u8>,
    /// The profiles that were chosen.
    pub profiles: BTreeMap<Who, Look>,
    /// How many audit events the office has got.
    pub events: usize,
    /// The sessions that have ended, a bit each, in either region.
    pub ended: [u32; 2],
    /// Those of them that have ended by themselves.
    pub alone: [u32; 2],
    /// The sessions there are.
    pub sessions: BTreeMap<usize, Who>,
    /// Those that some command has decided to end together, by person.
    pub all_ended: BTreeMap<Who, u32>,
    /// The same, by the key of the command.
    pub ending: BTreeMap<usize, u32>,
    /// The answers that are kept, by key.
    pub kept: BTreeMap<usize, Outcome>,
    /// What looks at the feature showed, by the number of the look.
    pub shown: BTreeMap<usize, Vec<i64>>,
}

/// A part of a command that happens at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// All of it.
    Whole,
    /// Seeing whether the session that it comes from is live.
    Admission,
    /// Choosing which sessions end.
    Choice,
    /// Taking effect in a region.
    In(usize),
    /// Reading or writing a profile.
    Profile,
}

impl State {
    /// What comes of a step of a command that was answered like this: what may be then. Nothing if it can't be answered so.
    pub fn after(&self, command: &Command, step: Step, outcome: &Outcome) -> Vec<Self> {
        let mut next = self.clone();
        let expected = match (&command.what, step) {
            (What::Take(taken), _) => {
                next.take(*taken);
                Outcome::Done
            }
            (What::SignIn(who), _) => {
                next.sessions.insert(command.by.unwrap(), *who);
                Outcome::Done
            }
            (_, Step::In(region)) => return next.end_in(command, region),
            (_, Step::Choice) => return next.choose(command),
            (What::SetProfile(look), Step::Profile) => {
                next.profiles.insert(command.who.unwrap(), *look);
                return vec![next];
            }
            (What::Me, Step::Profile) => {
                let look = self.profiles.get(&command.who.unwrap()).copied().unwrap_or(0);
                let fits = matches!(outcome, Outcome::Me(answered, _) if *answered == look);
                return fits.then_some(next).into_iter().collect();
            }
            (_, Step::Admission) => {
                let fits = self.admits(command, outcome);
                return fits.then_some(next).into_iter().collect();
            }
            (_, _) => next.in_workspace(command),
        };
        let fits = match outcome {
            // Whoever was refused and told otherwise changed nothing: there is nothing to be explained.
            Outcome::Unknown => !matches!(expected, Outcome::Not(..) | Outcome::Stale(_)),
            outcome => answers(command, outcome, &expected),
        };
        fits.then_some(next).into_iter().collect()
    }

    /// Whether a session could be let through, or not, in what concerns all regions.
    fn admits(&self, command: &Command, outcome: &Outcome) -> bool {
        let bit = 1 << command.by.unwrap();
        let (ended, alone) = (self.ended.map(|set| set & bit != 0), self.alone.map(|set| set & bit != 0));
        match (&command.what, outcome) {
            (What::SignOutEverywhere, Outcome::Done) => alone == [false; 2],
            (_, Outcome::Not(NotSignedIn, _)) => ended != [false; 2],
            // Where a region could not be asked, nobody asked it.
            (What::Me, Outcome::Me(_, false)) => ended != [true; 2],
            (_, _) => ended == [false; 2],
        }
    }

    /// Ends, in a region, what a command ends.
    fn end_in(mut self, command: &Command, region: usize) -> Vec<Self> {
        if command.what == What::SignOut {
            self.ended[region] |= 1 << command.by.unwrap();
            self.alone[region] |= 1 << command.by.unwrap();
            return vec![self];
        }
        let Some(ending) = self.ending.get(&command.key).copied() else { return Vec::new() };
        self.ended[region] |= ending;
        vec![self]
    }

    /// Chooses the sessions that signing out everywhere ends: all there are, or, if the command came too late for its own
    /// session, those that ended with it.
    fn choose(self, command: &Command) -> Vec<Self> {
        let who = command.who.unwrap();
        let before = self.all_ended.get(&who).copied().unwrap_or(0);
        let again = (before & 1 << command.by.unwrap() != 0).then_some(before);
        let ends = [Some(self.sessions_of(who)), again];
        let choose = |ending: u32| {
            let mut next = self.clone();
            next.ending.insert(command.key, ending);
            next.all_ended.insert(who, before | ending);
            next
        };
        ends.into_iter().flatten().map(choose).collect()
    }

    fn sessions_of(&self, who: Who) -> u32 {
        let theirs = self.sessions.iter().filter(|(_, whose)| **whose == who);
        theirs.fold(0, |all, (session, _)| all | 1 << session)
    }

    /// Whether somebody is a member of the office.
    pub fn is_member(&self, who: Who) -> bool {
        match who {
            Who::Otto => self.otto,
            Who::Karl => self.grant && self.in_group,
            _ => true,
        }
    }

    /// What a subject has of their own that the workspace carries, and what the group gives.
    pub fn has(&self, who: Who) -> Set {
        if who == Who::Erik {
            return 0;
        }
        (self.sets[who as usize].0 | self.through(who)) & self.carried
    }

    /// What the group gives somebody.
    pub fn through(&self, who: Who) -> Set {
        if who == Who::Karl && self.is_member(who) { self.sets[GROUP].0 } else { 0 }
    }

    /// What somebody can use.
    pub fn usable(&self, who: Who) -> Set {
        if self.granular { self.has(who) } else { self.carried }
    }

    fn take(&mut self, taken: Taken) {
        match taken {
            Taken::Grant => {
                self.grant = false;
                self.sets[GROUP] = (0, 0);
            }
            Taken::Place => self.in_group = false,
            Taken::Membership => {
                self.otto = false;
                self.sets[Who::Otto as usize] = (0, 0);
            }
            Taken::Service => self.carried &= EVERY & !CLOUD,
            Taken::Workspace => self.archived = true,
        }
    }

    /// A command or question in a workspace: who may, whether it was done before, and what it does.
    fn in_workspace(&mut self, command: &Command) -> Outcome {
        let who = command.who.unwrap();
        if let Some(refused) = self.refused(command, who) {
            return refused;
        }
        if let Some(kept) = self.kept.get(&command.key) {
            return kept.clone();
        }
        let outcome = self.does(command, who);
        let kept = command.what.is_keyed() && !matches!(outcome, Outcome::Not(..) | Outcome::Stale(_));
        if kept {
            self.kept.insert(command.key, outcome.clone());
        }
        outcome
    }

    /// The first missing link, in WHY-1's order.
    fn refused(&self, command: &Command, who: Who) -> Option<Outcome> {
        use What::{Feature, Note, RemoveView, Save, SaveGroup, SaveView, SignOutMember, Switch};
        let abroad = command.what.region() == Some(1);
        let changes = !command.what.looks() && !matches!(command.what, SaveView(..) | RemoveView(_));
        let administers = matches!(who, Who::Irma | Who::Nils);
        let allowed = match command.what {
            Save(..) | SaveGroup(_) | Switch(_) | SignOutMember(_) | Feature => administers,
            Note => who == Who::Erik,
            _ => true,
        };
        if self.ended[usize::from(abroad)] & 1 << command.by.unwrap() != 0 {
            Some(Outcome::Not(NotSignedIn, Some(0)))
        } else if if abroad { who != Who::Vera } else { !self.is_member(who) } {
            Some(not_found())
        } else if changes && self.archived && !abroad {
            Some(Outcome::Not(Refused, Some(2)))
        } else if !allowed {
            Some(Outcome::Not(Refused, Some(5)))
        } else if let SignOutMember(other) = command.what {
            let goes = other != who && self.is_member(other);
            let yourself = Outcome::Not(ProblemCode::Yourself, None);
            (!goes).then(|| if other == who { yourself } else { not_found() })
        } else {
            None
        }
    }

    fn does(&mut self, command: &Command, who: Who) -> Outcome {
        match &command.what {
            What::Save(people, set) => model_sets::save(self, people, *set, &command.seen),
            What::SaveGroup(set) => model_sets::save_group(self, *set, &command.seen),
            What::Switch(switch) => model_sets::switch(self, *switch, &command.seen),
            What::Members => model_sets::members(self),
            What::Group => model_sets::group(self),
            What::Feature => model_sets::feature(self, command.number),
            What::SignOutMember(other) => self.sign_out(command, *other),
            What::Open(service) => self.open(command, who, *service),
            What::OpenAbroad => {
                self.opened[1].insert(command.key);
                Outcome::Done
            }
            What::Answer => self.answer(command, who),
            What::Move(by) => self.make(*by, command),
            What::Note => {
                self.said.insert((Said::Note(command.key), 0));
                self.events += 1;
                Outcome::Moved(self.case, self.version)
            }
            What::SaveView(name, query) => {
                self.views.insert(*name, *query);
                Outcome::Views(self.views.clone())
            }
            What::RemoveView(name) => {
                self.views.remove(name);
                Outcome::Views(self.views.clone())
            }
            What::Views => Outcome::Views(self.views.clone()),
            What::Case => {
                let heard = |said: &&(Said, usize)| who == Who::Erik || !matches!(said.0, Said::Note(_));
                let said = self.said.iter().filter(heard).map(|(said, _)| *said).collect();
                Outcome::Case(self.case, self.version, said)
            }
            What::Cases => Outcome::Cases(self.opened[0].iter().copied().collect()),
            What::Access => Outcome::Access(self.usable(who)),
            _ => Outcome::Done,
        }
    }

    fn sign_out(&mut self, command: &Command, other: Who) -> Outcome {
        let ending = self.sessions_of(other);
        self.ended[0] |= ending;
        self.ending.insert(command.key, ending);
        *self.all_ended.entry(other).or_default() |= ending;
        self.events += 1;
        Outcome::Done
    }

    /// Why somebody can't use a service of the office.
    fn withheld(&self, who: Who, service: Set) -> Option<Outcome> {
        if self.carried & service == 0 {
            return Some(Outcome::Not(Refused, Some(6)));
        }
        (self.usable(who) & service == 0).then_some(Outcome::Not(Refused, Some(8)))
    }

    fn open(&mut self, command: &Command, who: Who, service: Set) -> Outcome {
        self.withheld(who, service).unwrap_or_else(|| {
            self.opened[0].insert(command.key);
            self.events += 1;
            Outcome::Done
        })
    }

    fn answer(&mut self, command: &Command, who: Who) -> Outcome {
        let after = match (self.case, who) {
            (CaseState::Closed, Who::Erik) => return Outcome::Not(MoveNotAllowed, None),
            (state, Who::Erik) => state,
            (CaseState::Closed, _) => match self.withheld(who, CLOUD) {
                Some(refused) => return refused,
                None => CaseState::InProgress,
            },
            (CaseState::WaitingForCustomer | CaseState::Resolved, _) => CaseState::InProgress,
            (state, _) => state,
        };
        self.said.insert((Said::Text(command.key), 0));
        self.come_to(after)
    }

    fn make(&mut self, by: Move, command: &Command) -> Outcome {
        use CaseState::{Assigned, Closed, InProgress, New, Resolved, WaitingForCustomer};
        if command.seen != super::command::Seen::Version(self.version) {
            return Outcome::Stale(Vec::new());
        }
        let is_open = !matches!(self.case, Resolved | Closed);
        let to = match (by, self.case) {
            (Move::Assign, New) => Assigned,
            (Move::Start, Assigned) | (Move::GoOn, WaitingForCustomer) | (Move::TakeUpAgain, Resolved) => {
                InProgress
            }
            (Move::AskCustomer, InProgress) => WaitingForCustomer,
            (Move::Resolve | Move::Solved, _) if is_open => Resolved,
            (Move::Close, Resolved) => Closed,
            _ => return Outcome::Not(MoveNotAllowed, None),
        };
        // Every move is one to another state, and says so.
        self.come_to(to)
    }

    /// Raises the case's version, and tells of its state if that is another.
    fn come_to(&mut self, state: CaseState) -> Outcome {
        self.version += 1;
        self.events += 1;
        if state != self.case {
            self.case = state;
            let version = usize::try_from(self.version).unwrap();
            self.said.insert((Said::moved(state), version));
        }
        Outcome::Moved(self.case, self.version)
    }
}

/// Whether an answer is the one expected. Who answers in a case may learn of a version that another answer has raised by then:
/// never of one that is yet to come. Who saves or removes a view is told of this one, and of the others as they were when it was
/// decided: another tab may have saved its own by then.
fn answers(command: &Command, outcome: &Outcome, expected: &Outcome) -> bool {
    match (&command.what, outcome, expected) {
        (What::Answer | What::Note, Outcome::Moved(state, told), Outcome::Moved(now, version)) => {
            state == now && told <= version
        }
        (What::SaveView(name, query), Outcome::Views(told), Outcome::Views(_)) => {
            told.get(name) == Some(query)
        }
        (What::RemoveView(name), Outcome::Views(told), Outcome::Views(_)) => !told.contains_key(name),
        (_, outcome, expected) => outcome == expected,
    }
}

/// The answer of an id that was never given out.
fn not_found() -> Outcome {
    Outcome::Not(NotFound, None)
}

/// A set of services in words.
pub fn in_words(set: Set) -> String {
    let names: Vec<_> =
        (0..SERVICES.len()).filter(|bit| set & 1 << bit != 0).map(|bit| SERVICES[bit]).collect();
    if names.is_empty() { "nothing".into() } else { names.join(" and ") }
}
