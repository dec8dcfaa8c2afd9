//! The rivals, each in the way its own documents recommend, with everything that can be prepared prepared.
//!
//! **Cedar** ([`Cedar`]): the policies are parsed once, one `permit` for each role and side with the list of its actions, and a
//! `forbid` for who does not belong. A member is an entity whose parents are the roles that count. From decoded rows, the
//! two entities and the request are built; alone, they are there.
//!
//! **casbin** ([`Casbin`]): its model of roles in domains, a workspace being a domain. The enforcer holds every role of every
//! member before anything is timed, so that it is told which roles count instead of finding out; it knows no dates. From
//! decoded rows, the request's three texts are made; alone, they are there.

use crate::Case;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use pollster::block_on;
use shared::access::{Access, AccountKind, HeldRole, Origin, POLICY, Permission, Role};
use shared::time::Timestamp;
use shared::workspace::AccountPolicy;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::str::FromStr;

/// A role as the rivals name it: for each side apart, since it gives either its own.
fn name(role: Role, origin: Origin) -> String {
    format!("{role:?}/{origin:?}")
}

/// The roles that count now, the user role among them; none where the membership does not hold.
fn counting(access: &Access, now: Timestamp) -> Vec<Role> {
    let counts = |held: &&HeldRole| held.counts(access.workspace.kind, now);
    let roles: Vec<HeldRole> = access.roles.iter().filter(counts).cloned().collect();
    if !access.member.holds(&roles) {
        return Vec::new();
    }
    roles.into_iter().map(|held| held.role).chain([Role::User]).collect()
}

/// Cedar, with its policies.
#[derive(Debug)]
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    member: EntityTypeName,
    workspace: EntityTypeName,
    role: EntityTypeName,
    action: EntityTypeName,
}

/// What Cedar decides on.
#[derive(Debug)]
pub struct Asked {
    request: Request,
    entities: Entities,
}

impl Cedar {
    /// Parses the policies.
    pub fn new() -> Self {
        let mut text = String::from(
            "forbid (principal, action, resource) unless {
               principal.workspace == resource && (principal.work || resource.personal)
             };\n",
        );
        for row in POLICY {
            for origin in [Origin::Customer, Origin::Provider] {
                let actions: Vec<String> =
                    row.allows(origin).iter().map(|one| format!("Action::\"{}\"", one.name())).collect();
                if !actions.is_empty() {
                    let (role, actions) = (name(row.role, origin), actions.join(", "));
                    let principal = format!("principal in Role::\"{role}\"");
                    writeln!(text, "permit ({principal}, action in [{actions}], resource);").unwrap();
                }
            }
        }
        let kind = |name: &str| EntityTypeName::from_str(name).unwrap();
        Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(&text).unwrap(),
            member: kind("Member"),
            workspace: kind("Workspace"),
            role: kind("Role"),
            action: kind("Action"),
        }
    }

    /// Makes entities and a request of rows.
    pub fn asked(&self, access: &Access, now: Timestamp, permission: Permission) -> Asked {
        let uid = |kind: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
        };
        let member = uid(&self.member, access.member.id.as_str());
        let workspace = uid(&self.workspace, access.workspace.id.as_str());
        let origin = access.identity.origin;
        let roles: HashSet<EntityUid> =
            counting(access, now).into_iter().map(|role| uid(&self.role, &name(role, origin))).collect();
        let of_member = HashMap::from([
            ("workspace".to_owned(), RestrictedExpression::new_entity_uid(workspace.clone())),
            ("work".to_owned(), RestrictedExpression::new_bool(access.identity.account == AccountKind::Work)),
        ]);
        let personal = access.workspace.accounts == AccountPolicy::WorkAndPersonal;
        let of_workspace = HashMap::from([("personal".to_owned(), RestrictedExpression::new_bool(personal))]);
        let entities = [
            Entity::new(member.clone(), of_member, roles).unwrap(),
            Entity::new(workspace.clone(), of_workspace, HashSet::new()).unwrap(),
        ];
        let action = uid(&self.action, permission.name());
        Asked {
            request: Request::new(member, action, workspace, Context::empty(), None).unwrap(),
            entities: Entities::from_entities(entities, None).unwrap(),
        }
    }

    /// Decides.
    pub fn decide(&self, asked: &Asked) -> bool {
        let response = self.authorizer.is_authorized(&asked.request, &self.policies, &asked.entities);
        response.decision() == Decision::Allow
    }
}

impl Default for Cedar {
    fn default() -> Self {
        Self::new()
    }
}

const MODEL: &str = "
[request_definition]
r = sub, dom, act

[policy_definition]
p = sub, act

[role_definition]
g = _, _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.act == p.act && g(r.sub, p.sub, r.dom)
";

/// casbin, with everybody's roles. There is no `Debug` for an enforcer.
pub struct Casbin(Enforcer);

impl Casbin {
    /// Loads the policy, and the roles of everybody in the cases. Who has an account of a kind that the workspace does not
    /// admit gets none there.
    pub fn new(cases: &[Case]) -> Self {
        let model = block_on(DefaultModel::from_str(MODEL)).unwrap();
        let mut enforcer = block_on(Enforcer::new(model, MemoryAdapter::default())).unwrap();
        let sides = || [Origin::Customer, Origin::Provider].into_iter();
        let rows = POLICY.iter().flat_map(|row| sides().map(move |origin| (row, origin)));
        let rules = rows.flat_map(|(row, origin)| {
            let allowed: Vec<Permission> = row.allows(origin).iter().collect();
            allowed.into_iter().map(move |one| vec![name(row.role, origin), one.name().to_owned()])
        });
        block_on(enforcer.add_policies(rules.collect())).unwrap();
        let mut roles = HashSet::new();
        for Case { access, now, .. } in cases {
            if access.workspace.accounts.admits(access.identity.account) {
                let (who, place) = (access.member.id.to_string(), access.workspace.id.to_string());
                let held = counting(access, *now).into_iter();
                roles.extend(
                    held.map(|role| vec![who.clone(), name(role, access.identity.origin), place.clone()]),
                );
            }
        }
        block_on(enforcer.add_grouping_policies(roles.into_iter().collect())).unwrap();
        Self(enforcer)
    }

    /// Makes a request of rows.
    pub fn asked(access: &Access, permission: Permission) -> (String, String, String) {
        (access.member.id.to_string(), access.workspace.id.to_string(), permission.name().to_owned())
    }

    /// Decides.
    pub fn decide(&self, (member, workspace, action): &(String, String, String)) -> bool {
        self.0.enforce((member.as_str(), workspace.as_str(), action.as_str())).unwrap()
    }
}
