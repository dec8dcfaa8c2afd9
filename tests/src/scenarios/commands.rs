//! What holds for every command: sent twice it takes effect once (API-2).

use super::Scenario;
use super::office::office;
use super::steps::{at, at_case, code, form, missing, open, row, save, seen_alone, services};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1};
use shared::access::{Link, Permission, PermissionSet};
use shared::api::case::{AddMessage, NewMessage, OpenCase};
use shared::api::reactive_services::{NewMemberServices, SaveMemberServices};
use shared::api::workspace::MarkOpened;
use shared::api::{APP_HEADER, Empty, Endpoint, IDEMPOTENCY_HEADER, fill};
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
        Scenario::in_process(api_2_whoever_has_lost_the_permission_gets_no_earlier_answer_again),
        Scenario::anywhere(api_2_a_refusal_is_not_kept),
        Scenario::anywhere(id_1_what_a_page_made_for_somebody_sends_is_never_sent_as_another),
        Scenario::in_process(api_2_an_answer_is_kept_for_a_day),
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
    let request =
        NewMemberServices { in_force: None, members: vec![seen], services: services(world, &["Cloud"]) };
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
    assert_eq!(super::steps::cases(&vera, world, "Office", "all").len(), 2);
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
    assert_eq!(super::steps::cases(&again, world, "Office", "all").len(), 2);
}

/// Roles and archiving have no endpoint yet, so they change behind the edge's back.
fn api_2_whoever_has_lost_the_permission_gets_no_earlier_answer_again(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let irma = target.sign_in(world.person("Irma"));
    let request = NewMemberServices {
        in_force: None,
        members: vec![seen_alone(world.member("Office", "Otto"), 0)],
        services: services(world, &["Cloud"]),
    };
    let send = || irma.call_with_key::<SaveMemberServices>(&at(world, "Office"), &request, "api-2-permitted");
    let change = |sql: &str| in_process.machine.database(eu1()).execute(sql);
    send().unwrap();
    send().unwrap();
    change("UPDATE workspace SET archived_at = 1, access_version = access_version + 1");
    assert_eq!(missing(send()), Link::NotArchived);
    change("UPDATE workspace SET archived_at = NULL, access_version = access_version + 1");
    change("UPDATE member SET invited = 1; DELETE FROM workspace_administrator");
    assert_eq!(
        missing(send()),
        Link::Permission { any_of: PermissionSet::EMPTY.with(Permission::ServicesManage) }
    );
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
