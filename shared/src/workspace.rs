//! Workspaces: where people work.

use crate::access::AccountKind;
use crate::id::WorkspaceId;
use crate::text::{Lines, Purpose, Text};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A workspace's name: 1 to 80 characters, one line (WS-7).
pub type WorkspaceName = Text<ForWorkspaceName>;

/// The bounds of a [`WorkspaceName`].
pub enum ForWorkspaceName {}

impl Purpose for ForWorkspaceName {
    const SHORTEST: usize = 1;
    const LONGEST: usize = 80;
    const LINES: Lines = Lines::One;
}

/// How a workspace came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceKind {
    /// Made when its agreement came into force (AGR-3).
    Default,
    /// Made by a CSAM or an account coordinator (WS-1).
    Additional,
}

/// Which accounts may enter (WS-8, WS-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountPolicy {
    /// Work accounts only.
    WorkOnly,
    /// Work and personal accounts.
    WorkAndPersonal,
}

impl AccountPolicy {
    /// Whether an account of this kind may enter (WS-9).
    pub const fn admits(self, account: AccountKind) -> bool {
        matches!((self, account), (Self::WorkAndPersonal, _) | (_, AccountKind::Work))
    }
}

/// Who sees which cases by default (CASE-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseVisibility {
    /// Everybody with `cases.view` sees every case.
    Everyone,
    /// Only those who take part in a case see it, with the exceptions of CASE-6.
    ParticipantsOnly,
}

/// Something a workspace can switch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Reactive services are handed to chosen people (RS-1).
    GranularReactiveServices,
}

impl Feature {
    /// Its name, as it is stored and sent.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GranularReactiveServices => "granular_reactive_services",
        }
    }
}

/// A line of the workspace switcher (WS-6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceEntry {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The customer whose it is; the switcher groups by it where there are several.
    pub customer: String,
    /// The number of (the oldest of) its agreements, which tells two of the same name apart (WS-7).
    pub agreement: Option<String>,
    /// How it came to be.
    pub kind: WorkspaceKind,
    /// When it was made.
    pub created_at: Timestamp,
    /// When this person last opened it; `None` if never, which the switcher shows in bold.
    pub last_opened_at: Option<Timestamp>,
}

/// Where signing in lands: the last workspace the person used; the first time, or when that one is gone, a default one,
/// else the oldest (WS-5). `last_opened_at` is when the person last opened any workspace, one that is gone included.
pub fn landing(entries: &[WorkspaceEntry], last_opened_at: Option<Timestamp>) -> Option<&WorkspaceEntry> {
    let last_used =
        entries.iter().find(|entry| entry.last_opened_at.is_some() && entry.last_opened_at == last_opened_at);
    let oldest = |kind: Option<WorkspaceKind>| {
        entries
            .iter()
            .filter(|entry| kind.is_none_or(|kind| entry.kind == kind))
            .min_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)))
    };
    last_used.or_else(|| oldest(Some(WorkspaceKind::Default))).or_else(|| oldest(None))
}

#[cfg(test)]
mod tests {
    use super::{WorkspaceEntry, WorkspaceKind, landing};
    use crate::{id::WorkspaceId, region::Shard, time::Timestamp};

    fn entry(made: i64, kind: WorkspaceKind, opened: Option<i64>) -> WorkspaceEntry {
        let at = Timestamp::from_millis(made);
        WorkspaceEntry {
            id: WorkspaceId::new(Shard::parse("eu1").unwrap(), at, [0; 10]),
            name: format!("made at {made}"),
            customer: "Contoso".into(),
            agreement: None,
            kind,
            created_at: at,
            last_opened_at: opened.map(Timestamp::from_millis),
        }
    }

    fn lands_on(entries: &[WorkspaceEntry], last: Option<i64>) -> Option<i64> {
        landing(entries, last.map(Timestamp::from_millis)).map(|entry| entry.created_at.millis())
    }

    #[test]
    fn ws_5_signing_in_lands_on_the_last_workspace_used() {
        let entries = [
            entry(1, WorkspaceKind::Default, Some(50)),
            entry(2, WorkspaceKind::Additional, Some(90)),
            entry(3, WorkspaceKind::Additional, None),
        ];
        assert_eq!(lands_on(&entries, Some(90)), Some(2));
    }

    #[test]
    fn ws_5_when_the_last_workspace_is_gone_it_lands_as_the_first_time() {
        let entries = [entry(1, WorkspaceKind::Default, None), entry(2, WorkspaceKind::Additional, Some(50))];
        assert_eq!(lands_on(&entries, Some(90)), Some(1));
    }

    #[test]
    fn ws_5_the_first_time_it_lands_on_a_default_workspace_else_the_oldest() {
        let (default, additional) = (WorkspaceKind::Default, WorkspaceKind::Additional);
        assert_eq!(lands_on(&[entry(1, additional, None), entry(2, default, None)], None), Some(2));
        assert_eq!(lands_on(&[entry(4, additional, None), entry(3, additional, None)], None), Some(3));
        assert_eq!(lands_on(&[], None), None);
    }
}
