//! The life of a case: its moves, from both sides, and nothing else (CASE-4).

use super::Scenario;
use super::office::office;
use super::steps::{answer, at_case, case, code, make_move, missing, note, text};
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{Ground, Opening, World, eu1};
use shared::access::Link;
use shared::api::case::{CaseDetail, EntryContent, MoveCase, NewMove};
use shared::case::lifecycle::{CaseState, Move};
use shared::id::CaseId;
use shared::problem::{Fault, Problem, ProblemCode};
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(case_4_a_case_goes_its_whole_way),
        Scenario::anywhere(case_4_every_move_that_does_not_exist_is_refused)
            .within(with_a_case_per_state_and_move),
        Scenario::anywhere(case_4_a_customers_message_moves_a_case_that_waits_or_is_resolved)
            .within(with_a_case_per_state_and_move),
        Scenario::anywhere(case_4_a_providers_message_moves_nothing).within(with_a_case_per_state_and_move),
        Scenario::anywhere(case_4_a_move_from_another_version_is_refused),
        Scenario::anywhere(case_4_a_message_has_its_bounds),
        Scenario::in_process(case_4_a_conversation_is_cut_to_its_latest_entries_and_says_so)
            .within(with_long_conversations),
        Scenario::in_process(case_4_a_case_closed_for_thirty_days_stays_closed)
            .within(with_a_case_per_state_and_move),
        Scenario::in_process(case_4_a_case_resolved_for_fourteen_days_closes_by_itself)
            .within(with_a_case_per_state_and_move),
    ]
}

/// A case for every state and move, called `new by assign`.
fn with_a_case_per_state_and_move(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    let (erik, vera) = (world.person("Erik").identity.clone(), world.person("Vera").identity.clone());
    let opened_at = ground.now.minus(Span::hours(20));
    for state in CaseState::ALL {
        for by in Move::ALL {
            let title = title(state, by);
            let case = world.open_case(&office, &cloud, &vera, opened_at, Opening::titled(&title));
            world.bring_to(&case, &erik, &vera, state);
        }
    }
    world
}

fn title(state: CaseState, by: Move) -> String {
    format!("{} by {}.", state.name(), by.name())
}

/// The moves that exist, as the rule lists them: from, what, to.
const MOVES: [(&str, &str, &str); 15] = [
    ("new", "assign", "assigned"),
    ("assigned", "start", "in_progress"),
    ("in_progress", "ask_customer", "waiting_for_customer"),
    ("waiting_for_customer", "go_on", "in_progress"),
    ("new", "resolve", "resolved"),
    ("assigned", "resolve", "resolved"),
    ("in_progress", "resolve", "resolved"),
    ("waiting_for_customer", "resolve", "resolved"),
    ("resolved", "take_up_again", "in_progress"),
    ("new", "solved", "resolved"),
    ("assigned", "solved", "resolved"),
    ("in_progress", "solved", "resolved"),
    ("waiting_for_customer", "solved", "resolved"),
    ("resolved", "close", "closed"),
    // The system's alone, and only after fourteen days.
    ("resolved", "time_closes", ""),
];

fn case_4_a_case_goes_its_whole_way(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let id = &world.case("Mail flow").id;
    for (by, to) in [
        (Move::Assign, CaseState::Assigned),
        (Move::Start, CaseState::InProgress),
        (Move::AskCustomer, CaseState::WaitingForCustomer),
    ] {
        assert_eq!(make_move(&erik, world, "Office", id, by).unwrap().state, to);
    }
    assert_eq!(answer(&vera, world, "Office", id, "Here it is.").unwrap().state, CaseState::InProgress);
    assert_eq!(answer(&erik, world, "Office", id, "Try **this**.").unwrap().state, CaseState::InProgress);
    assert_eq!(make_move(&erik, world, "Office", id, Move::Resolve).unwrap().state, CaseState::Resolved);
    let closed = make_move(&vera, world, "Office", id, Move::Close).unwrap();
    let seen = case(&vera, world, "Office", id).unwrap();
    assert_eq!((closed.state, closed.version), (CaseState::Closed, seen.version));
    assert_eq!((seen.summary.state, seen.assignee.as_deref()), (CaseState::Closed, Some("Erik Sommer")));
    assert_eq!(
        (seen.state_since, seen.summary.updated_at),
        (seen.entries.last().unwrap().at, seen.summary.updated_at)
    );
    let told: Vec<_> = seen.entries.iter().map(|entry| told(entry.by.as_deref(), &entry.content)).collect();
    assert_eq!(
        told,
        [
            "Erik Sommer: assigned",
            "Erik Sommer: in_progress",
            "Erik Sommer: waiting_for_customer",
            "Vera Holm says",
            "Vera Holm: in_progress",
            "Erik Sommer says",
            "Erik Sommer: resolved",
            "Vera Holm: closed",
        ]
    );
}

fn told(by: Option<&str>, content: &EntryContent) -> String {
    let by = by.unwrap_or("Portico");
    match content {
        EntryContent::Moved { to } => format!("{by}: {}", to.name()),
        EntryContent::Message { .. } => format!("{by} says"),
        EntryContent::Note { .. } => format!("{by} notes"),
    }
}

fn case_4_every_move_that_does_not_exist_is_refused(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let customers = [Move::CustomerWrites, Move::Solved, Move::Close];
    for state in CaseState::ALL {
        for by in Move::ALL {
            let id = &world.case(&title(state, by)).id;
            let (mine, other) = if customers.contains(&by) { (&vera, &erik) } else { (&erik, &vera) };
            // Whoever's move it is not can't make it, and nobody makes the one that time makes.
            let wrong = make_move(other, world, "Office", id, by);
            match by {
                Move::TimeCloses => assert_eq!(code(wrong), ProblemCode::MoveNotAllowed, "{state:?}"),
                _ => assert!(matches!(missing(wrong), Link::Origin { .. }), "{state:?} {by:?}"),
            }
            let to = MOVES.iter().find(|(from, with, _)| (*from, *with) == (state.name(), by.name()));
            let moved = make_move(mine, world, "Office", id, by);
            let after = case(&vera, world, "Office", id).unwrap().summary.state;
            match to.map(|(_, _, to)| *to).filter(|to| !to.is_empty()) {
                Some(to) => {
                    assert_eq!((moved.unwrap().state.name(), after.name()), (to, to), "{state:?} {by:?}")
                }
                None => {
                    assert_eq!(code(moved), ProblemCode::MoveNotAllowed, "{state:?} {by:?}");
                    assert_eq!(after, state, "{by:?}");
                }
            }
        }
    }
}

fn case_4_a_customers_message_moves_a_case_that_waits_or_is_resolved(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    for (from, to) in [
        (CaseState::New, CaseState::New),
        (CaseState::Assigned, CaseState::Assigned),
        (CaseState::InProgress, CaseState::InProgress),
        (CaseState::WaitingForCustomer, CaseState::InProgress),
        (CaseState::Resolved, CaseState::InProgress),
        (CaseState::Closed, CaseState::InProgress),
    ] {
        let id = &world.case(&title(from, Move::CustomerWrites)).id;
        let before = case(&vera, world, "Office", id).unwrap();
        let moved = answer(&vera, world, "Office", id, "I have news.").unwrap();
        assert_eq!((moved.state, moved.version), (to, before.version + 1), "{from:?}");
        let after = case(&vera, world, "Office", id).unwrap();
        assert_eq!((after.summary.state, after.version), (to, moved.version));
        let added: Vec<_> =
            after.entries[before.entries.len()..].iter().map(|e| told(e.by.as_deref(), &e.content)).collect();
        let moved = format!("Vera Holm: {}", to.name());
        let expected = if from == to { vec!["Vera Holm says"] } else { vec!["Vera Holm says", &moved] };
        assert_eq!(added, expected, "{from:?}");
        assert_eq!(after.state_since == before.state_since, from == to, "{from:?}");
    }
}

fn case_4_a_providers_message_moves_nothing(target: &dyn Target, world: &World) {
    let erik = target.sign_in(world.person("Erik"));
    for state in CaseState::ALL {
        let id = &world.case(&title(state, Move::CustomerWrites)).id;
        let answered = answer(&erik, world, "Office", id, "We look into it.");
        if state == CaseState::Closed {
            assert_eq!(code(answered), ProblemCode::MoveNotAllowed);
        } else {
            assert_eq!(answered.unwrap().state, state);
        }
    }
}

fn case_4_a_move_from_another_version_is_refused(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let id = &world.case("Mail flow").id;
    let seen = case(&erik, world, "Office", id).unwrap().version;
    answer(&vera, world, "Office", id, "One thing more.").unwrap();
    for version in [seen, seen + 2, 0, -1] {
        let request = NewMove { by: Move::Assign, version };
        let problem = erik.call::<MoveCase>(&at_case(world, "Office", id), &request).unwrap_err();
        assert_eq!((problem.code, problem.changed), (ProblemCode::StaleVersion, vec![id.to_string()]));
    }
    assert_eq!(case(&erik, world, "Office", id).unwrap().summary.state, CaseState::New);
    assert_eq!(make_move(&erik, world, "Office", id, Move::Assign).unwrap().state, CaseState::Assigned);
}

fn case_4_a_message_has_its_bounds(target: &dyn Target, world: &World) {
    let (vera, erik) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Erik")));
    let id = &world.case("Mail flow").id;
    let long = "x".repeat(32 * 1024 + 1);
    let faults = [
        ("", Fault::Missing),
        (" \n\t ", Fault::Missing),
        ("\u{200b} \u{200e}\n", Fault::Missing),
        ("\u{0}", Fault::Malformed),
        (long.as_str(), Fault::TooLarge { most_kib: 32 }),
    ];
    for (message, fault) in faults {
        let expected = Problem::invalid(vec![fault.of("text")]);
        assert_eq!(answer(&vera, world, "Office", id, message).unwrap_err(), expected);
        assert_eq!(note(&erik, world, "Office", id, message).unwrap_err(), expected);
    }
    assert!(answer(&vera, world, "Office", id, &long[1..]).is_ok());
    let seen = case(&vera, world, "Office", id).unwrap();
    assert_eq!((seen.entries.len(), seen.version), (1, 2));
    assert!(text(&seen.entries).len() > 32 * 1024);
}

/// Two cases of 205 messages each: of a line, and of as many quotation marks as a message takes, which are two bytes each on
/// their way.
fn with_long_conversations(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (office, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    let vera = world.person("Vera").identity.clone();
    let opened_at = ground.now.minus(Span::hours(20));
    for (title, text) in [("Many lines.", "A line.".to_owned()), ("Many logs.", "\"".repeat(32 * 1024 - 4))] {
        let case = world.open_case(&office, &cloud, &vera, opened_at, Opening::titled(title));
        for n in 0..205 {
            let at = opened_at.plus(Span::minutes(n + 1));
            world.answer(&case, &vera, at, &format!("{n} {text}"));
        }
    }
    world
}

fn case_4_a_conversation_is_cut_to_its_latest_entries_and_says_so(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let vera = target.sign_in(world.person("Vera"));
    let seen = |title: &str| case(&vera, world, "Office", &world.case(title).id).unwrap();
    let last = |seen: &CaseDetail| format!("{:?}", seen.entries.last().unwrap().content);
    let lines = seen("Many lines.");
    assert_eq!((lines.entries.len(), lines.earlier_entries), (CaseDetail::MOST_ENTRIES, true));
    assert!(last(&lines).contains("204 "));
    let logs = seen("Many logs.");
    assert!(logs.entries.len() > 50 && logs.entries.len() < 100, "{}", logs.entries.len());
    assert!(logs.earlier_entries && last(&logs).contains("204 "));
    let travels = serde_json::to_string(&logs).unwrap().len();
    assert!(travels < 5 * 1024 * 1024, "{travels} bytes");
    assert!(!seen("Mail flow").earlier_entries);
}

fn case_4_a_case_closed_for_thirty_days_stays_closed(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let [one, two] = [Move::Assign, Move::Start].map(|by| &world.case(&title(CaseState::Closed, by)).id);
    // Closed some hours ago; the clock goes to a minute before the thirtieth day, and then over it.
    let since = in_process
        .machine
        .database(eu1())
        .look(&format!("SELECT state_since FROM support_case WHERE id = '{one}'"));
    let closed_at: i64 = since[0][0].parse().unwrap();
    let now = edge::ports::Host::now(&in_process.machine).millis();
    let almost = Span::from_millis(closed_at + Span::days(30).millis() - now - 60_000);
    in_process.turn_clock(almost);
    let vera = target.sign_in(world.person("Vera"));
    assert_eq!(answer(&vera, world, "Office", one, "It is back.").unwrap().state, CaseState::InProgress);
    in_process.turn_clock(Span::minutes(1));
    assert_eq!(code(answer(&vera, world, "Office", two, "It is back.")), ProblemCode::MoveNotAllowed);
}

fn case_4_a_case_resolved_for_fourteen_days_closes_by_itself(in_process: &InProcess, world: &World) {
    let target: &dyn Target = in_process;
    let [left, answered] =
        [Move::Assign, Move::Start].map(|by| world.case(&title(CaseState::Resolved, by)).id.clone());
    // Resolved the day before: not yet fourteen days, then over them.
    in_process.turn_clock(Span::days(12));
    in_process.tick();
    let state = |id: &CaseId| {
        let vera = target.sign_in(world.person("Vera"));
        case(&vera, world, "Office", id).unwrap().summary.state
    };
    assert_eq!(state(&left), CaseState::Resolved);
    let vera = target.sign_in(world.person("Vera"));
    answer(&vera, world, "Office", &answered, "It is back.").unwrap();
    in_process.turn_clock(Span::days(2));
    in_process.tick();
    in_process.tick();
    assert_eq!((state(&left), state(&answered)), (CaseState::Closed, CaseState::InProgress));
    let seen = case(&target.sign_in(world.person("Vera")), world, "Office", &left).unwrap();
    let last = seen.entries.last().unwrap();
    assert_eq!(told(last.by.as_deref(), &last.content), "Portico: closed");
    let told = format!(
        "SELECT actor_id, through, action, after FROM audit_event WHERE subject = '{left}' AND through = 'system'"
    );
    let moved = r#"{"move":"time_closes","state":"closed"}"#;
    let event = ["null".to_owned(), text(&"system"), text(&"case.moved"), text(&moved)];
    assert_eq!(in_process.machine.database(eu1()).look(&told), [event]);
}
