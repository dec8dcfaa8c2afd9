//! What a workspace has switched on, and what switching it rests on and writes.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::json;
use crate::store::audit::Recorded;
use crate::store::guard;
use crate::store::set_change::{MOST_AT_ONCE, raise_workspace, replace_sets};
use serde::Deserialize;
use shared::access::{
    AccountKind, Actor, Authorized, HeldRole, MemberFacts, MemberStatus, Origin, Role, RoleSource, permit,
};
use shared::id::{AgreementId, EventId, GrantId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::entitlement::{in_force, reactive};
use shared::service::switch::{Held, Situation};
use shared::time::Timestamp;
use shared::workspace::{AccountPolicy, Feature};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Every member row, the removed and the provider's included: what all of them may do adds up to one version. One row a
/// person, whatever names them and however many groups they are in.
const MEMBERS: &str = "
    SELECT m.id, i.name, i.origin, i.account, i.disabled_at, m.status, m.invited, m.access_version AS version,
           (SELECT json_group_array(json_array(p.role, a.id, a.number))
            FROM agreement_person p
            CROSS JOIN workspace_agreement wa ON wa.workspace_id = ?1 AND wa.agreement_id = p.agreement_id
            CROSS JOIN agreement a ON a.id = p.agreement_id
            WHERE p.identity_id = m.identity_id) AS named,
           EXISTS (SELECT 1 FROM workspace_administrator wa
                   WHERE wa.workspace_id = ?1 AND wa.identity_id = m.identity_id) AS administers,
           (SELECT json_group_array(g.id)
            FROM group_member gm
            CROSS JOIN group_grant g ON g.workspace_id = ?1 AND g.group_id = gm.group_id
            WHERE gm.identity_id = m.identity_id) AS grants
    FROM member m
    LEFT JOIN identity i ON i.id = m.identity_id
    WHERE m.workspace_id = ?1
    ORDER BY i.name, m.id";

const GRANTS: &str = "
    SELECT g.id, d.name, g.ends_at,
           (SELECT json_group_array(r.role) FROM grant_role r WHERE r.grant_id = g.id) AS roles
    FROM group_grant g
    CROSS JOIN directory_group d ON d.id = g.group_id
    WHERE g.workspace_id = ?1";

const SETS: &str = "SELECT subject_id AS subject, services FROM service_set WHERE workspace_id = ?1";

/// What switching Granular Reactive Services rests on, whatever of it is in force.
#[derive(Debug)]
pub struct Assigned {
    members: Vec<Member>,
    grants: HashMap<GrantId, Vec<HeldRole>>,
    sets: HashMap<String, ServiceSet>,
}

#[derive(Debug)]
struct Member {
    facts: MemberFacts,
    name: String,
    origin: Option<Origin>,
    account: Option<AccountKind>,
    disabled: bool,
    named: Vec<HeldRole>,
    grants: Vec<GrantId>,
}

/// Reads what switching rests on.
pub fn assigned(workspace: &WorkspaceId) -> Read<Result<Assigned, RowFault>> {
    let here = |sql: &'static str| Statement::new(sql).bind(workspace);
    Read::<Vec<MemberRow>>::all(here(MEMBERS))
        .zip(Read::<Vec<GrantRow>>::all(here(GRANTS)))
        .zip(Read::<Vec<SetRow>>::all(here(SETS)))
        .map(|((members, grants), sets)| {
            Ok(Assigned {
                members: members.into_iter().map(MemberRow::member).collect::<Result<_, _>>()?,
                grants: grants.into_iter().map(GrantRow::roles).collect::<Result<_, _>>()?,
                sets: sets.into_iter().map(SetRow::set).collect::<Result<_, _>>()?,
            })
        })
}

impl Member {
    /// Whether somebody can enter a workspace that takes these accounts.
    fn enters(&self, accounts: AccountPolicy) -> bool {
        !self.disabled && self.account.is_some_and(|account| accounts.admits(account))
    }
}

impl Assigned {
    /// The situation at the actor's moment: grants and agreements in force, and the members they leave.
    pub fn situation(&self, actor: &Actor) -> Situation {
        let now = actor.at();
        let services: ServiceSet = reactive(actor).map(|service| service.id.clone()).collect();
        let stands = |roles: &[HeldRole]| roles.iter().any(|role| role.source.in_force(now));
        let groups: BTreeMap<GrantId, ServiceSet> = self
            .grants
            .iter()
            .filter(|(_, roles)| stands(roles))
            .map(|(grant, _)| (grant.clone(), self.set(grant.as_str(), &services)))
            .collect();
        let held = |member: &Member| Held {
            member: member.facts.id.clone(),
            own: self.set(member.facts.id.as_str(), &services),
            groups: member.grants.iter().filter(|grant| groups.contains_key(*grant)).cloned().collect(),
            enters: member.enters(actor.access().workspace.accounts),
        };
        let people: Vec<Held> =
            self.members.iter().filter(|member| self.counts(member, actor)).map(held).collect();
        let here: HashSet<&str> = groups
            .keys()
            .map(|grant| grant.as_str())
            .chain(people.iter().map(|person| person.member.as_str()))
            .collect();
        let elsewhere = self.sets.keys().filter(|subject| !here.contains(subject.as_str()));
        let dormant = elsewhere.filter(|subject| !self.set(subject, &services).is_empty()).count();
        let granular = actor.has_feature(Feature::GranularReactiveServices);
        Situation { granular, services, in_force: in_force(actor), groups, people, dormant }
    }

    /// Whether somebody is a member on the customer's side, and the membership holds.
    fn counts(&self, member: &Member, actor: &Actor) -> bool {
        let through_groups = member.grants.iter().filter_map(|grant| self.grants.get(grant)).flatten();
        let roles = member.named.iter().chain(through_groups);
        let kind = actor.access().workspace.kind;
        let roles: Vec<HeldRole> = roles.filter(|role| role.counts(kind, actor.at())).cloned().collect();
        member.origin == Some(Origin::Customer) && member.facts.holds(&roles)
    }

    /// What is assigned to a subject, of the workspace's services.
    fn set(&self, subject: &str, services: &ServiceSet) -> ServiceSet {
        self.sets.get(subject).into_iter().flatten().filter(|id| services.contains(*id)).cloned().collect()
    }

    /// The people's names.
    pub fn names(&self) -> HashMap<&MemberId, &str> {
        self.members.iter().map(|member| (&member.facts.id, member.name.as_str())).collect()
    }

    /// What is assigned to each subject that ever had anything assigned, in force or not.
    pub fn sets(&self) -> &HashMap<String, ServiceSet> {
        &self.sets
    }

    /// What must still hold for all of it to be as it was read, beside the workspace's own version.
    pub fn unmoved(&self, workspace: &WorkspaceId) -> Statement {
        let count = i64::try_from(self.members.len()).unwrap_or(i64::MAX);
        let versions = self.members.iter().map(|member| member.facts.version).sum();
        guard::members(workspace, count, versions)
    }
}

#[derive(Deserialize)]
struct MemberRow {
    id: MemberId,
    name: Option<String>,
    origin: Option<Origin>,
    account: Option<AccountKind>,
    disabled_at: Option<Timestamp>,
    status: MemberStatus,
    invited: i64,
    version: i64,
    named: String,
    administers: i64,
    grants: String,
}

impl MemberRow {
    fn member(self) -> Result<Member, RowFault> {
        let named: Vec<(Role, AgreementId, String)> = json(&self.named)?;
        let agreement = |(role, agreement, number)| {
            let source = RoleSource::Agreement { agreement, number };
            HeldRole { role, source }
        };
        let administers = HeldRole { role: Role::Administrator, source: RoleSource::Creation };
        let administers = (self.administers == 1).then_some(administers);
        let (id, status, invited, version) = (self.id, self.status, self.invited == 1, self.version);
        Ok(Member {
            facts: MemberFacts { id, status, invited, version },
            name: self.name.unwrap_or_default(),
            origin: self.origin,
            account: self.account,
            disabled: self.disabled_at.is_some(),
            named: named.into_iter().map(agreement).chain(administers).collect(),
            grants: json(&self.grants)?,
        })
    }
}

#[derive(Deserialize)]
struct GrantRow {
    id: GrantId,
    name: String,
    ends_at: Option<Timestamp>,
    roles: String,
}

impl GrantRow {
    fn roles(self) -> Result<(GrantId, Vec<HeldRole>), RowFault> {
        let (grant, group, ends_at) = (self.id, self.name, self.ends_at);
        let source = RoleSource::Group { grant: grant.clone(), group, ends_at };
        let held = |role| HeldRole { role, source: source.clone() };
        Ok((grant, json::<Vec<Role>>(&self.roles)?.into_iter().map(held).collect()))
    }
}

#[derive(Deserialize)]
struct SetRow {
    subject: String,
    services: String,
}

impl SetRow {
    fn set(self) -> Result<(String, ServiceSet), RowFault> {
        Ok((self.subject, json(&self.services)?))
    }
}

/// Switches a feature on or off, so that nothing decided before can still be committed (RS-12).
pub fn switch(auth: &Authorized<permit::FeaturesManage>, feature: Feature, on: bool) -> [Statement; 2] {
    let sql = match on {
        true => "INSERT INTO workspace_feature (workspace_id, feature) VALUES (?1, ?2)",
        false => "DELETE FROM workspace_feature WHERE workspace_id = ?1 AND feature = ?2",
    };
    [Statement::new(sql).bind(auth.workspace()).bind(feature.name()), raise_workspace(auth)]
}

/// Starts sets anew: gives each of these subjects this set, and records an event for each. A statement takes so many.
pub fn start_sets(
    auth: &Authorized<permit::FeaturesManage>,
    subjects: &[(&str, EventId)],
    services: &ServiceSet,
) -> Vec<(Recorded, Statement)> {
    let services = serde_json::json!(services).to_string();
    let some = |some: &[(&str, EventId)]| replace_sets(auth, &serde_json::json!(some).to_string(), &services);
    subjects.chunks(MOST_AT_ONCE).map(some).collect()
}
