//! Every fault that D1 documents, where nobody gives a command: signing in, and what happens without anybody asking.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::time::Span;
use tests::browser::Browser;
use tests::faults::{LONGEST_HANG, Stage, boundaries, same, settle};
use tests::in_process::{BatchFault, InProcess};
use tests::scenarios::steps::{access, me};
use tests::target::Target;
use tests::world::{Chance, eu1, us1};

/// The sessions of a region, and what it recorded of them, without what each region makes for itself.
fn sessions(target: &InProcess, shard: shared::region::Shard) -> Vec<Vec<String>> {
    let sessions = target.machine.database(shard).look(
        "SELECT hash, identity_id, iif(ended_at IS NULL, began_at, 'ended') FROM session ORDER BY hash",
    );
    let events = target.machine.database(shard).look(
        "SELECT actor_id, action, at, count(*) FROM audit_event
         WHERE action IN ('signed_in', 'sign_in_refused', 'signed_out') AND scope_id = actor_id
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    );
    [sessions, events].concat()
}

fn live(target: &InProcess) -> usize {
    target.machine.database(eu1()).look("SELECT 1 FROM session WHERE ended_at IS NULL").len()
}

/// Somebody tries to sign in until they are in, and what is left then is one session in all regions. How many tries it took.
fn signs_in(stage: &Stage, target: &InProcess, late: bool, label: &str) -> usize {
    let (before, vera) = (live(target), stage.world.person("Vera"));
    let mut tries = 0;
    let browser = loop {
        tries += 1;
        let browser = Browser::new(target);
        match browser.try_to_sign_in(vera).as_str() {
            "/" => break browser,
            landing => assert_eq!(landing, "/sign-in?problem=unreachable", "{label}"),
        }
        assert!(tries < 4, "{label}");
        target.machine.mend();
    };
    let log = target.machine.log();
    let answered: Vec<_> =
        log.iter().filter(|line| line.fields.get("endpoint") == Some(&"sign-in".into())).collect();
    assert_eq!(answered.len(), 2 * tries, "{label}");
    for line in answered {
        assert!(line.fields["ms"].as_i64().unwrap() <= LONGEST_HANG.millis(), "{label}: {line:?}");
    }
    if late {
        target.machine.come_late();
    }
    settle(target);
    assert_eq!(sessions(target, eu1()), sessions(target, us1()), "{label}");
    // Whoever was told that they are not in has no cookie; what a silent region may have begun for them goes after its time.
    assert!((before + 1..=before + tries).contains(&live(target)), "{label}: {} after {tries}", live(target));
    assert!(me(&browser).is_ok(), "{label}");
    for workspace in ["Office", "Abroad"] {
        assert!(access(&browser, &stage.world, workspace).is_ok(), "{label}, {workspace}");
    }
    for shard in [eu1(), us1()] {
        let left = target.machine.database(shard).look("SELECT kind FROM outbox");
        assert!(left.is_empty(), "{label}: {shard} keeps {left:?}");
    }
    tries
}

/// The batches of signing in where nothing goes wrong.
fn batches_of_signing_in(stage: &Stage) -> Vec<usize> {
    let target = stage.copy();
    signs_in(stage, &target, false, "undisturbed");
    let target = stage.copy();
    Browser::new(&target).try_to_sign_in(stage.world.person("Vera"));
    target.machine.batches().iter().map(|(_, statements)| statements.len()).collect()
}

#[test]
fn id_8_one_fault_at_any_statement_keeps_nobody_from_signing_in_nor_makes_a_second_session() {
    let (stage, mut cases) = (Stage::new(), 0);
    for (number, statements) in batches_of_signing_in(&stage).into_iter().enumerate() {
        let stalls = [
            BatchFault::Stalled,
            BatchFault::Slow(Span::seconds(3)),
            BatchFault::Slow(Span::from_millis(1_900)),
        ];
        for fault in boundaries(statements).chain(stalls) {
            for late in [false, true] {
                let target = stage.copy();
                target.machine.fail_batch(number, fault);
                let label = format!("{fault:?} in batch {number}, late {late}");
                let tries = signs_in(&stage, &target, late, &label);
                // One region that answers is enough, unless it is the silent one that knows the person's directory.
                assert!(tries == 1 || number < 2 && stalls.contains(&fault), "{label}");
                assert_eq!(target.machine.struck(), 1, "{label}");
                cases += 1;
            }
        }
    }
    println!("{cases} faults of signing in");
}

#[test]
fn id_8_whatever_goes_wrong_signing_in_is_answered_in_time_and_all_regions_agree_in_the_end() {
    let stage = Stage::new();
    for fault in [
        BatchFault::Stalled,
        BatchFault::OVERLOADED,
        BatchFault::ANSWER_LOST,
        BatchFault::Slow(Span::from_millis(1_900)),
    ] {
        for first in 0..8 {
            for step in [1, 2] {
                let target = stage.copy();
                target.machine.fail_batches(first, step, fault);
                signs_in(&stage, &target, true, &format!("{fault:?} from {first} every {step}"));
            }
        }
    }
    for seed in 0..200 {
        let mut chance = Chance::named(&format!("faults of signing in, {seed}"));
        let (target, mut plan) = (stage.copy(), Vec::new());
        for number in 0..8 {
            let slow = BatchFault::Slow(Span::from_millis(chance.between(100, 2_500)));
            let fault =
                *chance.pick(&[BatchFault::Stalled, BatchFault::ANSWER_LOST, BatchFault::OVERLOADED, slow]);
            if chance.percent(60) {
                target.machine.fail_batch(number, fault);
                plan.push((number, fault));
            }
        }
        signs_in(&stage, &target, chance.percent(50), &format!("seed {seed}: {plan:?}"));
    }
}

/// A copy of the stage in which cron has something of everything to do: news to bring to both regions, cases to close, and
/// what has had its time in every table that is tidied.
fn with_errands(stage: &Stage) -> InProcess {
    let target = stage.copy();
    let browsers: &dyn Target = &target;
    target.hold_back();
    for (away, here) in [(us1(), "Vera"), (eu1(), "Erik")] {
        target.machine.cut_off(away);
        browsers.sign_in(stage.world.person(here));
        target.machine.join(away);
    }
    let fifteen_days = Span::hours(15 * 24);
    let long_ago = target.machine.clock().now().minus(fifteen_days).millis();
    target.machine.database(eu1()).execute(&format!(
        "UPDATE support_case SET state = 'resolved', state_since = {long_ago};
         INSERT INTO idempotency VALUES ('somebody', 'POST /', 'of-long-ago', '', '{{}}', {long_ago});
         INSERT INTO session (hash, identity_id, ends_at, began_at) VALUES ('of-long-ago', 'somebody', {long_ago}, 0);
         INSERT INTO outbox (id, kind, destination, payload, created_at, due_at)
           VALUES ('of-long-ago', 'mail', 'nobody', '{{}}', {long_ago}, {long_ago})"
    ));
    target.turn_clock(Span::minutes(1));
    target
}

#[test]
fn case_4_a_fault_at_any_statement_of_what_cron_does_leaves_nothing_lost_doubled_or_partial() {
    let stage = Stage::new();
    let (errands, mut cases) = (with_errands(&stage), 0);
    let undisturbed = errands.fork();
    undisturbed.tick();
    let batches: Vec<_> =
        undisturbed.machine.batches().iter().map(|(_, statements)| statements.len()).collect();
    settle(&undisturbed);
    let expected = stage.sight().see(&undisturbed.machine);
    assert_ne!(expected, stage.sight().see(&errands.machine));
    assert!(expected.iter().all(|line| !line.contains("of-long-ago") && !line.contains("resolved |")));
    for (number, statements) in batches.iter().enumerate() {
        for fault in boundaries(*statements).chain([BatchFault::Stalled, BatchFault::Slow(Span::seconds(3))])
        {
            for late in [false, true] {
                let target = errands.fork();
                target.machine.fail_batch(number, fault);
                target.tick();
                assert_eq!(target.machine.struck(), 1, "{fault:?} in batch {number}");
                settle(&target);
                if late {
                    target.machine.come_late();
                }
                let left = stage.sight().see(&target.machine);
                same(&left, &expected, &format!("{fault:?} in batch {number}, late {late}"));
                cases += 1;
            }
        }
    }
    println!("{cases} faults of what cron does");
}
