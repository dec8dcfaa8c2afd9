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

/// The cases of a workspace in which somebody plays a part, as a table `mine (case_id)`. Parameter 1 is the workspace,
/// parameter 2 the person.
const MINE: &str =
    "(SELECT DISTINCT case_id FROM case_participant WHERE workspace_id = ?1 AND identity_id = ?2) mine";

/// Where a statement over cases finds them. `{cases}` in its text stands for it; the case's alias is `c`.
fn cases(scope: CaseScope, index: &str) -> String {
    match scope {
        CaseScope::All => format!("support_case c INDEXED BY {index}"),
        CaseScope::Participant | CaseScope::None => format!("{MINE} CROSS JOIN support_case c ON c.id = mine.case_id"),
    }
}

/// A statement over the cases of a workspace, for both scopes. Its text says `{cases:index}` where it reads from the
/// cases, naming the index that serves it when all cases are in scope; parameter 1 is the workspace, 2 the person.
pub fn both<T: DeserializeOwned + 'static>(
    text: &str,
    workspace: &WorkspaceId,
    who: &IdentityId,
    bind: impl Fn(Statement) -> Statement,
) -> Read<ByScope<Vec<T>>> {
    let under = |scope| Read::<Vec<T>>::all(bind(Statement::new(fill(text, scope)).bind(workspace).bind(who)));
    under(CaseScope::All)
        .zip(under(CaseScope::Participant))
        .map(|(all, participant)| ByScope { all, participant })
}

fn fill(text: &str, scope: CaseScope) -> String {
    let mut parts = text.split("{cases:");
    let mut filled = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (index, rest) = part.split_once('}').unwrap_or((part, ""));
        filled.push_str(&cases(scope, index));
        filled.push_str(rest);
    }
    filled
}

/// Whether a person plays a part in the case `c`, as an expression. Parameter 1 is the workspace, 2 the person.
pub const TAKES_PART: &str = "EXISTS (SELECT 1 FROM case_participant p
    WHERE p.workspace_id = ?1 AND p.identity_id = ?2 AND p.case_id = c.id)";
