//! Lists of cases: filters, order, pages, and the views that people save.

use super::case::CaseSummary;
use super::workspace::Count;
use super::{Empty, Endpoint, Method};
use crate::access::{AtWorkspace, Effect, Needs, permit};
use crate::case::filter::{self, CaseFilter, CaseSort, Written};
use crate::problem::{Fault, FieldProblem};
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/cases`
pub enum ListCases {}

impl Endpoint for ListCases {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/cases";
    const SUMMARY: &'static str =
        "The cases the caller sees, by state, severity, service, part and day of opening";
    type Requires = Needs<permit::CasesView>;
    type Path = AtWorkspace;
    type Request = CasesQuestion;
    type Response = CasesPage;
}

/// Asks for a page of cases: filters, order, place. Everything is text, so that what can't be read is answered with the
/// field that it stands in; [`CasesQuestion::read`] checks it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CasesQuestion {
    /// As [`Written::state`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// As [`Written::severity`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub severity: String,
    /// As [`Written::service`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// As [`Written::mine`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mine: String,
    /// Opened at this moment or later, in milliseconds since 1970.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opened_from: String,
    /// Opened before this moment. Together they take in whole days, which the reader's browser makes moments of.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opened_before: String,
    /// As [`Written::sort`]. Cases opened in a period are listed by when they were opened.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl CasesQuestion {
    /// What is asked for.
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn read(&self) -> Result<(CaseFilter, CaseSort), Vec<FieldProblem>> {
        let written = Written {
            state: &self.state,
            severity: &self.severity,
            service: &self.service,
            mine: &self.mine,
            sort: &self.sort,
        };
        let mut faults = Vec::new();
        let (mut filter, sort) = written.read(&mut faults);
        let mut opened = |field: &str, text: &str| {
            let moment = filter::moment(text);
            if moment.is_none() && !text.is_empty() {
                faults.push(Fault::Malformed.of(field));
            }
            moment
        };
        filter.opened_from = opened("opened_from", &self.opened_from);
        filter.opened_before = opened("opened_before", &self.opened_before);
        if !filter::is_listed(sort, filter.opened_from.is_some() || filter.opened_before.is_some()) {
            faults.push(Fault::Unknown.of("sort"));
        }
        if faults.is_empty() { Ok((filter, sort)) } else { Err(faults) }
    }
}

/// A page of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CasesPage {
    /// The cases, in the order asked for.
    pub items: Vec<CaseSummary>,
    /// What to send as `after` for the next page; `None` when this was the last.
    pub next: Option<String>,
    /// How many cases match, on all pages together. It comes with the first page alone: whoever reads on has it, and
    /// counting again would cost more than the page.
    pub count: Option<Count>,
}

/// `GET /api/workspaces/{workspace}/case-views`
pub enum ListCaseViews {}

impl Endpoint for ListCaseViews {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/case-views";
    const SUMMARY: &'static str = "The views of the list of cases that the caller has saved, by name";
    type Requires = Needs<permit::CasesView>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = CaseViews;
}

/// `PUT /api/workspaces/{workspace}/case-views`
pub enum SaveCaseView {}

impl Endpoint for SaveCaseView {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/workspaces/{workspace}/case-views";
    const SUMMARY: &'static str =
        "Save filters under a name, for the caller; a view of the same name is replaced";
    // A note about the reader, not about the workspace: views of an archived one are saved as well.
    const EFFECT: Effect = Effect::Looks;
    type Requires = Needs<permit::CasesView>;
    type Path = AtWorkspace;
    type Request = CaseView;
    type Response = CaseViews;
}

/// `POST /api/workspaces/{workspace}/case-views/removals`
pub enum RemoveCaseView {}

impl Endpoint for RemoveCaseView {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/workspaces/{workspace}/case-views/removals";
    const SUMMARY: &'static str = "Remove a view that the caller has saved";
    // As above.
    const EFFECT: Effect = Effect::Looks;
    type Requires = Needs<permit::CasesView>;
    type Path = AtWorkspace;
    type Request = RemovedCaseView;
    type Response = CaseViews;
}

/// The views that somebody has saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseViews {
    /// At most [`CaseViews::MOST`] of them, by name.
    pub views: Vec<CaseView>,
}

impl CaseViews {
    /// How many views somebody has at most in a workspace.
    pub const MOST: usize = 50;
}

/// A view of the list of cases, as somebody has saved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// What they call it.
    pub name: String,
    /// Its filters, as the part of an address behind the `?`.
    pub query: String,
}

/// Asks to remove a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedCaseView {
    /// What it is called.
    pub name: String,
}
