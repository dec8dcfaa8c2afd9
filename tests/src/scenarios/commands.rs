//! What holds for every command: sent twice it takes effect once (API-2), and it leaves an event (AUD-1).

use super::Scenario;
use super::office::office;
use super::steps::{
    answer, at, at_case, code, form, make_move, missing, note, open, row, save, seen_alone, services,
};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1, us1};
use shared::access::Link;
use shared::api::case::{AddMessage, NewMessage, OpenCase, Show};
use shared::api::reactive_services::{NewMemberServices, SaveMemberServices};
use shared::api::workspace::MarkOpened;
use shared::api::{APP_HEADER, Empty, Endpoint, IDEMPOTENCY_HEADER, fill};
use shared::case::lifecycle::Move;
use shared::problem::ProblemCode;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(api_2_the_same_command_again_gets_the_same_answer_and_takes_effect_once),
        Scenario::anywhere(api_2_the_same_key_with_another_body_or_path_is_refused),
        Scenario::anywhere(api_2_keys_of_different_people_and_endpoints_do_not_meet),
        Scenario::anywhere(api_2_a_command_needs_a_key),
        Scenario::anywhere(api_2_access_is_checked_before_an_answer_is_given_again),
        Scenario::in_process(api_2_access_to_the_case_is_checked_before_an_earlier_answer_is_given_again),
        Scenario::anywhere(api_2_a_refusal_is_not_kept),
        Scenario::anywhere(id_1_what_a_page_made_for_somebody_sends_is_never_sent_as_another),
        Scenario::in_process(api_2_an_answer_is_kept_for_a_day),
        Scenario::in_process(aud_1_every_change_leaves_an_event_in_its_commit),
        Scenario::in_process(aud_1_signing_in_leaves_an_event),
        Scenario::in_process(aud_1_a_refused_change_is_recorded_for_members_and_nobody_else),
        Scenario::in_process(aud_1_at_most_sixty_refusals_of_a_person_are_recorded_in_an_hour),
        Scenario::in_process(aud_1_a_command_that_is_repeated_leaves_one_event),
        Scenario::in_process(aud_1_events_hold_ids_and_never_names),
    ]
    .into_iter()
    .map(|scenario| scenario.within(office))
    .collect()
}

fn api_2_the_same_command_again_gets_the_same_answer_and_takes_effect_once(
    target: &dyn Target,
    world: &World,
) {
    let (vera, irma) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Irma")));
    let id = &world.case("Mail flow").id;
    let message = NewMessage { text: "Once.".into() };
    let say = || vera.ask::<AddMessage>(&at_case(world, "Office", id), &message, "api-2-message");
    let (first, again) = (say(), say());
    assert_eq!((first.status, &first.body), (200, &again.body));
    assert_eq!(super::steps::case(&vera, world, "Office", id).unwrap().entries.len(), 1);
    let seen = seen_alone(world.member("Office", "Otto"), 0);
    let request = NewMemberServices { members: vec![seen], services: services(world, &["Cloud"]) };
    let give = || irma.ask::<SaveMemberServices>(&at(world, "Office"), &request, "api-2-services");
    let (first, again) = (give(), give());
    assert_eq!((first.status, &first.body), (200, &again.body));
    assert_eq!(row(&irma, world, "Office", "Otto").version, 1);
}

/// Switching the setting has no endpoint yet, so it is done behind the edge's back.
fn api_2_access_to_the_case_is_checked_before_an_earlier_answer_is_given_again(
    in_process: &InProcess,
    world: &World,
) {
    let target: &dyn Target = in_process;
    let otto = target.sign_in(world.person("Otto"));
    let case = at_case(world, "Office", &world.case("Mail flow").id);
    let say = || otto.ask::<AddMessage>(&case, &NewMessage { text: "Once.".into() }, "api-2-admitted");
    assert_eq!(say().status, 200);
    in_process.machine.database(eu1()).execute(
        "UPDATE workspace SET case_visibility = 'participants_only', access_version = access_version + 1",
    );
    assert_eq!((say().status, say().code()), (404, ProblemCode::NotFound));
}

fn id_1_what_a_page_made_for_somebody_sends_is_never_sent_as_another(target: &dyn Target, world: &World) {
    let browser = target.sign_in(world.person("Vera"));
    let case = at_case(world, "Office", &world.case("Mail flow").id);
    let path = fill(AddMessage::PATH, &case);
    let sent_for = |person: &str, key: &str| {
        let identity = &world.person(person).identity;
        let headers = [
            (APP_HEADER, identity.as_str()),
            (IDEMPOTENCY_HEADER, key),
            ("content-type", "application/json"),
        ];
        browser.send("POST", &path, &headers, "{\"text\":\"Written by Vera.\"}")
    };
    assert_eq!(sent_for("Vera", "for-vera-once").status, 200);
    // In a second tab of the same browser somebody else signs in.
    browser.try_to_sign_in(world.person("Irma"));
    let refused = sent_for("Vera", "for-vera-again");
    assert_eq!((refused.status, refused.code()), (409, ProblemCode::SignedInAsAnother));
    let asked = browser.send("GET", &path.replace("/messages", ""), &[(APP_HEADER, "1")], "");
    assert_eq!(asked.body.matches("Written by Vera").count(), 1, "{asked:?}");
    assert_eq!(sent_for("Irma", "for-irma-once").status, 200);
}

fn api_2_the_same_key_with_another_body_or_path_is_refused(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = form(&world.service("Cloud").id);
    vera.call_with_key::<OpenCase>(&at(world, "Office"), &form, "api-2-reused").unwrap();
    let mut other = form.clone();
    other.title.push('.');
    let reused = vera.call_with_key::<OpenCase>(&at(world, "Office"), &other, "api-2-reused");
    assert_eq!(code(reused), ProblemCode::IdempotencyKeyReused);
    assert_eq!(super::steps::cases(&vera, world, "Office", Show::All).len(), 2);
    // The same body for another case is another command too.
    let opened = open(&vera, world, "Office", "Cloud").unwrap();
    let message = NewMessage { text: "The same words.".into() };
    let say = |id| vera.call_with_key::<AddMessage>(&at_case(world, "Office", id), &message, "api-2-words");
    say(&world.case("Mail flow").id).unwrap();
    assert_eq!(code(say(&opened.id)), ProblemCode::IdempotencyKeyReused);
}

fn api_2_keys_of_different_people_and_endpoints_do_not_meet(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let id = &world.case("Mail flow").id;
    let message = NewMessage { text: "The same words.".into() };
    for browser in [&vera, &erik] {
        let said =
            browser.call_with_key::<AddMessage>(&at_case(world, "Office", id), &message, "api-2-shared-key");
        assert!(said.is_ok());
    }
    let opened = vera.call_with_key::<MarkOpened>(&at(world, "Office"), &Empty {}, "api-2-shared-key");
    assert!(opened.is_ok());
    assert_eq!(super::steps::case(&vera, world, "Office", id).unwrap().entries.len(), 2);
}

fn api_2_a_command_needs_a_key(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let path = format!("/api/workspaces/{}/opened", world.workspace("Office").id);
    let long = "k".repeat(129);
    for key in ["", "short", "with a space", &long, "tab\there"] {
        let answer = vera.send_command("POST", &path, key, "{}");
        assert_eq!((answer.status, answer.code()), (400, ProblemCode::IdempotencyKeyMissing), "{key}");
    }
    let without = vera.send("POST", &path, &[("x-portico", "1"), ("content-type", "application/json")], "{}");
    assert_eq!(without.code(), ProblemCode::IdempotencyKeyMissing);
    assert_eq!(vera.send_command("POST", &path, "k-2345678", "{}").status, 200);
}

fn api_2_access_is_checked_before_an_answer_is_given_again(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = form(&world.service("Cloud").id);
    let send = |browser: &crate::browser::Browser<'_>| {
        browser.call_with_key::<OpenCase>(&at(world, "Office"), &form, "api-2-before-replay")
    };
    send(&vera).unwrap();
    let kept = target.nobody();
    kept.put_cookies(&vera.cookie_header());
    vera.call::<shared::api::session::SignOut>(&shared::access::Everywhere, &Empty {}).unwrap();
    assert_eq!(code(send(&kept)), ProblemCode::NotSignedIn);
    // Somebody who is no member gets nothing out of a key that they found.
    let joan = target.sign_in(world.person("Joan"));
    assert_eq!(code(send(&joan)), ProblemCode::NotFound);
    // In another session of hers it is the same command still.
    let again = target.sign_in(world.person("Vera"));
    assert!(send(&again).is_ok());
    assert_eq!(super::steps::cases(&again, world, "Office", Show::All).len(), 2);
}

fn api_2_a_refusal_is_not_kept(target: &dyn Target, world: &World) {
    let (irma, otto) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Otto")));
    let form = form(&world.service("Cloud").id);
    let send = || otto.call_with_key::<OpenCase>(&at(world, "Office"), &form, "api-2-refusal");
    assert!(matches!(missing(send()), Link::Assignment { .. }));
    save(&irma, world, "Office", &["Otto"], &["Cloud"]).unwrap();
    let opened = send().unwrap();
    assert_eq!(send().unwrap(), opened);
}

fn api_2_an_answer_is_kept_for_a_day(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let form = form(&world.service("Cloud").id);
    let send = || {
        let vera = browsers.sign_in(world.person("Vera"));
        vera.call_with_key::<OpenCase>(&at(world, "Office"), &form, "api-2-for-a-day").unwrap()
    };
    let first = send();
    target.turn_clock(Span::minutes(24 * 60 - 1));
    target.tick();
    assert_eq!(send(), first);
    target.turn_clock(Span::minutes(2));
    target.tick();
    assert_ne!(send(), first);
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
    let found: usize = [eu1(), us1()]
        .map(|shard| {
            let sql = format!(
                "SELECT action FROM audit_event WHERE actor_id = '{identity}' AND scope_id = '{identity}'"
            );
            target.machine.database(shard).look(&sql).len()
        })
        .into_iter()
        .sum();
    assert!(found > 0, "no event tells of the sign-in");
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
