//! What a workspace has switched on, and what switching it rests on and writes.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::audit::Recorded;
use crate::store::guard;
use crate::store::line::{self, HOLDING, Line, PERSON, Sources};
use crate::store::set_change::{MOST_AT_ONCE, raise_workspace, replace_sets};
use shared::access::{Actor, Authorized, Origin, permit};
use shared::id::{EventId, GrantId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::entitlement::{in_force, reactive};
use shared::service::switch::{Held, Situation};
use shared::workspace::{AccountPolicy, Feature};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What switching Granular Reactive Services rests on, whatever of it is in force.
#[derive(Debug)]
pub struct Assigned {
    members: Vec<Line>,
    sources: Sources,
    sets: HashMap<String, ServiceSet>,
}

/// Reads what switching rests on: every line, the removed and the provider's included, as what is kept of all of them adds up to
/// one version.
pub fn assigned(workspace: &WorkspaceId) -> Read<Result<Assigned, RowFault>> {
    let members = format!("SELECT {PERSON}, {HOLDING} FROM member_line l WHERE l.place = ?1");
    line::by_name(Statement::new(members).bind(workspace)).zip(line::sources_and_sets(workspace)).map(
        |(members, sources)| {
            let (members, sources) = (members?, sources?);
            let own = members.iter().map(|line| (line.member.as_str().to_owned(), line.own.clone()));
            let sets = sources.sets().map(|(grant, set)| (grant.as_str().to_owned(), set.clone()));
            let sets = own.chain(sets).collect();
            Ok(Assigned { members, sources, sets })
        },
    )
}

/// Whether somebody can enter a workspace that takes these accounts.
fn enters(line: &Line, accounts: AccountPolicy) -> bool {
    !line.disabled && line.account.is_some_and(|account| accounts.admits(account))
}

impl Assigned {
    /// The situation at the actor's moment: grants and agreements in force, and the members they leave.
    pub fn situation(&self, actor: &Actor) -> Situation {
        let now = actor.at();
        let services: ServiceSet = reactive(actor).map(|service| service.id.clone()).collect();
        let granted = self.sources.grants().iter().filter(|(_, granted)| granted.gives(now));
        let groups: BTreeMap<GrantId, ServiceSet> =
            granted.map(|(grant, _)| (grant.clone(), self.set(grant.as_str(), &services))).collect();
        let held = |line: &Line| Held {
            member: line.member.clone(),
            own: self.set(line.member.as_str(), &services),
            groups: line.grants.iter().filter(|grant| groups.contains_key(*grant)).cloned().collect(),
            enters: enters(line, actor.access().workspace.accounts),
        };
        let people: Vec<Held> =
            self.members.iter().filter(|line| self.counts(line, actor)).map(held).collect();
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
    fn counts(&self, line: &Line, actor: &Actor) -> bool {
        let kind = actor.access().workspace.kind;
        let mut roles = line.roles(&self.sources);
        roles.retain(|role| role.counts(kind, actor.at()));
        line.origin == Some(Origin::Customer) && line.holds(&roles)
    }

    /// What is assigned to a subject, of the workspace's services.
    fn set(&self, subject: &str, services: &ServiceSet) -> ServiceSet {
        self.sets.get(subject).into_iter().flatten().filter(|id| services.contains(*id)).cloned().collect()
    }

    /// The people's names.
    pub fn names(&self) -> HashMap<&MemberId, &str> {
        self.members.iter().map(|line| (&line.member, line.name.as_deref().unwrap_or_default())).collect()
    }

    /// What is assigned to each subject that ever had anything assigned, in force or not.
    pub fn sets(&self) -> &HashMap<String, ServiceSet> {
        &self.sets
    }

    /// What must still hold for all of it to be as it was read, beside the workspace's own version.
    pub fn unmoved(&self, workspace: &WorkspaceId) -> Statement {
        let count = i64::try_from(self.members.len()).unwrap_or(i64::MAX);
        let versions = self.members.iter().map(|line| line.version).sum();
        guard::all_lines(workspace, count, versions)
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
