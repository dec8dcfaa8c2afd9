//! Three days, minute by minute, as cron goes round: people come and go, sessions end, a region is away twice, what has had
//! its time is closed or forgotten. Nothing drifts: each thing happens at the minute that a few plain lines say it does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::access::Everywhere;
use shared::api::case::OpenCase;
use shared::api::session::SetProfile;
use shared::case::Language;
use shared::problem::ProblemCode;
use shared::profile::Profile;
use shared::time::{Span, Timestamp};
use tests::browser::Browser;
use tests::in_process::{InProcess, ground};
use tests::scenarios::sessions::with_a_traveller;
use tests::scenarios::steps::{access, at, code, form};
use tests::target::Target;
use tests::world::{Opening, World, eu1, us1};

const DAYS: i64 = 3;
const MINUTES: i64 = DAYS * 24 * 60;

/// When `us1` is away: the first and the last minute.
const AWAY: [(i64, i64); 2] = [(5 * 60, 7 * 60), (30 * 60 + 10, 31 * 60)];

/// The cases that were resolved some time ago are to be closed this many minutes after the beginning.
const CLOSE_AFTER: [i64; 7] = [1, 12 * 60, 26 * 60 + 30, 40 * 60, 71 * 60 + 59, MINUTES + 1, MINUTES + 600];

/// Somebody who comes again after so many minutes, always.
struct Visitor<'t> {
    name: &'static str,
    every: i64,
    browser: Browser<'t>,
    signed_in: Timestamp,
    last_here: Timestamp,
}

/// What was done.
#[derive(Default)]
struct Done {
    sign_ins: usize,
    commands: Vec<Timestamp>,
}

impl<'t> Visitor<'t> {
    fn arrive(target: &'t InProcess, world: &World, name: &'static str, every: i64, done: &mut Done) -> Self {
        let browser = (target as &dyn Target).sign_in(world.person(name));
        let now = target.machine.clock().now();
        done.sign_ins += 1;
        Self { name, every, browser, signed_in: now, last_here: now }
    }

    /// Comes again; is still in exactly if the session began less than twelve hours ago and was used within the hour.
    fn come(&mut self, target: &'t InProcess, world: &World, done: &mut Done) {
        let now = target.machine.clock().now();
        let still_in =
            now.since(self.signed_in) < Span::hours(12) && now.since(self.last_here) < Span::minutes(60);
        let looked = access(&self.browser, world, "Office");
        assert_eq!(looked.is_ok(), still_in, "{} at {now:?}", self.name);
        if !still_in {
            assert_eq!(code(looked), ProblemCode::NotSignedIn, "{}", self.name);
            *self = Self::arrive(target, world, self.name, self.every, done);
        }
        if self.name == "Vera" {
            let (office, case) = (at(world, "Office"), form(&world.service("Cloud").id));
            let key = format!("at-{}", now.millis());
            self.browser.call_with_key::<OpenCase>(&office, &case, &key).unwrap();
            done.commands.push(target.machine.clock().now());
        }
        self.last_here = target.machine.clock().now();
    }
}

fn world_with_old_cases() -> World {
    let mut world = with_a_traveller(&ground(), "three days");
    let (office, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    let vera = world.person("Vera").identity.clone();
    for minutes in CLOSE_AFTER {
        let title = format!("Old {minutes}");
        world.open_case(
            &office,
            &cloud,
            &vera,
            ground().now.minus(Span::hours(20 * 24)),
            Opening::titled(&title),
        );
    }
    world
}

/// The old cases were resolved fourteen days before the minute that they are to be closed at.
fn resolve_old_cases(target: &InProcess, began: Timestamp) {
    for minutes in CLOSE_AFTER {
        let since = began.plus(Span::minutes(minutes)).minus(Span::hours(14 * 24)).millis();
        target.machine.database(eu1()).execute(&format!(
            "UPDATE support_case SET state = 'resolved', state_since = {since} WHERE title = 'Old {minutes}'"
        ));
    }
}

/// What is in one column.
fn column(target: &InProcess, shard: shared::region::Shard, sql: &str) -> Vec<String> {
    target.machine.database(shard).look(sql).concat()
}

#[test]
fn case_4_id_8_three_days_of_minutes_pass_without_drift() {
    let world = world_with_old_cases();
    let target = InProcess::new(&world);
    let clock = target.machine.clock();
    let (began, mut done) = (clock.now(), Done::default());
    resolve_old_cases(&target, began);
    let visits = [("Vera", 50), ("Otto", 70), ("Irma", 30), ("Karl", 45)];
    let mut visitors: Vec<_> =
        visits.map(|(name, every)| Visitor::arrive(&target, &world, name, every, &mut done)).into();
    for minute in 1..=MINUTES {
        clock.turn(began.plus(Span::minutes(minute)).since(clock.now()));
        for (first, last) in AWAY {
            if minute == first {
                target.machine.cut_off(us1());
            }
            if minute == last {
                target.machine.join(us1());
            }
        }
        target.tick();
        check_that_regions_agree(&target, minute);
        for visitor in &mut visitors {
            if minute % visitor.every == 0 {
                visitor.come(&target, &world, &mut done);
            }
        }
        // A choice made while a region is away.
        if minute == AWAY[0].0 + 30 {
            let french = Profile { language: Some(Language::Fr), theme: None };
            visitors[2].browser.call::<SetProfile>(&Everywhere, &french).unwrap();
        }
    }
    check_what_is_left(&target, began, &done);
}

/// Once a region is back, the next minute of cron has brought it all that it missed.
fn check_that_regions_agree(target: &InProcess, minute: i64) {
    if AWAY.iter().any(|(first, last)| (*first..=*last).contains(&minute)) {
        return;
    }
    for table in ["session", "profile", "outbox"] {
        let of = |shard| column(target, shard, &format!("SELECT * FROM {table}"));
        assert_eq!(of(eu1()), of(us1()), "{table} in minute {minute}");
    }
    assert_eq!(column(target, eu1(), "SELECT id FROM outbox"), Vec::<String>::new(), "minute {minute}");
}

fn check_what_is_left(target: &InProcess, began: Timestamp, done: &Done) {
    let end = began.plus(Span::minutes(MINUTES));
    for minutes in CLOSE_AFTER {
        let sql = format!("SELECT state, state_since FROM support_case WHERE title = 'Old {minutes}'");
        let due = began.plus(Span::minutes(minutes));
        let expected = if due <= end {
            ["\"closed\"".to_owned(), due.millis().to_string()]
        } else {
            ["\"resolved\"".to_owned(), due.minus(Span::hours(14 * 24)).millis().to_string()]
        };
        assert_eq!(column(target, eu1(), &sql), expected, "Old {minutes}");
    }
    let count = |shard, sql: &str| target.machine.database(shard).look(sql).len();
    let closed = CLOSE_AFTER.iter().filter(|minutes| **minutes <= MINUTES).count();
    assert_eq!(count(eu1(), "SELECT 1 FROM audit_event WHERE through = 'system'"), closed);
    assert_eq!(
        count(eu1(), "SELECT 1 FROM support_case WHERE title LIKE 'Names resolve%'"),
        done.commands.len()
    );
    let kept = done.commands.iter().filter(|at| end.since(**at) <= Span::hours(24)).count();
    assert_eq!(count(eu1(), "SELECT 1 FROM idempotency"), kept);
    for shard in [eu1(), us1()] {
        // Sessions stay for a week after their end, so that a late copy meets its end.
        assert_eq!(count(shard, "SELECT 1 FROM session"), done.sign_ins, "{shard}");
        assert_eq!(
            count(shard, "SELECT 1 FROM audit_event WHERE action = 'signed_in'"),
            done.sign_ins,
            "{shard}"
        );
    }
    // Otto comes after 70 minutes and is always out; the others last twelve hours each.
    assert!(done.sign_ins > 60 && done.commands.len() > 80, "{} sign-ins", done.sign_ins);
}
