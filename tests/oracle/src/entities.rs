//! A world as Cedar's entities: facts and dates as they are, nothing worked out.

use super::cedar::uid;
use cedar_policy::{Entities, Entity, EntityUid, RestrictedExpression, Schema};
use corpus::world::{Agreement, Case, Grant, Person, Service, World};
use shared::access::{AccountKind, MemberStatus, Origin, Role};
use shared::service::ServiceKind;
use shared::time::Timestamp;
use shared::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};
use std::collections::{HashMap, HashSet};

const DAY: i64 = 86_400_000;

/// The places of grants in the schema.
const SLOTS: [&str; corpus::world::MOST_GRANTS] = ["first", "second", "third"];

type Attributes = HashMap<String, RestrictedExpression>;

/// Everything there is in a world.
pub fn of(world: &World, schema: &Schema) -> Entities {
    let mut all = vec![workspace(world)];
    for (index, one) in world.agreements.iter().enumerate() {
        all.push(entity(agreement_uid(index), agreement(one), []));
        all.extend(posts(world, index, one));
    }
    all.extend(world.services.iter().enumerate().map(|(index, one)| service(world, index, one)));
    for (index, one) in world.grants.iter().enumerate() {
        all.push(entity(uid("Grant", &index.to_string()), grant(world, one), []));
        all.push(entity(group_uid(index), HashMap::new(), [uid("Grant", &index.to_string())]));
    }
    all.extend(world.people.iter().enumerate().map(|(index, one)| person(world, index, one)));
    all.extend(world.cases.iter().enumerate().map(|(index, one)| case(index, one)));
    Entities::from_entities(all, Some(schema)).expect("the world fits the schema")
}

/// Where everything is asked.
pub fn workspace_uid() -> EntityUid {
    uid("Workspace", "here")
}

/// Somebody.
pub fn person_uid(index: usize) -> EntityUid {
    uid("Person", &index.to_string())
}

/// A case.
pub fn case_uid(index: usize) -> EntityUid {
    uid("Case", &index.to_string())
}

/// A service, by its id: one that nobody ever heard of has one too.
pub fn service_uid(id: &shared::id::ServiceId) -> EntityUid {
    uid("Service", id.as_str())
}

/// A moment as ISO 8601 writes it.
pub fn moment(at: Timestamp) -> RestrictedExpression {
    RestrictedExpression::new_datetime(iso(at.millis()))
}

fn agreement_uid(index: usize) -> EntityUid {
    uid("Agreement", &index.to_string())
}

fn group_uid(index: usize) -> EntityUid {
    uid("Group", &index.to_string())
}

fn entity(uid: EntityUid, attributes: Attributes, parents: impl IntoIterator<Item = EntityUid>) -> Entity {
    let parents: HashSet<EntityUid> = parents.into_iter().collect();
    Entity::new(uid, attributes, parents).expect("the attributes are values")
}

fn attributes<const N: usize>(pairs: [(&str, RestrictedExpression); N]) -> Attributes {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn yes_or_no(value: bool) -> RestrictedExpression {
    RestrictedExpression::new_bool(value)
}

fn link(uid: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(uid)
}

fn assigned(world: &World, services: Option<&Vec<usize>>) -> RestrictedExpression {
    let services = services.into_iter().flatten();
    RestrictedExpression::new_set(services.map(|index| link(service_uid(&world.services[*index].id))))
}

fn workspace(world: &World) -> Entity {
    let here = &world.workspace;
    let kind = match here.kind {
        WorkspaceKind::Default => "default",
        WorkspaceKind::Additional => "additional",
    };
    let accounts = match here.accounts {
        AccountPolicy::WorkOnly => "work_only",
        AccountPolicy::WorkAndPersonal => "work_and_personal",
    };
    let visibility = match here.case_visibility {
        CaseVisibility::Everyone => "everyone",
        CaseVisibility::ParticipantsOnly => "participants_only",
    };
    let mut facts = attributes([
        ("kind", text(kind)),
        ("accounts", text(accounts)),
        ("caseVisibility", text(visibility)),
        ("granular", yes_or_no(here.granular)),
    ]);
    facts.extend(here.archived_at.map(|at| ("archivedAt".to_owned(), moment(at))));
    for (index, slot) in SLOTS.iter().enumerate().take(world.grants.len()) {
        facts.insert((*slot).to_owned(), link(uid("Grant", &index.to_string())));
    }
    entity(workspace_uid(), facts, here.agreements.iter().map(|index| agreement_uid(*index)))
}

fn agreement(one: &Agreement) -> Attributes {
    let day = |day: shared::time::Day| RestrictedExpression::new_datetime(date(day.epoch_days()));
    let mut facts = attributes([("startsOn", day(one.term.starts_on)), ("endsOn", day(one.term.ends_on))]);
    facts.extend(one.term.withdrawn_at.map(|at| ("withdrawnAt".to_owned(), moment(at))));
    facts
}

fn post_uid(agreement: usize, role: Role) -> EntityUid {
    uid("Post", &format!("{agreement} {}", name(role)))
}

/// The posts of an agreement; where it is the workspace's, they are among those that it names people in.
fn posts(world: &World, index: usize, agreement: &Agreement) -> Vec<Entity> {
    let here = world.workspace.agreements.contains(&index);
    let roles: HashSet<Role> = agreement.names.iter().map(|(_, role)| *role).collect();
    let named = |role: Role| here.then(|| uid("Named", name(role)));
    roles.into_iter().map(|role| entity(post_uid(index, role), HashMap::new(), named(role))).collect()
}

fn service(world: &World, index: usize, one: &Service) -> Entity {
    let kind = match one.kind {
        ServiceKind::Reactive => "reactive",
        ServiceKind::Proactive => "proactive",
    };
    let facts = attributes([("kind", text(kind)), ("agreement", link(agreement_uid(one.agreement)))]);
    let listed = world.workspace.services.contains(&index).then(workspace_uid);
    entity(service_uid(&one.id), facts, listed)
}

fn grant(world: &World, one: &Grant) -> Attributes {
    let roles = RestrictedExpression::new_set(one.roles.iter().map(|role| text(name(*role))));
    let mut facts = attributes([("roles", roles), ("assigned", assigned(world, one.services.as_ref()))]);
    facts.extend(one.ends_at.map(|at| ("endsAt".to_owned(), moment(at))));
    facts
}

fn person(world: &World, index: usize, one: &Person) -> Entity {
    let origin = match one.origin {
        Origin::Customer => "customer",
        Origin::Provider => "provider",
    };
    let account = match one.account {
        AccountKind::Work => "work",
        AccountKind::Personal => "personal",
    };
    let mut facts = attributes([
        ("origin", text(origin)),
        ("account", text(account)),
        ("signedIn", yes_or_no(one.signed_in)),
        ("assigned", assigned(world, one.services.as_ref())),
    ]);
    if let Some(row) = &one.member {
        let status = match row.status {
            MemberStatus::Pending => "pending",
            MemberStatus::Active => "active",
            MemberStatus::Removed => "removed",
        };
        let row = [("status".to_owned(), text(status)), ("invited".to_owned(), yes_or_no(row.invited))];
        let row = RestrictedExpression::new_record(row).expect("two different names");
        facts.insert("member".to_owned(), row);
    }
    let mut parents = Vec::new();
    for (agreement, one) in world.agreements.iter().enumerate() {
        let names = one.names.iter().filter(|(named, _)| *named == index);
        parents.extend(names.map(|(_, role)| post_uid(agreement, *role)));
    }
    if world.workspace.administrators.contains(&index) {
        parents.push(uid("Named", "creation"));
    }
    let groups = world.grants.iter().enumerate().filter(|(_, grant)| grant.people.contains(&index));
    parents.extend(groups.map(|(group, _)| group_uid(group)));
    entity(person_uid(index), facts, parents)
}

fn case(index: usize, one: &Case) -> Entity {
    let watchers = RestrictedExpression::new_set(one.watchers.iter().map(|who| link(person_uid(*who))));
    let mut facts = attributes([("opener", link(person_uid(one.opener))), ("watchers", watchers)]);
    facts.extend(one.contact.map(|who| ("contact".to_owned(), link(person_uid(who)))));
    entity(case_uid(index), facts, one.here.then(workspace_uid))
}

/// A role's name in the schema.
fn name(role: Role) -> &'static str {
    match role {
        Role::CustomerSuccessAccountManager => "customer_success_account_manager",
        Role::CustomerSupportManager => "customer_support_manager",
        Role::IncidentManager => "incident_manager",
        Role::AccountCoordinator => "account_coordinator",
        Role::SupportEngineer => "support_engineer",
        Role::SupportContact => "support_contact",
        Role::User => "user",
        Role::Administrator => "administrator",
        Role::UserAccessAdministrator => "user_access_administrator",
        Role::AssessmentUser => "assessment_user",
        Role::CustomerContractManager => "customer_contract_manager",
        Role::LearningUser => "learning_user",
        Role::SupportUser => "support_user",
    }
}

fn iso(millis: i64) -> String {
    let within = millis.rem_euclid(DAY);
    let (seconds, millis_left) = (within / 1000, within % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{millis_left:03}Z", date(millis.div_euclid(DAY)))
}

/// Days since 1970 as a date, in eras of 400 years that begin on the first of March.
fn date(days: i64) -> String {
    let since = days + 719_468;
    let (era, of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march_based = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_based + 2) / 5 + 1;
    let month = if march_based < 10 { march_based + 3 } else { march_based - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::{date, iso};

    #[test]
    fn a_moment_is_written_as_the_calendar_has_it() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(20_778), "2026-11-21");
        assert_eq!(iso(20_778 * super::DAY - 1), "2026-11-20T23:59:59.999Z");
    }
}
