//! `GET /api/workspaces/{workspace}/holders`

use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store;
use crate::store::member::RoleHolder;
use shared::access::{Authorized, Role, permit};
use shared::api::workspace::{Holders, ListHolders, Person};
use shared::problem::{Problem, ProblemCode};

impl Query for ListHolders {
    type Rows = Result<Vec<RoleHolder>, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        let roles: Vec<Role> = Role::allowing(asked.request.permission).collect();
        store::member::holders(&asked.path.workspace, &roles, asked.now)
    }

    /// Those who hold the permission at this moment, by the rules that their own requests are decided by.
    fn answer(
        auth: &Authorized<permit::RolesView>,
        holders: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<Holders, Problem> {
        let holders = holders.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let workspace = &auth.actor().access().workspace;
        let holds = |holder: &RoleHolder| {
            workspace.accounts.admits(holder.account)
                && holder.role.counts(workspace.kind, asked.now)
                && holder.role.role.allows(holder.origin).has(asked.request.permission)
        };
        let person =
            |holder: RoleHolder| Person { member: holder.member, name: holder.name, email: holder.email };
        let mut people: Vec<Person> = holders.into_iter().filter(holds).map(person).collect();
        people.sort_by(|a, b| (&a.name, &a.member).cmp(&(&b.name, &b.member)));
        people.dedup_by(|a, b| a.member == b.member);
        people.truncate(Holders::MOST);
        Ok(Holders { people })
    }
}
