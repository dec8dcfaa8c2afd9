//! Workspaces: who is in them, through what, and with which services.

use super::{Tenant, World};
use shared::access::{MemberStatus, Role};
use shared::id::{AgreementId, GrantId, Id, IdentityId, Kind, MemberId, ServiceId, WorkspaceId};
use shared::time::Timestamp;
use shared::workspace::{AccountPolicy, CaseVisibility, Feature, WorkspaceKind};

/// The kind of a directory group's id; groups have no endpoint yet.
pub enum GroupKey {}
impl Kind for GroupKey {
    const PREFIX: &'static str = "grp";
}

/// The id of a directory group.
pub type GroupId = Id<GroupKey>;

/// Where people work.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// How it came to be.
    pub kind: WorkspaceKind,
    /// Which accounts may enter.
    pub accounts: AccountPolicy,
    /// Who sees which cases.
    pub case_visibility: CaseVisibility,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was archived, if it was.
    pub archived_at: Option<Timestamp>,
    /// Its agreements; the first is that of its customer.
    pub agreements: Vec<AgreementId>,
    /// Its services.
    pub services: Vec<ServiceId>,
    /// What is switched on.
    pub features: Vec<Feature>,
    /// The administrators named when it was made (WS-2).
    pub administrators: Vec<IdentityId>,
}

/// An identity in a workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The identity.
    pub identity: IdentityId,
    /// Where the membership stands.
    pub status: MemberStatus,
    /// Whether an accepted invitation holds it.
    pub invited: bool,
    /// When the person last opened the workspace.
    pub last_opened_at: Option<Timestamp>,
}

/// A group of a directory.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its directory's tenant.
    pub tenant: String,
    /// Its object id there.
    pub object: String,
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub people: Vec<IdentityId>,
}

/// A group's roles in a workspace.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The group.
    pub group: GroupId,
    /// The roles.
    pub roles: Vec<Role>,
    /// When it ends, if it does (ACC-10).
    pub ends_at: Option<Timestamp>,
}

/// The services assigned to a member or a grant.
#[derive(Clone, Debug)]
pub struct AssignedServices {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The id of the member or grant.
    pub subject: String,
    /// The services.
    pub services: Vec<ServiceId>,
}

impl World {
    /// A workspace of one or more agreements. A default one starts with the services of their base packages (AGR-5);
    /// what is given to an additional one is said by [`World::carry`]. Whoever the agreements name is a member already.
    pub fn add_workspace(
        &mut self,
        agreements: &[&AgreementId],
        kind: WorkspaceKind,
        name: &str,
    ) -> WorkspaceId {
        let shard = agreements[0].shard().unwrap();
        let created_at = self.long_ago();
        let id: WorkspaceId = self.id(shard, created_at);
        let services = match kind {
            WorkspaceKind::Default => agreements.iter().flat_map(|one| self.base_services(one)).collect(),
            WorkspaceKind::Additional => Vec::new(),
        };
        self.workspaces.push(Workspace {
            id: id.clone(),
            name: name.into(),
            kind,
            accounts: AccountPolicy::WorkOnly,
            case_visibility: CaseVisibility::Everyone,
            created_at,
            archived_at: None,
            agreements: agreements.iter().map(|one| (*one).clone()).collect(),
            services,
            features: Vec::new(),
            administrators: Vec::new(),
        });
        let of_these = self.agreements.iter().filter(|agreement| agreements.contains(&&agreement.id));
        let named: Vec<_> = of_these.flat_map(|agreement| agreement.people.clone()).collect();
        for (identity, _) in named.iter().filter(|(_, role)| role.reaches(kind)) {
            self.add_member(&id, identity);
        }
        id
    }

    /// A workspace, to change it.
    pub fn workspace_mut(&mut self, id: &WorkspaceId) -> &mut Workspace {
        self.workspaces.iter_mut().find(|workspace| workspace.id == *id).unwrap()
    }

    /// Puts services into a workspace.
    pub fn carry(&mut self, workspace: &WorkspaceId, services: &[ServiceId]) {
        self.workspace_mut(workspace).services.extend_from_slice(services);
    }

    /// Switches Granular Reactive Services on.
    pub fn go_granular(&mut self, workspace: &WorkspaceId) {
        self.workspace_mut(workspace).features.push(Feature::GranularReactiveServices);
    }

    /// The membership of a person, made where there is none; what holds it is said elsewhere.
    pub fn add_member(&mut self, workspace: &WorkspaceId, identity: &IdentityId) -> MemberId {
        let found = self.members.iter().find(|one| one.workspace == *workspace && one.identity == *identity);
        if let Some(found) = found {
            return found.id.clone();
        }
        let id: MemberId = self.id(workspace.shard().unwrap(), self.long_ago());
        self.members.push(Member {
            id: id.clone(),
            workspace: workspace.clone(),
            identity: identity.clone(),
            status: MemberStatus::Active,
            invited: false,
            last_opened_at: None,
        });
        id
    }

    /// A membership, to change it.
    pub fn member_mut(&mut self, id: &MemberId) -> &mut Member {
        self.members.iter_mut().find(|member| member.id == *id).unwrap()
    }

    /// Makes a person a member by an invitation that they accepted (INV-4).
    pub fn invite(&mut self, workspace: &WorkspaceId, identity: &IdentityId) -> MemberId {
        let member = self.add_member(workspace, identity);
        self.member_mut(&member).invited = true;
        member
    }

    /// Makes a person an administrator by creation, which comes with an accepted invitation (WS-2).
    pub fn make_administrator(&mut self, workspace: &WorkspaceId, identity: &IdentityId) -> MemberId {
        self.workspace_mut(workspace).administrators.push(identity.clone());
        self.invite(workspace, identity)
    }

    /// A group of a directory.
    pub fn add_group(
        &mut self,
        workspace: &WorkspaceId,
        tenant: &Tenant,
        name: &str,
        people: &[&IdentityId],
    ) -> GroupId {
        let id: GroupId = self.id(workspace.shard().unwrap(), self.long_ago());
        let object = if tenant.through() == super::Through::Entra { self.chance.guid() } else { name.into() };
        self.groups.push(Group {
            id: id.clone(),
            tenant: tenant.id.clone(),
            object,
            name: name.into(),
            people: people.iter().map(|person| (*person).clone()).collect(),
        });
        id
    }

    /// Grants roles in a workspace to a group; whoever is in it is a member (ACC-4).
    pub fn grant(
        &mut self,
        workspace: &WorkspaceId,
        group: &GroupId,
        roles: &[Role],
        ends_at: Option<Timestamp>,
    ) -> GrantId {
        let id: GrantId = self.id(workspace.shard().unwrap(), self.long_ago());
        self.grants.push(Grant {
            id: id.clone(),
            workspace: workspace.clone(),
            group: group.clone(),
            roles: roles.to_vec(),
            ends_at,
        });
        let people = self.groups.iter().find(|one| one.id == *group).unwrap().people.clone();
        for person in &people {
            self.add_member(workspace, person);
        }
        id
    }

    /// Assigns services to a member or to a grant.
    pub fn assign<K: Kind>(&mut self, workspace: &WorkspaceId, subject: &Id<K>, services: &[&ServiceId]) {
        self.sets.push(AssignedServices {
            workspace: workspace.clone(),
            subject: subject.as_str().into(),
            services: services.iter().map(|service| (*service).clone()).collect(),
        });
    }
}
