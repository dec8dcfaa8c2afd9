//! Switching Granular Reactive Services on and off (RS-1 to RS-3, RS-13).

use super::Scenario;
use super::office::{home_tenant, office};
use super::random_worlds::{WORLDS, is_member, now, random_world};
use super::situation::situation;
use super::steps::{actor, at, code, feature, group, list, missing, open, row, save, save_groups, switch};
use crate::browser::Browser;
use crate::in_process::{InProcess, ground};
use crate::target::Target;
use crate::world::{Ground, Person, World, eu1};
use shared::access::{Link, Origin, Permission, PermissionSet};
use shared::api::feature::{NewSwitch, SwitchGranularReactiveServices, SwitchPreview};
use shared::api::reactive_services::SavedServices;
use shared::id::ServiceId;
use shared::problem::ProblemCode;
use shared::service::assignment::Totals;
use shared::service::entitlement::entitle;
use shared::service::fingerprint::Fingerprint;
use shared::service::switch::{Start, Switch};
use shared::time::Span;
use std::collections::BTreeSet;

const TODAY: Switch = Switch::On(Start::Today);
pub(super) const NOTHING: Switch = Switch::On(Start::Nothing);
pub(super) const KEPT: Switch = Switch::On(Start::Kept);

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(rs_1_switching_off_lets_every_customer_side_member_use_every_service),
        Scenario::anywhere(rs_1_it_is_off_until_somebody_switches_it_on),
        Scenario::anywhere(rs_2_whoever_manages_features_switches_it_and_nobody_else),
        Scenario::anywhere(rs_2_it_can_be_switched_on_where_there_is_little_to_hand_out),
        Scenario::anywhere(rs_3_starting_from_today_takes_nothing_from_anybody),
        Scenario::anywhere(
            rs_3_starting_from_today_gives_each_group_everything_and_each_person_whom_none_holds,
        ),
        Scenario::anywhere(rs_3_starting_from_nothing_takes_everything_from_everybody),
        Scenario::anywhere(rs_3_the_preview_names_at_most_twenty_of_those_who_lose_something)
            .within(with_many),
        Scenario::in_process(rs_3_whoever_can_t_enter_is_not_among_those_who_gain_or_lose),
        Scenario::anywhere(rs_15_of_two_who_switch_it_one_succeeds),
        Scenario::anywhere(acc_12_a_preview_that_no_longer_holds_switches_nothing),
        Scenario::anywhere(rs_12_a_session_and_a_form_that_were_open_meet_the_switch_at_once),
        Scenario::in_process(aud_1_a_switch_leaves_an_event_and_one_for_each_set_it_replaces),
        Scenario::in_process(acc_11_the_preview_is_what_everybody_can_use_afterwards_in_any_world),
        Scenario::in_process(rs_3_five_thousand_people_start_from_today_at_once).within(with_a_crowd),
    ]
}

fn with_many(ground: &Ground, name: &str) -> World {
    crowded(ground, name, 30)
}

fn with_a_crowd(ground: &Ground, name: &str) -> World {
    crowded(ground, name, 5_000)
}

/// The shop with many people in it.
fn crowded(ground: &Ground, name: &str, count: usize) -> World {
    let mut world = office(ground, name);
    let (shop, tenant) = (world.workspace("Shop").id.clone(), home_tenant(&world));
    for number in 0..count {
        let person = world.add_person(&tenant, &format!("Person {number:04}"), name);
        world.invite(&shop, &person);
    }
    world
}

pub(super) fn preview(browser: &Browser<'_>, world: &World, workspace: &str, way: Switch) -> SwitchPreview {
    let previews = feature(browser, world, workspace).unwrap().previews;
    previews
        .into_iter()
        .find(|preview| preview.switch == way)
        .unwrap_or_else(|| panic!("{way:?} is not offered"))
}

/// What a person can use of the services named, by opening cases.
pub(super) fn usable(target: &dyn Target, world: &World, person: &str, workspace: &str) -> Vec<&'static str> {
    let browser = target.sign_in(world.person(person));
    let services = ["Cloud", "Database", "Network"].into_iter();
    services.filter(|name| open(&browser, world, workspace, name).is_ok()).collect()
}

fn rs_1_switching_off_lets_every_customer_side_member_use_every_service(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let off = preview(&irma, world, "Office", Switch::Off);
    // Vera has Cloud, Karl has Database, and Irma, Otto, Nils and Edda have nothing.
    assert_eq!(off.totals, Totals { gaining: 6, gained: 3, ..Totals::default() });
    assert_eq!((off.groups, off.people, off.without, off.losing.len()), (1, 1, 0, 0));
    assert_eq!(switch(&irma, world, "Office", Switch::Off).unwrap().totals, off.totals);
    assert_eq!(code(list(&irma, world, "Office")), ProblemCode::FeatureOff);
    for person in ["Vera", "Otto", "Karl"] {
        assert_eq!(usable(target, world, person, "Office"), ["Cloud", "Database", "Network"], "{person}");
    }
}

fn rs_1_it_is_off_until_somebody_switches_it_on(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let found = feature(&lea, world, "Shop").unwrap();
    assert_eq!((found.on, found.services, found.in_force, found.people, found.groups), (false, 1, 1, 2, 0));
    let offered: Vec<_> = found.previews.iter().map(|preview| preview.switch).collect();
    assert_eq!(offered, [TODAY, NOTHING]);
}

fn rs_2_whoever_manages_features_switches_it_and_nobody_else(target: &dyn Target, world: &World) {
    for person in ["Otto", "Karl"] {
        let browser = target.sign_in(world.person(person));
        let needed = Link::Permission { any_of: PermissionSet::EMPTY.with(Permission::FeaturesManage) };
        assert_eq!(missing(feature(&browser, world, "Office")), needed, "{person}");
        let request = NewSwitch { switch: Switch::Off, seen: Fingerprint::default() };
        let switched = browser.call::<SwitchGranularReactiveServices>(&at(world, "Office"), &request);
        assert_eq!(missing(switched), needed, "{person}");
    }
    let paula = target.sign_in(world.person("Paula"));
    assert_eq!(missing(feature(&paula, world, "Office")), Link::Origin { needed: Origin::Customer });
    let nils = target.sign_in(world.person("Nils"));
    switch(&nils, world, "Office", Switch::Off).unwrap();
    assert!(!feature(&nils, world, "Office").unwrap().on);
}

/// The checklist advises against it where there is one service only; nothing stands in the way.
fn rs_2_it_can_be_switched_on_where_there_is_little_to_hand_out(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    switch(&lea, world, "Shop", TODAY).unwrap();
    assert!(feature(&lea, world, "Shop").unwrap().on);
    assert_eq!(list(&lea, world, "Shop").unwrap().len(), 2);
}

fn rs_3_starting_from_today_takes_nothing_from_anybody(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let today = preview(&lea, world, "Shop", TODAY);
    assert_eq!((today.totals, today.groups, today.people, today.without), (Totals::default(), 0, 2, 0));
    assert_eq!(switch(&lea, world, "Shop", TODAY).unwrap().totals, Totals::default());
    assert_eq!(usable(target, world, "Max", "Shop"), ["Network"]);
    let max = row(&lea, world, "Shop", "Max");
    assert_eq!((max.version, max.own.len()), (1, 1));
}

fn rs_3_starting_from_today_gives_each_group_everything_and_each_person_whom_none_holds(
    target: &dyn Target,
    world: &World,
) {
    let irma = target.sign_in(world.person("Irma"));
    switch(&irma, world, "Office", Switch::Off).unwrap();
    let today = preview(&irma, world, "Office", TODAY);
    assert_eq!((today.groups, today.people, today.totals), (1, 5, Totals::default()));
    switch(&irma, world, "Office", TODAY).unwrap();
    assert_eq!(group(&irma, world, "Office", "Data people").services.len(), 3);
    for (person, own) in [("Karl", 0), ("Vera", 3), ("Otto", 3), ("Irma", 3), ("Nils", 3), ("Edda", 3)] {
        assert_eq!(row(&irma, world, "Office", person).own.len(), own, "{person}");
    }
    for person in ["Karl", "Vera", "Otto"] {
        assert_eq!(usable(target, world, person, "Office"), ["Cloud", "Database", "Network"], "{person}");
    }
}

fn rs_3_starting_from_nothing_takes_everything_from_everybody(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    switch(&irma, world, "Office", Switch::Off).unwrap();
    let nothing = preview(&irma, world, "Office", NOTHING);
    assert_eq!(nothing.totals, Totals { losing: 6, lost: 3, ..Totals::default() });
    assert_eq!((nothing.groups, nothing.people, nothing.without), (0, 0, 6));
    let names: Vec<_> = nothing.losing.iter().map(|one| (one.name.as_str(), one.services)).collect();
    let people = ["Edda Stern", "Irma Falk", "Karl Frost", "Nils Adler", "Otto Lund", "Vera Holm"];
    assert_eq!(names, people.map(|name| (name, 3)));
    assert_eq!(switch(&irma, world, "Office", NOTHING).unwrap().totals, nothing.totals);
    for person in ["Karl", "Vera", "Otto"] {
        assert_eq!(usable(target, world, person, "Office"), [""; 0], "{person}");
    }
}

fn rs_3_the_preview_names_at_most_twenty_of_those_who_lose_something(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let nothing = preview(&lea, world, "Shop", NOTHING);
    assert_eq!((nothing.totals.losing, nothing.losing.len()), (32, SwitchPreview::MOST_NAMED));
    assert_eq!(nothing.losing[0].name, "Lea Winter");
    assert_eq!((nothing.losing[2].name.as_str(), nothing.losing[2].services), ("Person 0000", 1));
}

fn rs_3_whoever_can_t_enter_is_not_among_those_who_gain_or_lose(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let lea = browsers.sign_in(world.person("Lea"));
    let nothing = |losing| {
        let preview = preview(&lea, world, "Shop", NOTHING);
        assert_eq!((preview.totals.losing, preview.without, preview.losing.len()), (losing, losing, losing));
    };
    nothing(2);
    let max = world.person("Max").identity.to_string();
    for (shut_out, let_in) in
        [("disabled_at = 1", "disabled_at = NULL"), ("account = 'personal'", "account = 'work'")]
    {
        let change = |set: &str| {
            let sql = format!("UPDATE identity SET {set} WHERE id = '{max}'");
            target.machine.database(eu1()).execute(&sql);
        };
        change(shut_out);
        nothing(1);
        // What is started from today's access is for when they can.
        assert_eq!(preview(&lea, world, "Shop", TODAY).people, 2);
        change(let_in);
    }
    nothing(2);
}

fn rs_15_of_two_who_switch_it_one_succeeds(target: &dyn Target, world: &World) {
    let (irma, nils) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Nils")));
    let seen = feature(&irma, world, "Office").unwrap().seen;
    assert_eq!(seen, feature(&nils, world, "Office").unwrap().seen);
    let request = NewSwitch { switch: Switch::Off, seen };
    irma.call::<SwitchGranularReactiveServices>(&at(world, "Office"), &request).unwrap();
    let problem = nils.call::<SwitchGranularReactiveServices>(&at(world, "Office"), &request).unwrap_err();
    assert_eq!(problem.code, ProblemCode::StaleVersion);
    assert_eq!(problem.changed, ["granular_reactive_services"]);
    switch(&nils, world, "Office", KEPT).unwrap();
}

fn acc_12_a_preview_that_no_longer_holds_switches_nothing(target: &dyn Target, world: &World) {
    let (irma, nils) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Nils")));
    let changes: [fn(&Browser<'_>, &World) -> SavedServices; 2] = [
        |nils, world| save(nils, world, "Office", &["Otto"], &["Cloud"]).unwrap(),
        |nils, world| save_groups(nils, world, "Office", &["Data people"], &["Network"]).unwrap(),
    ];
    for change in changes {
        let seen = feature(&irma, world, "Office").unwrap().seen;
        change(&nils, world);
        let request = NewSwitch { switch: Switch::Off, seen };
        let switched = irma.call::<SwitchGranularReactiveServices>(&at(world, "Office"), &request);
        assert_eq!(code(switched), ProblemCode::StaleVersion);
        assert!(feature(&irma, world, "Office").unwrap().on);
    }
}

fn rs_12_a_session_and_a_form_that_were_open_meet_the_switch_at_once(target: &dyn Target, world: &World) {
    let lea = target.sign_in(world.person("Lea"));
    let (desk, phone) = (target.sign_in(world.person("Max")), target.sign_in(world.person("Max")));
    let network = world.service("Network").id.clone();
    // The form is open: the browser has found the service usable.
    assert!(entitle(&actor(&desk, world, "Shop"), &network).is_ok());
    switch(&lea, world, "Shop", NOTHING).unwrap();
    for browser in [&desk, &phone] {
        assert_eq!(
            missing(open(browser, world, "Shop", "Network")),
            Link::Assignment { service: network.clone() }
        );
    }
    // In the office nothing has changed (WS-3).
    assert_eq!(usable(target, world, "Vera", "Office"), ["Cloud"]);
    switch(&lea, world, "Shop", Switch::Off).unwrap();
    assert!(open(&phone, world, "Shop", "Network").is_ok());
}

fn aud_1_a_switch_leaves_an_event_and_one_for_each_set_it_replaces(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let irma = browsers.sign_in(world.person("Irma"));
    let office = &world.workspace("Office").id;
    let events = |action: &str| {
        target.machine.database(eu1()).look(&format!(
            "SELECT subject, before, after FROM audit_event WHERE scope_id = '{office}' AND action = '{action}'
             ORDER BY at, id"
        ))
    };
    switch(&irma, world, "Office", Switch::Off).unwrap();
    assert_eq!(events("services.replaced").len(), 0);
    target.turn_clock(Span::seconds(1));
    switch(&irma, world, "Office", TODAY).unwrap();
    // One group, the five whom no group holds; Karl never had a set of his own.
    assert_eq!(events("services.replaced").len(), 6);
    let switched = events("feature.switched");
    assert_eq!(switched.len(), 2);
    assert!(switched[1][2].contains("today") && switched[1][1].contains("false"), "{switched:?}");
}

/// In random worlds: what each way to switch says beforehand is what the entitlement function then says of everybody, and
/// what the situation is taken to be is what the model says.
fn acc_11_the_preview_is_what_everybody_can_use_afterwards_in_any_world(_: &InProcess, _: &World) {
    let mut tried = BTreeSet::new();
    for number in 0..WORLDS {
        let world = random_world(&ground(), &format!("switching world {number}"));
        for way in [TODAY, NOTHING, KEPT, Switch::Off] {
            let target = InProcess::new(&world);
            if foretold(&target, &world, way) {
                tried.insert(format!("{way:?}"));
            }
        }
    }
    assert_eq!(tried.len(), 4, "{tried:?}");
}

/// Tries one way to switch in a world; `false` if it is not offered there.
fn foretold(target: &dyn Target, world: &World, way: Switch) -> bool {
    let irma = target.sign_in(world.person("Irma"));
    let found = feature(&irma, world, "Office").unwrap();
    let model = situation(world, "Office", now());
    assert_eq!((found.seen, found.people), (model.fingerprint(), model.people.len()));
    assert_eq!(found.previews.iter().map(|one| one.switch).collect::<Vec<_>>(), model.offered());
    let Some(preview) = found.previews.iter().find(|preview| preview.switch == way) else { return false };
    let people: Vec<&Person> = world
        .people
        .iter()
        .filter(|person| person.origin == Origin::Customer && is_member(world, person))
        .collect();
    let usable = |person: &Person| -> BTreeSet<ServiceId> {
        let actor = actor(&target.sign_in(person), world, "Office");
        let ids = world.services.iter().map(|service| service.id.clone());
        ids.filter(|service| entitle(&actor, service).is_ok()).collect()
    };
    let before: Vec<_> = people.iter().map(|person| usable(person)).collect();
    assert_eq!(switch(&irma, world, "Office", way).unwrap().totals, preview.totals);
    let after: Vec<_> = people.iter().map(|person| usable(person)).collect();
    let count = |gone: &[BTreeSet<ServiceId>], come: &[BTreeSet<ServiceId>]| {
        let differences = gone.iter().zip(come).map(|(gone, come)| gone - come);
        let some: Vec<_> = differences.filter(|one| !one.is_empty()).collect();
        (some.len(), some.into_iter().flatten().collect::<BTreeSet<_>>().len())
    };
    let ((losing, lost), (gaining, gained)) = (count(&before, &after), count(&after, &before));
    assert_eq!(preview.totals, Totals { gaining, losing, gained, lost }, "{way:?}");
    assert_eq!(preview.without, after.iter().filter(|usable| usable.is_empty()).count());
    let of_group =
        |person: &&Person| !model.in_no_group().any(|one| *one == world.member("Office", &person.name));
    if way == TODAY {
        let held = people.iter().filter(|person| of_group(person)).count();
        assert_eq!(preview.people, if found.services == 0 { 0 } else { people.len() - held });
    }
    true
}

fn rs_3_five_thousand_people_start_from_today_at_once(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let lea = browsers.sign_in(world.person("Lea"));
    assert_eq!(preview(&lea, world, "Shop", TODAY).people, 5_002);
    switch(&lea, world, "Shop", TODAY).unwrap();
    let sets = target.machine.database(eu1()).look(&format!(
        "SELECT 1 FROM service_set WHERE workspace_id = '{}' AND services <> '[]'",
        world.workspace("Shop").id
    ));
    assert_eq!(sets.len(), 5_002);
}
