//! Cases: opening, listing, reading, answering, moving.

use super::{Empty, Endpoint, Method};
use crate::access::{AtCase, AtWorkspace, Needs, NeedsAny, Origin, permit};
use crate::case::lifecycle::{CaseState, Move};
use crate::case::number::CaseNumber;
use crate::case::prose::Block;
use crate::case::{ContactMethod, Language, Severity};
use crate::id::{CaseId, EntryId, ProblemTypeId, ProductId, ServiceId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/case-options`
pub enum GetCaseOptions {}

impl Endpoint for GetCaseOptions {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/case-options";
    const SUMMARY: &'static str = "What can be chosen when a case is opened: products and problem types";
    type Requires = Needs<permit::CasesOpen>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = CaseOptions;
}

/// What can be chosen when a case is opened. The services stand in the caller's access.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOptions {
    /// The catalogue's products, by name.
    pub products: Vec<ProductChoice>,
}

/// A product, with its problem types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductChoice {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// What can be wrong with it, by name.
    pub problem_types: Vec<ProblemTypeChoice>,
}

/// A problem type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemTypeChoice {
    /// The problem type.
    pub id: ProblemTypeId,
    /// Its name.
    pub name: String,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseSummary {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// Its title.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub state: CaseState,
    /// The service it was opened on.
    pub service: String,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: Timestamp,
    /// When something last happened in it.
    pub updated_at: Timestamp,
}

/// `POST /api/workspaces/{workspace}/cases`
pub enum OpenCase {}

impl Endpoint for OpenCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases";
    const SUMMARY: &'static str = "Open a case on a service the caller may use";
    type Requires = Needs<permit::CasesOpen>;
    type Path = AtWorkspace;
    type Request = NewCase;
    type Response = OpenedCase;
}

/// The form of a new case, as it was filled in; [`crate::case::draft::CompleteCase`] checks it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewCase {
    /// The service it is opened on.
    pub service: ServiceId,
    /// The product it is about.
    pub product: ProductId,
    /// What kind of problem it is.
    pub problem_type: ProblemTypeId,
    /// The title.
    pub title: String,
    /// What happened, in Markdown.
    pub description: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it does to the business; asked for with severities A and B.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// How to be answered.
    pub contact_method: ContactMethod,
    /// The number to call; asked for with contact by phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone, an IANA name.
    pub time_zone: String,
}

/// A case that was just opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenedCase {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: CaseNumber,
}

/// `GET /api/workspaces/{workspace}/cases/{case}`
pub enum GetCase {}

impl Endpoint for GetCase {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases/{case}";
    const SUMMARY: &'static str = "A case with its conversation";
    type Requires = Needs<permit::CasesView>;
    type Path = AtCase;
    type Request = Empty;
    type Response = CaseDetail;
}

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseDetail {
    /// The same as in lists.
    pub summary: CaseSummary,
    /// The service's id, to tell whether a closed case can still be reopened.
    pub service: ServiceId,
    /// The product it is about.
    pub product: String,
    /// What kind of problem it is.
    pub problem_type: String,
    /// What happened.
    pub description: Vec<Block>,
    /// What it does to the business.
    pub impact: Vec<Block>,
    /// How to be answered.
    pub contact_method: ContactMethod,
    /// The number to call.
    pub phone: Option<String>,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone.
    pub time_zone: String,
    /// Who works on it, if somebody does.
    pub assignee: Option<String>,
    /// When it came to the state it is in.
    pub state_since: Timestamp,
    /// The version to send with a move (ACC-12).
    pub version: i64,
    /// The conversation, oldest first; the latest [`CaseDetail::MOST_ENTRIES`] of it, or fewer where these are very long.
    pub entries: Vec<Entry>,
    /// Whether there is more conversation before the first entry.
    pub earlier_entries: bool,
    /// The server's time.
    pub now: Timestamp,
}

impl CaseDetail {
    /// How many entries of the conversation come with a case, at the most.
    pub const MOST_ENTRIES: usize = 200;
}

/// An entry in a case's conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry.
    pub id: EntryId,
    /// Who wrote or did it; `None` where Portico itself did.
    pub by: Option<String>,
    /// Whose side they are on.
    pub side: Origin,
    /// When.
    pub at: Timestamp,
    /// What it is.
    pub content: EntryContent,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryContent {
    /// An answer, for both sides.
    Message {
        /// What was written.
        blocks: Vec<Block>,
    },
    /// An internal note; only ever in the answers to provider members with `cases.work` (CASE-8).
    Note {
        /// What was written.
        blocks: Vec<Block>,
    },
    /// A change of state.
    Moved {
        /// The state it came to.
        to: CaseState,
    },
}

/// `POST /api/workspaces/{workspace}/cases/{case}/messages`
pub enum AddMessage {}

impl Endpoint for AddMessage {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases/{case}/messages";
    const SUMMARY: &'static str = "Answer in a case";
    type Requires = NeedsAny<(permit::CasesOpen, permit::CasesWork)>;
    type Path = AtCase;
    type Request = NewMessage;
    type Response = CaseMoved;
}

/// An answer or a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewMessage {
    /// What is written, in Markdown; 1 byte to 32 KiB.
    pub text: String,
}

/// Where a case stands after something was done to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseMoved {
    /// Its state.
    pub state: CaseState,
    /// The version that whoever moved or answered has seen, with what they did; others may have raised it further.
    pub version: i64,
}

/// `POST /api/workspaces/{workspace}/cases/{case}/notes`
pub enum AddNote {}

impl Endpoint for AddNote {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases/{case}/notes";
    const SUMMARY: &'static str = "Write an internal note that no customer ever receives";
    type Requires = Needs<permit::CasesWork>;
    type Path = AtCase;
    type Request = NewMessage;
    type Response = CaseMoved;
}

/// `POST /api/workspaces/{workspace}/cases/{case}/moves`
pub enum MoveCase {}

impl Endpoint for MoveCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases/{case}/moves";
    const SUMMARY: &'static str = "Move a case to another state";
    type Requires = NeedsAny<(permit::CasesOpen, permit::CasesWork)>;
    type Path = AtCase;
    type Request = NewMove;
    type Response = CaseMoved;
}

/// A move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMove {
    /// The move.
    #[serde(rename = "move")]
    pub by: Move,
    /// The version of the case that the mover saw (ACC-12).
    pub version: i64,
}
