//! How often somebody may try (docs/SECURITY.md), and what they are told who try more often.

use super::Scenario;
use crate::browser::{Browser, RawAnswer};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::World;
use shared::api::case::AddNote;
use shared::api::{ENDPOINTS, Endpoint, Method};
use shared::problem::ProblemCode;
use shared::time::Span;

/// How many requests to sign in an address has in a minute, as wrangler.toml has it.
const MOST: usize = 600;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(api_5_no_endpoint_takes_a_body_larger_than_it_says),
        Scenario::anywhere(api_5_whoever_tries_to_sign_in_too_often_is_told_to_wait),
        Scenario::in_process(api_5_whoever_tried_to_sign_in_too_often_may_again_after_a_minute),
        Scenario::in_process(api_5_the_limit_is_the_one_in_the_settings),
    ]
}

fn api_5_no_endpoint_takes_a_body_larger_than_it_says(target: &dyn Target, world: &World) {
    let (irma, erik) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Erik")));
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.method != Method::Get) {
        // Whoever may give it: to others its size is no matter.
        let browser = if endpoint.path == AddNote::PATH { &erik } else { &irma };
        let path = endpoint.path.replace("{workspace}", world.workspace("Office").id.as_str());
        let path = path.replace("{case}", world.case("Mail flow").id.as_str());
        let path = path.replace("{member}", world.member("Office", "Otto").as_str());
        let sent = |size: usize| {
            let key = format!("limit-{size}");
            browser.send_command(endpoint.method.name(), &path, &key, &" ".repeat(size))
        };
        let code = sent(endpoint.body_limit).code();
        assert_eq!(code, ProblemCode::MalformedRequest, "{path}: it is read, and nothing is in it");
        let too_large = sent(endpoint.body_limit + 1);
        assert_eq!((too_large.status, too_large.code()), (413, ProblemCode::BodyTooLarge), "{path}");
    }
}

/// Tries to sign in until that is too often; gives the answer, and how many were not.
fn until_too_often(browser: &Browser<'_>) -> (usize, RawAnswer) {
    // The platform's minutes are the clock's, so the attempts may lie in two of them.
    for tried in 0..=2 * MOST {
        let answer = browser.send("GET", "/sign-in/nobody", &[], "");
        if answer.status != 303 {
            return (tried, answer);
        }
    }
    panic!("there is no limit");
}

fn api_5_whoever_tries_to_sign_in_too_often_is_told_to_wait(target: &dyn Target, world: &World) {
    let (irma, many) = (target.sign_in(world.person("Irma")), target.nobody());
    let (tried, answer) = until_too_often(&many);
    assert!(tried >= MOST, "after {tried}");
    assert_eq!((answer.status, answer.headers["retry-after"].as_str()), (429, "60"));
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    for words in ["<section lang=\"en\"><h2>Wait", "<section lang=\"fr\"><h2>Patientez"] {
        assert!(answer.body.contains(words), "{}", answer.body);
    }
    let callback = many.send("GET", "/sign-in/entra/callback?code=a&state=b", &[], "");
    assert_eq!(callback.status, 429);
    let asked = many.send("GET", "/api/sign-in-options?domain=fabrikam.example", &[], "");
    assert_eq!((asked.status, asked.code()), (429, ProblemCode::TooManyRequests));
    assert_eq!(asked.headers["retry-after"], "60");
    // It is about signing in, from there: not about anything else, nor anybody elsewhere.
    assert_eq!(many.send("GET", "/api/health", &[], "").status, 200);
    assert!(super::steps::me(&irma).is_ok());
    target.sign_in(world.person("Otto"));
}

fn api_5_whoever_tried_to_sign_in_too_often_may_again_after_a_minute(target: &InProcess, world: &World) {
    let target: &dyn Target = target;
    let browser = target.nobody();
    assert_eq!(until_too_often(&browser).1.status, 429);
    target.turn_clock(Span::minutes(1));
    assert_eq!(browser.try_to_sign_in(world.person("Irma")), "/");
}

fn api_5_the_limit_is_the_one_in_the_settings(_: &InProcess, _: &World) {
    let settings = include_str!("../../../wrangler.toml");
    let (_, binding) = settings.split_once("name = \"SIGN_IN_LIMIT\"").unwrap();
    assert!(binding.contains(&format!("simple = {{ limit = {MOST}, period = 60 }}")));
}
