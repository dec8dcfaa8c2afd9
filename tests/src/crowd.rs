//! A crowd: two hundred clients at once on one workspace of a deployment, in rounds that begin with everybody at the same
//! moment.
//!
//! Forty people have five tabs each. What a round comes to is how each request was answered, how long that took as the client
//! saw it, and how often the worker attempted it, by the worker's own log.

use crate::browser::{Browser, RawAnswer};
use crate::deployed::Deployed;
use crate::scenarios::office::{home_tenant, office};
use crate::target::Target;
use crate::world::{Ground, World};
use shared::api::REQUEST_ID_HEADER;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How many clients there are.
pub const CLIENTS: usize = 200;

/// How many people they are.
pub const PEOPLE: usize = 40;

/// The world: the office, with forty more people in it who have Cloud.
pub fn world(ground: &Ground) -> World {
    let mut world = office(ground, "crowd");
    let (place, tenant) = (world.workspace("Office").id.clone(), home_tenant(&world));
    let cloud = world.service("Cloud").id.clone();
    for number in 0..PEOPLE {
        let person = world.add_person(&tenant, &name(number), "crowd");
        let member = world.invite(&place, &person);
        world.assign(&place, &member, &[&cloud]);
    }
    world
}

/// The name of one of the forty.
pub fn name(number: usize) -> String {
    format!("Guest {number:02} of many")
}

/// The crowd, signed in.
pub struct Crowd<'d> {
    deployed: &'d Deployed,
    /// The world they are in.
    pub world: World,
    cookies: BTreeMap<String, String>,
}

/// What became of one client's request in a round.
#[derive(Clone, Debug)]
pub struct Became {
    /// Which client it was.
    pub client: usize,
    /// The answer.
    pub answer: RawAnswer,
    /// How long it took, as the client saw it.
    pub took: Duration,
    /// How often it was attempted; 0 for what only looks.
    pub attempts: u64,
    /// Which guards its attempts lost, by their kind.
    pub lost: Vec<String>,
}

impl<'d> Crowd<'d> {
    /// Signs everybody in.
    pub fn gather(deployed: &'d Deployed) -> Self {
        let world = world(deployed.ground());
        let everybody: Vec<String> =
            (0..PEOPLE).map(name).chain(["Irma", "Nils", "Vera", "Erik"].map(str::to_owned)).collect();
        let cookies = Mutex::new(BTreeMap::new());
        thread::scope(|threads| {
            for some in everybody.chunks(everybody.len().div_ceil(4)) {
                let (world, cookies) = (&world, &cookies);
                threads.spawn(move || {
                    for name in some {
                        let cookie = (deployed as &dyn Target).sign_in(world.person(name)).cookie_header();
                        cookies.lock().unwrap().insert(name.clone(), cookie);
                    }
                });
            }
        });
        Self { deployed, cookies: cookies.into_inner().unwrap(), world }
    }

    /// A browser of somebody's: another tab of the same.
    pub fn browser(&self, person: &str) -> Browser<'d> {
        let browser = Browser::new(self.deployed as &dyn Target);
        browser.put_cookies(&self.cookies[person]);
        browser
    }

    /// The browser of a client: which person it is follows from its number.
    pub fn client(&self, number: usize) -> Browser<'d> {
        self.browser(&name(number % PEOPLE))
    }

    /// Lets so many clients begin at the same moment; what became of each, by their number.
    pub fn at_once(&self, clients: usize, sends: impl Fn(usize) -> RawAnswer + Sync) -> Vec<Became> {
        let (barrier, all) = (Barrier::new(clients), Mutex::new(Vec::new()));
        thread::scope(|threads| {
            for client in 0..clients {
                let (barrier, all, sends) = (&barrier, &all, &sends);
                threads.spawn(move || {
                    barrier.wait();
                    let began = Instant::now();
                    let answer = sends(client);
                    let became =
                        Became { client, answer, took: began.elapsed(), attempts: 0, lost: Vec::new() };
                    all.lock().unwrap().push(became);
                });
            }
        });
        let mut all = all.into_inner().unwrap();
        all.sort_by_key(|became| became.client);
        for became in &mut all {
            let id = &became.answer.headers[REQUEST_ID_HEADER];
            let line = self.deployed.logged(id).unwrap_or_else(|| panic!("{id} is not in the log"));
            became.attempts = line["attempts"].as_u64().unwrap();
            let lost = line["lost"].as_array().into_iter().flatten();
            became.lost = lost.map(|guard| guard.as_str().unwrap().to_owned()).collect();
        }
        all
    }
}

/// A round as a line of a table: statuses, latencies, attempts.
pub fn in_a_line(round: &str, all: &[Became]) -> String {
    let mut line = format!("{round:<44}");
    let mut took: Vec<u128> = all.iter().map(|became| became.took.as_millis()).collect();
    took.sort_unstable();
    for percent in [50, 95, 99] {
        let place = (took.len() * percent).div_ceil(100).max(1) - 1;
        let _ = write!(line, " p{percent} {:>5} ms", took[place]);
    }
    let count = |counts: BTreeMap<u64, usize>| {
        let each = counts.into_iter().map(|(what, many)| format!("{what}: {many}"));
        each.collect::<Vec<_>>().join(", ")
    };
    let mut statuses: BTreeMap<u64, usize> = BTreeMap::new();
    let mut attempts: BTreeMap<u64, usize> = BTreeMap::new();
    for became in all {
        *statuses.entry(u64::from(became.answer.status)).or_default() += 1;
        *attempts.entry(became.attempts).or_default() += 1;
    }
    let _ = write!(line, "  answered {}  attempts {}", count(statuses), count(attempts));
    line
}
