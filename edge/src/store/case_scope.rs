//! Which cases somebody sees, as SQL (CASE-7). The rule itself is `shared::case::visibility`; a test holds both together.
//!
//! The scope is only known once the access rows are, so what lists cases carries one bounded statement per scope, and
//! [`ByScope::open`] lets out the rows of the one that applies. The limit of a statement of which much would be read in vain hangs
//! on a question that a few rows answer: whether its scope can be this reader's at all. Where it can't, nothing else is read:
//!
//! ```text
//! everyone            Participant is nobody's scope
//! participants only   All is that of the provider's people and of who is given a role that sees all; not of the others
//! ```
//!
//! The question only rules out. It looks at neither dates nor states, so it may let a scope be read that is not the reader's
//! (an administrator whose grant has ended); what is let out is decided by the rule alone.

use crate::pipeline::Read;
use crate::store::access::ROLES;
use shared::case::visibility::{CaseScope, roles_that_see_all};

/// Rows read under either scope.
#[derive(Debug)]
pub enum ByScope<T> {
    /// Those of each.
    Each {
        /// Where all cases are seen.
        all: T,
        /// Where only those are seen in which the reader has a part.
        participant: T,
    },
    /// The same under both.
    Alike(T),
}

impl<T> ByScope<T> {
    /// Something made of the rows.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> ByScope<U> {
        match self {
            Self::Each { all, participant } => {
                ByScope::Each { all: make(all), participant: make(participant) }
            }
            Self::Alike(rows) => ByScope::Alike(make(rows)),
        }
    }

    /// The rows of a scope; `None` for somebody who sees no cases.
    pub fn open(self, scope: CaseScope) -> Option<T> {
        match (scope, self) {
            (CaseScope::None, _) => None,
            (_, Self::Alike(rows)) => Some(rows),
            (CaseScope::Participant, Self::Each { participant, .. }) => Some(participant),
            (CaseScope::All, Self::Each { all, .. }) => Some(all),
        }
    }
}

/// Whether the scope of those who see all cases can be that of the person, as an expression. Parameter 1 is the workspace, 2
/// the person.
fn if_all() -> String {
    let roles: Vec<_> = roles_that_see_all().collect();
    format!(
        "(EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND case_visibility = 'everyone')
           OR EXISTS (SELECT 1 FROM identity WHERE id = ?2 AND origin = 'provider')
           OR EXISTS (SELECT 1 FROM ({ROLES}) WHERE role IN (SELECT value FROM json_each('{}'))))",
        serde_json::json!(roles)
    )
}

/// The same for the scope of those who see the cases in which they have a part.
const IF_PARTICIPANT: &str =
    "EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND case_visibility = 'participants_only')";

/// Whose view of a workspace's cases is read (see `case_place` in the migrations), and whether it is read at all.
#[derive(Clone, Debug)]
pub struct View {
    /// The viewer, as an expression: nobody in particular where all cases are in scope, else the person. Parameter 2 is the
    /// person.
    pub viewer: &'static str,
    /// Whether the view can be the reader's at all, as an expression: what a statement's limit depends on.
    pub applies: String,
}

const THEIR_OWN: &str = "?2";

/// Reads the same of the cases that everybody sees and of those that one person has a part in; or of the latter alone, `mine`,
/// which are the same whichever the scope is.
pub fn of_view<T: 'static>(mine: bool, read: impl Fn(View) -> Read<T>) -> Read<ByScope<T>> {
    if mine {
        return read(View { viewer: THEIR_OWN, applies: "true".to_owned() }).map(ByScope::Alike);
    }
    let all = read(View { viewer: "''", applies: if_all() });
    let participant = read(View { viewer: THEIR_OWN, applies: IF_PARTICIPANT.to_owned() });
    all.zip(participant).map(|(all, participant)| ByScope::Each { all, participant })
}

/// Whether a person plays a part in the case `c`, as an expression. Parameter 1 is the workspace, 2 the person.
pub const TAKES_PART: &str = "EXISTS (SELECT 1 FROM case_participant p
    WHERE p.workspace_id = ?1 AND p.identity_id = ?2 AND p.case_id = c.id)";
