//! What happened leaves an event, in the transaction that made it happen (AUD-1).

use super::Scenario;
use super::office::office;
use super::steps::{answer, at, form, make_move, note, open, save};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1, us1};
use shared::api::case::OpenCase;
use shared::case::lifecycle::Move;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::in_process(aud_1_every_change_leaves_an_event_in_its_commit),
        Scenario::in_process(aud_1_signing_in_leaves_an_event),
        Scenario::in_process(aud_1_a_refused_change_is_recorded_for_members_and_nobody_else),
        Scenario::in_process(aud_1_a_change_refused_by_any_link_is_recorded_with_it),
        Scenario::in_process(aud_1_at_most_sixty_refusals_of_a_person_are_recorded_in_an_hour),
        Scenario::in_process(aud_1_a_command_that_is_repeated_leaves_one_event),
        Scenario::in_process(aud_1_events_hold_ids_and_never_names),
    ]
    .into_iter()
    .map(|scenario| scenario.within(office))
    .collect()
}

/// The events of a scope, as rows: who, through, what, on what, before, after, refused.
fn events(target: &InProcess, scope: &str) -> Vec<Vec<String>> {
    target.machine.database(eu1()).look(&format!(
        "SELECT actor_id, through, action, subject, before, after, refused, at FROM audit_event
         WHERE scope_id = '{scope}' ORDER BY at, id"
    ))
}

fn aud_1_every_change_leaves_an_event_in_its_commit(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let [irma, vera, erik] = ["Irma", "Vera", "Erik"].map(|person| browsers.sign_in(world.person(person)));
    let office = &world.workspace("Office").id;
    let id = &world.case("Mail flow").id;
    let mut expected = Vec::new();
    let mut happens = |person: &str, action: &str, subject: &str| {
        let events = events(target, office.as_str());
        let last = events.last().unwrap();
        let text = |text: &str| format!("\"{text}\"");
        assert_eq!(
            last[..4],
            [text(world.person(person).identity.as_str()), text("browser"), text(action), text(subject)]
        );
        assert_eq!(last[6], "0");
        expected.push(action.to_owned());
        assert_eq!(events.len(), expected.len(), "{expected:?}");
        target.turn_clock(Span::seconds(1));
        (last[4].clone(), last[5].clone())
    };
    save(&irma, world, "Office", &["Otto"], &["Cloud"]).unwrap();
    let (before, after) = happens("Irma", "services.replaced", world.member("Office", "Otto").as_str());
    assert!(before.contains("[]") && after.contains(world.service("Cloud").id.as_str()), "{before} {after}");
    let opened = open(&vera, world, "Office", "Cloud").unwrap();
    let (before, after) = happens("Vera", "case.opened", opened.id.as_str());
    assert!(before == "null" && after.contains(opened.number.as_str()), "{before} {after}");
    answer(&vera, world, "Office", id, "News.").unwrap();
    happens("Vera", "case.answered", id.as_str());
    note(&erik, world, "Office", id, "A note.").unwrap();
    happens("Erik", "case.noted", id.as_str());
    make_move(&erik, world, "Office", id, Move::Assign).unwrap();
    let (before, after) = happens("Erik", "case.moved", id.as_str());
    assert!(before.contains("new") && after.contains("assigned"), "{before} {after}");
}

fn aud_1_signing_in_leaves_an_event(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let identity = &world.person("Vera").identity;
    let _vera = browsers.sign_in(world.person("Vera"));
    for shard in [eu1(), us1()] {
        let sql = format!(
            "SELECT action FROM audit_event WHERE actor_id = '{identity}' AND scope_id = '{identity}'"
        );
        assert_eq!(target.machine.database(shard).look(&sql), [["\"signed_in\""]], "{shard}");
    }
}

fn aud_1_a_refused_change_is_recorded_for_members_and_nobody_else(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let office = world.workspace("Office").id.as_str();
    let otto = browsers.sign_in(world.person("Otto"));
    assert!(open(&otto, world, "Office", "Cloud").is_err());
    let recorded = events(target, office);
    let [event] = &recorded[..] else { panic!("{recorded:?}") };
    assert_eq!(
        (event[0].trim_matches('"'), event[6].as_str()),
        (world.person("Otto").identity.as_str(), "1")
    );
    assert!(event[2].contains("POST /api/workspaces/{workspace}/cases"), "{event:?}");
    // Strangers, wrong forms and looking leave nothing.
    let joan = browsers.sign_in(world.person("Joan"));
    assert!(open(&joan, world, "Office", "Cloud").is_err());
    let vera = browsers.sign_in(world.person("Vera"));
    let mut wrong = form(&world.service("Cloud").id);
    wrong.title = String::new();
    assert!(vera.call::<OpenCase>(&at(world, "Office"), &wrong).is_err());
    assert!(super::steps::list(&joan, world, "Office").is_err());
    assert_eq!(events(target, office).len(), 1);
}

fn aud_1_a_change_refused_by_any_link_is_recorded_with_it(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let [otto, erik] = ["Otto", "Erik"].map(|person| browsers.sign_in(world.person(person)));
    assert!(save(&otto, world, "Office", &["Otto"], &["Cloud"]).is_err());
    assert!(open(&erik, world, "Office", "Cloud").is_err());
    target.machine.database(eu1()).execute("UPDATE workspace SET archived_at = 1");
    assert!(open(&otto, world, "Office", "Cloud").is_err());
    let recorded = events(target, world.workspace("Office").id.as_str());
    let mut links = recorded.iter().map(|event| event[5].as_str());
    for link in ["permission", "origin", "not_archived"] {
        assert!(links.next().is_some_and(|after| after.contains(link)), "{link}: {recorded:?}");
    }
    assert_eq!(links.next(), None);
}

fn aud_1_at_most_sixty_refusals_of_a_person_are_recorded_in_an_hour(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let office = world.workspace("Office").id.as_str();
    let otto = browsers.sign_in(world.person("Otto"));
    for _ in 0..70 {
        assert!(open(&otto, world, "Office", "Cloud").is_err());
    }
    assert_eq!(events(target, office).len(), 60);
    let irma = browsers.sign_in(world.person("Irma"));
    assert!(open(&irma, world, "Office", "Cloud").is_err());
    assert_eq!(events(target, office).len(), 61);
    target.turn_clock(Span::minutes(59));
    assert!(super::steps::me(&otto).is_ok());
    target.turn_clock(Span::minutes(2));
    assert!(open(&otto, world, "Office", "Cloud").is_err());
    assert_eq!(events(target, office).len(), 62);
}

fn aud_1_a_command_that_is_repeated_leaves_one_event(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let vera = browsers.sign_in(world.person("Vera"));
    let form = form(&world.service("Cloud").id);
    for _ in 0..3 {
        vera.call_with_key::<OpenCase>(&at(world, "Office"), &form, "aud-1-repeated").unwrap();
    }
    assert_eq!(events(target, world.workspace("Office").id.as_str()).len(), 1);
}

fn aud_1_events_hold_ids_and_never_names(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let [irma, vera, erik] = ["Irma", "Vera", "Erik"].map(|person| browsers.sign_in(world.person(person)));
    let id = &world.case("Mail flow").id;
    save(&irma, world, "Office", &["Otto", "Karl"], &["Cloud"]).unwrap();
    open(&vera, world, "Office", "Cloud").unwrap();
    answer(&vera, world, "Office", id, "UNIQUE words of hers").unwrap();
    note(&erik, world, "Office", id, "UNIQUE words of his").unwrap();
    assert!(open(&erik, world, "Office", "Cloud").is_err());
    for shard in [eu1(), us1()] {
        let rows = target.machine.database(shard).look("SELECT * FROM audit_event");
        let text = rows.concat().join(" ");
        for name in ["Irma", "Vera", "Otto", "Erik", "Falk", "example", "UNIQUE", "Office", "Names resolve"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
    }
}
