//! Plays a history: sends commands, several at a time, and gives the turn to one batch after the other, by a seed.

use super::command::{Command, Outcome, Seen, What, Who};
use super::search::Event;
use super::stage::{Reply, SIGNED_IN, Stage, send, sign_in};
use super::talk::{Knows, Session, outcome, request};
use super::workload::Theme;
use crate::browser::RawAnswer;
use crate::in_process::{Adrift, BatchFault, Tasks, Wait, WaitFor};
use crate::target::Request;
use crate::world::Chance;
use shared::api::REQUEST_ID_HEADER;
use shared::region::Shard;
use shared::time::Span;

/// Tasks from this number on are what is done after responses, and by cron.
const BEHIND: usize = 1_000;

/// Most commands under way at once.
const AT_ONCE: usize = 5;

/// A history as it was played.
pub struct Played {
    /// The commands, in the order in which they were sent.
    pub events: Vec<Event>,
    /// What else is known of each.
    pub told: Vec<Told>,
    /// The sessions, those begun in the history too: where one never began, it has no cookies.
    pub sessions: Vec<Session>,
    /// In which order the batches ran: whose each was.
    pub order: Vec<usize>,
    /// How many batches went wrong.
    pub faults: usize,
}

/// What is known of a command beside its answer.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// When each of its batches ran, and where.
    pub ran: Vec<(usize, Shard)>,
    /// How often it was attempted.
    pub attempts: u64,
    /// The answer's body.
    pub body: String,
}

/// What a task comes to.
enum Came {
    Reply(Reply),
    Nothing,
}

struct Player<'s> {
    stage: &'s Stage,
    chance: Chance,
    theme: Theme,
    tasks: Tasks<'s, Came>,
    sessions: Vec<Session>,
    events: Vec<Event>,
    told: Vec<Told>,
    requests: Vec<Option<Request>>,
    under_way: usize,
    behind: usize,
    step: usize,
    order: Vec<usize>,
    adrift: Vec<Adrift>,
    /// How much may still go wrong.
    troubles: usize,
    faults: usize,
}

/// Plays the history of a seed on a new stage: so many commands.
pub fn play(stage: &Stage, seed: u64) -> Played {
    let mut chance = Chance::named(&format!("history {seed}"));
    let sessions = sign_all_in(stage);
    let (theme, length) = (Theme::any(&mut chance), 6 + chance.below(5));
    let troubles = if chance.percent(40) { 1 + chance.below(2) } else { 0 };
    stage.machine.turns.take(true);
    let mut player = Player {
        stage,
        chance,
        theme,
        tasks: Tasks::new(&stage.machine),
        sessions,
        events: Vec::new(),
        told: Vec::new(),
        requests: Vec::new(),
        under_way: 0,
        behind: BEHIND,
        step: 0,
        order: Vec::new(),
        adrift: Vec::new(),
        troubles,
        faults: 0,
    };
    while player.goes_on(length) {
        player.step += 1;
        assert!(player.step < 10_000, "history {seed} does not end");
        stage.machine.turn(Span::from_millis(player.chance.between(0, 2)));
    }
    player.settle();
    let Player { events, told, sessions, order, faults, .. } = player;
    Played { events, told, sessions, order, faults }
}

/// Signs everybody in, one after the other, and has the administrators look around.
fn sign_all_in(stage: &Stage) -> Vec<Session> {
    let cookies = SIGNED_IN.map(|who| {
        stage.machine.turn(Span::from_millis(5));
        let reply = stage.machine.clock().drive(sign_in(&stage.machine, &stage.world, who));
        stage.machine.clock().drive(edge::entry::finish(stage.machine.as_world(), reply.after));
        reply.cookies
    });
    stage.machine.turn(Span::from_millis(5));
    let irma = Session { who: Who::Irma, cookies: cookies[0].clone(), knows: Knows::default() };
    let look = |what| {
        let command =
            Command { number: 0, key: 0, by: Some(0), who: Some(Who::Irma), what, seen: Seen::Nothing };
        stage.machine.clock().drive(send(&stage.machine, request(stage, &command, &irma))).answer
    };
    let knows = Knows::at_first(&look(What::Members), &look(What::Feature));
    let session = |(who, cookies)| Session { who, cookies, knows: knows.clone() };
    SIGNED_IN.into_iter().zip(cookies).map(session).collect()
}

impl<'s> Player<'s> {
    /// Does one thing; `false` when there is nothing left to do.
    fn goes_on(&mut self, length: usize) -> bool {
        self.adrift.extend(self.stage.machine.turns.take_adrift());
        let waits = self.stage.machine.turns.waits();
        let may_begin = self.events.len() < length && self.under_way < AT_ONCE;
        let patience = |wait: &Wait| matches!(wait.what, WaitFor::Time(span) if span >= Span::seconds(1));
        let (patient, ready): (Vec<_>, Vec<_>) = waits.into_iter().partition(|(_, wait)| patience(wait));
        if self.troubles > 0 && !patient.is_empty() && self.chance.percent(4) {
            self.troubles -= 1;
            self.faults += 1;
            let (number, wait) = *self.chance.pick(&patient);
            self.give(number, wait);
        } else if !self.adrift.is_empty() && self.chance.percent(20) {
            let adrift = self.adrift.remove(0);
            // It arrives after all, and finds that its guard does not hold any more; or it is lost.
            if self.chance.percent(70) {
                let _ = self.stage.machine.database(adrift.shard).batch(&adrift.statements);
            }
        } else if may_begin && (ready.is_empty() || self.chance.percent(50)) {
            self.begin();
        } else if let Some((number, wait)) = (!ready.is_empty()).then(|| *self.chance.pick(&ready)) {
            self.give(number, wait);
        } else if self.tasks.is_empty() {
            return false;
        } else {
            let (number, wait) = *self.chance.pick(&patient);
            self.give(number, wait);
        }
        true
    }

    /// Gives somebody who waits the turn.
    fn give(&mut self, number: u64, wait: Wait) {
        if let WaitFor::Batch(shard) = wait.what {
            if self.troubles > 0 && self.chance.percent(4) {
                self.troubles -= 1;
                self.faults += 1;
                let fault = *self.chance.pick(&[BatchFault::OVERLOADED, BatchFault::ANSWER_LOST]);
                self.stage.machine.fail_batch(0, fault);
            }
            self.order.push(wait.task);
            if let Some(told) = self.told.get_mut(wait.task) {
                told.ran.push((self.step, shard));
            }
        }
        let came = self.tasks.give(number);
        self.takes(came);
    }

    /// Sends the next command, or has cron come by.
    fn begin(&mut self) {
        let stage = self.stage;
        if self.chance.percent(6) {
            return self.in_the_background(async {
                edge::jobs::every_minute(stage.machine.as_world()).await;
            });
        }
        let number = self.events.len();
        let command = self.again(number).unwrap_or_else(|| self.command(number));
        let ahead = Span::from_millis(self.chance.between(-3, 3));
        let event = Event { command, sent: self.step, answered: usize::MAX, outcome: Outcome::Unknown };
        self.events.push(event.clone());
        self.told.push(Told::default());
        let Command { what, by, .. } = &event.command;
        let came =
            match what {
                What::Take(taken) => {
                    stage.take(*taken);
                    self.requests.push(None);
                    self.events[number].answered = self.step;
                    self.events[number].outcome = Outcome::Done;
                    return;
                }
                What::SignIn(who) => {
                    let who = *who;
                    self.requests.push(None);
                    self.tasks.begin(number, ahead, async move {
                        Came::Reply(sign_in(&stage.machine, &stage.world, who).await)
                    })
                }
                _ => {
                    let earlier = self.requests.get(event.command.key).cloned().flatten();
                    let request = earlier
                        .unwrap_or_else(|| request(stage, &event.command, &self.sessions[by.unwrap()]));
                    self.requests.push(Some(request.clone()));
                    self.tasks
                        .begin(number, ahead, async move { Came::Reply(send(&stage.machine, request).await) })
                }
            };
        self.under_way += 1;
        self.takes(came);
    }

    /// An earlier command, sent again as it was.
    fn again(&mut self, number: usize) -> Option<Command> {
        let keyed: Vec<usize> = (0..number).filter(|one| self.events[*one].command.what.is_keyed()).collect();
        if keyed.is_empty() || !self.chance.percent(10) {
            return None;
        }
        let earlier = self.events[*self.chance.pick(&keyed)].command.clone();
        Some(Command { number, ..earlier })
    }

    /// A new command, from one of the sessions of whoever gives it.
    fn command(&mut self, number: usize) -> Command {
        loop {
            let (what, who) = self.theme.next(&mut self.chance);
            let stage = self.stage;
            if let What::SignIn(who) = what {
                // Its cookies come with its answer.
                let knows = self.sessions[0].knows.clone();
                self.sessions.push(Session { who, cookies: String::new(), knows });
                let by = Some(self.sessions.len() - 1);
                return Command { number, key: number, by, who: Some(who), what, seen: Seen::Nothing };
            }
            let Some(who) = who else {
                return Command { number, key: number, by: None, who: None, what, seen: Seen::Nothing };
            };
            let theirs = |session: &Session| session.who == who && !session.cookies.is_empty();
            let able: Vec<usize> =
                (0..self.sessions.len()).filter(|one| theirs(&self.sessions[*one])).collect();
            if able.is_empty() {
                continue;
            }
            let by = *self.chance.pick(&able);
            let seen = self.sessions[by].knows.seen(stage, &what);
            return Command { number, key: number, by: Some(by), who: Some(who), what, seen };
        }
    }

    /// Takes what a task came to: its answer is delivered, and what was left for after it begins.
    fn takes(&mut self, came: Option<(usize, Came)>) {
        let Some((number, Came::Reply(reply))) = came else { return };
        self.under_way -= 1;
        let stage = self.stage;
        let command = self.events[number].command.clone();
        let outcome = outcome(stage, &command, &reply);
        if let Some(session) = command.by.and_then(|by| self.sessions.get_mut(by)) {
            session.knows.learn(&command, &reply.answer);
            if command.what == What::Access {
                session.knows.learn_access(stage, &reply.answer);
            }
            if matches!(command.what, What::SignIn(_)) && outcome == Outcome::Done {
                session.cookies.clone_from(&reply.cookies);
            }
        }
        self.events[number].answered = if outcome == Outcome::Unknown { usize::MAX } else { self.step };
        self.events[number].outcome = outcome;
        self.told[number].attempts = attempts(stage, &reply.answer);
        self.told[number].body.clone_from(&reply.answer.body);
        if !reply.after.is_empty() {
            self.in_the_background(edge::entry::finish(stage.machine.as_world(), reply.after));
        }
    }

    /// Begins what nobody waits for.
    fn in_the_background(&mut self, work: impl Future<Output = ()> + 's) {
        self.behind += 1;
        let work = async {
            work.await;
            Came::Nothing
        };
        self.tasks.begin(self.behind, Span::from_millis(0), work);
    }

    /// Lets everything that is still under way come to its end, and the regions hear of all there is to hear.
    fn settle(&mut self) {
        let machine = &self.stage.machine;
        for adrift in std::mem::take(&mut self.adrift).into_iter().chain(machine.turns.take_adrift()) {
            if self.chance.percent(50) {
                let _ = machine.database(adrift.shard).batch(&adrift.statements);
            }
        }
        machine.turns.take(false);
        for _ in 0..10 {
            machine.turn(Span::seconds(70));
            machine.clock().drive(edge::jobs::every_minute(machine.as_world()));
        }
    }
}

/// How often a command was attempted, by the log.
fn attempts(stage: &Stage, answer: &RawAnswer) -> u64 {
    let id = answer.headers.get(REQUEST_ID_HEADER);
    let log = stage.machine.log();
    let line = log.iter().rev().find(|line| line.event == "request" && line.request.as_ref() == id);
    line.and_then(|line| line.fields.get("attempts")?.as_u64()).unwrap_or(0)
}
