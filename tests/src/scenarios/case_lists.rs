//! The list of cases by filters, its counts, and the views that people save (CASE-11).

use super::Scenario;
use super::office::office;
use super::steps::{at, code, make_move};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Case, Ground, Opening, Person, World, eu1};
use shared::access::Origin;
use shared::api::case_list::{
    CaseView, CaseViews, CasesPage, CasesQuestion, ListCaseViews, ListCases, RemoveCaseView, RemovedCaseView,
    SaveCaseView,
};
use shared::api::workspace::Count;
use shared::api::{Empty, REQUEST_ID_HEADER};
use shared::case::Severity;
use shared::case::filter::{CaseFilter, CaseSort};
use shared::case::lifecycle::{CaseState, Move};
use shared::id::CaseId;
use shared::problem::{Problem, ProblemCode};
use shared::time::{Span, Timestamp};
use shared::workspace::CaseVisibility;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(case_11_each_filter_shows_and_counts_what_it_names).within(with_many_cases),
        Scenario::anywhere(case_11_a_list_by_activity_goes_on_where_its_page_ended).within(with_many_cases),
        Scenario::anywhere(case_11_cases_are_counted_once_and_not_again_for_every_page)
            .within(with_many_cases),
        Scenario::anywhere(case_11_mine_follows_who_has_a_part_and_who_works_on_it),
        Scenario::anywhere(case_11_nonsense_in_a_filter_is_answered_with_its_field),
        Scenario::anywhere(case_11_views_are_saved_replaced_and_removed_for_their_owner_only),
        Scenario::anywhere(case_11_a_view_that_is_none_is_refused_and_there_is_a_most),
        Scenario::in_process(case_7_any_filter_lists_and_counts_the_same_cases_in_any_order),
        Scenario::in_process(case_11_a_list_costs_what_it_shows_in_a_workspace_of_100_000_cases),
    ]
}

/// More cases than two pages hold, of three services in all states. None is old enough to be closed by time (CASE-4): where
/// the clock runs, the model would not hear of it.
fn with_many_cases(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let here = world.workspace("Office").id.clone();
    let services = ["Cloud", "Database", "Network"].map(|name| world.service(name).id.clone());
    let people = ["Vera", "Otto", "Karl"].map(|name| world.person(name).identity.clone());
    let erik = world.person("Erik").identity.clone();
    for number in 0..130 {
        let at = ground.now.minus(Span::minutes(world.chance.between(1, 18_000)));
        let (service, opener) = (world.chance.pick(&services).clone(), world.chance.pick(&people).clone());
        let severity = *world.chance.pick(&Severity::ALL);
        let opening = Opening { severity, ..Opening::titled(&format!("Number {number:03}")) };
        let case = world.open_case(&here, &service, &opener, at, opening);
        let state = *world.chance.pick(&CaseState::ALL);
        world.bring_to(&case, &erik, &opener, state);
        for part in ["contact", "watcher"] {
            let person = world.chance.pick(&people).clone();
            if world.chance.percent(30) {
                world.case_mut(&case).participants.push((person, part));
            }
        }
    }
    world
}

fn with_many_cases_of_participants(ground: &Ground, name: &str) -> World {
    let mut world = with_many_cases(ground, name);
    let here = world.workspace("Office").id.clone();
    world.workspace_mut(&here).case_visibility = CaseVisibility::ParticipantsOnly;
    world
}

fn ask(browser: &Browser<'_>, world: &World, question: &CasesQuestion) -> Result<CasesPage, Problem> {
    browser.call::<ListCases>(&at(world, "Office"), question)
}

/// Every page of a list, and how many cases its first page said there are.
fn pages(browser: &Browser<'_>, world: &World, question: &CasesQuestion) -> (Vec<CaseId>, Count) {
    let (mut question, mut found, mut count) = (question.clone(), Vec::new(), None);
    loop {
        let page = ask(browser, world, &question).unwrap();
        found.extend(page.items.iter().map(|case| case.id.clone()));
        // The first page alone says how many there are.
        assert_eq!(page.count.is_some(), question.after.is_none());
        count = count.or(page.count);
        question.after = page.next;
        if question.after.is_none() {
            return (found, count.unwrap());
        }
    }
}

/// The same list out of the model, one case after the other.
fn expected(
    world: &World,
    who: &Person,
    sees_all: bool,
    (filter, sort): &(CaseFilter, CaseSort),
) -> Vec<CaseId> {
    let plays = |case: &Case| {
        case.opened_by == who.identity
            || case.participants.iter().any(|(person, _)| *person == who.identity)
            || case.assignee.as_ref() == Some(&who.identity)
    };
    let matches = |case: &&Case| {
        case.workspace == world.workspace("Office").id
            && (sees_all || plays(case))
            && (!filter.mine || plays(case))
            && filter.states.contains(&case.state)
            && filter.severities.contains(&case.severity)
            && (filter.services.is_empty() || filter.services.contains(&case.service))
            && filter.opened_from.is_none_or(|from| case.opened_at >= from)
            && filter.opened_before.is_none_or(|before| case.opened_at < before)
    };
    let mut found: Vec<&Case> = world.cases.iter().filter(matches).collect();
    found.sort_by_key(|case| {
        let moment = if *sort == CaseSort::Newest { case.opened_at } else { case.updated_at };
        std::cmp::Reverse((moment, case.id.clone()))
    });
    found.into_iter().map(|case| case.id.clone()).collect()
}

fn agrees(browser: &Browser<'_>, world: &World, who: &Person, sees_all: bool, question: &CasesQuestion) {
    let expected = expected(world, who, sees_all, &question.read().unwrap());
    let (found, count) = pages(browser, world, question);
    assert_eq!(found, expected, "{} asks {question:?}", who.name);
    assert_eq!(count.exact(), u32::try_from(expected.len()).ok(), "{} asks {question:?}", who.name);
}

fn question(parts: &[(&str, &str)]) -> CasesQuestion {
    let mut question = CasesQuestion::default();
    for (name, value) in parts {
        let place = match *name {
            "state" => &mut question.state,
            "severity" => &mut question.severity,
            "service" => &mut question.service,
            "mine" => &mut question.mine,
            "opened_from" => &mut question.opened_from,
            "opened_before" => &mut question.opened_before,
            _ => &mut question.sort,
        };
        (*value).clone_into(place);
    }
    question
}

fn case_11_each_filter_shows_and_counts_what_it_names(target: &dyn Target, world: &World) {
    let vera = world.person("Vera");
    let browser = target.sign_in(vera);
    let services = format!("{},{}", world.service("Cloud").id, world.service("Network").id);
    let from = world.days_ago(14).millis().to_string();
    let before = world.days_ago(7).millis().to_string();
    for parts in [
        vec![],
        vec![("state", "all")],
        vec![("state", "done")],
        vec![("state", "new,closed")],
        vec![("severity", "a,b")],
        vec![("service", services.as_str()), ("state", "all")],
        vec![("mine", "1"), ("state", "all")],
        vec![("opened_from", from.as_str()), ("opened_before", before.as_str()), ("state", "all")],
        vec![
            ("severity", "a"),
            ("service", services.as_str()),
            ("mine", "1"),
            ("opened_from", from.as_str()),
        ],
    ] {
        agrees(&browser, world, vera, true, &question(&parts));
    }
}

fn case_11_a_list_by_activity_goes_on_where_its_page_ended(target: &dyn Target, world: &World) {
    let vera = world.person("Vera");
    let browser = target.sign_in(vera);
    agrees(&browser, world, vera, true, &question(&[("state", "all"), ("sort", "activity")]));
    let service = world.service("Cloud").id.to_string();
    let of_a_service = [("state", "all"), ("sort", "activity"), ("service", service.as_str())];
    agrees(&browser, world, vera, true, &question(&of_a_service));
}

/// How many statements a request for a list took.
fn statements(browser: &Browser<'_>, world: &World, question: &CasesQuestion) -> u64 {
    let answer = browser.ask::<ListCases>(&at(world, "Office"), question, "");
    let line = browser.target().logged(&answer.headers[REQUEST_ID_HEADER]).unwrap();
    line["statements"].as_u64().unwrap()
}

fn case_11_cases_are_counted_once_and_not_again_for_every_page(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let first = question(&[("state", "all")]);
    let page = ask(&vera, world, &first).unwrap();
    assert!(page.count.is_some());
    let second = CasesQuestion { after: page.next, ..first.clone() };
    assert_eq!(ask(&vera, world, &second).unwrap().count, None);
    assert!(statements(&vera, world, &second) < statements(&vera, world, &first));
}

fn case_11_mine_follows_who_has_a_part_and_who_works_on_it(target: &dyn Target, world: &World) {
    let (vera, otto) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Otto")));
    let erik = target.sign_in(world.person("Erik"));
    let mine = question(&[("mine", "1"), ("state", "all")]);
    let count = |browser| pages(browser, world, &mine).0.len();
    assert_eq!((count(&vera), count(&otto), count(&erik)), (1, 0, 0));
    let case = &world.case("Mail flow").id;
    make_move(&erik, world, "Office", case, Move::Assign).unwrap();
    assert_eq!((count(&vera), count(&otto), count(&erik)), (1, 0, 1));
    let working = question(&[("mine", "1"), ("state", "in_progress")]);
    assert!(pages(&erik, world, &working).0.is_empty());
    make_move(&erik, world, "Office", case, Move::Start).unwrap();
    assert_eq!(pages(&erik, world, &working).0, std::slice::from_ref(case));
    assert_eq!(pages(&vera, world, &working).0, std::slice::from_ref(case));
}

fn case_11_nonsense_in_a_filter_is_answered_with_its_field(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let cloud = world.service("Cloud").id.as_str();
    assert_eq!(ask(&vera, world, &question(&[("service", cloud)])).unwrap().items.len(), 1);
    for (field, value) in [
        ("state", "new,"),
        ("state", "asleep"),
        ("state", "' OR 1=1 --"),
        ("severity", "A"),
        ("severity", "a,d"),
        ("service", "svc_eu1_x"),
        ("service", "%"),
        ("mine", "yes"),
        ("opened_from", "yesterday"),
        ("opened_from", "-1"),
        ("opened_before", "1e99"),
        ("opened_before", "99999999999999999999"),
        ("sort", "severity"),
    ] {
        let problem = ask(&vera, world, &question(&[(field, value)])).unwrap_err();
        assert_eq!((problem.status, problem.code), (422, ProblemCode::InvalidFields), "{field}={value}");
        let fields: Vec<_> = problem.fields.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, [field], "{value}");
    }
    let period_by_activity = question(&[("opened_from", "0"), ("sort", "activity")]);
    assert_eq!(ask(&vera, world, &period_by_activity).unwrap_err().fields[0].field, "sort");
    let of_another_order = CasesQuestion {
        after: Some(world.case("Mail flow").id.to_string()),
        ..question(&[("sort", "activity")])
    };
    assert_eq!(ask(&vera, world, &of_another_order).unwrap_err().fields[0].field, "after");
    let absent = "svc_eu1_00000000000000000000000000";
    assert_eq!(ask(&vera, world, &question(&[("service", absent)])).unwrap().count.unwrap().exact(), Some(0));
}

fn views(browser: &Browser<'_>, world: &World) -> Vec<(String, String)> {
    let CaseViews { views } = browser.call::<ListCaseViews>(&at(world, "Office"), &Empty {}).unwrap();
    views.into_iter().map(|view| (view.name, view.query)).collect()
}

fn save(browser: &Browser<'_>, world: &World, name: &str, query: &str) -> Result<CaseViews, Problem> {
    let view = CaseView { name: name.into(), query: query.into() };
    browser.call::<SaveCaseView>(&at(world, "Office"), &view)
}

fn case_11_views_are_saved_replaced_and_removed_for_their_owner_only(target: &dyn Target, world: &World) {
    let (vera, otto) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Otto")));
    let pair = |name: &str, query: &str| (name.to_owned(), query.to_owned());
    save(&vera, world, "  Urgent ", "severity=a").unwrap();
    save(&vera, world, "Autumn", "state=all&from=2026-09-01&to=2026-11-30").unwrap();
    save(&otto, world, "Urgent", "severity=b").unwrap();
    let answered = save(&vera, world, "Urgent", "severity=a,b&mine=1").unwrap();
    let expected =
        [pair("Autumn", "state=all&from=2026-09-01&to=2026-11-30"), pair("Urgent", "severity=a,b&mine=1")];
    assert_eq!(views(&vera, world), expected);
    assert_eq!(answered.views.len(), 2);
    // What can't be seen in a name makes no other view of it.
    save(&vera, world, "Ur\u{200b}gent\u{202e}", "severity=a,b&mine=1").unwrap();
    assert_eq!(views(&vera, world), expected);
    let remove = |name: &str| {
        vera.call::<RemoveCaseView>(&at(world, "Office"), &RemovedCaseView { name: name.into() }).unwrap()
    };
    remove("Urgent");
    remove("Never saved");
    assert_eq!(views(&vera, world), expected[..1]);
    assert_eq!(views(&otto, world), [pair("Urgent", "severity=b")]);
}

fn case_11_a_view_that_is_none_is_refused_and_there_is_a_most(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    for (name, query) in [
        ("", "severity=a"),
        ("a\nb", "severity=a"),
        ("Script", "javascript:alert(1)"),
        ("Page", "state=all&after=x"),
        ("Day", "from=2026-02-30"),
        // A list would refuse it: what is shown under a view's name would be something else.
        ("Order", "from=2026-01-01&sort=activity"),
        ("Order", "sort=activity&to=2026-01-01"),
    ] {
        assert_eq!(code(save(&vera, world, name, query)), ProblemCode::InvalidFields, "{name} {query}");
    }
    for number in 0..CaseViews::MOST {
        save(&vera, world, &format!("View {number}"), "").unwrap();
    }
    assert_eq!(save(&vera, world, "One more", "").unwrap_err().fields[0].field, "views");
    assert_eq!(save(&vera, world, "View 7", "state=done").unwrap().views.len(), CaseViews::MOST);
}

/// Random filters over random cases, as somebody who sees all cases, as participants, and as the provider.
fn case_7_any_filter_lists_and_counts_the_same_cases_in_any_order(_: &InProcess, _: &World) {
    let ground = crate::in_process::ground();
    for (world, among_participants) in [
        (with_many_cases(&ground, "any filter"), false),
        (with_many_cases_of_participants(&ground, "any filter among participants"), true),
    ] {
        let target = InProcess::new(&world);
        let mut chance = world.chance.clone();
        for name in ["Irma", "Vera", "Otto", "Erik"] {
            let person = world.person(name);
            let browser = (&target as &dyn Target).sign_in(person);
            let sees_all = !among_participants || name == "Irma" || person.origin == Origin::Provider;
            for _ in 0..40 {
                agrees(&browser, &world, person, sees_all, &random_question(&world, &mut chance));
            }
        }
        target.machine.check_tallies();
    }
}

fn random_question(world: &World, chance: &mut crate::world::Chance) -> CasesQuestion {
    let mut some = |all: Vec<String>, often: usize| {
        let chosen: Vec<String> = all.into_iter().filter(|_| chance.percent(40)).collect();
        if chance.percent(often) { chosen.join(",") } else { String::new() }
    };
    let states = some(CaseState::ALL.iter().map(|state| state.name().to_owned()).collect(), 60);
    let severity = some(Severity::ALL.iter().map(|one| one.name().to_owned()).collect(), 50);
    let service = some(world.services.iter().take(4).map(|one| one.id.to_string()).collect(), 50);
    let state =
        if states.is_empty() { (*chance.pick(&["", "open", "done", "all"])).to_owned() } else { states };
    let mut moment = || {
        let moment: Timestamp = world.ground.now.minus(Span::minutes(chance.between(0, 40_000)));
        if chance.percent(25) { moment.millis().to_string() } else { String::new() }
    };
    let (opened_from, opened_before) = (moment(), moment());
    let dated = !opened_from.is_empty() || !opened_before.is_empty();
    let sort = if !dated && chance.percent(50) { "activity".to_owned() } else { String::new() };
    let mine = if chance.percent(30) { "1".to_owned() } else { String::new() };
    CasesQuestion { state, severity, service, mine, opened_from, opened_before, sort, after: None }
}

/// Cases by the hundred thousand: nearly all closed, of severity C and on Cloud; Vera has a part in each.
const FILL: &str = "
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000)
    INSERT INTO support_case (id, workspace_id, number, service_id, product_id, problem_type_id, title, description,
                              severity, state, contact_method, language, time_zone, opened_by, opened_at, updated_at,
                              state_since)
    SELECT printf('case_eu1_01%024d', n), workspace_id, printf('%016d', n),
           CASE WHEN n % 25000 = 7 THEN '{rare}' ELSE service_id END, product_id, problem_type_id, 'Filled', '',
           CASE WHEN n % 1000 = 0 THEN 'a' ELSE 'c' END,
           CASE WHEN n % 5000 = 1 THEN 'waiting_for_customer' ELSE 'closed' END, 'email', 'en', 'UTC', opened_by, n, n, n
    FROM n, support_case c WHERE c.title = 'Mail flow has stopped';
    INSERT INTO case_participant (workspace_id, identity_id, case_id, part)
    SELECT workspace_id, opened_by, id, 'opener' FROM support_case WHERE title = 'Filled';";

/// The most steps of SQLite's machine that one statement of a list takes. Looking through the cases of the workspace would
/// take a million and more.
const MOST_STEPS: i32 = 20_000;

fn case_11_a_list_costs_what_it_shows_in_a_workspace_of_100_000_cases(target: &InProcess, world: &World) {
    let database = target.machine.database(eu1());
    let rare = world.service("Database").id.to_string();
    database.execute(&FILL.replace("{rare}", &rare));
    let vera = (target as &dyn Target).sign_in(world.person("Vera"));
    let common = world.service("Cloud").id.to_string();
    let both = format!("{common},{rare}");
    let mut most = 0;
    for service in ["", rare.as_str(), both.as_str()] {
        for severity in ["", "a", "b"] {
            for state in ["", "waiting_for_customer", "all"] {
                for (name, value) in [("sort", ""), ("sort", "activity"), ("opened_from", "5"), ("mine", "1")]
                {
                    let parts =
                        [("service", service), ("severity", severity), ("state", state), (name, value)];
                    database.take_most_steps();
                    ask(&vera, world, &question(&parts)).unwrap();
                    let steps = database.take_most_steps();
                    assert!(steps <= MOST_STEPS, "{parts:?}: {steps} steps");
                    most = most.max(steps);
                }
            }
        }
    }
    println!("the dearest statement of a list took {most} steps");
    let all = ask(&vera, world, &question(&[("state", "all")])).unwrap();
    assert_eq!((all.items.len(), all.count.unwrap().exact()), (50, None));
    let few = ask(&vera, world, &question(&[("service", &rare), ("state", "all")])).unwrap();
    assert_eq!((few.items.len(), few.count.unwrap().exact()), (4, Some(4)));
}
