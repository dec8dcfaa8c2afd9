//! The refusal's exact reason, a second time: a list of links, asked one after the other, each in a few plain lines over the
//! world. It shares no function with our rules, only the types in which a reason is given.

use corpus::world::{Grant, Person, Service, World};
use corpus::{About, Question, Verdict};
use shared::access::{AccountKind, Effect, Link, MemberStatus, Mend, Origin, Permission, Refusal, Role};
use shared::agreement::{Standing, Term};
use shared::service::ServiceKind;
use shared::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};

const DAY: i64 = 86_400_000;

/// The answer to a question about a world.
pub fn answer(world: &World, question: &Question) -> Verdict {
    let asked = Asked { world, question, who: &world.people[question.person] };
    LINKS.iter().find_map(|missing| missing(&asked)).unwrap_or(Verdict::Allowed)
}

/// Every link, in WHY-1's order; each says what is missing, if it is.
const LINKS: [fn(&Asked<'_>) -> Option<Verdict>; 10] = [
    |asked| (!asked.who.signed_in).then(|| no(Link::SignedIn, Mend::SigningIn)),
    |asked| (!asked.is_member()).then(|| no(Link::Member, Mend::Nothing)),
    |asked| {
        let archived = asked.world.workspace.archived_at.is_some_and(|at| at.millis() <= asked.now());
        let changes = asked.question.effect == Effect::Changes;
        (archived && changes).then(|| no(Link::NotArchived, holder(Permission::WorkspacesManage)))
    },
    |asked| {
        let refused = asked.world.workspace.accounts == AccountPolicy::WorkOnly
            && asked.who.account == AccountKind::Personal;
        refused.then(|| no(Link::AccountKind, holder(Permission::WorkspacesManage)))
    },
    origin,
    permission,
    service_in_workspace,
    agreement_in_force,
    assignment,
    case,
];

fn no(missing: Link, mend: Mend) -> Verdict {
    Verdict::Refused(Refusal { missing, mend })
}

fn holder(of: Permission) -> Mend {
    Mend::Holder { of }
}

struct Asked<'a> {
    world: &'a World,
    question: &'a Question,
    who: &'a Person,
}

impl Asked<'_> {
    fn now(&self) -> i64 {
        self.world.now.millis()
    }

    fn is_in(&self, grant: &Grant) -> bool {
        grant.people.contains(&self.question.person)
    }

    fn is_over(&self, grant: &Grant) -> bool {
        matches!(grant.ends_at, Some(end) if end.millis() <= self.now())
    }

    fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.world.grants.iter().filter(|grant| self.is_in(grant) && !self.is_over(grant))
    }

    /// The roles that count: named by an agreement of the workspace, at its making, or through a group.
    fn roles(&self) -> Vec<Role> {
        let here = &self.world.workspace;
        let mut roles = Vec::new();
        for agreement in &here.agreements {
            for (person, role) in &self.world.agreements[*agreement].names {
                let everywhere = !matches!(role, Role::CustomerSupportManager | Role::SupportContact);
                if *person == self.question.person && (everywhere || here.kind == WorkspaceKind::Default) {
                    roles.push(*role);
                }
            }
        }
        if here.administrators.contains(&self.question.person) {
            roles.push(Role::Administrator);
        }
        roles.extend(self.grants().flat_map(|grant| grant.roles.clone()));
        roles
    }

    fn is_member(&self) -> bool {
        match &self.who.member {
            None => false,
            Some(row) if row.status != MemberStatus::Active => false,
            Some(row) => row.invited || !self.roles().is_empty(),
        }
    }

    fn has(&self, permission: Permission) -> bool {
        let mut roles = self.roles();
        roles.push(Role::User);
        roles.iter().any(|role| gives(*role, permission, self.who.origin))
    }

    /// The service that is asked about, if the workspace has it.
    fn service(&self) -> Option<&Service> {
        let About::Service(asked) = &self.question.about else { return None };
        let here = &self.world.workspace;
        let listed = here.services.iter().map(|index| &self.world.services[*index]);
        listed
            .filter(|service| service.kind == ServiceKind::Reactive)
            .filter(|service| here.agreements.contains(&service.agreement))
            .find(|service| service.id == *asked)
    }
}

/// Column by column: which roles have the permission. `User` stands where the user role has it on both sides.
fn roles_with(permission: Permission) -> &'static [Role] {
    use Role::{
        AccountCoordinator as Coordinator, Administrator, AssessmentUser,
        CustomerContractManager as ContractManager, CustomerSuccessAccountManager as Csam,
        CustomerSupportManager as Csm, IncidentManager, LearningUser, SupportContact, SupportEngineer,
        SupportUser, User, UserAccessAdministrator as AccessAdministrator,
    };
    match permission {
        Permission::ActivityView => &[Csam, Csm, Coordinator, Administrator, ContractManager],
        Permission::SpaceRename => &[Csm, Administrator],
        Permission::GroupsManage => &[Csm, Administrator, AccessAdministrator],
        Permission::GroupsView | Permission::RolesView => &[Csam, Csm, Coordinator, User],
        Permission::AssessmentsView => &[Csam, AssessmentUser],
        Permission::AssessmentsManage => &[Csam],
        Permission::LearningView => &[Csam, Coordinator, LearningUser],
        Permission::LearningManage => &[Csam, Coordinator],
        Permission::InsightsView => {
            &[Csam, Csm, IncidentManager, Administrator, ContractManager, SupportUser]
        }
        Permission::CasesView => &[Csam, Csm, IncidentManager, SupportEngineer, SupportContact],
        Permission::CasesOpen | Permission::AccessIdsCreate => &[Csm, SupportContact],
        Permission::CasesWork => &[IncidentManager, SupportEngineer],
        Permission::ServicesManage => &[Csm, Administrator, AccessAdministrator],
        Permission::FeaturesManage | Permission::MembersInvite | Permission::IntegrationsManage => {
            &[Csm, Administrator]
        }
        Permission::AuditView => &[Csam, Csm, Administrator],
        Permission::WorkspacesManage | Permission::AgreementsManage => &[Csam, Coordinator],
    }
}

/// What the user role gives the customer's side besides.
const EVERY_CUSTOMERS: [Permission; 3] =
    [Permission::CasesView, Permission::CasesOpen, Permission::AccessIdsCreate];

const EVERY_ROLE: [Role; 13] = [
    Role::CustomerSuccessAccountManager,
    Role::CustomerSupportManager,
    Role::IncidentManager,
    Role::AccountCoordinator,
    Role::SupportEngineer,
    Role::SupportContact,
    Role::User,
    Role::Administrator,
    Role::UserAccessAdministrator,
    Role::AssessmentUser,
    Role::CustomerContractManager,
    Role::LearningUser,
    Role::SupportUser,
];

/// Whether a role gives somebody of this side the permission: nobody has anything of a role of the other side.
fn gives(role: Role, permission: Permission, origin: Origin) -> bool {
    let side = match role {
        Role::User => None,
        Role::CustomerSuccessAccountManager
        | Role::IncidentManager
        | Role::AccountCoordinator
        | Role::SupportEngineer => Some(Origin::Provider),
        _ => Some(Origin::Customer),
    };
    let customers = role == Role::User && origin == Origin::Customer && EVERY_CUSTOMERS.contains(&permission);
    customers || (roles_with(permission).contains(&role) && (side.is_none() || side == Some(origin)))
}

fn origin(asked: &Asked<'_>) -> Option<Verdict> {
    let wanted = &asked.question.any_of;
    let possible =
        |permission: &Permission| EVERY_ROLE.iter().any(|role| gives(*role, *permission, asked.who.origin));
    if wanted.is_empty() || wanted.iter().any(possible) {
        return None;
    }
    let needed = if asked.who.origin == Origin::Customer { Origin::Provider } else { Origin::Customer };
    Some(no(Link::Origin { needed }, Mend::Nothing))
}

fn permission(asked: &Asked<'_>) -> Option<Verdict> {
    let wanted = &asked.question.any_of;
    if wanted.is_empty() || wanted.iter().any(|permission| asked.has(*permission)) {
        return None;
    }
    let mend = match asked.who.origin {
        Origin::Customer => Permission::GroupsManage,
        Origin::Provider => Permission::AgreementsManage,
    };
    Some(no(Link::Permission { any_of: wanted.iter().copied().collect() }, holder(mend)))
}

fn service_in_workspace(asked: &Asked<'_>) -> Option<Verdict> {
    let About::Service(service) = &asked.question.about else { return None };
    let link = Link::ServiceInWorkspace { service: service.clone() };
    asked.service().is_none().then(|| no(link, holder(Permission::WorkspacesManage)))
}

fn agreement_in_force(asked: &Asked<'_>) -> Option<Verdict> {
    let service = asked.service()?;
    let agreement = &asked.world.agreements[service.agreement];
    let standing = out_of_force(&agreement.term, asked.now())?;
    let link = Link::AgreementInForce {
        service: service.id.clone(),
        agreement: agreement.number.clone(),
        term: agreement.term,
        standing,
    };
    Some(no(link, holder(Permission::AgreementsManage)))
}

/// Why a term does not hold at a moment, if it does not.
fn out_of_force(term: &Term, now: i64) -> Option<Standing> {
    match term.withdrawn_at {
        Some(at) if now >= at.millis() => return Some(Standing::Withdrawn),
        _ => {}
    }
    let today = now.div_euclid(DAY);
    if today < term.starts_on.epoch_days() {
        return Some(Standing::NotYet);
    }
    (today > term.ends_on.epoch_days()).then_some(Standing::Ended)
}

fn assignment(asked: &Asked<'_>) -> Option<Verdict> {
    let service = asked.service()?;
    let index = asked.world.services.iter().position(|one| one.id == service.id)?;
    let holds = |set: &Option<Vec<usize>>| set.as_ref().is_some_and(|services| services.contains(&index));
    let open = if asked.world.workspace.granular {
        holds(&asked.who.services) || asked.grants().any(|grant| holds(&grant.services))
    } else {
        asked.who.origin == Origin::Customer
    };
    let link = Link::Assignment { service: service.id.clone() };
    (!open).then(|| no(link, holder(Permission::ServicesManage)))
}

fn case(asked: &Asked<'_>) -> Option<Verdict> {
    let About::Case(index) = asked.question.about else { return None };
    let case = &asked.world.cases[index];
    let me = asked.question.person;
    let everybodys = asked.world.workspace.case_visibility == CaseVisibility::Everyone;
    let mine = case.opener == me || case.contact == Some(me) || case.watchers.contains(&me);
    let manages = asked.has(Permission::FeaturesManage) || asked.who.origin == Origin::Provider;
    let seen = case.here && asked.has(Permission::CasesView) && (everybodys || mine || manages);
    (!seen).then_some(Verdict::Unseen)
}
