//! Which cases somebody sees, as SQL (CASE-7). The rule itself is `shared::case::visibility`; a test holds both together.
//!
//! The scope is only known once the access rows are, so what lists cases carries one bounded statement per scope, and
//! [`ByScope::open`] lets out the rows of the one that applies. A statement of which much would be read in vain begins with a
//! question that a few rows answer: whether its scope can be this reader's at all. Where it can't, nothing else is read:
//!
//! ```text
//! everyone            Participant is nobody's scope
//! participants only   All is that of the provider's people and of who is given a role that sees all; not of the others
//! ```
//!
//! The question only rules out. It looks at neither dates nor states, so it may let a scope be read that is not the reader's
//! (an administrator whose grant has ended); what is let out is decided by the rule alone.

use crate::pipeline::Read;
use crate::ports::Statement;
use crate::store::access::ROLES;
use serde::de::DeserializeOwned;
use shared::case::visibility::{CaseScope, roles_that_see_all};
use shared::id::{IdentityId, WorkspaceId};

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

/// One row if the scope of those who see all cases can be that of the person, none otherwise. Parameter 1 is the workspace,
/// 2 the person.
fn if_all() -> String {
    let roles: Vec<_> = roles_that_see_all().collect();
    format!(
        "(SELECT 1 WHERE EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND case_visibility = 'everyone')
           OR EXISTS (SELECT 1 FROM identity WHERE id = ?2 AND origin = 'provider')
           OR EXISTS (SELECT 1 FROM ({ROLES}) WHERE role IN (SELECT value FROM json_each('{}'))))",
        serde_json::json!(roles)
    )
}

/// The same for the scope of those who see the cases in which they have a part.
const IF_PARTICIPANT: &str = "(SELECT 1 WHERE EXISTS (SELECT 1 FROM workspace
      WHERE id = ?1 AND case_visibility = 'participants_only'))";

/// A statement over the cases `c` of a workspace, for both scopes. Parameter 1 is the workspace, 2 the person.
///
/// Its text says `{cases:index}` where it reads from the cases, naming the index that serves it when all cases are in scope,
/// `{here}` for the condition that they are in the workspace and the scope, and `{id}` for the case's id where it sorts or
/// pages by it: under the narrow scope that is the participant's row, whose key is in this order, so that a page is read and
/// no more.
pub fn both<T: DeserializeOwned + 'static>(
    text: &str,
    workspace: &WorkspaceId,
    who: &IdentityId,
    bind: impl Fn(Statement) -> Statement,
) -> Read<ByScope<Vec<T>>> {
    // Behind a question SQLite would sort what an index holds in order; here all cases cost no more than their page anyway.
    let all =
        fill(text, |index| format!("support_case c INDEXED BY {index}"), ("c.workspace_id = ?1", "c.id"));
    let mine = format!(
        "{IF_PARTICIPANT} CROSS JOIN case_participant p CROSS JOIN support_case c ON c.id = p.case_id"
    );
    let participant =
        fill(text, |_| mine.clone(), ("p.workspace_id = ?1 AND p.identity_id = ?2", "p.case_id"));
    let read = |text: String| Read::<Vec<T>>::all(bind(Statement::new(text).bind(workspace).bind(who)));
    read(all).zip(read(participant)).map(|(all, participant)| ByScope::Each { all, participant })
}

/// Whose view of a workspace's cases is read (see `case_place` in the migrations), and whether it is read at all.
#[derive(Clone, Debug)]
pub struct View {
    /// The viewer, as an expression: nobody in particular where all cases are in scope, else the person. Parameter 2 is the
    /// person.
    pub viewer: &'static str,
    /// Yields one row if the view can be the reader's, and none otherwise: what a statement begins with.
    pub applies: String,
}

const THEIR_OWN: &str = "?2";

/// Reads the same of the cases that everybody sees and of those that one person has a part in.
pub fn by_view<T: 'static>(read: impl Fn(View) -> Read<T>) -> Read<ByScope<T>> {
    let all = read(View { viewer: "''", applies: if_all() });
    let participant = read(View { viewer: THEIR_OWN, applies: IF_PARTICIPANT.to_owned() });
    all.zip(participant).map(|(all, participant)| ByScope::Each { all, participant })
}

/// Reads of the cases that one person has a part in: the same whichever their scope is.
pub fn of_own_view<T: 'static>(read: impl Fn(View) -> Read<T>) -> Read<ByScope<T>> {
    read(View { viewer: THEIR_OWN, applies: "(SELECT 1)".to_owned() }).map(ByScope::Alike)
}

fn fill(text: &str, cases: impl Fn(&str) -> String, (here, id): (&str, &str)) -> String {
    let text = text.replace("{here}", here).replace("{id}", id);
    let mut parts = text.split("{cases:");
    let mut filled = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (index, rest) = part.split_once('}').unwrap_or((part, ""));
        filled.push_str(&cases(index));
        filled.push_str(rest);
    }
    filled
}

/// Whether a person plays a part in the case `c`, as an expression. Parameter 1 is the workspace, 2 the person.
pub const TAKES_PART: &str = "EXISTS (SELECT 1 FROM case_participant p
    WHERE p.workspace_id = ?1 AND p.identity_id = ?2 AND p.case_id = c.id)";
