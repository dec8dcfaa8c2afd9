//! Bad input of every kind gets a problem with a code (API-5), and changes nothing.

use super::Scenario;
use super::steps::{case, form, row, text};
use crate::browser::{Browser, RawAnswer};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::World;
use shared::api::{APP_HEADER, IDEMPOTENCY_HEADER, REQUEST_ID_HEADER};
use shared::problem::ProblemCode;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(api_5_a_path_or_method_that_is_none_gets_a_problem),
        Scenario::anywhere(api_5_a_body_that_is_none_gets_a_problem),
        Scenario::anywhere(api_5_a_body_with_a_field_that_has_no_place_in_it_gets_a_problem),
        Scenario::anywhere(api_5_a_query_that_is_none_gets_a_problem),
        Scenario::anywhere(api_5_a_body_of_another_media_type_gets_a_problem),
        Scenario::anywhere(api_5_a_body_that_is_too_large_gets_a_problem),
        Scenario::anywhere(api_5_a_request_of_another_site_gets_a_problem),
        Scenario::anywhere(api_5_the_request_id_stands_in_a_header_and_nowhere_else),
        Scenario::anywhere(api_5_answers_are_kept_by_nobody_and_run_nothing),
        Scenario::in_process(api_5_bad_input_changes_nothing_at_all),
    ]
}

fn office(world: &World) -> String {
    format!("/api/workspaces/{}", world.workspace("Office").id)
}

fn api_5_a_path_or_method_that_is_none_gets_a_problem(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let office = office(world);
    for path in [
        // A file of a version that is gone: its address would be kept for a year.
        "/assets/split_users-0123456789abcdef.wasm",
        "/api/",
        "/api/nothing",
        "/api/me/",
        "/api/me/more",
        "/api//me",
        "/api/workspaces",
        "/api/workspaces/",
        "/api/me%00",
        &format!("{office}/"),
        &format!("{office}/cases/"),
        &format!("{office}/cases/%27%20OR%201=1"),
        &format!("{office}/cases/case_eu1_01K9ZQ3V5M0000000000000000"),
        &format!("{office}/cases/case_eu1_{}", "0".repeat(5_000)),
    ] {
        let answer = irma.send("GET", path, &[(APP_HEADER, "1")], "");
        assert_eq!((answer.status, answer.code()), (404, ProblemCode::NotFound), "{path}");
    }
    // With the methods that there are (RFC 9110 §15.5.6).
    for (method, path, there) in [
        ("POST", "/api/me".to_owned(), "GET"),
        ("DELETE", format!("{office}/cases"), "GET, POST"),
        ("PUT", format!("{office}/cases"), "GET, POST"),
        ("PATCH", format!("{office}/access"), "GET"),
        ("GET", format!("{office}/opened"), "POST"),
        ("POST", format!("{office}/reactive-services/members"), "GET, PUT"),
        ("GET", "/api/profile".to_owned(), "PUT"),
    ] {
        let answer = irma.send_command(method, &path, "api-5-method", "{}");
        assert_eq!((answer.status, answer.code()), (405, ProblemCode::MethodNotAllowed), "{method} {path}");
        assert_eq!(answer.headers.get("allow").map(String::as_str), Some(there), "{method} {path}");
    }
}

/// Bodies that no command takes, each with the command's path and method.
fn bad_bodies(world: &World) -> Vec<(&'static str, String, String)> {
    let office = office(world);
    let case = &world.case("Mail flow").id;
    let good = text(&form(&world.service("Cloud").id));
    let member = world.member("Office", "Vera");
    let seen = |version: &str| {
        format!("{{\"members\":[{{\"member\":\"{member}\",\"version\":{version}}}],\"services\":[]}}")
    };
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let mut bodies = Vec::new();
    let mut bad =
        |method, rest: &str, body: &str| bodies.push((method, format!("{office}{rest}"), body.to_owned()));
    for body in [
        "",
        " ",
        "{",
        "}",
        "nonsense",
        "null",
        "[]",
        "3",
        "\"text\"",
        "{}",
        &deep,
        "{\"title\":}",
        "\u{feff}{}",
    ] {
        bad("POST", "/cases", body);
        bad("PUT", "/reactive-services/members", body);
        bad("PUT", "/reactive-services/groups", body);
        bad("PUT", "/features/granular-reactive-services", body);
        bad("POST", &format!("/cases/{case}/messages"), body);
        bad("POST", &format!("/cases/{case}/moves"), body);
    }
    bad("POST", "/cases", &good.replace("\"c\"", "\"d\""));
    bad("POST", "/cases", &good.replace("\"c\"", "\"C\""));
    bad("POST", "/cases", &good.replace("\"email\"", "\"pigeon\""));
    bad("POST", "/cases", &good.replace("svc_eu1", "prd_eu1"));
    bad("POST", "/cases", &good.replace("svc_eu1", "svc_EU1"));
    bad("POST", "/cases", &good.replacen("\"title\":", "\"title\":null,\"was\":", 1));
    bad("POST", "/cases", &good[..good.len() - 1]);
    bad("POST", "/cases", &format!("{good}{good}"));
    for version in
        ["null", "\"1\"", "1.5", "1e3", "99999999999999999999", "-99999999999999999999", "true", "[1]"]
    {
        bad("PUT", "/reactive-services/members", &seen(version));
        bad(
            "POST",
            &format!("/cases/{case}/moves"),
            &format!("{{\"move\":\"solved\",\"version\":{version}}}"),
        );
    }
    bad("PUT", "/reactive-services/members", &seen("1").replace("[]", "{}"));
    bad("PUT", "/reactive-services/members", &seen("1").replace("[]", "[null]"));
    bad("PUT", "/reactive-services/members", &seen("1").replace("[]", "[\"svc_eu1_x\"]"));
    bad("PUT", "/reactive-services/members", &seen("1").replace("mem_", "ws_"));
    bad("POST", &format!("/cases/{case}/moves"), "{\"move\":\"explode\",\"version\":1}");
    bad("POST", &format!("/cases/{case}/messages"), "{\"text\":{}}");
    bodies.extend(bad_switches(&office, member.as_str()));
    bodies.extend(lists(&office, case.as_str(), member.as_str()));
    bodies
}

/// The fields of bodies in their order, without their names.
fn lists(office: &str, case: &str, member: &str) -> Vec<(&'static str, String, String)> {
    let bad = |method, rest: &str, body: &str| (method, format!("{office}{rest}"), body.to_owned());
    vec![
        bad("POST", "/opened", "[]"),
        bad("POST", "/opened", " \n[]"),
        bad("POST", &format!("/members/{member}/sign-out"), "[]"),
        bad("POST", &format!("/cases/{case}/messages"), "[\"News.\"]"),
        bad("POST", &format!("/cases/{case}/moves"), "[\"solved\",1]"),
        bad("PUT", "/case-views", "[\"Urgent\",\"severity=a\"]"),
        bad("POST", "/case-views/removals", "[\"Urgent\"]"),
        bad("PUT", "/reactive-services/members", "[[],[]]"),
        bad("PUT", "/features/granular-reactive-services", "[\"off\",1]"),
        ("PUT", "/api/profile".to_owned(), "[null,\"dark\"]".to_owned()),
    ]
}

/// The same of switching the feature, and of the services of groups.
fn bad_switches(office: &str, member: &str) -> Vec<(&'static str, String, String)> {
    let (feature, groups) = ("/features/granular-reactive-services", "/reactive-services/groups");
    let switch = |switch: &str| format!("{{\"switch\":{switch},\"seen\":1}}");
    let switches = ["\"on\"", "\"Off\"", "{\"on\":\"tomorrow\"}", "{\"off\":\"today\"}", "true", "null"];
    let of_a_member =
        format!("{{\"groups\":[{{\"grant\":\"{member}\",\"version\":1,\"people\":0}}],\"services\":[]}}");
    let bad = |rest: &str, body: String| ("PUT", format!("{office}{rest}"), body);
    switches
        .map(|way| bad(feature, switch(way)))
        .into_iter()
        .chain([bad(feature, "{\"switch\":\"off\",\"seen\":-1}".into()), bad(groups, of_a_member)])
        .collect()
}

fn api_5_a_body_that_is_none_gets_a_problem(target: &dyn Target, world: &World) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    for (method, path, body) in bad_bodies(world) {
        let browser = if method == "PUT" || path.ends_with("/sign-out") { &irma } else { &vera };
        let answer = browser.send_command(method, &path, "api-5-bad-body", &body);
        let shown: String = body.chars().take(120).collect();
        assert_eq!(
            (answer.status, answer.code()),
            (400, ProblemCode::MalformedRequest),
            "{method} {path} {shown}"
        );
    }
    let seen = row(&irma, world, "Office", "Vera");
    assert_eq!((seen.version, seen.own.len()), (1, 1));
    let case = case(&vera, world, "Office", &world.case("Mail flow").id).unwrap();
    assert_eq!((case.version, case.entries.len()), (1, 0));
}

/// Every command refuses what it does not know, wherever in its body that stands; and takes the same without it.
fn api_5_a_body_with_a_field_that_has_no_place_in_it_gets_a_problem(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let office = office(world);
    let case = &world.case("Mail flow").id;
    let service = text(&form(&world.service("Cloud").id));
    let spaced = vera.send_command("POST", &format!("{office}/opened"), "api-5-spaced", " \n{ }\t");
    assert_eq!(spaced.status, 200);
    for (method, path, body) in [
        ("POST", format!("{office}/opened"), "{}"),
        ("PUT", format!("{office}/case-views"), "{\"name\":\"Urgent\",\"query\":\"severity=a\"}"),
        ("POST", format!("{office}/case-views/removals"), "{\"name\":\"Urgent\"}"),
        ("POST", format!("{office}/cases"), &service),
        ("POST", format!("{office}/cases/{case}/messages"), "{\"text\":\"News.\"}"),
        ("PUT", "/api/profile".to_owned(), "{\"theme\":\"dark\"}"),
        ("POST", "/api/sign-out".to_owned(), "{}"),
    ] {
        let comma = if body == "{}" { "" } else { "," };
        let more = format!("{{\"more\":1{comma}{}", &body[1..]);
        let answer = vera.send_command(method, &path, "api-5-more", &more);
        assert_eq!((answer.status, answer.code()), (400, ProblemCode::MalformedRequest), "{path} {more}");
        assert_eq!(vera.send_command(method, &path, "api-5-no-more", body).status, 200, "{path}");
    }
    let irma = target.sign_in(world.person("Irma"));
    let member = world.member("Office", "Vera");
    let seen = format!("{{\"member\":\"{member}\",\"version\":1,\"through_groups\":0,\"more\":1}}");
    let body = format!("{{\"members\":[{seen}],\"services\":[]}}");
    let path = format!("{office}/reactive-services/members");
    let answer = irma.send_command("PUT", &path, "api-5-deep", &body);
    assert_eq!((answer.status, answer.code()), (400, ProblemCode::MalformedRequest));
}

fn api_5_a_query_that_is_none_gets_a_problem(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let office = office(world);
    for query in [
        "/cases?state=open&state=all",
        "/holders",
        "/holders?permission=",
        "/holders?permission=cases.everything",
        "/holders?permission=CASES.OPEN",
    ] {
        let answer = irma.send("GET", &format!("{office}{query}"), &[(APP_HEADER, "1")], "");
        assert_eq!((answer.status, answer.code()), (400, ProblemCode::MalformedRequest), "{query}");
    }
    // What is not asked for is no fault.
    assert_eq!(irma.send("GET", &format!("{office}/cases?other=1"), &[(APP_HEADER, "1")], "").status, 200);
}

fn api_5_a_body_of_another_media_type_gets_a_problem(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let path = format!("{}/cases", office(world));
    let body = text(&form(&world.service("Cloud").id));
    let send = |media: &str, key: &str| {
        let headers = [(APP_HEADER, "1"), (IDEMPOTENCY_HEADER, key), ("content-type", media)];
        vera.send("POST", &path, &headers, &body)
    };
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        "json",
    ] {
        let answer = send(media, "api-5-media");
        assert_eq!((answer.status, answer.code()), (415, ProblemCode::UnsupportedMediaType), "{media}");
    }
    for (place, media) in
        ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8"].iter().enumerate()
    {
        assert_eq!(send(media, &format!("api-5-media-{place}")).status, 200, "{media}");
    }
}

fn api_5_a_body_that_is_too_large_gets_a_problem(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let case = &world.case("Mail flow").id;
    for (path, size) in [
        (format!("{}/cases", office(world)), 300 * 1024),
        (format!("{}/cases/{case}/messages", office(world)), 300 * 1024),
        (format!("{}/opened", office(world)), 3 * 1024 * 1024),
    ] {
        let body = format!("{{\"text\":\"{}\"}}", "x".repeat(size));
        let answer = vera.send_command("POST", &path, "api-5-large", &body);
        assert_eq!((answer.status, answer.code()), (413, ProblemCode::BodyTooLarge), "{path}");
    }
}

fn api_5_a_request_of_another_site_gets_a_problem(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let path = format!("{}/access", office(world));
    let refused = |headers: &[(&str, &str)]| {
        let answer = vera.send("GET", &path, headers, "");
        assert_eq!((answer.status, answer.code()), (403, ProblemCode::CrossSite), "{headers:?}");
    };
    refused(&[]);
    refused(&[(APP_HEADER, "")]);
    refused(&[(APP_HEADER, "1"), ("sec-fetch-site", "cross-site")]);
    refused(&[(APP_HEADER, "1"), ("sec-fetch-site", "same-site")]);
    refused(&[(APP_HEADER, "1"), ("origin", "https://evil.example")]);
    refused(&[(APP_HEADER, "1"), ("origin", "null")]);
    let same = vera.send("GET", &path, &[(APP_HEADER, "1"), ("sec-fetch-site", "same-origin")], "");
    assert_eq!(same.status, 200);
    let command = vera.send(
        "POST",
        &format!("{}/opened", office(world)),
        &[("content-type", "application/json")],
        "{}",
    );
    assert_eq!(command.code(), ProblemCode::CrossSite);
}

fn api_5_the_request_id_stands_in_a_header_and_nowhere_else(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let ask = || vera.send("GET", "/api/nothing", &[(APP_HEADER, "1")], "");
    let (one, two) = (ask(), ask());
    let id = |answer: &RawAnswer| answer.headers[REQUEST_ID_HEADER].clone();
    assert_ne!(id(&one), id(&two));
    assert_eq!(one.body, two.body);
    assert!(!one.body.contains(&id(&one)));
    let good = vera.send("GET", &format!("{}/access", office(world)), &[(APP_HEADER, "1")], "");
    assert!(id(&good).len() >= 16);
}

fn api_5_answers_are_kept_by_nobody_and_run_nothing(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let headers =
        |browser: &Browser<'_>, path: &str| browser.send("GET", path, &[(APP_HEADER, "1")], "").headers;
    for path in [
        format!("{}/access", office(world)),
        "/api/nothing".into(),
        "/api/health".into(),
        "/sign-in/entra".into(),
    ] {
        let found = headers(&vera, &path);
        assert_eq!(found["cache-control"], "no-store", "{path}");
        assert!(found["content-security-policy"].starts_with("default-src 'none'"), "{path}");
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "strict-transport-security",
            "cross-origin-resource-policy",
        ] {
            assert!(found.contains_key(name), "{name} of {path}");
        }
    }
}

/// Nothing in any table is different after all of it, but for what records that somebody tried.
fn api_5_bad_input_changes_nothing_at_all(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    let before = in_process.machine.dump();
    for (method, path, body) in bad_bodies(world) {
        let browser = if method == "PUT" { &irma } else { &vera };
        browser.send_command(method, &path, "api-5-nothing", &body);
        browser.send_command(method, &path, "", &body);
        browser.send(method, &path, &[], &body);
    }
    assert_eq!(in_process.machine.dump(), before);
    let faults: Vec<_> = in_process.machine.log().into_iter().filter(|line| line.event == "fault").collect();
    assert!(faults.is_empty(), "{faults:?}");
}
