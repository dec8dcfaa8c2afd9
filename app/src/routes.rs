//! The addresses of the app's pages; they stand nowhere else.
//!
//! A page is a value: what can be parsed can be shown, and a link to a page that does not exist does not compile.
//!
//! ```text
//! /                              Start: wherever the person was last
//! /sign-in                       SignIn
//! /w/ws_eu1_…                    In(workspace, Page::Home)
//! /w/ws_eu1_…/cases/case_eu1_…   In(workspace, Page::Case(case))
//! ```

use shared::id::{CaseId, WorkspaceId};
use std::fmt;

/// A place in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Wherever the person was last (WS-5), or why there is nowhere to go (ID-6).
    Start,
    /// Signing in.
    SignIn,
    /// A page of a workspace.
    In(WorkspaceId, Page),
    /// No address of the app.
    Nowhere,
}

/// A page of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// What matters now.
    Home,
    /// The list of cases.
    Cases,
    /// The form of a new case.
    OpenCase,
    /// One case.
    Case(CaseId),
    /// Who is here, as what, and through what.
    Users,
    /// Who may use which reactive service.
    ReactiveServices,
    /// What the reader themselves may do.
    MyAccess,
    /// What the workspace can switch on.
    Features,
}

impl Route {
    /// The place that a path names.
    pub(crate) fn parse(path: &str) -> Self {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        match segments.as_slice() {
            [] => Self::Start,
            ["sign-in"] => Self::SignIn,
            ["w", workspace, page @ ..] => match (WorkspaceId::parse(workspace), Page::parse(page)) {
                (Some(workspace), Some(page)) => Self::In(workspace, page),
                _ => Self::Nowhere,
            },
            _ => Self::Nowhere,
        }
    }

    /// The page of a workspace, where it is one.
    pub(crate) fn page(&self) -> Option<&Page> {
        match self {
            Self::In(_, page) => Some(page),
            Self::Start | Self::SignIn | Self::Nowhere => None,
        }
    }
}

impl Page {
    fn parse(segments: &[&str]) -> Option<Self> {
        match segments {
            [] => Some(Self::Home),
            ["cases"] => Some(Self::Cases),
            ["cases", "new"] => Some(Self::OpenCase),
            ["cases", case] => CaseId::parse(case).map(Self::Case),
            ["users"] => Some(Self::Users),
            ["reactive-services"] => Some(Self::ReactiveServices),
            ["my-access"] => Some(Self::MyAccess),
            ["features"] => Some(Self::Features),
            _ => None,
        }
    }

    /// The page's address in a workspace.
    pub(crate) fn of(self, workspace: &WorkspaceId) -> Route {
        Route::In(workspace.clone(), self)
    }
}

/// The path.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start | Self::Nowhere => f.write_str("/"),
            Self::SignIn => f.write_str("/sign-in"),
            Self::In(workspace, page) => write!(f, "/w/{workspace}{page}"),
        }
    }
}

/// The path within a workspace.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => Ok(()),
            Self::Cases => f.write_str("/cases"),
            Self::OpenCase => f.write_str("/cases/new"),
            Self::Case(case) => write!(f, "/cases/{case}"),
            Self::Users => f.write_str("/users"),
            Self::ReactiveServices => f.write_str("/reactive-services"),
            Self::MyAccess => f.write_str("/my-access"),
            Self::Features => f.write_str("/features"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Route};
    use shared::id::{CaseId, WorkspaceId};
    use shared::{region::Shard, time::Timestamp};

    #[test]
    fn every_place_is_found_at_its_own_address() {
        let (shard, then) = (Shard::parse("eu1").unwrap(), Timestamp::from_millis(0));
        let workspace = WorkspaceId::new(shard, then, [1; 10]);
        let case = CaseId::new(shard, then, [2; 10]);
        let pages = [
            Page::Home,
            Page::Cases,
            Page::OpenCase,
            Page::Case(case),
            Page::Users,
            Page::ReactiveServices,
            Page::MyAccess,
            Page::Features,
        ];
        let places = pages.map(|page| page.of(&workspace)).into_iter().chain([Route::Start, Route::SignIn]);
        for place in places {
            assert_eq!(Route::parse(&place.to_string()), place);
        }
    }

    #[test]
    fn what_is_no_address_leads_nowhere() {
        for path in ["/w", "/w/ws_1", "/w/case_eu1_0/cases", "/sign-in/entra", "/x"] {
            assert_eq!(Route::parse(path), Route::Nowhere, "{path}");
        }
    }
}
