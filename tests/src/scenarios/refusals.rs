//! What somebody may not do is refused as that, whatever else is wrong with the request (WHY-1), and is recorded (AUD-1).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{answer, at, at_case, at_member, form, missing, note};
use crate::browser::{Browser, RawAnswer};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, Opening, Tenant, World, eu1};
use shared::access::{Declared, Effect, Everywhere, Link};
use shared::api::case::{AddMessage, AddNote, MoveCase, NewMove, OpenCase};
use shared::api::case_list::{CaseView, ListCases, RemoveCaseView, RemovedCaseView, SaveCaseView};
use shared::api::feature::{NewSwitch, SwitchGranularReactiveServices};
use shared::api::reactive_services::{
    NewGroupServices, NewMemberServices, SaveGroupServices, SaveMemberServices,
};
use shared::api::session::{SetProfile, SignOut};
use shared::api::workspace::{ListHolders, SignOutMember};
use shared::api::{APP_HEADER, Declaration, ENDPOINTS, Empty, Endpoint, IDEMPOTENCY_HEADER, Method};
use shared::case::lifecycle::{CaseState, Move};
use shared::problem::{Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::fingerprint::Fingerprint;
use shared::service::switch::Switch;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(why_1_a_refusal_comes_before_a_wrong_version_and_a_wrong_form)
            .within(with_a_closed_case),
        Scenario::anywhere(why_1_whose_account_is_refused_hears_of_nothing_else).within(with_a_closed_case),
        Scenario::anywhere(why_1_what_can_t_be_read_is_refused_as_what_can).within(with_a_closed_case),
        Scenario::anywhere(why_1_to_whoever_is_no_member_what_can_t_be_read_was_asked_of_nothing),
        Scenario::anywhere(why_1_an_ended_session_comes_before_what_can_t_be_read),
        Scenario::in_process(aud_1_a_refused_change_is_recorded_whatever_else_is_wrong_with_it)
            .within(with_a_closed_case),
        Scenario::in_process(aud_1_a_refused_change_is_recorded_though_it_can_t_be_read),
    ]
}

/// A case on Cloud, "Done with", is closed; and Rita, with a personal account, is a member where none may enter.
fn with_a_closed_case(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (here, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    let (erik, vera) = (world.person("Erik").identity.clone(), world.person("Vera").identity.clone());
    let opened_at = ground.now.minus(Span::hours(20));
    let case = world.open_case(&here, &cloud, &vera, opened_at, Opening::titled("Done with"));
    world.bring_to(&case, &erik, &vera, CaseState::Closed);
    let (consumers, customer) = (Tenant::of_personal_accounts(), world.customers[0].id.clone());
    assert_ne!(consumers.id, home_tenant(&world).id);
    world.register(&customer, &consumers);
    let rita = world.add_person(&consumers, "Rita Sand", name);
    world.invite(&here, &rita);
    world
}

/// A request that is wrong in itself, given by somebody who may not give it.
struct Wrong {
    declaration: Declaration,
    person: &'static str,
    /// The link that they miss.
    link: &'static str,
    give: fn(&Browser<'_>, &World) -> Result<(), Problem>,
}

impl Wrong {
    const fn new<E: Endpoint>(
        person: &'static str,
        link: &'static str,
        give: fn(&Browser<'_>, &World) -> Result<(), Problem>,
    ) -> Self {
        Self { declaration: Declaration::of::<E>(), person, link, give }
    }

    /// The link that is answered.
    fn answered(&self, browser: &Browser<'_>, world: &World) -> String {
        name_of(&missing((self.give)(browser, world)))
    }
}

/// A link's name. One with more to it is an object of one field.
fn name_of(link: &Link) -> String {
    let link = serde_json::to_value(link).unwrap();
    let object = link.as_object().and_then(|object| object.keys().next().cloned());
    object.unwrap_or_else(|| link.as_str().unwrap().to_owned())
}

/// One of every command that may be refused, and more where it may be refused for more than its requirement.
const WRONG: [Wrong; 14] = [
    Wrong::new::<SaveMemberServices>("Otto", "permission", |browser, world| {
        let nobody = NewMemberServices { in_force: None, members: Vec::new(), services: ServiceSet::new() };
        browser.call::<SaveMemberServices>(&at(world, "Office"), &nobody).map(|_| ())
    }),
    Wrong::new::<SaveGroupServices>("Otto", "permission", |browser, world| {
        let no_group = NewGroupServices { in_force: None, groups: Vec::new(), services: ServiceSet::new() };
        browser.call::<SaveGroupServices>(&at(world, "Office"), &no_group).map(|_| ())
    }),
    Wrong::new::<SwitchGranularReactiveServices>("Otto", "permission", |browser, world| {
        let stale = NewSwitch { switch: Switch::Off, seen: Fingerprint::of_set(&ServiceSet::new()) };
        browser.call::<SwitchGranularReactiveServices>(&at(world, "Office"), &stale).map(|_| ())
    }),
    Wrong::new::<SignOutMember>("Otto", "permission", |browser, world| {
        browser.call::<SignOutMember>(&at_member(world, "Office", "Otto"), &Empty {}).map(|_| ())
    }),
    Wrong::new::<OpenCase>("Erik", "origin", untitled),
    Wrong::new::<OpenCase>("Otto", "assignment", untitled),
    Wrong::new::<AddMessage>("Paula", "permission", |browser, world| say(browser, world, "Mail flow")),
    Wrong::new::<AddMessage>("Otto", "assignment", |browser, world| say(browser, world, "Done with")),
    Wrong::new::<AddNote>("Vera", "origin", |browser, world| {
        note(browser, world, "Office", &world.case("Mail flow").id, "").map(|_| ())
    }),
    Wrong::new::<MoveCase>("Paula", "permission", |browser, world| outdated(browser, world, Move::Assign)),
    Wrong::new::<MoveCase>("Vera", "origin", |browser, world| outdated(browser, world, Move::Assign)),
    Wrong::new::<MoveCase>("Erik", "origin", |browser, world| outdated(browser, world, Move::Solved)),
    // Views change nothing for anybody, so they are looking; whoever may come in may save them.
    Wrong::new::<SaveCaseView>("Rita", "account_kind", |browser, world| {
        let view = CaseView { name: String::new(), query: "sort=random".into() };
        browser.call::<SaveCaseView>(&at(world, "Office"), &view).map(|_| ())
    }),
    Wrong::new::<RemoveCaseView>("Rita", "account_kind", |browser, world| {
        let none = RemovedCaseView { name: String::new() };
        browser.call::<RemoveCaseView>(&at(world, "Office"), &none).map(|_| ())
    }),
];

fn untitled(browser: &Browser<'_>, world: &World) -> Result<(), Problem> {
    let mut bad = form(&world.service("Cloud").id);
    bad.title.clear();
    browser.call::<OpenCase>(&at(world, "Office"), &bad).map(|_| ())
}

fn say(browser: &Browser<'_>, world: &World, case: &str) -> Result<(), Problem> {
    answer(browser, world, "Office", &world.case(case).id, "").map(|_| ())
}

fn outdated(browser: &Browser<'_>, world: &World, by: Move) -> Result<(), Problem> {
    let case = at_case(world, "Office", &world.case("Mail flow").id);
    browser.call::<MoveCase>(&case, &NewMove { by, version: 999 }).map(|_| ())
}

/// A request that can't be read.
struct Unreadable {
    declaration: Declaration,
    path: String,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
}

/// Some to every endpoint in the office where there is such a thing.
fn unreadable(world: &World) -> Vec<Unreadable> {
    let (key, json) = ((IDEMPOTENCY_HEADER, "why-1-unreadable"), ("content-type", "application/json"));
    let of_one = |declaration: &Declaration| {
        let path = declaration.path.replace("{workspace}", world.workspace("Office").id.as_str());
        let path = path.replace("{case}", world.case("Mail flow").id.as_str());
        let path = path.replace("{member}", world.member("Office", "Otto").as_str());
        let with = |query: &str, headers, body| {
            let path = format!("{path}{query}");
            Unreadable { declaration: *declaration, path, headers, body }
        };
        match (declaration.method, declaration.path) {
            (Method::Get, ListCases::PATH) => vec![with("?state=open&state=all", Vec::new(), "")],
            (Method::Get, ListHolders::PATH) => vec![with("?permission=none", Vec::new(), "")],
            (Method::Get, _) => Vec::new(),
            (Method::Post | Method::Put, _) => vec![
                with("", vec![key, json], "{"),
                with("", vec![key, ("content-type", "text/plain")], "{}"),
                // Nothing is wrong with the bodies of some commands but this.
                with("", vec![json], "{}"),
            ],
        }
    };
    ENDPOINTS.iter().filter(|one| one.scope == "workspace").flat_map(of_one).collect()
}

/// Sends each of them.
fn send_unreadable(browser: &Browser<'_>, world: &World) -> Vec<(Declaration, RawAnswer)> {
    let send = |one: Unreadable| {
        let headers = [vec![(APP_HEADER, "1")], one.headers].concat();
        (one.declaration, browser.send(one.declaration.method.name(), &one.path, &headers, one.body))
    };
    unreadable(world).into_iter().map(send).collect()
}

fn why_1_a_refusal_comes_before_a_wrong_version_and_a_wrong_form(target: &dyn Target, world: &World) {
    // Every command of a workspace that takes more than being a member of it.
    for declaration in ENDPOINTS.iter().filter(|one| one.scope == "workspace" && one.method != Method::Get) {
        let is_it = |wrong: &Wrong| wrong.declaration.path == declaration.path;
        let is_tried = WRONG.iter().any(is_it) || matches!(declaration.requires, Declared::Member);
        assert!(is_tried, "{} is never given by whoever may not", declaration.path);
    }
    for wrong in &WRONG {
        let browser = target.sign_in(world.person(wrong.person));
        let answered = wrong.answered(&browser, world);
        assert_eq!(answered, wrong.link, "{} by {}", wrong.declaration.path, wrong.person);
    }
}

fn why_1_whose_account_is_refused_hears_of_nothing_else(target: &dyn Target, world: &World) {
    let rita = target.sign_in(world.person("Rita"));
    for wrong in &WRONG {
        assert_eq!(wrong.answered(&rita, world), "account_kind", "{}", wrong.declaration.path);
    }
}

fn why_1_what_can_t_be_read_is_refused_as_what_can(target: &dyn Target, world: &World) {
    let nobody = send_unreadable(&target.nobody(), world);
    assert!(nobody.iter().all(|(_, answer)| answer.status == 401), "{nobody:?}");
    for (declaration, answer) in send_unreadable(&target.sign_in(world.person("Rita")), world) {
        assert_eq!(name_of(&missing(Err::<(), _>(answer.problem()))), "account_kind", "{}", declaration.path);
    }
    let (paula, mut refused, mut faults) = (target.sign_in(world.person("Paula")), 0, 0);
    for (declaration, answer) in send_unreadable(&paula, world) {
        // She sees who is there and the cases, and changes nothing of it.
        if declaration.effect == Effect::Looks {
            assert!([400, 415].contains(&answer.status), "{} {answer:?}", declaration.path);
            faults += 1;
        } else {
            assert_eq!(answer.code(), ProblemCode::Refused, "{} {answer:?}", declaration.path);
            refused += 1;
        }
    }
    assert!(refused >= 8 * 3 && faults >= 3 * 3, "{refused} and {faults}");
}

fn why_1_to_whoever_is_no_member_what_can_t_be_read_was_asked_of_nothing(target: &dyn Target, world: &World) {
    let joan = target.sign_in(world.person("Joan"));
    for (declaration, answer) in send_unreadable(&joan, world) {
        assert_eq!((answer.status, answer.code()), (404, ProblemCode::NotFound), "{}", declaration.path);
    }
}

fn why_1_an_ended_session_comes_before_what_can_t_be_read(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let cookies = vera.cookie_header();
    let send = |path: &str| {
        let browser = target.nobody();
        browser.put_cookies(&cookies);
        browser.send_command("PUT", path, "why-1-ended", "{").code()
    };
    let views = format!("/api/workspaces/{}/case-views", world.workspace("Office").id);
    for path in [SetProfile::PATH, &views] {
        assert_eq!(send(path), ProblemCode::MalformedRequest, "{path}");
    }
    vera.call::<SignOut>(&Everywhere, &Empty {}).unwrap();
    for path in [SetProfile::PATH, &views] {
        assert_eq!(send(path), ProblemCode::NotSignedIn, "{path}");
    }
}

fn aud_1_a_refused_change_is_recorded_whatever_else_is_wrong_with_it(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    for wrong in &WRONG {
        let browser = browsers.sign_in(world.person(wrong.person));
        let recorded = || {
            target.machine.database(eu1()).look(&format!(
                "SELECT count(*) FROM audit_event WHERE refused = 1 AND actor_id = '{}' AND action = '{} {}'
                 AND after LIKE '%{}%'",
                world.person(wrong.person).identity,
                wrong.declaration.method.name(),
                wrong.declaration.path,
                wrong.link,
            ))[0][0]
                .clone()
        };
        let before = recorded();
        wrong.answered(&browser, world);
        let (before, after): (u32, u32) = (before.parse().unwrap(), recorded().parse().unwrap());
        let changes = u32::from(wrong.declaration.effect == Effect::Changes);
        assert_eq!(after - before, changes, "{} by {}", wrong.declaration.path, wrong.person);
    }
}

fn aud_1_a_refused_change_is_recorded_though_it_can_t_be_read(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let recorded = |person: &str| {
        let of_them = format!("refused = 1 AND actor_id = '{}'", world.person(person).identity);
        let sql = format!("SELECT count(*) FROM audit_event WHERE {of_them}");
        target.machine.database(eu1()).look(&sql)[0][0].parse::<usize>().unwrap()
    };
    let paula = browsers.sign_in(world.person("Paula"));
    let answers = send_unreadable(&paula, world);
    let refused = answers.iter().filter(|(_, answer)| answer.code() == ProblemCode::Refused).count();
    assert_eq!(recorded("Paula"), refused);
    // Whoever is no member, or not signed in, leaves nothing.
    send_unreadable(&browsers.sign_in(world.person("Joan")), world);
    send_unreadable(&browsers.nobody(), world);
    assert_eq!(recorded("Joan"), 0);
    let all = target.machine.database(eu1()).look("SELECT count(*) FROM audit_event WHERE refused = 1");
    assert_eq!(all[0][0], refused.to_string());
}
