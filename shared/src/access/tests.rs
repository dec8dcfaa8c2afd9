//! The chain from a person to what they want to do, link by link.

use super::{
    Access, AccountKind, Actor, AssignedSet, Authorized, ContractedService, Effect, HeldRole, IdentityFacts,
    Link, MemberFacts, MemberStatus, Mend, Needs, Origin, Permission, PermissionSet, Refusal, Requirement,
    Role, RoleSource, SetSource, WorkspaceFacts, permit,
};
use crate::agreement::{Standing, Term};
use crate::id::{GrantId, Id, IdentityId, Kind, ServiceId};
use crate::region::Shard;
use crate::service::ServiceKind;
use crate::service::entitlement::entitle;
use crate::time::{Day, Span, Timestamp};
use crate::workspace::{AccountPolicy, CaseVisibility, Feature, WorkspaceKind};

fn id<K: Kind>(n: u8) -> Id<K> {
    Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [n; 10])
}

fn now() -> Timestamp {
    Day::from_epoch_days(20_000).start().plus(Span::hours(9))
}

fn term() -> Term {
    Term {
        starts_on: Day::from_epoch_days(19_900),
        ends_on: Day::from_epoch_days(20_100),
        withdrawn_at: None,
    }
}

fn service(n: u8) -> ServiceId {
    id(n)
}

/// An invited customer-side member of a default workspace with Granular Reactive Services on, and service 1 assigned of
/// services 1 and 2.
fn access() -> Access {
    let contracted = |n| ContractedService {
        id: service(n),
        name: format!("service {n}"),
        kind: ServiceKind::Reactive,
        agreement: "ESA-1".into(),
        term: term(),
    };
    Access {
        identity: IdentityFacts {
            id: IdentityId::from_digest([1; 16]),
            origin: Origin::Customer,
            account: AccountKind::Work,
        },
        workspace: WorkspaceFacts {
            id: id(1),
            kind: WorkspaceKind::Default,
            archived_at: None,
            accounts: AccountPolicy::WorkOnly,
            case_visibility: CaseVisibility::Everyone,
            features: vec![Feature::GranularReactiveServices],
            version: 1,
        },
        member: MemberFacts { id: id(1), status: MemberStatus::Active, invited: true, version: 1 },
        roles: vec![],
        services: vec![contracted(1), contracted(2)],
        sets: vec![AssignedSet { source: SetSource::Own, services: vec![service(1)] }],
    }
}

fn grant(role: Role, ends_at: Option<Timestamp>) -> HeldRole {
    HeldRole {
        role,
        source: RoleSource::Group { grant: id::<crate::id::kind::Grant>(1), group: "IT".into(), ends_at },
    }
}

fn named(role: Role) -> HeldRole {
    HeldRole { role, source: RoleSource::Agreement { agreement: id(1), number: "ESA-1".into() } }
}

/// What is missing to open a case on service `n`, if anything is.
fn missing(access: Access, n: u8) -> Option<Link> {
    let checked = Actor::new(access, now())
        .and_then(|actor| Needs::<permit::CasesOpen>::check(actor, Effect::Changes))
        .and_then(|auth: Authorized<permit::CasesOpen>| entitle(auth.actor(), &service(n)).map(drop));
    checked.err().map(|refusal: Refusal| refusal.missing)
}

fn permissions(access: Access) -> Vec<Permission> {
    Actor::new(access, now()).unwrap().permissions().iter().collect()
}

#[test]
fn why_1_nothing_is_missing_when_every_link_holds() {
    assert_eq!(missing(access(), 1), None);
}

#[test]
fn why_1_the_first_missing_link_is_named_whatever_else_is_missing() {
    let mut world = access();
    world.sets.clear();
    assert_eq!(missing(world.clone(), 1), Some(Link::Assignment { service: service(1) }));
    for service in &mut world.services {
        service.term.ends_on = Day::from_epoch_days(19_950);
    }
    let ended = Link::AgreementInForce {
        service: service(1),
        agreement: "ESA-1".into(),
        term: world.services[0].term,
        standing: Standing::Ended,
    };
    assert_eq!(missing(world.clone(), 1), Some(ended));
    world.services.clear();
    assert_eq!(missing(world.clone(), 1), Some(Link::ServiceInWorkspace { service: service(1) }));
    world.identity.origin = Origin::Provider;
    assert_eq!(missing(world.clone(), 1), Some(Link::Origin { needed: Origin::Customer }));
    world.identity.account = AccountKind::Personal;
    assert_eq!(missing(world.clone(), 1), Some(Link::AccountKind));
    world.workspace.archived_at = Some(now());
    assert_eq!(missing(world.clone(), 1), Some(Link::NotArchived));
    world.member.status = MemberStatus::Removed;
    assert_eq!(missing(world, 1), Some(Link::Member));
}

#[test]
fn why_1_the_order_of_links_is_the_order_they_are_checked_in() {
    let links = [
        Link::SignedIn,
        Link::Member,
        Link::NotArchived,
        Link::AccountKind,
        Link::Origin { needed: Origin::Customer },
        Link::Permission { any_of: PermissionSet::EMPTY },
        Link::ServiceInWorkspace { service: service(1) },
        Link::AgreementInForce {
            service: service(1),
            agreement: String::new(),
            term: term(),
            standing: Standing::NotYet,
        },
        Link::Assignment { service: service(1) },
    ];
    assert!(links.iter().map(Link::order).eq(0..9));
}

#[test]
fn why_1_a_missing_permission_is_named_where_the_origin_could_have_it() {
    let actor = Actor::new(access(), now()).unwrap();
    let missing = |permission| actor.may(&[permission], Effect::Looks).unwrap_err().missing;
    let needed = Permission::ServicesManage;
    assert_eq!(missing(needed), Link::Permission { any_of: PermissionSet::EMPTY.with(needed) });
    assert_eq!(missing(Permission::CasesWork), Link::Origin { needed: Origin::Provider });
}

#[test]
fn ws_10_an_archived_workspace_can_still_be_looked_at() {
    let mut world = access();
    world.workspace.archived_at = Some(now().minus(Span::hours(1)));
    let actor = Actor::new(world, now()).unwrap();
    assert_eq!(actor.may(&[Permission::CasesView], Effect::Looks), Ok(()));
    assert_eq!(actor.may(&[Permission::CasesOpen], Effect::Changes).unwrap_err().missing, Link::NotArchived);
}

#[test]
fn acc_1_permissions_are_the_union_over_the_roles_and_the_user_role() {
    let mut world = access();
    let user = permissions(world.clone());
    world.roles = vec![grant(Role::AssessmentUser, None), grant(Role::LearningUser, None)];
    let mut more = permissions(world);
    more.retain(|permission| !user.contains(permission));
    assert_eq!(more, [Permission::AssessmentsView, Permission::LearningView]);
}

#[test]
fn acc_2_a_support_contact_of_an_agreement_is_nobody_in_its_additional_workspaces() {
    let mut world = access();
    world.member.invited = false;
    world.roles = vec![named(Role::SupportContact)];
    assert_eq!(missing(world.clone(), 1), None);
    world.workspace.kind = WorkspaceKind::Additional;
    assert_eq!(missing(world, 1), Some(Link::Member));
}

#[test]
fn acc_4_a_membership_that_only_a_group_holds_ends_with_the_groups_grant() {
    let mut world = access();
    world.member.invited = false;
    world.roles = vec![grant(Role::SupportUser, Some(now().plus(Span::minutes(1))))];
    assert_eq!(missing(world.clone(), 1), None);
    world.roles = vec![grant(Role::SupportUser, Some(now()))];
    assert_eq!(missing(world, 1), Some(Link::Member));
}

#[test]
fn rs_4_a_groups_services_are_its_peoples_while_its_grant_is_in_force() {
    let through = |ends_at| {
        let source = SetSource::Group { grant: GrantId::clone(&id(1)), group: "IT".into(), ends_at };
        let mut world = access();
        world.sets.push(AssignedSet { source, services: vec![service(2)] });
        missing(world, 2)
    };
    assert_eq!(through(None), None);
    assert_eq!(through(Some(now().plus(Span::minutes(1)))), None);
    assert_eq!(through(Some(now())), Some(Link::Assignment { service: service(2) }));
}

#[test]
fn rs_1_with_the_feature_off_every_customer_side_member_may_use_every_service() {
    let mut world = access();
    world.workspace.features.clear();
    world.sets.clear();
    assert_eq!(missing(world.clone(), 1), None);
    assert_eq!(missing(world, 2), None);
}

#[test]
fn rs_5_an_assignment_opens_no_service_outside_the_workspace() {
    let mut world = access();
    world.sets = vec![AssignedSet { source: SetSource::Own, services: vec![service(7)] }];
    assert_eq!(missing(world, 7), Some(Link::ServiceInWorkspace { service: service(7) }));
}

#[test]
fn rs_5_no_case_is_opened_on_a_proactive_service() {
    let mut world = access();
    world.services[0].kind = ServiceKind::Proactive;
    assert_eq!(missing(world, 1), Some(Link::ServiceInWorkspace { service: service(1) }));
}

#[test]
fn ws_9_personal_accounts_enter_where_the_workspace_takes_them() {
    let mut world = access();
    world.identity.account = AccountKind::Personal;
    assert_eq!(missing(world.clone(), 1), Some(Link::AccountKind));
    world.workspace.accounts = AccountPolicy::WorkAndPersonal;
    assert_eq!(missing(world, 1), None);
}

#[test]
fn why_1_every_refusal_says_what_would_mend_it() {
    let mend = |link: Link| Refusal::from(link).mend;
    let holder = |of| Mend::Holder { of };
    assert_eq!(mend(Link::SignedIn), Mend::SigningIn);
    assert_eq!(mend(Link::Assignment { service: service(1) }), holder(Permission::ServicesManage));
    assert_eq!(mend(Link::ServiceInWorkspace { service: service(1) }), holder(Permission::WorkspacesManage));
    assert_eq!(mend(Link::Origin { needed: Origin::Customer }), Mend::Nothing);
    let lacking = |origin| Refusal::of_permission(&[Permission::CasesView], origin).mend;
    assert_eq!(lacking(Origin::Customer), holder(Permission::GroupsManage));
    assert_eq!(lacking(Origin::Provider), holder(Permission::AgreementsManage));
}
