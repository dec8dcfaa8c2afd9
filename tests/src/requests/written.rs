//! Requests as bytes: whoever can make bytes can make requests. Each is written as HTTP does, behind whose session it is sent
//! in (`-`: nobody's), and several, one after the other, stand between bytes of 30:
//!
//! ```text
//! idn_01k9zq3v5m0123456789abcdef PUT /api/me/profile
//! x-portico: 1
//! content-type: application/json
//!
//! {"language":"fr","theme":"dark"}␞- GET /api/health
//! ```

use super::recorded::{Draft, recorded};
use super::{answered, cookies_of_everybody};
use crate::demo;
use crate::in_process::{InProcess, ground};
use crate::parsers::draw;
use crate::world::{Chance, World};
use shared::api::Method;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What stands between two requests: ASCII's record separator.
const BETWEEN: u8 = 30;

/// How many requests of an input are sent; what comes behind is left.
const MOST: usize = 16;

/// How many requests a world takes that change nothing in it.
const A_WORLD: usize = 200;

/// Sends requests to the whole edge in process, always in the same world, and checks every answer.
pub fn read(input: &[u8]) {
    unchanged(|world| drop(world.send(input)));
}

/// Does one thing to what is written: to its bytes, or to what one of the requests says. It stays one that HTTP can carry the
/// more often.
pub fn change(chance: &mut Chance, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    if chance.percent(30) {
        return draw::change(chance, bytes, seeds);
    }
    let mut drafts: Vec<_> = drafts(bytes).collect();
    let place = chance.below(drafts.len());
    unchanged(|known| super::change::change(chance, &mut drafts[place], &known.drafts, &known.world));
    *bytes = drafts.iter().map(written).collect::<Vec<_>>().join(&BETWEEN);
}

/// A tour through every endpoint, request by request; and its commands, each twice over, which under the same key is once, and
/// each behind those before it, which it may rest on.
pub fn seeds() -> Vec<Vec<u8>> {
    let drafts = recorded();
    let (questions, commands): (Vec<_>, Vec<_>) =
        drafts.iter().partition(|draft| draft.method == Method::Get.name());
    let commands: Vec<_> = commands.into_iter().map(written).collect();
    let mut seeds: BTreeSet<_> = questions.into_iter().map(written).collect();
    for (place, command) in commands.iter().enumerate() {
        seeds.insert(command.clone());
        seeds.insert([&command[..], command].join(&BETWEEN));
        seeds.insert(commands[(place + 1).saturating_sub(MOST)..=place].join(&BETWEEN));
    }
    seeds.into_iter().collect()
}

/// A world in which everybody is signed in, and which is the same for every input.
struct Unchanged {
    world: World,
    drafts: Vec<Draft>,
    still: InProcess,
    used: InProcess,
    sent: usize,
    cookies: BTreeMap<String, String>,
}

/// Does something with that world, which is made once a thread.
fn unchanged<T>(what: impl FnOnce(&mut Unchanged) -> T) -> T {
    thread_local! {
        static WORLD: RefCell<Option<Unchanged>> = const { RefCell::new(None) };
    }
    WORLD.with_borrow_mut(|world| what(world.get_or_insert_with(Unchanged::new)))
}

impl Unchanged {
    fn new() -> Self {
        let world = demo::world(&ground(), 1);
        let still = InProcess::new(&world);
        let cookies = cookies_of_everybody(&still, &world);
        Self { world, drafts: recorded(), used: still.fork(), still, sent: 0, cookies }
    }

    /// Sends what is written; gives how each request was answered.
    fn send(&mut self, input: &[u8]) -> Vec<u16> {
        let before = self.used.machine.changes();
        let mut statuses = Vec::new();
        for draft in drafts(input) {
            let cookie = draft.person.as_ref().and_then(|person| self.cookies.get(person));
            if let Some(request) = draft.request(cookie.map(String::as_str)) {
                let (answer, _) = answered(&self.used, &draft, request);
                statuses.push(answer.status().as_u16());
            }
        }
        self.sent += statuses.len();
        let faults: Vec<_> =
            self.used.machine.log().into_iter().filter(|line| line.event == "fault").collect();
        assert!(faults.is_empty(), "{faults:?}: {}", String::from_utf8_lossy(input));
        if self.sent > A_WORLD || self.used.machine.changes() != before {
            (self.used, self.sent) = (self.still.fork(), 0);
        }
        statuses
    }
}

/// Writes a draft.
fn written(draft: &Draft) -> Vec<u8> {
    let Draft { person, method, path, headers, cookie, body } = draft;
    let mut bytes = format!("{} {method} {path}\n", person.as_deref().unwrap_or("-")).into_bytes();
    let cookie = cookie.iter().map(|cookie| ("cookie", cookie));
    for (name, value) in headers.iter().map(|(name, value)| (name.as_str(), value)).chain(cookie) {
        bytes.extend([name.as_bytes(), b": ", value, b"\n"].concat());
    }
    bytes.push(b'\n');
    bytes.extend(body);
    bytes
}

/// Reads drafts; whatever the bytes are, they are some.
fn drafts(input: &[u8]) -> impl Iterator<Item = Draft> {
    input.split(|byte| *byte == BETWEEN).take(MOST).map(draft)
}

fn draft(bytes: &[u8]) -> Draft {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 2..]));
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let mut words = first.splitn(3, ' ').map(str::to_owned);
    let mut word = || words.next().unwrap_or_default();
    let (person, method, path) = (Some(word()).filter(|person| person != "-"), word(), word());
    let mut draft = Draft { person, method, path, headers: Vec::new(), cookie: None, body: body.to_vec() };
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b": ").or_else(|| value.strip_prefix(b":")).unwrap_or(value).to_vec();
        match String::from_utf8_lossy(name).into_owned() {
            name if name == "cookie" => draft.cookie = Some(value),
            name => draft.headers.push((name, value)),
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::{BETWEEN, Unchanged, drafts, recorded, seeds, written};
    use shared::api::{ENDPOINTS, matches};

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let all = recorded();
        for draft in &all {
            let read: Vec<_> = drafts(&written(draft)).collect();
            assert_eq!(read, std::slice::from_ref(draft), "{draft}");
        }
        let two = [written(&all[0]), written(&all[1])].join(&BETWEEN);
        assert_eq!(drafts(&two).collect::<Vec<_>>(), all[..2]);
    }

    #[test]
    fn every_endpoint_answers_one_of_the_seeds_and_none_changes_the_world_for_the_next() {
        let mut world = Unchanged::new();
        let mut answered = Vec::new();
        for seed in seeds() {
            let statuses = world.send(&seed);
            let well = drafts(&seed).zip(&statuses).filter(|(_, status)| **status == 200);
            answered.extend(well.map(|(draft, _)| (draft.method, draft.path)));
            assert_eq!(world.send(&seed), statuses, "{}", String::from_utf8_lossy(&seed));
        }
        for endpoint in ENDPOINTS {
            let is_it = |(method, path): &(String, String)| {
                let path = path.split('?').next().unwrap();
                method == endpoint.method.name() && matches(endpoint.path, path).is_some()
            };
            assert!(answered.iter().any(is_it), "{:?} {}", endpoint.method, endpoint.path);
        }
    }
}
