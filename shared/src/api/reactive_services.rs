//! Reactive Services: who may use which reactive service, and changing it (RS).

use super::{Empty, Endpoint, Method};
use crate::access::{AtWorkspace, HeldRole, Needs, Role, SetSource, permit};
use crate::id::{GrantId, MemberId};
use crate::service::ServiceSet;
use crate::service::assignment::{Holding, Totals};
use crate::service::fingerprint::Fingerprint;
use crate::service::group_assignment::{InGroups, fingerprint_of_people};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/reactive-services/members`
pub enum ListMemberServices {}

impl Endpoint for ListMemberServices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/reactive-services/members";
    const SUMMARY: &'static str =
        "Everybody on the customer's side here, with the reactive services they have and where from";
    type Requires = Needs<permit::RolesView>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = MemberServices;
}

/// The Users tab of Reactive Services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberServices {
    /// The people, by name.
    pub members: Vec<MemberServicesRow>,
    /// The server's time.
    pub now: Timestamp,
}

/// One person on the Users tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberServicesRow {
    /// Their membership.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their roles, with where each comes from.
    pub roles: Vec<HeldRole>,
    /// Their own set of services.
    pub own: ServiceSet,
    /// The version of their own set; 0 if they never had one.
    pub version: i64,
    /// What each group they are in gives them, where its grant is in force; also groups that have nothing assigned.
    pub groups: Vec<GroupServices>,
}

/// What a group gives a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupServices {
    /// The group.
    pub source: SetSource,
    /// The services in its set.
    pub services: ServiceSet,
}

impl MemberServicesRow {
    /// The row as a plan sees it.
    pub fn holding(&self) -> Holding {
        Holding {
            member: self.member.clone(),
            version: self.version,
            own: self.own.clone(),
            through_groups: self.groups.iter().flat_map(|group| group.services.iter().cloned()).collect(),
        }
    }

    /// The row as a plan for groups sees it.
    pub fn in_groups(&self) -> InGroups {
        let group = |group: &GroupServices| match &group.source {
            SetSource::Own => None,
            SetSource::Group { grant, .. } => Some((grant.clone(), group.services.clone())),
        };
        InGroups {
            member: self.member.clone(),
            own: self.own.clone(),
            groups: self.groups.iter().filter_map(group).collect(),
        }
    }
}

/// `PUT /api/workspaces/{workspace}/reactive-services/members`
pub enum SaveMemberServices {}

impl Endpoint for SaveMemberServices {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/workspaces/{workspace}/reactive-services/members";
    const SUMMARY: &'static str = "Replace the reactive services of one or more people";
    // 5 000 people with their versions.
    const BODY_LIMIT: usize = 1024 * 1024;
    type Requires = Needs<permit::ServicesManage>;
    type Path = AtWorkspace;
    type Request = NewMemberServices;
    type Response = SavedServices;
}

/// Replaces what each of these people has by the same selection (RS-8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewMemberServices {
    /// The people, each with the version the editor saw (ACC-12); at most
    /// [`crate::service::assignment::MOST_SUBJECTS`].
    pub members: Vec<SeenMember>,
    /// What each of them has afterwards.
    pub services: ServiceSet,
    /// The fingerprint of the services in force here, as the plan that the editor saw rested on it: by the others nobody gains
    /// or loses. `None` from whoever has seen no plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Fingerprint>,
}

/// A person as the editor saw them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenMember {
    /// The member.
    pub member: MemberId,
    /// The version of their set then.
    pub version: i64,
    /// The fingerprint of what groups gave them then ([`Holding::through_groups`]): what they gain and lose rests on it.
    pub through_groups: Fingerprint,
}

impl SeenMember {
    /// The person as this row shows them.
    pub fn of(holding: &Holding) -> Self {
        let through_groups = Fingerprint::of_set(&holding.through_groups);
        Self { member: holding.member.clone(), version: holding.version, through_groups }
    }
}

/// What a save changed, for people as for groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedServices {
    /// How many gained and lost how much. Who and what stood in the plan that the editor saw, or nothing was saved.
    pub totals: Totals,
}

/// `GET /api/workspaces/{workspace}/reactive-services/groups`
pub enum ListGroupServices {}

impl Endpoint for ListGroupServices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/reactive-services/groups";
    const SUMMARY: &'static str =
        "Every group with a grant in force here, with the reactive services it gives";
    type Requires = Needs<permit::RolesView>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = GrantedGroups;
}

/// The Groups tab of Reactive Services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantedGroups {
    /// The groups, by name.
    pub groups: Vec<GrantedGroup>,
    /// The server's time.
    pub now: Timestamp,
}

/// One group on the Groups tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantedGroup {
    /// Its grant in the workspace.
    pub grant: GrantId,
    /// Its name.
    pub name: String,
    /// The roles it is granted.
    pub roles: Vec<Role>,
    /// The end of the grant, if it has one (ACC-10).
    pub ends_at: Option<Timestamp>,
    /// How many active members on the customer's side are in it.
    pub people: u32,
    /// Its set of services.
    pub services: ServiceSet,
    /// The set's version; 0 if there never was one.
    pub version: i64,
}

/// `PUT /api/workspaces/{workspace}/reactive-services/groups`
pub enum SaveGroupServices {}

impl Endpoint for SaveGroupServices {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/workspaces/{workspace}/reactive-services/groups";
    const SUMMARY: &'static str = "Replace the reactive services of one or more groups";
    // 5 000 groups with their versions.
    const BODY_LIMIT: usize = 1024 * 1024;
    type Requires = Needs<permit::ServicesManage>;
    type Path = AtWorkspace;
    type Request = NewGroupServices;
    type Response = SavedServices;
}

/// Replaces what each of these groups has by the same selection (RS-8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewGroupServices {
    /// The groups, each as the editor saw it (ACC-12); at most [`crate::service::assignment::MOST_SUBJECTS`].
    pub groups: Vec<SeenGroup>,
    /// What each of them has afterwards.
    pub services: ServiceSet,
    /// The fingerprint of the services in force here, as the plan that the editor saw rested on it: by the others nobody gains
    /// or loses. `None` from whoever has seen no plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Fingerprint>,
}

/// A group as the editor saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenGroup {
    /// Its grant.
    pub grant: GrantId,
    /// The version of its set then.
    pub version: i64,
    /// The fingerprint of the people in it and all that gives them services: what they gain and lose rests on it.
    pub people: Fingerprint,
}

impl SeenGroup {
    /// The group as the editor sees it, with the workspace's people: [`MemberServicesRow::in_groups`] of every row of the
    /// Users tab, as they are listed.
    pub fn of(grant: &GrantId, version: i64, people: &[InGroups]) -> Self {
        Self { grant: grant.clone(), version, people: fingerprint_of_people(grant, people) }
    }
}
