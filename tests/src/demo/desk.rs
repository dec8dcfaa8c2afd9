//! A year at the support desk: cases, what both sides said in them, and where they stand by now.
//!
//! A case is told from its beginning, step by step in working hours, until its story ends or the world's present is
//! reached; so the state of a recent case follows from how far it got.

use super::holders::Holders;
use super::provider::{Desk, Staff};
use super::stories::{self, Slots, Story};
use crate::world::{Opening, World};
use shared::agreement::Term;
use shared::case::lifecycle::Move;
use shared::case::{Language, Severity};
use shared::id::{CaseId, IdentityId, ServiceId, WorkspaceId};
use shared::service::ServiceKind;
use shared::time::{Span, Timestamp};

const MINUTE: i64 = 60_000;

/// People who write in French.
const FRANCOPHONES: [&str; 14] = [
    "Amélie", "Antoine", "Baptiste", "Camille", "Claire", "Hugo", "Hélène", "Isabelle", "Manon", "Mehdi",
    "Sandrine", "Thierry", "Youssef", "Élodie",
];

/// Where a desk's customers are, each place with the letters that its machines' names begin with.
fn sites(desk: Desk) -> &'static [(&'static str, &'static str)] {
    match desk {
        Desk::Europe => &[("Berlin", "ber"), ("Lyon", "lyo"), ("Milan", "mil"), ("Amsterdam", "ams")],
        Desk::America => &[("Chicago", "chi"), ("Dallas", "dal"), ("Denver", "den")],
    }
}

/// The cases of a workspace.
#[derive(Debug)]
pub(super) struct Queue {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who serves it.
    pub desk: Desk,
    /// The time zone of its people.
    pub time_zone: &'static str,
    /// How many cases there were in the year.
    pub cases: usize,
}

/// How much of a case is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// All that both sides said.
    InFull,
    /// How it began and how it ended: for where there are so many that nobody reads them.
    Briefly,
}

/// Adds a year of cases to a workspace.
pub(super) fn fill(world: &mut World, staff: &Staff, queue: &Queue) {
    let holders = Holders::of(world, &queue.workspace);
    fill_by(world, staff, queue, &holders, Telling::InFull);
}

/// The same, where it is known who may open cases, in more or fewer words.
pub(super) fn fill_by(world: &mut World, staff: &Staff, queue: &Queue, holders: &Holders, telling: Telling) {
    for _ in 0..queue.cases {
        let days = if world.chance.percent(75) { 360 } else { 18 };
        let back = Span::minutes(world.chance.between(60, days * 24 * 60));
        let asked = world.ground.now.minus(back);
        let severity = *world.chance.weighted(&[(7, Severity::A), (38, Severity::B), (55, Severity::C)]);
        let at = working_time(world, queue.desk, severity, asked);
        if at < world.ground.now {
            tell(world, staff, queue, holders, telling, severity, at);
        }
    }
}

fn tell(
    world: &mut World,
    staff: &Staff,
    queue: &Queue,
    holders: &Holders,
    telling: Telling,
    severity: Severity,
    at: Timestamp,
) {
    let Some((service, name)) = choose_service(world, queue, at) else { return };
    let openers = holders.of_service(&service);
    let Some(opener) = (!openers.is_empty()).then(|| world.chance.pick(openers).clone()) else { return };
    let french = FRANCOPHONES.iter().any(|first| name_of(world, &opener).starts_with(first));
    let language = if french { Language::Fr } else { Language::En };
    let told: Vec<&Story> = stories::of(&name).iter().filter(|story| story.language == language).collect();
    let story = *world.chance.pick(&told);
    let slots = Slots::choose(&mut world.chance, language, sites(queue.desk));
    let phone =
        (severity == Severity::A || world.chance.percent(20)).then(|| phone_number(world, queue.desk));
    let opening = Opening {
        title: slots.title(world.chance.pick(story.titles)),
        description: slots.fill(story.description),
        impact: severity.asks_for_impact().then(|| slots.fill(story.impact)),
        severity,
        about: story.about,
        phone,
        language,
        time_zone: queue.time_zone.into(),
    };
    let case = world.open_case(&queue.workspace, &service, &opener, at, opening);
    take_part(world, &case, openers, &opener);
    let engineers = staff.engineers(queue.desk);
    let speaks = |engineer: &&&IdentityId| !french || name_of(world, engineer).starts_with("Élodie");
    let able: Vec<IdentityId> = engineers.iter().filter(speaks).map(|one| (*one).clone()).collect();
    let engineer = if able.is_empty() { engineers[0].clone() } else { world.chance.pick(&able).clone() };
    let mut course = Course { world, desk: queue.desk, telling, severity, case, at };
    course.run(&engineer, &opener, story, &slots);
}

/// A case on its way.
struct Course<'a> {
    world: &'a mut World,
    desk: Desk,
    telling: Telling,
    severity: Severity,
    case: CaseId,
    at: Timestamp,
}

impl Course<'_> {
    /// Tells the story; ends early where it reaches the present.
    fn run(&mut self, engineer: &IdentityId, opener: &IdentityId, story: &Story, slots: &Slots) {
        let _reached_the_present = self.steps(engineer, opener, story, slots).is_none();
    }

    fn steps(
        &mut self,
        engineer: &IdentityId,
        opener: &IdentityId,
        story: &Story,
        slots: &Slots,
    ) -> Option<()> {
        self.unless_left()?;
        self.later(10, 240)?;
        self.step(engineer, Move::Assign);
        self.unless_left()?;
        self.later(5, 120)?;
        self.step(engineer, Move::Start);
        let slow = match self.telling {
            Telling::InFull => self.exchange(engineer, opener, story, slots)?,
            Telling::Briefly => self.world.chance.percent(15),
        };
        self.later(120, if slow { 20 * 1440 } else { 4_300 })?;
        self.say(engineer, &slots.fill(story.fix));
        self.later(1, 20)?;
        self.step(engineer, Move::Resolve);
        self.later(60, 13 * 1440)?;
        self.step(opener, Move::Close);
        Some(())
    }

    /// Question and answer, and what the engineer notes; gives whether it was slow.
    fn exchange(
        &mut self,
        engineer: &IdentityId,
        opener: &IdentityId,
        story: &Story,
        slots: &Slots,
    ) -> Option<bool> {
        self.say(engineer, &slots.fill(story.question));
        if self.world.chance.percent(80) {
            self.later(1, 30)?;
            self.step(engineer, Move::AskCustomer);
        }
        let slow = self.world.chance.percent(15);
        self.later(30, if slow { 30 * 1440 } else { 2_400 })?;
        self.say(opener, &slots.fill(story.answer));
        if self.world.chance.percent(70) {
            self.later(20, 600)?;
            self.world.note(&self.case, engineer, self.at, &slots.fill(story.note));
        }
        Some(slow)
    }

    /// Goes on by some minutes, in working hours; `None` where that lies beyond the present.
    fn later(&mut self, least: i64, most: i64) -> Option<()> {
        let most = if self.severity == Severity::A { least + (most - least) / 8 } else { most };
        let asked = self.at.plus(Span::minutes(self.world.chance.between(least, most.max(least + 1))));
        self.at = working_time(self.world, self.desk, self.severity, asked);
        (self.at < self.world.ground.now).then_some(())
    }

    /// `None` for some of the newest cases: nobody has got to them yet.
    fn unless_left(&mut self) -> Option<()> {
        let newest = self.world.ground.now.since(self.at) < Span::days(3);
        let left = newest && self.severity != Severity::A && self.world.chance.percent(30);
        (!left).then_some(())
    }

    fn step(&mut self, by: &IdentityId, step: Move) {
        self.world.move_case(&self.case, by, self.at, step);
    }

    fn say(&mut self, by: &IdentityId, text: &str) {
        self.world.answer(&self.case, by, self.at, text);
    }
}

/// The next moment in working hours; severity A knows none.
fn working_time(world: &mut World, desk: Desk, severity: Severity, asked: Timestamp) -> Timestamp {
    let day = 24 * 60 * MINUTE;
    let offset = if desk == Desk::Europe { 60 * MINUTE } else { -360 * MINUTE };
    let mut local = asked.millis() + offset;
    if severity == Severity::A || world.chance.percent(4) {
        return asked;
    }
    let opens = 8 * 60 * MINUTE + world.chance.between(0, 45) * MINUTE;
    if local % day > 18 * 60 * MINUTE {
        local += day - local % day + opens;
    } else if local % day < opens {
        local += opens - local % day;
    }
    // 1970-01-01 was a Thursday: day 2 of the epoch was a Saturday.
    match (local / day) % 7 {
        2 => local += 2 * day,
        3 => local += day,
        _ => {}
    }
    Timestamp::from_millis(local - offset)
}

/// One of the workspace's reactive services whose agreement was in force then.
fn choose_service(world: &mut World, queue: &Queue, at: Timestamp) -> Option<(ServiceId, String)> {
    let carried = &world.workspaces.iter().find(|one| one.id == queue.workspace).unwrap().services;
    let in_force = |service: &&crate::world::Service| {
        let agreement = world.agreements.iter().find(|one| one.id == service.agreement).unwrap();
        let (starts_on, ends_on) = (agreement.starts_on, agreement.ends_on);
        Term { starts_on, ends_on, withdrawn_at: None }.in_force(at)
    };
    let usable: Vec<_> = world
        .services
        .iter()
        .filter(|service| service.kind == ServiceKind::Reactive && carried.contains(&service.id))
        .filter(in_force)
        .map(|service| (service.id.clone(), service.name.clone()))
        .collect();
    (!usable.is_empty()).then(|| world.chance.pick(&usable).clone())
}

/// Now and then a colleague watches, or is the contact.
fn take_part(world: &mut World, case: &CaseId, openers: &[IdentityId], opener: &IdentityId) {
    for (part, often) in [("watcher", 25), ("contact", 10)] {
        let other = world.chance.pick(openers).clone();
        if other != *opener && world.chance.percent(often) {
            world.case_mut(case).participants.push((other, part));
        }
    }
}

fn phone_number(world: &mut World, desk: Desk) -> String {
    let digits = world.chance.between(1_000_000, 9_999_999);
    match desk {
        Desk::Europe => format!("+49 30 {digits}"),
        Desk::America => format!("+1 312 {}-{:04}", digits / 10_000 % 1000, digits % 10_000),
    }
}

fn name_of<'a>(world: &'a World, identity: &IdentityId) -> &'a str {
    &world.people.iter().find(|person| person.identity == *identity).unwrap().name
}
