//! What is asked about a world, and how our rules answer.

use crate::verdict::Verdict;
use crate::world::World;
use chance::Chance;
use shared::access::{
    Actor, Authorized, Effect, Link, Member, Needs, NeedsAny, Origin, Permission, Refusal, Requirement,
    Workspace, permit,
};
use shared::case::visibility::case_scope;
use shared::id::ServiceId;
use shared::service::entitlement::entitle;

/// May this person do that?
#[derive(Clone, Debug)]
pub struct Question {
    /// Who, by their place among the world's people.
    pub person: usize,
    /// Any of these permissions would do; none are needed where the list is empty, and membership is.
    pub any_of: Vec<Permission>,
    /// Whether it changes something.
    pub effect: Effect,
    /// What it is about besides.
    pub about: About,
}

/// What a question is about, besides the workspace.
#[derive(Clone, Debug)]
pub enum About {
    /// Nothing else.
    Nothing,
    /// It uses this service, which need not be one of the world's.
    Service(ServiceId),
    /// It looks at, or changes, this case.
    Case(usize),
}

/// What our rules answer, link by link as a request passes them: the session, the rows of the member, the actor that is
/// made of them, the requirement, then the service or the case.
pub fn decide(world: &World, question: &Question) -> Verdict {
    let refused = |link: Link| Verdict::Refused(link.into());
    if !world.people[question.person].signed_in {
        return refused(Link::SignedIn);
    }
    let Some(access) = world.access(question.person) else { return refused(Link::Member) };
    match Actor::new(access, world.now).and_then(|actor| require(world, question, actor)) {
        Ok(verdict) => verdict,
        Err(refusal) => Verdict::Refused(refusal),
    }
}

macro_rules! by_type {
    ($world:ident, $question:ident, $actor:ident, $($permit:ident)*) => {
        match $question.any_of.as_slice() {
            [] => checked::<Member, _>($world, $question, $actor),
            $([Permission::$permit] => checked::<Needs<permit::$permit>, _>($world, $question, $actor),)*
            [Permission::CasesOpen, Permission::CasesWork] => {
                checked::<NeedsAny<(permit::CasesOpen, permit::CasesWork)>, _>($world, $question, $actor)
            }
            any_of => {
                $actor.may(any_of, $question.effect)?;
                about($world, $question, &$actor)
            }
        }
    };
}

/// Checks the requirement, as a type where endpoints can state it.
#[rustfmt::skip]
fn require(world: &World, question: &Question, actor: Actor) -> Result<Verdict, Refusal> {
    by_type!(
        world, question, actor,
        ActivityView SpaceRename GroupsManage GroupsView RolesView AssessmentsView AssessmentsManage LearningView
        LearningManage InsightsView CasesView CasesOpen CasesWork AccessIdsCreate ServicesManage FeaturesManage
        MembersInvite IntegrationsManage AuditView WorkspacesManage AgreementsManage
    )
}

fn checked<R, P>(world: &World, question: &Question, actor: Actor) -> Result<Verdict, Refusal>
where
    R: Requirement<Scope = Workspace, Proof = Authorized<P>>,
{
    let proof = R::check(actor, question.effect)?;
    about(world, question, proof.actor())
}

fn about(world: &World, question: &Question, actor: &Actor) -> Result<Verdict, Refusal> {
    match &question.about {
        About::Nothing => Ok(Verdict::Allowed),
        About::Service(service) => entitle(actor, service).map(|_| Verdict::Allowed),
        About::Case(case) => {
            let row = world.case_row(*case, question.person);
            let seen = row.and_then(|row| case_scope(actor).admit(row));
            Ok(seen.map_or(Verdict::Unseen, |_| Verdict::Allowed))
        }
    }
}

use Permission::{
    AccessIdsCreate, ActivityView, AgreementsManage, AssessmentsManage, AssessmentsView, AuditView,
    CasesOpen, CasesView, CasesWork, FeaturesManage, GroupsManage, GroupsView, InsightsView,
    IntegrationsManage, LearningManage, LearningView, MembersInvite, RolesView, ServicesManage, SpaceRename,
    WorkspacesManage,
};

/// Every permission, in an order of its own: nothing here follows the policy that is judged.
const ALL: [Permission; 21] = [
    AccessIdsCreate,
    ActivityView,
    AgreementsManage,
    AssessmentsManage,
    AssessmentsView,
    AuditView,
    CasesOpen,
    CasesView,
    CasesWork,
    FeaturesManage,
    GroupsManage,
    GroupsView,
    InsightsView,
    IntegrationsManage,
    LearningManage,
    LearningView,
    MembersInvite,
    RolesView,
    ServicesManage,
    SpaceRename,
    WorkspacesManage,
];

/// A question about a world, by chance.
pub(crate) fn ask(chance: &mut Chance, world: &World) -> Question {
    let person = chance.below(world.people.len());
    let origin = world.people[person].origin;
    let effect = *chance.pick(&[Effect::Looks, Effect::Changes]);
    let plain = |any_of, effect| Question { person, any_of, effect, about: About::Nothing };
    match chance.place(&[35, 8, 5, 36, 4, 12]) {
        0 => plain(vec![permission(chance, origin)], effect),
        1 => plain(vec![permission(chance, origin), permission(chance, origin)], effect),
        2 => plain(vec![], effect),
        3 => {
            let any_of = vec![*chance.pick(&[CasesOpen, CasesOpen, AccessIdsCreate])];
            let person = if chance.percent(50) { customer(chance, world) } else { person };
            let effect = if chance.percent(75) { Effect::Changes } else { Effect::Looks };
            Question { person, any_of, effect, about: About::Service(service(chance, world)) }
        }
        4 => Question { person, any_of: vec![], effect, about: About::Service(service(chance, world)) },
        _ => {
            let (any_of, effect) = match chance.place(&[6, 3, 1]) {
                0 => (vec![CasesView], Effect::Looks),
                1 => (vec![CasesOpen, CasesWork], Effect::Changes),
                _ => (vec![CasesWork], Effect::Changes),
            };
            Question { person, any_of, effect, about: About::Case(chance.below(world.cases.len())) }
        }
    }
}

/// A permission: more than half of the time one that many of the person's side have, so that not everything is refused.
fn permission(chance: &mut Chance, origin: Origin) -> Permission {
    match (chance.percent(60), origin) {
        (false, _) => *chance.pick(&ALL),
        (true, Origin::Customer) => {
            *chance.pick(&[CasesView, CasesOpen, AccessIdsCreate, InsightsView, RolesView])
        }
        (true, Origin::Provider) => {
            *chance.pick(&[CasesView, CasesWork, GroupsView, InsightsView, RolesView])
        }
    }
}

/// Somebody, rather of the customer's side.
fn customer(chance: &mut Chance, world: &World) -> usize {
    let all: Vec<usize> =
        (0..world.people.len()).filter(|index| world.people[*index].origin == Origin::Customer).collect();
    if all.is_empty() { 0 } else { *chance.pick(&all) }
}

/// A service: mostly one of the world's, at times one that nobody ever heard of.
fn service(chance: &mut Chance, world: &World) -> ServiceId {
    if chance.percent(3) {
        return crate::generate::id(chance);
    }
    if chance.percent(60) && !world.workspace.services.is_empty() {
        let listed = *chance.pick(&world.workspace.services);
        return world.services[listed].id.clone();
    }
    world.services[chance.below(world.services.len())].id.clone()
}
