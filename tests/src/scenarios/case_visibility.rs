//! Who sees which cases, and what of them (CASE-6, CASE-7, CASE-8).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{answer, at, at_case, case, cases, code, make_move, missing, note};
use crate::browser::Browser;
use crate::target::Target;
use crate::world::{Ground, Opening, World};
use shared::access::{Link, Origin, Role};
use shared::api::case::{AddNote, EntryContent, GetCase, MoveCase, NewMessage, NewMove};
use shared::api::case_list::{CasesQuestion, ListCases};
use shared::api::workspace::GetHome;
use shared::api::{APP_HEADER, Empty};
use shared::case::lifecycle::{CaseState, Move};
use shared::id::{CaseId, Id};
use shared::paging::PAGE_SIZE;
use shared::problem::{Fault, Problem, ProblemCode};
use shared::time::{Span, Timestamp};
use shared::workspace::CaseVisibility;
use std::collections::BTreeSet;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(case_6_by_default_every_member_sees_every_case).within(with_cases_of_several),
        Scenario::anywhere(case_6_participants_only_shows_a_case_to_those_who_take_part)
            .within(with_participants_only),
        Scenario::anywhere(case_6_whoever_does_not_see_a_case_can_do_nothing_with_it)
            .within(with_participants_only),
        Scenario::anywhere(case_7_list_counters_and_the_case_itself_agree).within(with_cases_of_several),
        Scenario::anywhere(case_7_list_counters_and_the_case_itself_agree_among_participants)
            .within(with_participants_only),
        Scenario::anywhere(case_7_pages_hold_every_case_once_newest_first).within(with_many_cases),
        Scenario::anywhere(case_7_a_cursor_that_is_none_is_refused_and_a_foreign_one_shows_nothing_foreign)
            .within(with_many_cases),
        Scenario::anywhere(case_8_internal_notes_never_reach_a_customer).within(with_cases_of_several),
        Scenario::anywhere(case_8_a_note_leaves_no_trace_that_a_customer_sees),
        Scenario::anywhere(case_8_a_customer_writes_no_notes),
        Scenario::anywhere(ws_4_a_case_is_found_in_its_own_workspace_only).within(with_cases_of_several),
    ]
}

/// Cases of several people in several states, in the office and in the shop, with notes and other participants.
fn with_cases_of_several(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, shop) = (world.workspace("Office").id.clone(), world.workspace("Shop").id.clone());
    let (cloud, network) = (world.service("Cloud").id.clone(), world.service("Network").id.clone());
    let person = |world: &World, name: &str| world.person(name).identity.clone();
    let erik = person(&world, "Erik");
    for (opener, contact, watcher, state) in [
        ("Vera", "Otto", "Karl", CaseState::WaitingForCustomer),
        ("Otto", "Vera", "Vera", CaseState::InProgress),
        ("Karl", "Karl", "Edda", CaseState::Resolved),
        ("Edda", "Edda", "Edda", CaseState::Closed),
        ("Irma", "Irma", "Otto", CaseState::Assigned),
    ] {
        let by = person(&world, opener);
        let (contact, watcher) = (person(&world, contact), person(&world, watcher));
        let at = ground.now.minus(Span::days(3));
        let case = world.open_case(&office, &cloud, &by, at, Opening::titled(&format!("Opened by {opener}")));
        world.case_mut(&case).participants.extend([(contact, "contact"), (watcher, "watcher")]);
        world.note(&case, &erik, at.plus(Span::minutes(5)), "SECRET note of the provider");
        world.bring_to(&case, &erik, &by, state);
        world.answer(&case, &erik, at.plus(Span::hours(9)), "We are on it.");
    }
    let max = person(&world, "Max");
    world.open_case(&shop, &network, &max, ground.now.minus(Span::days(1)), Opening::titled("Of the shop"));
    world
}

fn with_participants_only(ground: &Ground, name: &str) -> World {
    let mut world = with_cases_of_several(ground, name);
    let office = world.workspace("Office").id.clone();
    world.workspace_mut(&office).case_visibility = CaseVisibility::ParticipantsOnly;
    // Holders of `features.manage` see all; Rolf holds it through a group.
    let tenant = home_tenant(&world);
    let rolf = world.add_person(&tenant, "Rolf Group", name);
    let group = world.add_group(&office, &tenant, "Administrators", &[&rolf]);
    world.grant(&office, &group, &[Role::Administrator], None);
    world
}

/// More cases than two pages hold, several of them opened in the same moment.
fn with_many_cases(ground: &Ground, name: &str) -> World {
    let mut world = with_cases_of_several(ground, name);
    let (office, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    let vera = world.person("Vera").identity.clone();
    for number in 0..2 * PAGE_SIZE + 20 {
        let at = ground.now.minus(Span::minutes(i64::try_from(number / 4).unwrap() + 1));
        world.open_case(&office, &cloud, &vera, at, Opening::titled(&format!("Number {number:03}")));
    }
    world
}

const EVERYBODY: [&str; 9] = ["Irma", "Otto", "Vera", "Karl", "Nils", "Edda", "Erik", "Ivo", "Paula"];

fn titles(browser: &Browser<'_>, world: &World) -> BTreeSet<String> {
    cases(browser, world, "Office", "all").into_iter().map(|case| case.title).collect()
}

fn case_6_by_default_every_member_sees_every_case(target: &dyn Target, world: &World) {
    for person in EVERYBODY {
        let browser = target.sign_in(world.person(person));
        assert_eq!(titles(&browser, world).len(), 6, "{person}");
    }
}

fn case_6_participants_only_shows_a_case_to_those_who_take_part(target: &dyn Target, world: &World) {
    let sees = |person: &str| titles(&target.sign_in(world.person(person)), world);
    let some = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(sees("Vera"), some(&["Mail flow has stopped", "Opened by Vera", "Opened by Otto"]));
    assert_eq!(sees("Otto"), some(&["Opened by Vera", "Opened by Otto", "Opened by Irma"]));
    assert_eq!(sees("Karl"), some(&["Opened by Vera", "Opened by Karl"]));
    assert_eq!(sees("Edda"), some(&["Opened by Karl", "Opened by Edda"]));
    // Holders of `features.manage`, and the provider's people who see cases.
    for person in ["Irma", "Nils", "Rolf", "Erik", "Ivo", "Paula"] {
        assert_eq!(sees(person).len(), 6, "{person}");
    }
}

fn case_6_whoever_does_not_see_a_case_can_do_nothing_with_it(target: &dyn Target, world: &World) {
    let karl = target.sign_in(world.person("Karl"));
    let hidden = &world.case("Opened by Edda").id;
    let never: CaseId = Id::new(hidden.shard().unwrap(), Timestamp::from_millis(1), [1; 10]);
    let asked = |id: &CaseId| {
        let answer = karl.ask::<GetCase>(&at_case(world, "Office", id), &Empty {}, "");
        (answer.status, answer.body)
    };
    assert_eq!(asked(hidden), asked(&never));
    assert_eq!(asked(hidden).0, 404);
    for id in [hidden, &never] {
        assert_eq!(code(answer(&karl, world, "Office", id, "Me too.")), ProblemCode::NotFound);
        for version in [1, 5] {
            let request = NewMove { by: Move::Close, version };
            let moved = karl.call::<MoveCase>(&at_case(world, "Office", id), &request);
            assert_eq!(code(moved), ProblemCode::NotFound);
        }
    }
}

fn case_7_list_counters_and_the_case_itself_agree(target: &dyn Target, world: &World) {
    for person in EVERYBODY {
        agree(&target.sign_in(world.person(person)), world);
    }
}

fn case_7_list_counters_and_the_case_itself_agree_among_participants(target: &dyn Target, world: &World) {
    for person in EVERYBODY {
        agree(&target.sign_in(world.person(person)), world);
    }
}

/// What somebody finds by id is what their lists show and what their counters count.
fn agree(browser: &Browser<'_>, world: &World) {
    let here = world.cases.iter().filter(|case| case.workspace == world.workspace("Office").id);
    let found: Vec<_> = here.filter_map(|one| case(browser, world, "Office", &one.id).ok()).collect();
    let ids =
        |show: &str| cases(browser, world, "Office", show).into_iter().map(|c| c.id).collect::<BTreeSet<_>>();
    let among = |keep: fn(CaseState) -> bool| {
        let kept = found.iter().filter(|case| keep(case.summary.state));
        kept.map(|case| case.summary.id.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(ids("all"), among(|_| true));
    assert_eq!(ids("open"), among(CaseState::is_open));
    assert_eq!(ids("waiting_for_customer"), among(|state| state == CaseState::WaitingForCustomer));
    assert_eq!(ids("done"), among(|state| !state.is_open()));
    let home = browser.call::<GetHome>(&at(world, "Office"), &Empty {}).unwrap().support.unwrap();
    let count = |show| u32::try_from(ids(show).len()).ok();
    assert_eq!((home.open.exact(), home.waiting.exact()), (count("open"), count("waiting_for_customer")));
    let mut open: Vec<_> =
        found.iter().map(|case| case.summary.clone()).filter(|c| c.state.is_open()).collect();
    open.sort_by_key(|case| std::cmp::Reverse((case.updated_at, case.id.clone())));
    open.truncate(5);
    let moments =
        |list: &[shared::api::case::CaseSummary]| list.iter().map(|c| c.updated_at).collect::<Vec<_>>();
    assert_eq!(moments(&home.latest), moments(&open));
    assert!(home.latest.iter().all(|case| ids("open").contains(&case.id)));
}

fn pages(browser: &Browser<'_>, world: &World, state: &str) -> Vec<Vec<CaseId>> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let question = CasesQuestion { state: state.into(), after, ..CasesQuestion::default() };
        let page = browser.call::<ListCases>(&at(world, "Office"), &question).unwrap();
        pages.push(page.items.iter().map(|case| case.id.clone()).collect());
        after = page.next;
        if after.is_none() {
            return pages;
        }
    }
}

fn case_7_pages_hold_every_case_once_newest_first(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let mut expected: Vec<_> =
        world.cases.iter().filter(|case| case.workspace == world.workspace("Office").id).collect();
    expected.sort_by_key(|case| std::cmp::Reverse((case.opened_at, case.id.clone())));
    let expected: Vec<_> = expected.into_iter().map(|case| case.id.clone()).collect();
    let found = pages(&vera, world, "all");
    assert_eq!(
        found.iter().map(Vec::len).collect::<Vec<_>>(),
        [PAGE_SIZE, PAGE_SIZE, expected.len() - 2 * PAGE_SIZE]
    );
    assert_eq!(found.concat(), expected);
    assert_eq!(pages(&vera, world, "done").concat().len(), 2);
}

fn case_7_a_cursor_that_is_none_is_refused_and_a_foreign_one_shows_nothing_foreign(
    target: &dyn Target,
    world: &World,
) {
    let vera = target.sign_in(world.person("Vera"));
    let ask = |after: &str| {
        let question =
            CasesQuestion { state: "all".into(), after: Some(after.into()), ..CasesQuestion::default() };
        vera.call::<ListCases>(&at(world, "Office"), &question)
    };
    for cursor in ["", "x", "0", "' OR 1=1 --", "ws_eu1_01k9zq3v5m0000000000000000"] {
        assert_eq!(
            ask(cursor).unwrap_err(),
            Problem::invalid(vec![Fault::Malformed.of("after")]),
            "{cursor}"
        );
    }
    let shop = world.case("Of the shop").id.clone();
    let page = ask(shop.as_str());
    let shown = page.map(|page| page.items).unwrap_or_default();
    assert!(shown.iter().all(|case| case.title != "Of the shop"));
}

fn case_8_internal_notes_never_reach_a_customer(target: &dyn Target, world: &World) {
    let office = &world.workspace("Office").id;
    for person in ["Irma", "Otto", "Vera", "Karl", "Nils", "Edda"] {
        let browser = target.sign_in(world.person(person));
        let mut paths = vec![
            "/api/me".to_owned(),
            format!("/api/workspaces/{office}/home"),
            format!("/api/workspaces/{office}/access"),
            format!("/api/workspaces/{office}/cases?state=all"),
        ];
        let here = world.cases.iter().filter(|case| case.workspace == *office);
        paths.extend(here.map(|case| format!("/api/workspaces/{office}/cases/{}", case.id)));
        for path in paths {
            let answer = browser.send("GET", &path, &[(APP_HEADER, "1")], "");
            assert_eq!(answer.status, 200, "{path}");
            assert!(
                !answer.body.contains("SECRET") && !answer.body.contains("\"note\""),
                "{path}: {}",
                answer.body
            );
        }
    }
    // Those who work on cases read them, among the rest of the conversation.
    let erik = target.sign_in(world.person("Erik"));
    let seen = case(&erik, world, "Office", &world.case("Opened by Vera").id).unwrap();
    assert!(matches!(seen.entries[0].content, EntryContent::Note { .. }));
    assert!(seen.entries.windows(2).all(|pair| pair[0].at <= pair[1].at));
    // Paula sees cases and does not work on them.
    let paula = target.sign_in(world.person("Paula"));
    let seen = case(&paula, world, "Office", &world.case("Opened by Vera").id).unwrap();
    assert!(!seen.entries.iter().any(|entry| matches!(entry.content, EntryContent::Note { .. })));
}

fn case_8_a_note_leaves_no_trace_that_a_customer_sees(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let id = &world.case("Mail flow").id;
    let seen = || shared_view(&vera, world, id);
    let before = seen();
    for _ in 0..3 {
        note(&erik, world, "Office", id, "SECRET").unwrap();
    }
    assert_eq!(seen(), before);
    let theirs = case(&erik, world, "Office", id).unwrap();
    assert_eq!(theirs.entries.len(), 3);
    // And it makes nobody's version stale.
    assert!(make_move(&vera, world, "Office", id, Move::Solved).is_ok());
}

/// All that a customer's browser gets to see around a case, but for the server's time.
fn shared_view(browser: &Browser<'_>, world: &World, id: &CaseId) -> String {
    let now = Timestamp::from_millis(0);
    let detail = shared::api::case::CaseDetail { now, ..case(browser, world, "Office", id).unwrap() };
    let home = browser.call::<GetHome>(&at(world, "Office"), &Empty {}).unwrap();
    format!("{detail:?} {home:?} {:?}", cases(browser, world, "Office", "all"))
}

fn case_8_a_customer_writes_no_notes(target: &dyn Target, world: &World) {
    let id = &world.case("Mail flow").id;
    for person in ["Irma", "Vera", "Nils", "Edda"] {
        let browser = target.sign_in(world.person(person));
        assert_eq!(
            missing(note(&browser, world, "Office", id, "x")),
            Link::Origin { needed: Origin::Provider }
        );
    }
    let paula = target.sign_in(world.person("Paula"));
    assert!(matches!(missing(note(&paula, world, "Office", id, "x")), Link::Permission { .. }));
    let erik = target.sign_in(world.person("Erik"));
    assert_eq!(case(&erik, world, "Office", id).unwrap().entries, []);
}

fn ws_4_a_case_is_found_in_its_own_workspace_only(target: &dyn Target, world: &World) {
    // Erik is a member of both workspaces, and still the case is in one of them.
    let erik = target.sign_in(world.person("Erik"));
    let id = &world.case("Of the shop").id;
    assert!(case(&erik, world, "Shop", id).is_ok());
    assert_eq!(code(case(&erik, world, "Office", id)), ProblemCode::NotFound);
    assert_eq!(code(answer(&erik, world, "Office", id, "x")), ProblemCode::NotFound);
    let noted = erik.call::<AddNote>(&at_case(world, "Office", id), &NewMessage { text: "x".into() });
    assert_eq!(code(noted), ProblemCode::NotFound);
    let moved =
        erik.call::<MoveCase>(&at_case(world, "Office", id), &NewMove { by: Move::Assign, version: 1 });
    assert_eq!(code(moved), ProblemCode::NotFound);
    assert_eq!(case(&erik, world, "Shop", id).unwrap().version, 1);
}
