//! Users: who is in a workspace, as what, and through what (ACC-7).

use super::Scenario;
use super::access::with_every_role;
use super::office::{home_tenant, office};
use super::steps::{access, at, code, list};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, Tenant, World, eu1};
use serde_json::Value;
use shared::access::{AccountKind, MemberStatus, Origin, Role, RoleSource};
use shared::api::members::{ListMembers, ListedMember, MemberSource, Members};
use shared::api::{Empty, REQUEST_ID_HEADER};
use shared::problem::{Problem, ProblemCode};
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(acc_7_everybody_is_listed_with_their_roles_and_where_each_comes_from),
        Scenario::anywhere(acc_7_the_list_says_of_each_what_their_own_access_says).within(with_every_role),
        Scenario::anywhere(acc_7_the_invited_are_listed_as_pending_and_the_removed_not_at_all)
            .within(with_pending_and_removed),
        Scenario::in_process(acc_7_whom_nothing_holds_any_more_is_not_listed),
        Scenario::anywhere(acc_2_a_csm_is_not_among_the_users_of_an_additional_workspace),
        Scenario::anywhere(acc_7_a_list_reads_about_a_row_for_each_person_and_group_they_are_in)
            .within(with_people_in_groups),
    ]
}

fn users(browser: &Browser<'_>, world: &World, workspace: &str) -> Result<Members, Problem> {
    browser.call::<ListMembers>(&at(world, workspace), &Empty {})
}

/// The line of a person.
fn line(rows: &[ListedMember], name: &str) -> ListedMember {
    let found = rows.iter().find(|row| row.name.starts_with(name));
    found.unwrap_or_else(|| panic!("{name} is not listed")).clone()
}

fn sources(row: &ListedMember) -> Vec<MemberSource> {
    MemberSource::ALL.into_iter().filter(|source| row.has_source(*source)).collect()
}

fn acc_7_everybody_is_listed_with_their_roles_and_where_each_comes_from(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let rows = users(&otto, world, "Office").unwrap().members;
    let names: Vec<&str> = rows.iter().filter_map(|row| row.name.split(' ').next()).collect();
    assert_eq!(names, ["Edda", "Erik", "Irma", "Ivo", "Karl", "Nils", "Otto", "Paula", "Vera"]);
    let nils = line(&rows, "Nils");
    assert_eq!(nils.roles[0].role, Role::CustomerSupportManager);
    assert!(
        matches!(&nils.roles[0].source, RoleSource::Agreement { number, .. } if *number == world.agreements[0].number)
    );
    assert_eq!(sources(&nils), [MemberSource::Agreement]);
    let karl = line(&rows, "Karl");
    assert_eq!(karl.roles[0].role, Role::SupportUser);
    assert!(matches!(&karl.roles[0].source, RoleSource::Group { group, .. } if group == "Data people"));
    assert_eq!(sources(&karl), [MemberSource::Group]);
    assert_eq!(sources(&line(&rows, "Irma")), [MemberSource::Creation, MemberSource::Invitation]);
    let otto = line(&rows, "Otto");
    assert_eq!((otto.roles.len(), sources(&otto)), (0, vec![MemberSource::Invitation]));
    assert_eq!((otto.account, otto.status, otto.disabled), (AccountKind::Work, MemberStatus::Active, false));
    assert_eq!(line(&rows, "Erik").origin, Origin::Provider);
}

fn acc_7_the_list_says_of_each_what_their_own_access_says(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let rows = users(&otto, world, "Office").unwrap().members;
    let mut compared = 0;
    for row in &rows {
        let person = world.people.iter().find(|person| person.name == row.name).unwrap();
        let own = access(&target.sign_in(person), world, "Office").unwrap().access;
        assert_eq!((&row.member, row.origin), (&own.member.id, own.identity.origin), "{}", row.name);
        assert_eq!(row.roles.len(), own.roles.len(), "{}", row.name);
        assert!(own.roles.iter().all(|held| row.roles.contains(held)), "{}: {:?}", row.name, row.roles);
        compared += row.roles.len();
    }
    assert!(compared > 15, "only {compared} roles");
    let services = list(&otto, world, "Office").unwrap();
    for row in services {
        assert_eq!(row.roles, line(&rows, &row.name).roles, "both lists of people say the same");
    }
}

fn with_pending_and_removed(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let office = world.workspace("Office").id.clone();
    for (person, status) in
        [("Pending Person", MemberStatus::Pending), ("Removed Person", MemberStatus::Removed)]
    {
        let identity = world.add_person(&Tenant::of_personal_accounts(), person, name);
        let member = world.add_member(&office, &identity);
        world.member_mut(&member).status = status;
    }
    world
}

fn acc_7_the_invited_are_listed_as_pending_and_the_removed_not_at_all(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let rows = users(&otto, world, "Office").unwrap().members;
    let pending = line(&rows, "Pending");
    assert_eq!((pending.status, pending.account), (MemberStatus::Pending, AccountKind::Personal));
    assert_eq!(sources(&pending), [MemberSource::Invitation]);
    assert!(rows.iter().all(|row| !row.name.starts_with("Removed")));
}

/// Grants have no endpoint yet, so what ends one is done behind the edge's back.
fn acc_7_whom_nothing_holds_any_more_is_not_listed(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let karl = world.member("Office", "Karl");
    let soon = users(&irma, world, "Office").unwrap().now.plus(Span::minutes(5)).millis();
    let here = |minutes| {
        target.turn_clock(Span::minutes(minutes));
        let rows = users(&irma, world, "Office").unwrap().members;
        rows.into_iter().find(|row| row.member == karl)
    };
    in_process.machine.database(eu1()).execute(&format!("UPDATE group_grant SET ends_at = {soon}"));
    let before = here(1).expect("the grant has not ended yet");
    assert!(matches!(before.roles[0].source, RoleSource::Group { ends_at: Some(_), .. }));
    assert_eq!(here(5), None);
    in_process.machine.database(eu1()).execute(&format!("UPDATE member SET invited = 1 WHERE id = '{karl}'"));
    let invited = here(0).expect("an invitation holds the membership");
    assert_eq!(invited.roles, [], "a role that ended with its grant is not shown");
}

fn acc_2_a_csm_is_not_among_the_users_of_an_additional_workspace(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let rows = users(&lea, world, "Shop").unwrap().members;
    let names: Vec<&str> = rows.iter().filter_map(|row| row.name.split(' ').next()).collect();
    assert_eq!(names, ["Erik", "Ivo", "Lea", "Max", "Paula"]);
    let nils = target.sign_in(world.person("Nils"));
    assert_eq!(code(users(&nils, world, "Shop")), ProblemCode::NotFound);
}

/// Sixty people, each in three groups of which each has three roles.
fn with_people_in_groups(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let person = |number| world.add_person(&tenant, &format!("Person {number}"), name);
    let people: Vec<_> = (0..60).map(person).collect();
    for group in ["One", "Two", "Three"] {
        let group = world.add_group(&office, &tenant, group, &people.iter().collect::<Vec<_>>());
        let roles = [Role::SupportUser, Role::LearningUser, Role::AssessmentUser];
        world.grant(&office, &group, &roles, None);
    }
    world
}

/// Rows are counted by D1, so in process the figure is nothing; joined by the database it would be above 1 500.
fn acc_7_a_list_reads_about_a_row_for_each_person_and_group_they_are_in(target: &dyn Target, world: &World) {
    let otto = target.sign_in(world.person("Otto"));
    let answer = otto.ask::<ListMembers>(&at(world, "Office"), &Empty {}, "rows-of-a-list");
    let line = target.logged(&answer.headers[REQUEST_ID_HEADER]).expect("in the log");
    let read = line.get("rows_read").and_then(Value::as_u64).unwrap_or(0);
    let (people, memberships, access_rows) = (69, 181, 60);
    assert!(read <= 3 * people + 2 * memberships + access_rows, "{read} rows");
}
