//! A world as rows: what the worker would read out of its database about one person ([`Access`]).

use crate::world::{Case, World};
use shared::access::{
    Access, AssignedSet, ContractedService, HeldRole, IdentityFacts, MemberFacts, Role, RoleSource,
    SetSource, WorkspaceFacts,
};
use shared::case::visibility::Participation;
use shared::id::ServiceId;
use shared::workspace::Feature;

/// A case as its reader's row has it.
#[derive(Clone, Copy, Debug)]
pub struct CaseRow {
    takes_part: bool,
}

impl Participation for CaseRow {
    fn takes_part(&self) -> bool {
        self.takes_part
    }
}

impl World {
    /// The rows about somebody; `None` where there is no row of a member.
    pub fn access(&self, person: usize) -> Option<Access> {
        let who = &self.people[person];
        let member = who.member.as_ref()?;
        let here = &self.workspace;
        Some(Access {
            identity: IdentityFacts { id: who.id.clone(), origin: who.origin, account: who.account },
            workspace: WorkspaceFacts {
                id: here.id.clone(),
                kind: here.kind,
                archived_at: here.archived_at,
                accounts: here.accounts,
                case_visibility: here.case_visibility,
                features: here.granular.then_some(Feature::GranularReactiveServices).into_iter().collect(),
                version: 1,
            },
            member: MemberFacts {
                id: member.id.clone(),
                status: member.status,
                invited: member.invited,
                version: 1,
            },
            roles: self.roles(person),
            services: self.contracted(),
            sets: self.sets(person),
        })
    }

    /// The row of a case for its reader; `None` where the workspace has no such case.
    pub fn case_row(&self, case: usize, reader: usize) -> Option<CaseRow> {
        let Case { here, opener, contact, watchers, .. } = &self.cases[case];
        let takes_part = *opener == reader || *contact == Some(reader) || watchers.contains(&reader);
        here.then_some(CaseRow { takes_part })
    }

    fn roles(&self, person: usize) -> Vec<HeldRole> {
        let mut roles = Vec::new();
        for agreement in self.workspace.agreements.iter().map(|index| &self.agreements[*index]) {
            for (_, role) in agreement.names.iter().filter(|(named, _)| *named == person) {
                let (agreement, number) = (agreement.id.clone(), agreement.number.clone());
                roles.push(HeldRole { role: *role, source: RoleSource::Agreement { agreement, number } });
            }
        }
        if self.workspace.administrators.contains(&person) {
            roles.push(HeldRole { role: Role::Administrator, source: RoleSource::Creation });
        }
        for grant in self.grants.iter().filter(|grant| grant.people.contains(&person)) {
            let source = RoleSource::Group {
                grant: grant.id.clone(),
                group: grant.group.clone(),
                ends_at: grant.ends_at,
            };
            roles.extend(grant.roles.iter().map(|role| HeldRole { role: *role, source: source.clone() }));
        }
        roles
    }

    fn contracted(&self) -> Vec<ContractedService> {
        let here = &self.workspace;
        let listed = here.services.iter().map(|index| &self.services[*index]);
        let carried = listed.filter(|service| here.agreements.contains(&service.agreement));
        let row = |service: &crate::world::Service| {
            let agreement = &self.agreements[service.agreement];
            ContractedService {
                id: service.id.clone(),
                name: service.name.clone(),
                kind: service.kind,
                agreement: agreement.number.clone(),
                term: agreement.term,
            }
        };
        carried.map(row).collect()
    }

    fn sets(&self, person: usize) -> Vec<AssignedSet> {
        let ids = |services: &[usize]| -> Vec<ServiceId> {
            services.iter().map(|index| self.services[*index].id.clone()).collect()
        };
        let own = self.people[person].services.iter();
        let own = own.map(|services| AssignedSet { source: SetSource::Own, services: ids(services) });
        let through = self.grants.iter().filter(|grant| grant.people.contains(&person));
        let through = through.filter_map(|grant| {
            let source = SetSource::Group {
                grant: grant.id.clone(),
                group: grant.group.clone(),
                ends_at: grant.ends_at,
            };
            Some(AssignedSet { source, services: ids(grant.services.as_ref()?) })
        });
        own.chain(through).collect()
    }
}
