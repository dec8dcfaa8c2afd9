//! The views of the list of cases that people have saved.

use crate::pipeline::Read;
use crate::ports::Statement;
use crate::store::guard;
use shared::access::{Authorized, permit};
use shared::api::case_list::{CaseView, CaseViews};
use shared::id::{IdentityId, WorkspaceId};

/// Reads somebody's views of a workspace, by name.
pub fn all(workspace: &WorkspaceId, who: &IdentityId) -> Read<Vec<CaseView>> {
    const VIEWS: &str = "
        SELECT name, query FROM case_view WHERE workspace_id = ?1 AND identity_id = ?2 ORDER BY name LIMIT ?3";
    Read::all(Statement::new(VIEWS).bind(workspace).bind(who).bind(most()))
}

/// There is place for a view of the caller's.
pub fn place(auth: &Authorized<permit::CasesView>, name: &str) -> Statement {
    guard::place_for_view(auth, name, most())
}

/// Saves a view of the caller's; one of the same name is replaced.
pub fn save(auth: &Authorized<permit::CasesView>, view: &CaseView) -> Statement {
    const SAVE: &str = "
        INSERT INTO case_view (workspace_id, identity_id, name, query) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (workspace_id, identity_id, name) DO UPDATE SET query = excluded.query";
    own(auth, SAVE, &view.name).bind(view.query.clone())
}

/// Removes a view of the caller's.
pub fn remove(auth: &Authorized<permit::CasesView>, name: &str) -> Statement {
    const REMOVE: &str = "DELETE FROM case_view WHERE workspace_id = ?1 AND identity_id = ?2 AND name = ?3";
    own(auth, REMOVE, name)
}

fn most() -> i64 {
    i64::try_from(CaseViews::MOST).unwrap_or(i64::MAX)
}

fn own(auth: &Authorized<permit::CasesView>, text: &'static str, name: &str) -> Statement {
    Statement::new(text).bind(auth.workspace()).bind(auth.actor().identity()).bind(name.to_owned())
}
