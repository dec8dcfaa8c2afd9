//! Cases and how they went. Every step is taken by `lifecycle::next`, so no case is in a state it could not have come to.

use super::{World, shards};
use shared::access::Origin;
use shared::case::lifecycle::{CaseState, Circumstances, Move, next};
use shared::case::number::CaseNumber;
use shared::case::{ContactMethod, Language, Severity};
use shared::id::{CaseId, EntryId, IdentityId, ServiceId, WorkspaceId};
use shared::time::{Span, Timestamp};

/// A support case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its number.
    pub number: CaseNumber,
    /// The service it was opened on.
    pub service: ServiceId,
    /// The product and the problem type, by name.
    pub about: (&'static str, &'static str),
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The impact on the business.
    pub impact: Option<String>,
    /// The severity.
    pub severity: Severity,
    /// Where it stands.
    pub state: CaseState,
    /// The number to call, where the contact is by phone.
    pub phone: Option<String>,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone.
    pub time_zone: String,
    /// Who opened it.
    pub opened_by: IdentityId,
    /// Who works on it.
    pub assignee: Option<IdentityId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// When it came to its state.
    pub state_since: Timestamp,
    /// Its version.
    pub version: i64,
    /// What happened in it, oldest first.
    pub history: Vec<Happened>,
    /// Who takes part besides the opener, as contact or watcher.
    pub participants: Vec<(IdentityId, &'static str)>,
}

/// Something that happened in a case.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The entry's id.
    pub id: EntryId,
    /// Who did it.
    pub by: IdentityId,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub what: Said,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Said {
    /// An answer.
    Message(String),
    /// An internal note.
    Note(String),
    /// A change of state.
    Moved(CaseState),
}

/// What a case is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The impact on the business.
    pub impact: Option<String>,
    /// The severity.
    pub severity: Severity,
    /// The product and the problem type, by name.
    pub about: (&'static str, &'static str),
    /// The number to call, where the contact is by phone.
    pub phone: Option<String>,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone.
    pub time_zone: String,
}

impl Opening {
    /// A question about a virtual machine, with a title.
    pub fn titled(title: &str) -> Self {
        Self {
            title: title.into(),
            description: "It worked until **this morning**.".into(),
            impact: None,
            severity: Severity::C,
            about: ("Virtual machines", "Does not start"),
            phone: None,
            language: Language::En,
            time_zone: "Europe/Paris".into(),
        }
    }
}

impl Case {
    /// How the contact wants to be answered.
    pub fn contact_method(&self) -> ContactMethod {
        if self.phone.is_some() { ContactMethod::Phone } else { ContactMethod::Email }
    }
}

impl World {
    /// A new case.
    pub fn open_case(
        &mut self,
        workspace: &WorkspaceId,
        service: &ServiceId,
        opener: &IdentityId,
        at: Timestamp,
        opening: Opening,
    ) -> CaseId {
        let shard = workspace.shard().unwrap();
        let id: CaseId = self.id(shard, at);
        let digit = shards().into_iter().find(|(one, _)| *one == shard).unwrap().1;
        let number = CaseNumber::new(at, digit, self.chance.number());
        self.cases.push(Case {
            id: id.clone(),
            workspace: workspace.clone(),
            number,
            service: service.clone(),
            about: opening.about,
            title: opening.title,
            description: opening.description,
            impact: opening.impact,
            severity: opening.severity,
            state: CaseState::New,
            phone: opening.phone,
            language: opening.language,
            time_zone: opening.time_zone,
            opened_by: opener.clone(),
            assignee: None,
            opened_at: at,
            updated_at: at,
            state_since: at,
            version: 1,
            history: Vec::new(),
            participants: Vec::new(),
        });
        id
    }

    /// A case, to change it.
    pub fn case_mut(&mut self, id: &CaseId) -> &mut Case {
        self.cases.iter_mut().rev().find(|case| case.id == *id).unwrap()
    }

    /// Somebody moves a case. Panics where the case can't make the move.
    pub fn move_case(&mut self, case: &CaseId, by: &IdentityId, at: Timestamp, step: Move) {
        self.moves(case, by, at, step);
        self.case_mut(case).version += 1;
    }

    /// Somebody answers in a case; a customer's answer moves it where `lifecycle` says so.
    pub fn answer(&mut self, case: &CaseId, by: &IdentityId, at: Timestamp, text: &str) {
        self.happens(case, by, at, Said::Message(text.into()));
        if self.people.iter().find(|person| person.identity == *by).unwrap().origin == Origin::Customer {
            self.moves(case, by, at, Move::CustomerWrites);
        }
        let found = self.case_mut(case);
        found.updated_at = at;
        found.version += 1;
    }

    /// Somebody on the provider's side writes an internal note, which leaves the case itself as it is.
    pub fn note(&mut self, case: &CaseId, by: &IdentityId, at: Timestamp, text: &str) {
        self.happens(case, by, at, Said::Note(text.into()));
    }

    /// Brings a new case to a state, a step an hour.
    pub fn bring_to(
        &mut self,
        case: &CaseId,
        engineer: &IdentityId,
        customer: &IdentityId,
        state: CaseState,
    ) {
        let steps: &[(Move, &IdentityId)] = &[
            (Move::Assign, engineer),
            (Move::Start, engineer),
            (Move::AskCustomer, engineer),
            (Move::Resolve, engineer),
            (Move::Close, customer),
        ];
        let mut at = self.case_mut(case).opened_at;
        for (step, by) in steps {
            if self.case_mut(case).state == state {
                return;
            }
            at = at.plus(Span::hours(1));
            self.move_case(case, by, at, *step);
        }
    }

    fn moves(&mut self, case: &CaseId, by: &IdentityId, at: Timestamp, step: Move) {
        let found = self.case_mut(case);
        let circumstances = Circumstances { now: at, since: found.state_since, may_use_service: true };
        let from = found.state;
        let to = next(from, step, circumstances).unwrap_or_else(|| panic!("{from:?} has no {step:?}"));
        if step == Move::Assign {
            found.assignee = Some(by.clone());
        }
        found.updated_at = at;
        if from != to {
            found.state = to;
            found.state_since = at;
            self.happens(case, by, at, Said::Moved(to));
        }
    }

    fn happens(&mut self, case: &CaseId, by: &IdentityId, at: Timestamp, what: Said) {
        let last = self.case_mut(case).history.last().map(|happened| happened.id.clone());
        // Entries are shown in the order of their ids, so what follows in the same moment needs a later one.
        let id = loop {
            let id = self.id(case.shard().unwrap(), at);
            if last.as_ref().is_none_or(|last| *last < id) {
                break id;
            }
        };
        self.case_mut(case).history.push(Happened { id, by: by.clone(), at, what });
    }
}
