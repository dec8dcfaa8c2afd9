//! Workspaces: each stands alone, and does not exist for whoever is not in it (WS).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{access, at, code, list, me, missing, open, save};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, World, eu1};
use shared::access::{AtWorkspace, Link, MemberStatus, Role};
use shared::api::workspace::{GetAccess, MarkOpened};
use shared::api::{APP_HEADER, Empty};
use shared::id::WorkspaceId;
use shared::problem::ProblemCode;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(ws_3_an_administrator_of_one_workspace_is_nobody_in_another),
        Scenario::anywhere(ws_3_a_role_in_one_workspace_gives_nothing_in_another)
            .within(with_irma_in_the_shop),
        Scenario::anywhere(ws_3_a_service_assigned_in_one_workspace_is_not_assigned_in_another)
            .within(with_granular_shop),
        Scenario::anywhere(ws_4_a_foreign_workspace_and_one_that_never_was_are_the_same_byte_for_byte),
        Scenario::anywhere(ws_4_somebody_removed_or_not_yet_in_is_no_member).within(with_former_members),
        Scenario::anywhere(ws_4_a_group_whose_grant_has_ended_holds_no_membership)
            .within(with_former_members),
        Scenario::anywhere(ws_5_the_first_time_signing_in_lands_on_a_default_workspace)
            .within(with_irma_in_the_shop),
        Scenario::anywhere(ws_5_signing_in_lands_on_the_last_workspace_used).within(with_irma_in_the_shop),
        Scenario::in_process(ws_5_where_the_last_workspace_is_gone_it_lands_elsewhere)
            .within(with_irma_everywhere),
        Scenario::anywhere(ws_6_the_switcher_lists_a_persons_workspaces_by_customer_in_all_regions)
            .within(with_irma_everywhere),
        Scenario::anywhere(ws_6_opening_a_workspace_ends_its_being_new).within(with_irma_in_the_shop),
    ]
}

fn with_irma_in_the_shop(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (shop, irma) = (world.workspace("Shop").id.clone(), world.person("Irma").identity.clone());
    world.invite(&shop, &irma);
    world
}

fn with_irma_everywhere(ground: &Ground, name: &str) -> World {
    let mut world = with_irma_in_the_shop(ground, name);
    let (abroad, irma) = (world.workspace("Abroad").id.clone(), world.person("Irma").identity.clone());
    world.invite(&abroad, &irma);
    world
}

/// The shop hands services out as well; Vera, who has one in the office, has none there.
fn with_granular_shop(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (shop, vera) = (world.workspace("Shop").id.clone(), world.person("Vera").identity.clone());
    let cloud = world.service("Cloud").id.clone();
    world.carry(&shop, &[cloud]);
    world.go_granular(&shop);
    world.invite(&shop, &vera);
    world
}

/// Otto was removed, Pia has not accepted yet, Quirin's group has lost its grant.
fn with_former_members(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let otto = world.member("Office", "Otto");
    world.member_mut(&otto).status = MemberStatus::Removed;
    let pia = world.add_person(&tenant, "Pia Future", name);
    let member = world.invite(&office, &pia);
    world.member_mut(&member).status = MemberStatus::Pending;
    let quirin = world.add_person(&tenant, "Quirin Past", name);
    let group = world.add_group(&office, &tenant, "Former group", &[&quirin]);
    let ended = world.ground.now.minus(Span::hours(1));
    world.grant(&office, &group, &[Role::Administrator], Some(ended));
    world
}

fn ws_3_an_administrator_of_one_workspace_is_nobody_in_another(target: &dyn Target, world: &World) {
    for (person, elsewhere) in [("Irma", "Shop"), ("Lea", "Office"), ("Sam", "Office"), ("Irma", "Abroad")] {
        let browser = target.sign_in(world.person(person));
        assert_eq!(
            code(access(&browser, world, elsewhere)),
            ProblemCode::NotFound,
            "{person} in {elsewhere}"
        );
        assert_eq!(code(list(&browser, world, elsewhere)), ProblemCode::NotFound, "{person} in {elsewhere}");
        assert_eq!(code(open(&browser, world, elsewhere, "Network")), ProblemCode::NotFound);
    }
}

fn ws_3_a_role_in_one_workspace_gives_nothing_in_another(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    assert!(save(&irma, world, "Office", &["Otto"], &["Cloud"]).is_ok());
    let shop = access(&irma, world, "Shop").unwrap();
    assert_eq!(shop.access.roles, []);
    let request = shared::api::reactive_services::NewMemberServices {
        in_force: None,
        members: vec![],
        services: super::steps::services(world, &[]),
    };
    let saved = irma.call::<shared::api::reactive_services::SaveMemberServices>(&at(world, "Shop"), &request);
    assert!(matches!(missing(saved), Link::Permission { .. }));
}

fn ws_3_a_service_assigned_in_one_workspace_is_not_assigned_in_another(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    assert!(open(&vera, world, "Office", "Cloud").is_ok());
    assert!(matches!(missing(open(&vera, world, "Shop", "Cloud")), Link::Assignment { .. }));
}

fn ws_4_a_foreign_workspace_and_one_that_never_was_are_the_same_byte_for_byte(
    target: &dyn Target,
    world: &World,
) {
    let joan = target.sign_in(world.person("Joan"));
    let never = WorkspaceId::new(eu1(), shared::time::Timestamp::from_millis(1), [1; 10]);
    let asked = |path: &str| {
        let answer = joan.send("GET", path, &[(APP_HEADER, "1")], "");
        let mut headers = answer.headers.clone();
        for varying in ["x-request-id", "date"] {
            headers.remove(varying);
        }
        (answer.status, headers, answer.body)
    };
    for rest in [
        "access",
        "home",
        "cases",
        "case-options",
        "reactive-services/members",
        "holders?permission=audit.view",
    ] {
        let office = asked(&format!("/api/workspaces/{}/{rest}", world.workspace("Office").id));
        assert_eq!(office.0, 404);
        assert_eq!(office, asked(&format!("/api/workspaces/{never}/{rest}")), "{rest}");
        // A shard that this deployment does not have, a malformed id, an id of another kind.
        let gone = never.as_str().replace("eu1", "zz9");
        assert_eq!(office, asked(&format!("/api/workspaces/{gone}/{rest}")), "{rest}");
        assert_eq!(office, asked(&format!("/api/workspaces/none/{rest}")), "{rest}");
        let other = never.as_str().replace("ws_", "cus_");
        assert_eq!(office, asked(&format!("/api/workspaces/{other}/{rest}")), "{rest}");
    }
}

fn ws_4_somebody_removed_or_not_yet_in_is_no_member(target: &dyn Target, world: &World) {
    for person in ["Otto", "Pia"] {
        let browser = target.sign_in(world.person(person));
        assert_eq!(code(access(&browser, world, "Office")), ProblemCode::NotFound, "{person}");
        assert_eq!(code(open(&browser, world, "Office", "Cloud")), ProblemCode::NotFound, "{person}");
        assert_eq!(me(&browser).unwrap().workspaces, [], "{person}");
    }
    let irma = target.sign_in(world.person("Irma"));
    let names: Vec<_> = list(&irma, world, "Office").unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Edda Stern", "Irma Falk", "Karl Frost", "Nils Adler", "Vera Holm"]);
}

fn ws_4_a_group_whose_grant_has_ended_holds_no_membership(target: &dyn Target, world: &World) {
    let quirin = target.sign_in(world.person("Quirin"));
    assert_eq!(code(access(&quirin, world, "Office")), ProblemCode::NotFound);
    let me = me(&quirin).unwrap();
    assert_eq!((me.workspaces, me.ask.unwrap().name.as_str()), (vec![], "Nils Adler"));
}

fn ws_5_the_first_time_signing_in_lands_on_a_default_workspace(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    assert_eq!(me(&irma).unwrap().landing, Some(world.workspace("Office").id.clone()));
    let lea = target.sign_in(world.person("Lea"));
    assert_eq!(me(&lea).unwrap().landing, Some(world.workspace("Shop").id.clone()));
}

fn ws_5_signing_in_lands_on_the_last_workspace_used(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    irma.call::<MarkOpened>(&at(world, "Shop"), &Empty {}).unwrap();
    let again = target.sign_in(world.person("Irma"));
    assert_eq!(me(&again).unwrap().landing, Some(world.workspace("Shop").id.clone()));
}

fn ws_5_where_the_last_workspace_is_gone_it_lands_elsewhere(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    // Not the one before the last, but as the first time.
    irma.call::<MarkOpened>(&at(world, "Abroad"), &Empty {}).unwrap();
    in_process.turn_clock(Span::minutes(1));
    irma.call::<MarkOpened>(&at(world, "Shop"), &Empty {}).unwrap();
    let member = world.member("Shop", "Irma");
    let sql = format!(
        "UPDATE member SET status = 'removed', access_version = access_version + 1 WHERE id = '{member}'"
    );
    in_process.machine.database(eu1()).execute(&sql);
    let again = me(&target.sign_in(world.person("Irma"))).unwrap();
    assert_eq!(again.landing, Some(world.workspace("Office").id.clone()));
    assert_eq!(again.workspaces.len(), 2);
}

fn ws_6_the_switcher_lists_a_persons_workspaces_by_customer_in_all_regions(
    target: &dyn Target,
    world: &World,
) {
    let irma = me(&target.sign_in(world.person("Irma"))).unwrap();
    let listed: Vec<_> =
        irma.workspaces.iter().map(|entry| (entry.customer.as_str(), entry.name.as_str())).collect();
    let (home, abroad) = (world.customers[0].name.as_str(), world.customers[1].name.as_str());
    let mut expected = [(home, "Office"), (home, "Shop"), (abroad, "Abroad")];
    expected.sort_unstable();
    assert_eq!(listed, expected);
    let number =
        |name: &str| irma.workspaces.iter().find(|entry| entry.name == name).unwrap().agreement.clone();
    assert_eq!(number("Office"), Some(world.agreements[0].number.clone()));
    assert_eq!(number("Abroad"), Some(world.agreements[1].number.clone()));
}

fn ws_6_opening_a_workspace_ends_its_being_new(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let opened = |name: &str| {
        let entries = me(&irma).unwrap().workspaces;
        entries.into_iter().find(|entry| entry.name == name).unwrap().last_opened_at
    };
    assert_eq!((opened("Office"), opened("Shop")), (None, None));
    irma.call::<MarkOpened>(&at(world, "Office"), &Empty {}).unwrap();
    assert!(opened("Office").is_some());
    assert_eq!(opened("Shop"), None);
    // For others it is as new as before.
    let otto = target.sign_in(world.person("Otto"));
    assert_eq!(me(&otto).unwrap().workspaces[0].last_opened_at, None);
    let elsewhere = AtWorkspace { workspace: world.workspace("Abroad").id.clone() };
    assert_eq!(code(irma.call::<MarkOpened>(&elsewhere, &Empty {})), ProblemCode::NotFound);
    assert_eq!(code(irma.call::<GetAccess>(&elsewhere, &Empty {})), ProblemCode::NotFound);
}
