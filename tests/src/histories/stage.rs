//! Where histories take place: the office, with Vera a member abroad as well, on a machine of its own.

use super::command::{GROUP, SERVICES, SUBJECTS, Set, Taken, Who};
use super::model::State;
use super::model_sets::situation;
use crate::browser::{RawAnswer, raw};
use crate::in_process::{Machine, ground};
use crate::scenarios::office::office;
use crate::target::{Request, Response};
use crate::world::{World, eu1};
use edge::pipeline::After;
use http::header;
use shared::case::lifecycle::CaseState;
use shared::id::{CaseId, GrantId, MemberId, ServiceId};
use shared::service::ServiceSet;
use std::collections::{BTreeMap, BTreeSet};

/// Whose sessions there are before a history begins: Vera has two.
pub const SIGNED_IN: [Who; 7] = [Who::Irma, Who::Nils, Who::Vera, Who::Vera, Who::Karl, Who::Otto, Who::Erik];

/// The stage.
pub struct Stage {
    /// The world.
    pub world: World,
    /// The machine.
    pub machine: Machine,
    members: BTreeMap<MemberId, Who>,
    services: Vec<ServiceId>,
}

/// What came of a request.
pub struct Reply {
    /// The answer.
    pub answer: RawAnswer,
    /// What is to be done after it.
    pub after: Vec<After>,
    /// The cookies it set, as the next request sends them.
    pub cookies: String,
}

impl Stage {
    /// A new one.
    pub fn new() -> Self {
        let mut world = office(&ground(), "history");
        let (abroad, vera) = (world.workspace("Abroad").id.clone(), world.person("Vera").identity.clone());
        world.invite(&abroad, &vera);
        let machine = Machine::new(&world);
        let members = Who::ALL.into_iter().map(|who| (world.member("Office", who.name()), who)).collect();
        let services = SERVICES.iter().map(|name| world.service(name).id.clone()).collect();
        Self { world, machine, members, services }
    }

    /// The office's case.
    pub fn case(&self) -> &CaseId {
        &self.world.case("Mail flow").id
    }

    /// The group's grant.
    pub fn grant(&self) -> &GrantId {
        &self.world.grants[0].id
    }

    /// Somebody's membership of the office.
    pub fn member(&self, who: Who) -> MemberId {
        self.world.member("Office", who.name())
    }

    /// Whose membership it is.
    pub fn who(&self, member: &MemberId) -> Who {
        self.members[member]
    }

    /// The subject of a set, by its id.
    pub fn subject(&self, id: &str) -> usize {
        let who = MemberId::parse(id).and_then(|member| self.members.get(&member));
        who.map_or(GROUP, |who| *who as usize)
    }

    /// The ids of a set.
    pub fn ids(&self, set: Set) -> ServiceSet {
        let chosen = self.services.iter().enumerate().filter(|(bit, _)| set & 1 << bit != 0);
        chosen.map(|(_, id)| id.clone()).collect()
    }

    /// The set of some ids.
    pub fn set<'i>(&self, ids: impl IntoIterator<Item = &'i ServiceId>) -> Set {
        let bit = |id| self.services.iter().position(|known| known == id).map_or(0, |place| 1 << place);
        ids.into_iter().fold(0, |set, id| set | bit(id))
    }

    /// Takes something away for good, in one transaction, and counts it as every such change is counted.
    pub fn take(&self, taken: Taken) {
        let (office, grant) = (self.world.workspace("Office").id.as_str(), self.grant().as_str());
        let of_workspace =
            format!("UPDATE workspace SET access_version = access_version + 1 WHERE id = '{office}'");
        let of_member = |who| {
            let member = self.member(who);
            format!("UPDATE member SET access_version = access_version + 1 WHERE id = '{}'", member.as_str())
        };
        let sql = match taken {
            Taken::Grant => format!(
                "DELETE FROM service_set WHERE subject_id = '{grant}'; DELETE FROM grant_role WHERE grant_id = '{grant}';
                 DELETE FROM group_grant WHERE id = '{grant}'; {of_workspace}"
            ),
            Taken::Place => format!(
                "DELETE FROM group_member WHERE identity_id = '{}'; {}",
                self.world.person("Karl").identity.as_str(),
                of_member(Who::Karl)
            ),
            Taken::Membership => format!(
                "DELETE FROM service_set WHERE subject_id = '{0}'; UPDATE member SET status = 'removed' WHERE id = '{0}'; {1}",
                self.member(Who::Otto).as_str(),
                of_member(Who::Otto)
            ),
            Taken::Service => format!(
                "DELETE FROM workspace_service WHERE workspace_id = '{office}' AND service_id = '{}'; {of_workspace}",
                self.services[0].as_str()
            ),
            Taken::Workspace => {
                format!("UPDATE workspace SET archived_at = 1 WHERE id = '{office}'; {of_workspace}")
            }
        };
        self.machine.database(eu1()).execute(&format!("BEGIN; {sql}; COMMIT"));
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

/// The model of the office before anything happens.
pub fn start() -> State {
    let mut sets = [(0, 0); SUBJECTS];
    sets[Who::Vera as usize] = (1, 1);
    sets[GROUP] = (2, 1);
    let mut state = State {
        granular: true,
        sets,
        grant: true,
        in_group: true,
        otto: true,
        archived: false,
        carried: super::command::EVERY,
        case: CaseState::New,
        version: 1,
        said: BTreeSet::new(),
        opened: Default::default(),
        views: BTreeMap::new(),
        profiles: BTreeMap::new(),
        events: 0,
        ended: [0; 2],
        alone: [0; 2],
        sessions: SIGNED_IN.into_iter().enumerate().collect(),
        all_ended: BTreeMap::new(),
        ending: BTreeMap::new(),
        kept: BTreeMap::new(),
        shown: BTreeMap::new(),
    };
    state.shown.insert(usize::MAX, situation(&state));
    state
}

/// Sends a request.
pub async fn send(machine: &Machine, request: Request) -> Reply {
    let handled = edge::entry::handle(machine.as_world(), request).await;
    let cookies = cookies(&handled.response);
    Reply { answer: raw(&handled.response), after: handled.after, cookies }
}

/// Goes through the whole round trip of signing in.
pub async fn sign_in(machine: &Machine, world: &World, who: Who) -> Reply {
    let person = world.person(who.name());
    let get = |path: &str, cookies: &str| {
        let request = http::Request::builder().uri(path).header(header::COOKIE, cookies);
        request.body(Vec::new()).unwrap()
    };
    let begun = send(machine, get(&format!("/sign-in/{}", person.through.id()), "")).await;
    let landing = machine.providers().authorize(&begun.answer.headers["location"], person);
    let path = landing.strip_prefix(crate::in_process::ORIGIN).unwrap();
    send(machine, get(path, &begun.cookies)).await
}

/// The cookies that an answer sets, and does not take away, as a browser sends them.
fn cookies(response: &Response) -> String {
    let set = response.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    let set =
        set.filter(|cookie| !cookie.contains("Max-Age=0")).map(|cookie| cookie.split(';').next().unwrap());
    set.collect::<Vec<_>>().join("; ")
}
