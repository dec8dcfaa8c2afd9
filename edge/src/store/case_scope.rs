//! Which cases somebody sees, as SQL (CASE-7). The rule itself is `shared::case::visibility`; a test holds both together.
//!
//! The scope is only known once the access rows are, so what lists cases carries one bounded statement per scope, and
//! [`ByScope::open`] lets out the rows of the one that applies.

use crate::pipeline::Read;
use crate::ports::Statement;
use serde::de::DeserializeOwned;
use shared::case::visibility::CaseScope;
use shared::id::{IdentityId, WorkspaceId};

/// Rows read under either scope.
#[derive(Debug)]
pub struct ByScope<T> {
    all: T,
    participant: T,
}

impl<T> ByScope<T> {
    /// The rows of a scope; `None` for somebody who sees no cases.
    pub fn open(self, scope: CaseScope) -> Option<T> {
        match scope {
            CaseScope::None => None,
            CaseScope::Participant => Some(self.participant),
            CaseScope::All => Some(self.all),
        }
    }
}

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
    let all =
        fill(text, |index| format!("support_case c INDEXED BY {index}"), ("c.workspace_id = ?1", "c.id"));
    let mine = "case_participant p CROSS JOIN support_case c ON c.id = p.case_id";
    let participant =
        fill(text, |_| mine.to_owned(), ("p.workspace_id = ?1 AND p.identity_id = ?2", "p.case_id"));
    let read = |text: String| Read::<Vec<T>>::all(bind(Statement::new(text).bind(workspace).bind(who)));
    read(all).zip(read(participant)).map(|(all, participant)| ByScope { all, participant })
}

/// Reads the same of the cases that everybody sees and of those that one person has a part in, by who looks at them: nobody
/// in particular, or the person. See `case_place` in the migrations.
pub fn by_viewer<T: 'static>(who: &IdentityId, read: impl Fn(&str) -> Read<T>) -> Read<ByScope<T>> {
    read(EVERYBODY).zip(read(who.as_str())).map(|(all, participant)| ByScope { all, participant })
}

/// Reads of the cases that one person has a part in, whichever their scope is.
pub fn of_viewer<T: 'static>(who: &IdentityId, read: impl Fn(&str) -> Read<T>) -> Read<ByScope<T>> {
    read(who.as_str()).zip(read(who.as_str())).map(|(all, participant)| ByScope { all, participant })
}

/// Whose view of the cases of a workspace it is that holds all of them.
const EVERYBODY: &str = "";

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
