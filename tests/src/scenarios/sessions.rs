//! Sessions: how they end, in every region, for ever (ID-8).

use super::Scenario;
use super::office::office;
use super::steps::{access, code, me, open};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, World, eu1, us1};
use shared::access::Everywhere;
use shared::api::session::SignOut;
use shared::api::{APP_HEADER, Empty};
use shared::problem::ProblemCode;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(id_8_signing_out_ends_the_session_in_every_region).within(with_a_traveller),
        Scenario::anywhere(id_8_signing_out_ends_one_session_and_no_other),
        Scenario::anywhere(id_8_signing_out_twice_is_signing_out_once),
        Scenario::anywhere(id_8_a_cookie_that_was_tampered_with_is_no_session),
        Scenario::anywhere(id_8_no_session_no_answer_and_no_difference),
        Scenario::in_process(id_8_a_session_ends_after_twelve_hours_however_busy),
        Scenario::in_process(id_8_a_session_ends_after_an_hour_without_a_request),
        Scenario::in_process(id_8_the_session_row_holds_nothing_personal),
        Scenario::anywhere(id_8_no_answer_but_that_of_signing_out_takes_the_cookie),
        Scenario::in_process(id_8_what_has_had_its_time_is_forgotten).within(with_a_traveller),
        Scenario::in_process(no_line_of_the_log_holds_anything_of_a_person_or_a_session),
    ]
}

/// Vera is a member abroad as well.
pub fn with_a_traveller(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (abroad, vera) = (world.workspace("Abroad").id.clone(), world.person("Vera").identity.clone());
    world.invite(&abroad, &vera);
    world
}

/// A browser that kept the cookies of another.
pub(super) fn copy_of<'t>(browser: &Browser<'t>) -> Browser<'t> {
    let copy = Browser::new(browser.target());
    copy.put_cookies(&browser.cookie_header());
    copy
}

pub(super) fn sign_out(browser: &Browser<'_>) -> Result<Empty, shared::problem::Problem> {
    browser.call::<SignOut>(&Everywhere, &Empty {})
}

pub(super) fn is_out(browser: &Browser<'_>, world: &World) {
    assert_eq!(code(me(&copy_of(browser))), ProblemCode::NotSignedIn);
    for workspace in ["Office", "Abroad"] {
        assert_eq!(
            code(access(&copy_of(browser), world, workspace)),
            ProblemCode::NotSignedIn,
            "{workspace}"
        );
    }
    assert_eq!(code(open(&copy_of(browser), world, "Office", "Cloud")), ProblemCode::NotSignedIn);
}

fn id_8_signing_out_ends_the_session_in_every_region(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    assert!(access(&vera, world, "Office").is_ok() && access(&vera, world, "Abroad").is_ok());
    let kept = copy_of(&vera);
    sign_out(&vera).unwrap();
    assert_eq!(vera.cookie_header(), "");
    is_out(&kept, world);
}

fn id_8_signing_out_ends_one_session_and_no_other(target: &dyn Target, world: &World) {
    let (phone, desk) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Vera")));
    let kept = copy_of(&phone);
    sign_out(&phone).unwrap();
    is_out(&kept, world);
    assert!(me(&desk).is_ok() && open(&desk, world, "Office", "Cloud").is_ok());
}

fn id_8_signing_out_twice_is_signing_out_once(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let kept = copy_of(&vera);
    sign_out(&vera).unwrap();
    let again = sign_out(&copy_of(&kept));
    assert!(again.is_ok() || code(again) == ProblemCode::NotSignedIn);
    is_out(&kept, world);
}

fn id_8_a_cookie_that_was_tampered_with_is_no_session(target: &dyn Target, world: &World) {
    let (vera, irma) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Irma")));
    let (hers, other) = (vera.cookie_header(), irma.cookie_header());
    let identity = |person| world.person(person).identity.as_str();
    let (name, value) = hers.split_once('=').unwrap();
    let mac = value.rsplit_once('.').unwrap();
    let forged = [
        hers.replace(identity("Vera"), identity("Irma")),
        other.replace(identity("Irma"), identity("Vera")),
        format!("{name}={}.{}", mac.0, other.rsplit_once('.').unwrap().1),
        format!("{name}={}", mac.0),
        format!("{name}=."),
        format!("{name}={value}x"),
        format!("{name}={}", value.to_uppercase()),
        hers.replacen("__Host-Http-", "__Host-", 1),
    ];
    for cookie in forged {
        let thief = target.nobody();
        thief.put_cookies(&cookie);
        assert_eq!(code(me(&thief)), ProblemCode::NotSignedIn, "{cookie}");
        assert_eq!(code(access(&thief, world, "Office")), ProblemCode::NotSignedIn, "{cookie}");
    }
    assert!(me(&vera).is_ok());
}

fn id_8_no_session_no_answer_and_no_difference(target: &dyn Target, world: &World) {
    let nobody = target.nobody();
    let ended = target.sign_in(world.person("Vera"));
    let kept = copy_of(&ended);
    sign_out(&ended).unwrap();
    let path = format!("/api/workspaces/{}/access", world.workspace("Office").id);
    let never = nobody.send("GET", &path, &[(APP_HEADER, "1")], "");
    let after = kept.send("GET", &path, &[(APP_HEADER, "1")], "");
    assert_eq!((never.status, &never.body), (after.status, &after.body));
}

fn id_8_a_session_ends_after_twelve_hours_however_busy(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    for _ in 0..15 {
        target.turn_clock(Span::minutes(47));
        assert!(me(&vera).is_ok());
    }
    // 11 h 45 min. The cookie is fresh, and is worth nothing after the twelfth hour.
    target.turn_clock(Span::minutes(14));
    assert!(access(&vera, world, "Office").is_ok());
    target.turn_clock(Span::minutes(1));
    is_out(&vera, world);
}

fn id_8_a_session_ends_after_an_hour_without_a_request(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    target.turn_clock(Span::minutes(59));
    assert!(me(&vera).is_ok());
    target.turn_clock(Span::minutes(59));
    assert!(access(&vera, world, "Office").is_ok());
    target.turn_clock(Span::minutes(66));
    is_out(&vera, world);
}

fn id_8_the_session_row_holds_nothing_personal(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    for shard in [eu1(), us1()] {
        let rows = target.machine.database(shard).look("SELECT * FROM session");
        let [row] = &rows[..] else { panic!("{rows:?}") };
        let text = row.join(" ");
        assert!(text.contains(world.person("Vera").identity.as_str()));
        for secret in ["Vera", "home.example", vera.cookie_header().split(['=', '.']).nth(1).unwrap()] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

fn id_8_no_answer_but_that_of_signing_out_takes_the_cookie(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let kept = copy_of(&vera);
    sign_out(&vera).unwrap();
    for path in ["/api/me".to_owned(), format!("/api/workspaces/{}/access", world.workspace("Office").id)] {
        // With the cookie of an ended session, with none, and as another site's link is followed.
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        for (browser, headers) in [
            (&kept, &[(APP_HEADER, "1")][..]),
            (&vera, &[(APP_HEADER, "1")][..]),
            (&kept, &link),
            (&vera, &link),
        ] {
            let answer = browser.send("GET", &path, headers, "");
            assert!([401, 403, 409].contains(&answer.status), "{answer:?}");
            assert!(!answer.headers.contains_key("set-cookie"), "{answer:?}");
        }
    }
    assert_ne!(kept.cookie_header(), "");
}

fn id_8_what_has_had_its_time_is_forgotten(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    open(&vera, world, "Office", "Cloud").unwrap();
    sign_out(&vera).unwrap();
    let count = |table: &str| {
        let rows = [eu1(), us1()]
            .map(|shard| target.machine.database(shard).look(&format!("SELECT * FROM {table}")));
        rows.map(|rows| rows.len())
    };
    assert_eq!((count("session"), count("idempotency")), ([1, 1], [1, 0]));
    target.turn_clock(Span::hours(23));
    target.tick();
    assert_eq!((count("session"), count("idempotency")), ([1, 1], [1, 0]));
    target.turn_clock(Span::hours(2));
    target.tick();
    assert_eq!((count("session"), count("idempotency")), ([1, 1], [0, 0]));
    // Half a day of session, a week of tombstone.
    target.turn_clock(Span::days(6));
    target.tick();
    assert_eq!(count("session"), [1, 1]);
    target.turn_clock(Span::hours(12));
    target.tick();
    assert_eq!(count("session"), [0, 0]);
}

fn no_line_of_the_log_holds_anything_of_a_person_or_a_session(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    let cookie = vera.cookie_header();
    assert!(me(&vera).is_ok() && access(&vera, world, "Office").is_ok());
    open(&vera, world, "Office", "Cloud").unwrap();
    assert_eq!(code(access(&vera, world, "Abroad")), ProblemCode::NotFound);
    target.turn_clock(Span::minutes(6));
    assert!(me(&vera).is_ok());
    let renewed = vera.cookie_header();
    assert_ne!(cookie, renewed);
    target.machine.cut_off(us1());
    assert_eq!(code(sign_out(&vera)), ProblemCode::RegionsUnconfirmed);
    target.tick();
    let person = world.person("Vera");
    let value = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
    let (first, second) = (value(&cookie), value(&renewed));
    let parts = first.split('.').chain(second.split('.')).filter(|part| *part != person.identity.as_str());
    let mut secrets: Vec<&str> = parts.collect();
    secrets.extend([person.name.as_str(), person.email.as_str()]);
    secrets.extend(person.name.split(' '));
    let log = target.machine.log();
    assert!(log.iter().filter(|line| line.event == "request").count() >= 8);
    for line in log {
        let text = serde_json::to_string(&line).unwrap();
        for secret in &secrets {
            assert!(!text.contains(secret), "`{secret}` in {text}");
        }
    }
}
