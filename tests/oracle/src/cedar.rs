//! The judge that asks Cedar.
//!
//! Cedar answers yes or no, and names the policies that made it a no. Those of `links.cedar` each say which link they
//! stand for, so the first missing link is the first of these in WHY-1's order; where none applies, it is the permission,
//! for want of a permit.

use super::entities;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicyId, PolicySet,
    Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use corpus::{About, Question, Verdict, World};
use shared::access::{Effect, Permission};
use std::collections::HashMap;
use std::str::FromStr;

const SCHEMA: &str = include_str!("portico.cedarschema");
const POLICIES: [&str; 2] = [include_str!("roles.cedar"), include_str!("links.cedar")];

/// What `links.cedar` calls the links, in WHY-1's order. Nothing is called `permission` there.
const LINKS: [&str; 10] = [
    "signed_in",
    "member",
    "not_archived",
    "account_kind",
    "origin",
    "permission",
    "service_in_workspace",
    "agreement_in_force",
    "assignment",
    "case",
];
const PERMISSION: usize = 5;
const CASE: usize = 9;

/// The policies, parsed and found to fit the schema.
#[derive(Debug)]
pub struct Cedar {
    schema: Schema,
    policies: PolicySet,
    links: HashMap<PolicyId, usize>,
    authorizer: Authorizer,
}

/// A world, ready to be asked about.
#[derive(Debug)]
pub struct Courtroom<'a> {
    cedar: &'a Cedar,
    world: &'a World,
    entities: Entities,
}

/// What a verdict comes to without the data of its reason: nothing is missing, or the link at this place in WHY-1's
/// order, or the case is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing.
    Nothing,
    /// The link at this place.
    Link(usize),
    /// The case.
    Case,
}

impl From<&Verdict> for Missing {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Self::Nothing,
            Verdict::Unseen => Self::Case,
            Verdict::Refused(_) => Self::Link(verdict.link().expect("a refusal has its link")),
        }
    }
}

/// An entity's name.
pub fn uid(kind: &str, id: &str) -> EntityUid {
    let kind = EntityTypeName::from_str(kind).expect("a type's name");
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}

impl Default for Cedar {
    fn default() -> Self {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).expect("the schema can be read");
        let policies = PolicySet::from_str(&POLICIES.join("\n")).expect("the policies can be read");
        let validated = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        assert!(validated.validation_passed(), "{:?}", validated.validation_errors().collect::<Vec<_>>());
        let link = |name: &str| LINKS.iter().position(|link| *link == name).expect("a link's name");
        let links = policies
            .policies()
            .filter_map(|policy| Some((policy.id().clone(), link(policy.annotation("link")?))))
            .collect();
        Self { schema, policies, links, authorizer: Authorizer::new() }
    }
}

impl Cedar {
    /// A world's entities, to be asked about.
    pub fn hear<'a>(&'a self, world: &'a World) -> Courtroom<'a> {
        Courtroom { cedar: self, world, entities: entities::of(world, &self.schema) }
    }
}

impl Courtroom<'_> {
    /// What is missing for a question. One that names several permissions is as good as the best of them.
    pub fn judge(&self, question: &Question) -> Missing {
        if question.any_of.is_empty() {
            return self.one(question, "enter");
        }
        let answers = question.any_of.iter().map(|permission| self.one(question, action(*permission)));
        answers.max_by_key(|answer| place(*answer)).expect("at least one permission")
    }

    fn one(&self, question: &Question, action: &str) -> Missing {
        let (decision, missing) = self.ask(question, action, &question.about);
        if decision == Decision::Allow {
            return Missing::Nothing;
        }
        match missing {
            Some(first) if first < PERMISSION => Missing::Link(first),
            // The links behind the permission count only where it is there.
            Some(later) if self.ask(question, action, &About::Nothing).0 == Decision::Allow => {
                if later == CASE { Missing::Case } else { Missing::Link(later) }
            }
            _ => Missing::Link(PERMISSION),
        }
    }

    /// Cedar's answer, and the first link that one of its policies found missing.
    fn ask(&self, question: &Question, action: &str, about: &About) -> (Decision, Option<usize>) {
        let request = Request::new(
            entities::person_uid(question.person),
            uid("Action", action),
            entities::workspace_uid(),
            self.context(question.effect, about),
            None,
        )
        .expect("the request can be made");
        let response = self.cedar.authorizer.is_authorized(&request, &self.cedar.policies, &self.entities);
        let faults: Vec<_> = response.diagnostics().errors().collect();
        assert!(faults.is_empty(), "{faults:?}");
        let first = response.diagnostics().reason().filter_map(|id| self.cedar.links.get(id)).min();
        (response.decision(), first.copied())
    }

    fn context(&self, effect: Effect, about: &About) -> Context {
        let changes = RestrictedExpression::new_bool(effect == Effect::Changes);
        let mut pairs =
            vec![("now".to_owned(), entities::moment(self.world.now)), ("changes".to_owned(), changes)];
        match about {
            About::Nothing => {}
            About::Service(id) => {
                let service = RestrictedExpression::new_entity_uid(entities::service_uid(id));
                pairs.push(("service".to_owned(), service));
            }
            About::Case(index) => {
                let case = RestrictedExpression::new_entity_uid(entities::case_uid(*index));
                pairs.push(("case".to_owned(), case));
            }
        }
        Context::from_pairs(pairs).expect("the names differ")
    }
}

/// How far somebody gets.
fn place(answer: Missing) -> usize {
    match answer {
        Missing::Link(link) => link,
        Missing::Case => CASE,
        Missing::Nothing => usize::MAX,
    }
}

fn action(permission: Permission) -> &'static str {
    match permission {
        Permission::ActivityView => "activity.view",
        Permission::SpaceRename => "space.rename",
        Permission::GroupsManage => "groups.manage",
        Permission::GroupsView => "groups.view",
        Permission::RolesView => "roles.view",
        Permission::AssessmentsView => "assessments.view",
        Permission::AssessmentsManage => "assessments.manage",
        Permission::LearningView => "learning.view",
        Permission::LearningManage => "learning.manage",
        Permission::InsightsView => "insights.view",
        Permission::CasesView => "cases.view",
        Permission::CasesOpen => "cases.open",
        Permission::CasesWork => "cases.work",
        Permission::AccessIdsCreate => "access_ids.create",
        Permission::ServicesManage => "services.manage",
        Permission::FeaturesManage => "features.manage",
        Permission::MembersInvite => "members.invite",
        Permission::IntegrationsManage => "integrations.manage",
        Permission::AuditView => "audit.view",
        Permission::WorkspacesManage => "workspaces.manage",
        Permission::AgreementsManage => "agreements.manage",
    }
}
