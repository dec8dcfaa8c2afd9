//! What is commanded and asked in a history, by whom, and what comes of it: in the words of the model, without ids.

use shared::case::lifecycle::{CaseState, Move};
use shared::problem::ProblemCode;
use shared::service::switch::Switch;
use std::collections::BTreeMap;

/// A person of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Administers it.
    Irma,
    /// Its CSM, who may do the same.
    Nils,
    /// A support contact.
    Edda,
    /// Has Cloud, and is a member abroad as well.
    Vera,
    /// Is invited, and has nothing.
    Otto,
    /// Is in the group that has Database, and a member through nothing else.
    Karl,
    /// The provider's engineer.
    Erik,
}

impl Who {
    /// All of them; those who can have services first.
    pub const ALL: [Self; 7] =
        [Self::Irma, Self::Nils, Self::Edda, Self::Vera, Self::Otto, Self::Karl, Self::Erik];

    /// The beginning of their name.
    pub fn name(self) -> &'static str {
        ["Irma", "Nils", "Edda", "Vera", "Otto", "Karl", "Erik"][self as usize]
    }
}

/// How many subjects have a set of services: six people, and the group.
pub const SUBJECTS: usize = 7;

/// The group's place among them.
pub const GROUP: usize = 6;

/// A set of services, a bit each: those that can be chosen in the office.
pub type Set = u8;

/// Their names, in the order of their bits.
pub const SERVICES: [&str; 3] = ["Cloud", "Database", "Network"];

/// The service of the office's case, and of Vera's.
pub const CLOUD: Set = 1;

/// All of them.
pub const EVERY: Set = 7;

/// A language and colours, as a number.
pub type Look = u8;

/// What is commanded or asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Replaces what people have.
    Save(Vec<Who>, Set),
    /// Replaces what the group has.
    SaveGroup(Set),
    /// Switches Granular Reactive Services.
    Switch(Switch),
    /// Signs somebody out everywhere.
    SignOutMember(Who),
    /// Opens a case on a service of the office.
    Open(Set),
    /// Opens a case in the other region.
    OpenAbroad,
    /// Answers in the case.
    Answer,
    /// Moves it.
    Move(Move),
    /// Writes a note in it.
    Note,
    /// Saves a view of the list of cases, by name, with a query.
    SaveView(u8, u8),
    /// Removes one.
    RemoveView(u8),
    /// Signs in once more.
    SignIn(Who),
    /// Signs out.
    SignOut,
    /// Signs out everywhere.
    SignOutEverywhere,
    /// Chooses a profile.
    SetProfile(Look),
    /// Looks at the Users tab.
    Members,
    /// Looks at the Groups tab.
    Group,
    /// Looks at what switching would change.
    Feature,
    /// Looks at the case.
    Case,
    /// Looks at the list of cases.
    Cases,
    /// Looks at the saved views.
    Views,
    /// Looks at their access.
    Access,
    /// Looks at their access in the other region.
    AccessAbroad,
    /// Looks at themselves.
    Me,
    /// Something is taken away by what has no endpoint yet.
    Take(Taken),
}

/// What is taken away for good, in one batch of a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The group's grant.
    Grant,
    /// Karl's place in the group.
    Place,
    /// Otto's membership.
    Membership,
    /// Cloud, from the workspace.
    Service,
    /// The workspace: it is archived.
    Workspace,
}

/// A command or question of a history.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its number in the history.
    pub number: usize,
    /// The number of the command whose key it bears: its own, unless it is the same sent again.
    pub key: usize,
    /// The session that it comes from; `None` where nobody's does.
    pub by: Option<usize>,
    /// Whose session that is.
    pub who: Option<Who>,
    /// What.
    pub what: What,
    /// What whoever sends it had seen.
    pub seen: Seen,
}

/// What an editor had seen of what they edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing that matters.
    Nothing,
    /// The version of each person's set, and what groups give them.
    Members(Vec<(i64, Set)>),
    /// The version of the group's set, and who is in it: their own set, and the group's.
    Group(i64, Vec<(Who, Set, Set)>),
    /// What a look at the feature showed, by the look's number; `None` for the one before the history began.
    Feature(Option<usize>),
    /// The case's version.
    Version(i64),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Try again later: whether it took effect, nobody knows.
    Unknown,
    /// Not done; where access was missing, with the place of the first missing link in WHY-1's order.
    Not(ProblemCode, Option<u8>),
    /// Not as the editor had seen it: of which subjects; none where it is no subject's set.
    Stale(Vec<usize>),
    /// Done, and no more to be said.
    Done,
    /// Saved or switched: people gaining and losing, services gained and lost.
    Totals([usize; 4]),
    /// The Users tab: each with their own set, its version, and what groups give them.
    Members(Vec<(Who, Set, i64, Set)>),
    /// The Groups tab: the group's set, its version, how many are in it; `None` if it is not there.
    Group(Option<(Set, i64, u32)>),
    /// Whether the feature is on, how many people and groups it concerns, and how many ways there are to switch it.
    Feature(bool, usize, usize, usize),
    /// The case's state and version.
    Moved(CaseState, i64),
    /// The same, and what was said in it, sorted.
    Case(CaseState, i64, Vec<Said>),
    /// The cases that were opened in the history, by the number of the command.
    Cases(Vec<usize>),
    /// The saved views: names with queries.
    Views(BTreeMap<u8, u8>),
    /// The profile, and whether every region answered.
    Me(Look, bool),
    /// What can be used.
    Access(Set),
    /// Whatever this is, nobody expected it.
    Unexpected(String),
}

/// What stands in a case's conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// An answer, of a command.
    Text(usize),
    /// A note, of a command.
    Note(usize),
    /// A move, by the place of the state in [`CaseState::ALL`].
    Moved(usize),
}

impl Said {
    /// The entry that says that the case came to a state.
    pub fn moved(state: CaseState) -> Self {
        Self::Moved(CaseState::ALL.iter().position(|one| *one == state).unwrap())
    }
}

impl What {
    /// Whether it takes an idempotency key, so that sending it again means something.
    pub fn is_keyed(&self) -> bool {
        use What::{
            Answer, Move, Note, Open, OpenAbroad, RemoveView, Save, SaveGroup, SaveView, SignOutMember,
            Switch,
        };
        matches!(
            self,
            Save(..)
                | SaveGroup(_)
                | Switch(_)
                | SignOutMember(_)
                | Open(_)
                | OpenAbroad
                | Answer
                | Move(_)
                | Note
                | SaveView(..)
                | RemoveView(_)
        )
    }

    /// Whether it only looks.
    pub fn looks(&self) -> bool {
        use What::{Access, AccessAbroad, Case, Cases, Feature, Group, Me, Members, Views};
        matches!(self, Members | Group | Feature | Case | Cases | Views | Access | AccessAbroad | Me)
    }

    /// The region where it happens: 1 is abroad; `None` if in all of them.
    pub fn region(&self) -> Option<usize> {
        use What::{AccessAbroad, Me, OpenAbroad, SetProfile, SignIn, SignOut, SignOutEverywhere};
        match self {
            OpenAbroad | AccessAbroad => Some(1),
            Me | SetProfile(_) | SignIn(_) | SignOut | SignOutEverywhere => None,
            _ => Some(0),
        }
    }
}
