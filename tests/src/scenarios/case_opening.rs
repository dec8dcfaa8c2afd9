//! Opening a case: everything the form is checked for, its number, and that sending twice opens one (CASE-1, 3, 8, 15).

use super::Scenario;
use super::steps::{at, case, cases, code, form, missing, open, save, text};
use crate::browser::Browser;
use crate::in_process::{InProcess, ground};
use crate::target::Target;
use crate::world::{Opening, PRODUCTS, World, eu1, problem_type_id, product_id};
use shared::access::{Link, Origin};
use shared::api::Empty;
use shared::api::case::{GetCaseOptions, NewCase, OpenCase, OpenedCase};
use shared::case::lifecycle::CaseState;
use shared::case::{ContactMethod, Language, Severity};
use shared::id::Id;
use shared::problem::{Fault, Problem, ProblemCode};
use shared::time::Timestamp;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(case_1_a_case_is_what_was_filled_in),
        Scenario::anywhere(case_1_the_options_are_the_whole_catalogue),
        Scenario::anywhere(case_1_everything_wrong_with_the_form_is_said_at_once),
        Scenario::anywhere(case_1_each_field_has_its_bounds),
        Scenario::anywhere(case_1_product_and_problem_type_are_of_the_catalogue_and_belong_together),
        Scenario::anywhere(case_1_the_service_is_checked_again_on_submission),
        Scenario::anywhere(case_3_a_number_is_the_date_the_regions_digit_and_seven_digits_more),
        Scenario::in_process(case_3_a_number_that_is_taken_is_tried_again),
        Scenario::anywhere(case_8_the_provider_never_opens_a_case),
        Scenario::anywhere(case_15_the_same_submission_sent_twice_makes_one_case),
        Scenario::anywhere(case_15_two_submissions_alike_are_two_cases),
    ]
}

fn submit(browser: &Browser<'_>, world: &World, form: &NewCase) -> Result<OpenedCase, Problem> {
    browser.call::<OpenCase>(&at(world, "Office"), form)
}

fn on_cloud(world: &World) -> NewCase {
    form(&world.service("Cloud").id)
}

fn case_1_a_case_is_what_was_filled_in(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = NewCase {
        title: "  Les noms ne se résolvent plus — « {host} »  ".into(),
        description: "# Depuis 9 h 40\n\n- un\n- **deux**\n\n```\nSERVFAIL\n```\n<script>alert(1)</script>"
            .into(),
        severity: Severity::A,
        impact: Some("Tout est *arrêté*.".into()),
        contact_method: ContactMethod::Phone,
        phone: Some("+33 1 70 18 99 00".into()),
        language: Language::Fr,
        ..on_cloud(world)
    };
    let opened = submit(&vera, world, &form).unwrap();
    let found = case(&vera, world, "Office", &opened.id).unwrap();
    assert_eq!(found.summary.number, opened.number);
    assert_eq!(found.summary.title, "Les noms ne se résolvent plus — « {host} »");
    assert_eq!((found.summary.severity, found.summary.state), (Severity::A, CaseState::New));
    assert_eq!((found.summary.service.as_str(), found.summary.opened_by.as_str()), ("Cloud", "Vera Holm"));
    assert_eq!((found.product.as_str(), found.problem_type.as_str()), ("Virtual network", "Name resolution"));
    assert_eq!(
        (found.contact_method, found.phone.as_deref()),
        (ContactMethod::Phone, Some("+33 1 70 18 99 00"))
    );
    assert_eq!((found.language, found.time_zone.as_str()), (Language::Fr, "Europe/Berlin"));
    assert_eq!((found.version, found.assignee, found.entries.len()), (1, None, 0));
    let description = text(&found.description);
    for part in ["Depuis 9 h 40", "deux", "strong", "SERVFAIL", "code"] {
        assert!(description.contains(part), "{part} in {description}");
    }
    assert!(text(&found.impact).contains("arrêté"));
    assert_eq!(cases(&vera, world, "Office", "open")[0], found.summary);
}

fn case_1_the_options_are_the_whole_catalogue(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let options = vera.call::<GetCaseOptions>(&at(world, "Office"), &Empty {}).unwrap();
    let mut expected: Vec<_> = PRODUCTS.iter().map(|(name, types)| (*name, types.len())).collect();
    expected.sort_unstable();
    let listed: Vec<_> =
        options.products.iter().map(|one| (one.name.as_str(), one.problem_types.len())).collect();
    assert_eq!(listed, expected);
}

fn case_1_everything_wrong_with_the_form_is_said_at_once(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = NewCase {
        product: Id::new(eu1(), Timestamp::from_millis(1), [1; 10]),
        title: "Oh".into(),
        description: " \n ".into(),
        severity: Severity::B,
        contact_method: ContactMethod::Phone,
        phone: Some("call me".into()),
        time_zone: String::new(),
        ..on_cloud(world)
    };
    let problem = submit(&vera, world, &form).unwrap_err();
    assert_eq!((problem.status, problem.code), (422, ProblemCode::InvalidFields));
    let mut wrong: Vec<_> = problem.fields.iter().map(|field| field.field.as_str()).collect();
    wrong.sort_unstable();
    assert_eq!(wrong, ["description", "impact", "phone", "problem_type", "product", "time_zone", "title"]);
    assert_eq!(cases(&vera, world, "Office", "all").len(), 1);
}

fn case_1_each_field_has_its_bounds(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let good = on_cloud(world);
    let long = |letter: &str, count: usize| letter.repeat(count);
    let fits = [
        NewCase { title: long("é", 5), ..good.clone() },
        NewCase { title: long("é", 200), ..good.clone() },
        NewCase { description: long("é", 16 * 1024), ..good.clone() },
        NewCase { severity: Severity::C, impact: Some("  ".into()), ..good.clone() },
        NewCase { contact_method: ContactMethod::Email, phone: Some("call me".into()), ..good.clone() },
    ];
    for form in fits {
        assert!(submit(&vera, world, &form).is_ok(), "{:.80}", text(&form));
    }
    let phone = |number: &str| NewCase {
        contact_method: ContactMethod::Phone,
        phone: Some(number.into()),
        ..good.clone()
    };
    let faults = [
        ("title", Fault::TooShort { least: 5 }, NewCase { title: "  four ".into(), ..good.clone() }),
        ("title", Fault::TooLong { most: 200 }, NewCase { title: long("x", 201), ..good.clone() }),
        ("title", Fault::Malformed, NewCase { title: "two\nlines".into(), ..good.clone() }),
        ("title", Fault::Malformed, NewCase { title: "nothing\u{0}ness".into(), ..good.clone() }),
        (
            "description",
            Fault::TooLarge { most_kib: 32 },
            NewCase { description: long("x", 32 * 1024 + 1), ..good.clone() },
        ),
        // Nobody sees a letter of it.
        (
            "description",
            Fault::Missing,
            NewCase { description: " \u{200b}\u{200e}\n\u{feff}".into(), ..good.clone() },
        ),
        ("description", Fault::Malformed, NewCase { description: "bell\u{7}".into(), ..good.clone() }),
        ("impact", Fault::Missing, NewCase { severity: Severity::A, impact: None, ..good.clone() }),
        (
            "impact",
            Fault::Missing,
            NewCase { severity: Severity::B, impact: Some(" ".into()), ..good.clone() },
        ),
        (
            "impact",
            Fault::Missing,
            NewCase { severity: Severity::B, impact: Some("\u{2060}".into()), ..good.clone() },
        ),
        ("phone", Fault::Missing, phone("")),
        ("phone", Fault::Malformed, phone("+33 1 70 18 99 00; DROP TABLE")),
        ("phone", Fault::TooLong { most: 40 }, phone(&long("1", 41))),
        ("time_zone", Fault::TooLong { most: 64 }, NewCase { time_zone: long("x", 65), ..good.clone() }),
        ("time_zone", Fault::Malformed, NewCase { time_zone: "<b>".into(), ..good.clone() }),
    ];
    for (field, fault, form) in faults {
        let expected = Problem::invalid(vec![fault.of(field)]);
        assert_eq!(submit(&vera, world, &form).unwrap_err(), expected, "{field}");
    }
}

fn case_1_product_and_problem_type_are_of_the_catalogue_and_belong_together(
    target: &dyn Target,
    world: &World,
) {
    let vera = target.sign_in(world.person("Vera"));
    let good = on_cloud(world);
    let wrong = [
        NewCase { problem_type: problem_type_id(eu1(), "Virtual machines", "Quota"), ..good.clone() },
        NewCase { problem_type: Id::new(eu1(), Timestamp::from_millis(1), [1; 10]), ..good.clone() },
        NewCase { product: product_id(eu1(), "Virtual machines"), ..good },
    ];
    for form in wrong {
        let problem = submit(&vera, world, &form).unwrap_err();
        assert_eq!(problem, Problem::invalid(vec![Fault::Unknown.of("problem_type")]));
    }
}

fn case_1_the_service_is_checked_again_on_submission(target: &dyn Target, world: &World) {
    let (irma, vera) = (target.sign_in(world.person("Irma")), target.sign_in(world.person("Vera")));
    let form = on_cloud(world);
    assert!(submit(&vera, world, &form).is_ok());
    save(&irma, world, "Office", &["Vera"], &["Database"]).unwrap();
    assert!(matches!(missing(submit(&vera, world, &form)), Link::Assignment { .. }));
}

fn case_3_a_number_is_the_date_the_regions_digit_and_seven_digits_more(target: &dyn Target, world: &World) {
    let (vera, sam) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Sam")));
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let opened = open(&vera, world, "Office", "Cloud").unwrap();
        let opened_at = case(&vera, world, "Office", &opened.id).unwrap().summary.opened_at;
        let number = opened.number.as_str().to_owned();
        assert_eq!(number.len(), 16);
        assert_eq!(number[..9], format!("{}1", opened_at.day().digits().unwrap()));
        numbers.push(number);
    }
    let abroad = open(&sam, world, "Abroad", "Far database").unwrap();
    assert_eq!(&abroad.number.as_str()[8..9], "2");
    // Not one after the other: a number says nothing about how many cases there are.
    let mut steps: Vec<_> = numbers.iter().map(|number| number[9..].parse::<i64>().unwrap()).collect();
    assert!(steps.windows(2).any(|pair| (pair[1] - pair[0]).abs() > 1));
    steps.sort_unstable();
    steps.dedup();
    assert_eq!(steps.len(), 5);
}

/// Chance in process is the same every time: what a first machine draws, a second draws too, and finds it taken.
fn case_3_a_number_that_is_taken_is_tried_again(target: &InProcess, world: &World) {
    let first: &dyn Target = target;
    let drawn = open(&first.sign_in(world.person("Vera")), world, "Office", "Cloud").unwrap().number;
    let mut taken = world.clone();
    let (shop, max, network) = (
        taken.workspace("Shop").id.clone(),
        taken.person("Max").identity.clone(),
        taken.service("Network").id.clone(),
    );
    let id = taken.open_case(&shop, &network, &max, ground().now, Opening::titled("Has the number already"));
    taken.case_mut(&id).number = drawn.clone();
    let second = InProcess::new(&taken);
    let other: &dyn Target = &second;
    let vera = other.sign_in(taken.person("Vera"));
    let opened = open(&vera, &taken, "Office", "Cloud").unwrap();
    assert_ne!(opened.number, drawn);
    let line = second.machine.log().into_iter().rfind(|line| line.fields.contains_key("lost")).unwrap();
    assert_eq!(line.fields["lost"], serde_json::json!(["unique"]));
    assert_eq!(cases(&vera, &taken, "Office", "all").len(), 2);
}

fn case_8_the_provider_never_opens_a_case(target: &dyn Target, world: &World) {
    for person in ["Erik", "Ivo", "Paula"] {
        let browser = target.sign_in(world.person(person));
        assert_eq!(
            missing(open(&browser, world, "Office", "Cloud")),
            Link::Origin { needed: Origin::Customer }
        );
        let options = browser.call::<GetCaseOptions>(&at(world, "Office"), &Empty {});
        assert_eq!(missing(options), Link::Origin { needed: Origin::Customer });
    }
}

fn case_15_the_same_submission_sent_twice_makes_one_case(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = on_cloud(world);
    let send = || vera.call_with_key::<OpenCase>(&at(world, "Office"), &form, "case-15-twice").unwrap();
    let first = send();
    for _ in 0..3 {
        assert_eq!(send(), first);
    }
    assert_eq!(cases(&vera, world, "Office", "all").len(), 2);
}

fn case_15_two_submissions_alike_are_two_cases(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let form = on_cloud(world);
    let (one, two) = (submit(&vera, world, &form).unwrap(), submit(&vera, world, &form).unwrap());
    assert_ne!(one, two);
    assert_eq!(code(case(&vera, world, "Shop", &one.id)), ProblemCode::NotFound);
}
