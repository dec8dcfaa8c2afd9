//! Steps that many scenarios take.

use crate::browser::Browser;
use crate::world::{World, problem_type_id, product_id};
use shared::access::{Access, Actor, AtCase, AtMember, AtWorkspace, Everywhere, Link};
use shared::api::Empty;
use shared::api::case::{
    AddMessage, AddNote, CaseDetail, CaseMoved, CaseSummary, GetCase, MoveCase, NewCase, NewMessage, NewMove,
    OpenCase, OpenedCase,
};
use shared::api::case_list::{CasesQuestion, ListCases};
use shared::api::feature::{
    GetGranularReactiveServices, GranularReactiveServices, NewSwitch, SwitchGranularReactiveServices,
    Switched,
};
use shared::api::reactive_services::{
    GrantedGroup, ListGroupServices, ListMemberServices, MemberServicesRow, NewGroupServices,
    NewMemberServices, SaveGroupServices, SaveMemberServices, SavedServices, SeenGroup, SeenMember,
};
use shared::api::session::{GetMe, Me};
use shared::api::workspace::{AccessAnswer, GetAccess};
use shared::case::lifecycle::Move;
use shared::case::{ContactMethod, Language, Severity};
use shared::id::{CaseId, MemberId, ServiceId};
use shared::problem::{Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::fingerprint::Fingerprint;
use shared::service::group_assignment::InGroups;
use shared::service::switch::Switch;

/// The place of a workspace.
pub fn at(world: &World, workspace: &str) -> AtWorkspace {
    AtWorkspace { workspace: world.workspace(workspace).id.clone() }
}

/// The place of a case in a workspace.
pub fn at_case(world: &World, workspace: &str, case: &CaseId) -> AtCase {
    AtCase { workspace: world.workspace(workspace).id.clone(), case: case.clone() }
}

/// The place of a person's membership in a workspace.
pub fn at_member(world: &World, workspace: &str, person: &str) -> AtMember {
    let member = world.member(workspace, person);
    AtMember { workspace: world.workspace(workspace).id.clone(), member }
}

/// A set of services, by name.
pub fn services(world: &World, names: &[&str]) -> ServiceSet {
    names.iter().map(|name| world.service(name).id.clone()).collect()
}

/// Who is signed in.
pub fn me(browser: &Browser<'_>) -> Result<Me, Problem> {
    browser.call::<GetMe>(&Everywhere, &Empty {})
}

/// The caller's access in a workspace.
pub fn access(browser: &Browser<'_>, world: &World, workspace: &str) -> Result<AccessAnswer, Problem> {
    browser.call::<GetAccess>(&at(world, workspace), &Empty {})
}

/// What the browser makes of the caller's access.
pub fn actor(browser: &Browser<'_>, world: &World, workspace: &str) -> Actor {
    let answer = access(browser, world, workspace).unwrap();
    let access: Access = answer.access;
    Actor::new(access, answer.now).unwrap()
}

/// The form of a case on a service, filled in as it should be.
pub fn form(service: &ServiceId) -> NewCase {
    let shard = service.shard().unwrap();
    NewCase {
        service: service.clone(),
        product: product_id(shard, "Virtual network"),
        problem_type: problem_type_id(shard, "Virtual network", "Name resolution"),
        title: "Names resolve to the old address".into(),
        description: "Since **09:40** one query in four gets the old address.".into(),
        severity: Severity::C,
        impact: None,
        contact_method: ContactMethod::Email,
        phone: None,
        language: Language::En,
        time_zone: "Europe/Berlin".into(),
    }
}

/// Opens a case on a service.
pub fn open(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    service: &str,
) -> Result<OpenedCase, Problem> {
    let service = world.service(service).id.clone();
    browser.call::<OpenCase>(&at(world, workspace), &form(&service))
}

/// A page of cases.
pub fn cases(browser: &Browser<'_>, world: &World, workspace: &str, state: &str) -> Vec<CaseSummary> {
    let question = CasesQuestion { state: state.into(), ..CasesQuestion::default() };
    browser.call::<ListCases>(&at(world, workspace), &question).unwrap().items
}

/// A case.
pub fn case(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    case: &CaseId,
) -> Result<CaseDetail, Problem> {
    browser.call::<GetCase>(&at_case(world, workspace, case), &Empty {})
}

/// Answers in a case.
pub fn answer(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    case: &CaseId,
    text: &str,
) -> Result<CaseMoved, Problem> {
    browser.call::<AddMessage>(&at_case(world, workspace, case), &NewMessage { text: text.into() })
}

/// Writes an internal note.
pub fn note(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    case: &CaseId,
    text: &str,
) -> Result<CaseMoved, Problem> {
    browser.call::<AddNote>(&at_case(world, workspace, case), &NewMessage { text: text.into() })
}

/// Moves a case, from the version that the mover has just seen.
pub fn make_move(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    id: &CaseId,
    by: Move,
) -> Result<CaseMoved, Problem> {
    let version = case(browser, world, workspace, id)?.version;
    browser.call::<MoveCase>(&at_case(world, workspace, id), &NewMove { by, version })
}

/// The Users tab of Reactive Services.
pub fn list(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
) -> Result<Vec<MemberServicesRow>, Problem> {
    browser.call::<ListMemberServices>(&at(world, workspace), &Empty {}).map(|answer| answer.members)
}

/// A person's line on the Users tab.
pub fn row(browser: &Browser<'_>, world: &World, workspace: &str, person: &str) -> MemberServicesRow {
    let member = world.member(workspace, person);
    let rows = list(browser, world, workspace).unwrap();
    rows.into_iter().find(|row| row.member == member).unwrap_or_else(|| panic!("{person} is not listed"))
}

/// Saves services for people, from the versions that the editor has just seen.
pub fn save(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    people: &[&str],
    names: &[&str],
) -> Result<SavedServices, Problem> {
    let rows = list(browser, world, workspace)?;
    let seen = |person: &&str| {
        let member = world.member(workspace, person);
        let row = rows.iter().find(|row| row.member == member);
        row.map_or_else(|| seen_alone(member, 0), |row| SeenMember::of(&row.holding()))
    };
    let request = NewMemberServices {
        in_force: None,
        members: people.iter().map(seen).collect(),
        services: services(world, names),
    };
    browser.call::<SaveMemberServices>(&at(world, workspace), &request)
}

/// The Groups tab of Reactive Services.
pub fn groups(browser: &Browser<'_>, world: &World, workspace: &str) -> Result<Vec<GrantedGroup>, Problem> {
    browser.call::<ListGroupServices>(&at(world, workspace), &Empty {}).map(|answer| answer.groups)
}

/// A group's line on the Groups tab.
pub fn group(browser: &Browser<'_>, world: &World, workspace: &str, name: &str) -> GrantedGroup {
    let groups = groups(browser, world, workspace).unwrap();
    groups.into_iter().find(|group| group.name == name).unwrap_or_else(|| panic!("{name} is not listed"))
}

/// The people of the Users tab, as a plan for groups sees them.
pub fn people_in_groups(browser: &Browser<'_>, world: &World, workspace: &str) -> Vec<InGroups> {
    list(browser, world, workspace).unwrap().iter().map(MemberServicesRow::in_groups).collect()
}

/// Services for groups, from the versions and people that the editor sees now.
pub fn new_group_services(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    names: &[&str],
    services: ServiceSet,
) -> NewGroupServices {
    let people = people_in_groups(browser, world, workspace);
    let seen = |name: &&str| {
        let group = group(browser, world, workspace, name);
        SeenGroup::of(&group.grant, group.version, &people)
    };
    NewGroupServices { in_force: None, groups: names.iter().map(seen).collect(), services }
}

/// Saves services for groups, from what the editor has just seen.
pub fn save_groups(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    groups: &[&str],
    names: &[&str],
) -> Result<SavedServices, Problem> {
    let request = new_group_services(browser, world, workspace, groups, services(world, names));
    browser.call::<SaveGroupServices>(&at(world, workspace), &request)
}

/// Granular Reactive Services in a workspace.
pub fn feature(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
) -> Result<GranularReactiveServices, Problem> {
    browser.call::<GetGranularReactiveServices>(&at(world, workspace), &Empty {})
}

/// Switches Granular Reactive Services, as it was just previewed.
pub fn switch(
    browser: &Browser<'_>,
    world: &World,
    workspace: &str,
    switch: Switch,
) -> Result<Switched, Problem> {
    let seen = feature(browser, world, workspace)?.seen;
    browser.call::<SwitchGranularReactiveServices>(&at(world, workspace), &NewSwitch { switch, seen })
}

/// Somebody to whom no group gives anything, as an editor saw them.
pub fn seen_alone(member: MemberId, version: i64) -> SeenMember {
    SeenMember { member, version, through_groups: Fingerprint::of_set(&ServiceSet::new()) }
}

/// The link that a problem names as missing; it must be a refusal.
pub fn missing<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Link {
    let problem = outcome.expect_err("refused");
    assert!([401, 403].contains(&problem.status), "{problem:?}");
    problem.refusal.unwrap_or_else(|| panic!("no refusal")).missing
}

/// The code of a problem.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> ProblemCode {
    outcome.expect_err("a problem").code
}

/// The text of blocks as JSON, to look for words in.
pub fn text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}
