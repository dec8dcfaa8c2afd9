//! Talking to the edge: a command as a request, an answer as an outcome, and what a session knows by its answers.

use super::command::{Command, EVERY, Look, Outcome, Said, Seen, Set, What, Who};
use super::stage::{Reply, Stage};
use crate::browser::RawAnswer;
use crate::scenarios::steps::{at, at_case, at_member, form};
use crate::target::Request;
use http::header;
use serde::de::DeserializeOwned;
use shared::access::Everywhere;
use shared::api::case::{
    AddMessage, AddNote, CaseDetail, CaseMoved, Entry, EntryContent, GetCase, MoveCase, NewMessage, NewMove,
    OpenCase,
};
use shared::api::case_list::{
    CaseView, CaseViews, CasesPage, CasesQuestion, ListCaseViews, ListCases, RemoveCaseView, RemovedCaseView,
    SaveCaseView,
};
use shared::api::feature::{
    GetGranularReactiveServices, GranularReactiveServices, NewSwitch, SwitchGranularReactiveServices,
    Switched,
};
use shared::api::reactive_services::{
    GrantedGroups, ListGroupServices, ListMemberServices, MemberServices, MemberServicesRow,
    NewGroupServices, NewMemberServices, SaveGroupServices, SaveMemberServices, SavedServices, SeenGroup,
    SeenMember,
};
use shared::api::session::{GetMe, Me, SetProfile, SignOut, SignOutEverywhere};
use shared::api::workspace::{AccessAnswer, GetAccess, SignOutMember};
use shared::api::{APP_HEADER, Empty, Endpoint, IDEMPOTENCY_HEADER, Method, NOBODY_YET, fill};
use shared::case::Language;
use shared::problem::{Problem, ProblemCode};
use shared::profile::{Profile, Theme};
use shared::service::assignment::Totals;
use shared::service::fingerprint::Fingerprint;
use shared::workspace::Feature;

/// A session, with what it knows of the office by the answers it got.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is.
    pub who: Who,
    /// Its cookies.
    pub cookies: String,
    /// What it knows.
    pub knows: Knows,
}

/// What a session knows.
#[derive(Clone, Debug, Default)]
pub struct Knows {
    rows: Vec<MemberServicesRow>,
    group_version: i64,
    feature: (Fingerprint, Option<usize>),
    case_version: i64,
    carried: Set,
}

impl Knows {
    /// What everybody knows at the beginning, from a look at each of the three.
    pub fn at_first(members: &RawAnswer, feature: &RawAnswer) -> Self {
        let feature: GranularReactiveServices = serde_json::from_str(&feature.body).unwrap();
        let rows = serde_json::from_str::<MemberServices>(&members.body).unwrap().members;
        Self { rows, group_version: 1, feature: (feature.seen, None), case_version: 1, carried: EVERY }
    }

    /// What whoever sends this has seen of it.
    pub fn seen(&self, stage: &Stage, what: &What) -> Seen {
        match what {
            What::Save(people, _) => Seen::Members(people.iter().map(|who| self.of(stage, *who)).collect()),
            What::SaveGroup(_) => {
                let inside = self.rows.iter().filter_map(|row| {
                    let group = row.groups.first()?;
                    Some((stage.who(&row.member), stage.set(&row.own), stage.set(&group.services)))
                });
                Seen::Group(self.group_version, inside.collect())
            }
            What::Switch(_) => Seen::Feature(self.feature.1),
            What::Move(_) => Seen::Version(self.case_version),
            _ => Seen::Nothing,
        }
    }

    /// The version of somebody's set, and what the group gives them of the services that the workspace is known to carry.
    fn of(&self, stage: &Stage, who: Who) -> (i64, Set) {
        let row = self.rows.iter().find(|row| stage.who(&row.member) == who);
        row.map_or((0, 0), |row| {
            let through = row.groups.first().map_or(0, |group| stage.set(&group.services));
            (row.version, through & self.carried)
        })
    }

    /// Takes in an answer.
    pub fn learn(&mut self, command: &Command, answer: &RawAnswer) {
        if answer.status != 200 {
            return;
        }
        match command.what {
            What::Members => self.rows = body::<MemberServices>(answer).members,
            What::Group => {
                let groups = body::<GrantedGroups>(answer).groups;
                self.group_version = groups.first().map_or(self.group_version, |group| group.version);
            }
            What::Feature => {
                self.feature = (body::<GranularReactiveServices>(answer).seen, Some(command.number));
            }
            What::Case => self.case_version = body::<CaseDetail>(answer).version,
            What::Answer | What::Move(_) => self.case_version = body::<CaseMoved>(answer).version,
            _ => {}
        }
    }

    /// Takes in what the workspace carries.
    pub fn learn_access(&mut self, stage: &Stage, answer: &RawAnswer) {
        if answer.status == 200 {
            self.carried = stage.set(body::<AccessAnswer>(answer).access.services.iter().map(|one| &one.id));
        }
    }
}

/// A command as a request.
pub fn request(stage: &Stage, command: &Command, session: &Session) -> Request {
    let (world, key) = (&stage.world, format!("history-{}", command.key));
    let (office, abroad) = (at(world, "Office"), at(world, "Abroad"));
    let case = at_case(world, "Office", stage.case());
    let ask = Ask { key: &key, cookies: &session.cookies };
    let said = NewMessage { text: format!("message of {}", command.key) };
    match &command.what {
        What::Save(people, set) => ask.of::<SaveMemberServices>(&office, &save(stage, command, people, *set)),
        What::SaveGroup(set) => {
            let Seen::Group(version, _) = command.seen else { unreachable!() };
            let people: Vec<_> = session.knows.rows.iter().map(MemberServicesRow::in_groups).collect();
            let groups = vec![SeenGroup::of(stage.grant(), version, &people)];
            ask.of::<SaveGroupServices>(
                &office,
                &NewGroupServices { in_force: None, groups, services: stage.ids(*set) },
            )
        }
        What::Switch(switch) => {
            let request = NewSwitch { switch: *switch, seen: session.knows.feature.0 };
            ask.of::<SwitchGranularReactiveServices>(&office, &request)
        }
        What::SignOutMember(who) => {
            ask.of::<SignOutMember>(&at_member(world, "Office", who.name()), &Empty {})
        }
        What::Open(set) => ask.of::<OpenCase>(&office, &titled(command, stage.ids(*set).first().unwrap())),
        What::OpenAbroad => ask.of::<OpenCase>(&abroad, &titled(command, &world.service("Far cloud").id)),
        What::Answer => ask.of::<AddMessage>(&case, &said),
        What::Note => ask.of::<AddNote>(&case, &said),
        What::Move(by) => {
            let Seen::Version(version) = command.seen else { unreachable!() };
            ask.of::<MoveCase>(&case, &NewMove { by: *by, version })
        }
        What::SaveView(name, query) => {
            let view = CaseView { name: format!("view {name}"), query: query_of(*query).to_owned() };
            ask.of::<SaveCaseView>(&office, &view)
        }
        What::RemoveView(name) => {
            ask.of::<RemoveCaseView>(&office, &RemovedCaseView { name: format!("view {name}") })
        }
        What::SignOut => ask.of::<SignOut>(&Everywhere, &Empty {}),
        What::SignOutEverywhere => ask.of::<SignOutEverywhere>(&Everywhere, &Empty {}),
        What::SetProfile(look) => ask.of::<SetProfile>(&Everywhere, &profile(*look)),
        What::Members => ask.of::<ListMemberServices>(&office, &Empty {}),
        What::Group => ask.of::<ListGroupServices>(&office, &Empty {}),
        What::Feature => ask.of::<GetGranularReactiveServices>(&office, &Empty {}),
        What::Case => ask.of::<GetCase>(&case, &Empty {}),
        What::Cases => {
            ask.of::<ListCases>(&office, &CasesQuestion { state: "all".into(), ..CasesQuestion::default() })
        }
        What::Views => ask.of::<ListCaseViews>(&office, &Empty {}),
        What::Access => ask.of::<GetAccess>(&office, &Empty {}),
        What::AccessAbroad => ask.of::<GetAccess>(&abroad, &Empty {}),
        What::Me => ask.of::<GetMe>(&Everywhere, &Empty {}),
        What::SignIn(_) | What::Take(_) => unreachable!("no single request does that"),
    }
}

struct Ask<'a> {
    key: &'a str,
    cookies: &'a str,
}

impl Ask<'_> {
    fn of<E: Endpoint>(&self, place: &E::Path, request: &E::Request) -> Request {
        let (path, get) = (fill(E::PATH, place), E::METHOD == Method::Get);
        let query = if get { serde_urlencoded::to_string(request).unwrap() } else { String::new() };
        let path = if query.is_empty() { path } else { format!("{path}?{query}") };
        let body = if get { Vec::new() } else { serde_json::to_vec(request).unwrap() };
        http::Request::builder()
            .method(E::METHOD.name())
            .uri(path)
            .header(APP_HEADER, NOBODY_YET)
            .header(IDEMPOTENCY_HEADER, self.key)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, self.cookies)
            .body(body)
            .unwrap()
    }
}

fn save(stage: &Stage, command: &Command, people: &[Who], set: Set) -> NewMemberServices {
    let Seen::Members(seen) = &command.seen else { unreachable!() };
    let member = |(who, (version, through)): (&Who, &(i64, Set))| SeenMember {
        member: stage.member(*who),
        version: *version,
        through_groups: Fingerprint::of_set(&stage.ids(*through)),
    };
    NewMemberServices {
        in_force: None,
        members: people.iter().zip(seen).map(member).collect(),
        services: stage.ids(set),
    }
}

fn titled(command: &Command, service: &shared::id::ServiceId) -> shared::api::case::NewCase {
    let mut case = form(service);
    case.title = format!("case of {}", command.key);
    case
}

fn profile(look: Look) -> Profile {
    Profile {
        language: [None, Some(Language::En), Some(Language::Fr)][usize::from(look % 3)],
        theme: [None, Some(Theme::Light), Some(Theme::Dark)][usize::from(look / 3)],
    }
}

/// The number of a profile.
pub fn look(chosen: Profile) -> Look {
    (0..9).find(|look| profile(*look) == chosen).unwrap()
}

/// What an answer says.
pub fn outcome(stage: &Stage, command: &Command, reply: &Reply) -> Outcome {
    let answer = &reply.answer;
    if let What::SignIn(_) = command.what {
        return if answer.status == 200 && !reply.cookies.is_empty() {
            Outcome::Done
        } else {
            Outcome::Unknown
        };
    }
    match answer.status {
        200 => done(stage, command, answer),
        503 => Outcome::Unknown,
        _ => not_done(stage, command, &answer.problem()),
    }
}

fn not_done(stage: &Stage, command: &Command, problem: &Problem) -> Outcome {
    if problem.code != ProblemCode::StaleVersion {
        return Outcome::Not(problem.code, problem.refusal.as_ref().map(|refusal| refusal.missing.order()));
    }
    let subjects = matches!(command.what, What::Save(..) | What::SaveGroup(_));
    let changed = problem.changed.iter().filter(|_| subjects).map(|id| stage.subject(id));
    Outcome::Stale(changed.collect())
}

fn done(stage: &Stage, command: &Command, answer: &RawAnswer) -> Outcome {
    match command.what {
        What::Save(..) | What::SaveGroup(_) => totals(body::<SavedServices>(answer).totals),
        What::Switch(_) => totals(body::<Switched>(answer).totals),
        What::Answer | What::Move(_) | What::Note => {
            let moved: CaseMoved = body(answer);
            Outcome::Moved(moved.state, moved.version)
        }
        What::SaveView(..) | What::RemoveView(_) | What::Views => {
            let views = body::<CaseViews>(answer).views;
            Outcome::Views(views.iter().map(|view| view_of(&view.name, &view.query)).collect())
        }
        What::Members => {
            let row = |row: &MemberServicesRow| {
                let through = row.groups.iter().fold(0, |set, group| set | stage.set(&group.services));
                (stage.who(&row.member), stage.set(&row.own), row.version, through)
            };
            let mut rows: Vec<_> = body::<MemberServices>(answer).members.iter().map(row).collect();
            rows.sort_unstable();
            Outcome::Members(rows)
        }
        What::Group => {
            let groups = body::<GrantedGroups>(answer).groups;
            Outcome::Group(
                groups.first().map(|group| (stage.set(&group.services), group.version, group.people)),
            )
        }
        What::Feature => {
            let found: GranularReactiveServices = body(answer);
            Outcome::Feature(found.on, found.people, found.groups, found.previews.len())
        }
        What::Case => {
            let case: CaseDetail = body(answer);
            let mut said: Vec<Said> = case.entries.iter().map(entry).collect();
            said.sort_unstable();
            Outcome::Case(case.summary.state, case.version, said)
        }
        What::Cases => {
            let items = body::<CasesPage>(answer).items;
            let mut opened: Vec<usize> =
                items.iter().filter_map(|case| number(&case.title, "case of ")).collect();
            opened.sort_unstable();
            Outcome::Cases(opened)
        }
        What::Access => Outcome::Access(usable(stage, &body(answer))),
        What::Me => {
            let me: Me = body(answer);
            Outcome::Me(look(me.profile), me.unreachable.is_empty())
        }
        _ => Outcome::Done,
    }
}

/// What can be used, out of the facts that the browser gets.
fn usable(stage: &Stage, answer: &AccessAnswer) -> Set {
    let access = &answer.access;
    let carried = stage.set(access.services.iter().map(|service| &service.id));
    let assigned = access.sets.iter().fold(0, |all, set| all | stage.set(&set.services));
    let granular = access.workspace.features.contains(&Feature::GranularReactiveServices);
    if granular { carried & assigned } else { carried }
}

fn entry(entry: &Entry) -> Said {
    let of = |blocks: &Vec<_>| {
        let text = serde_json::to_string(blocks).unwrap();
        let (_, number) = text.split_once("message of ").unwrap();
        number.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    match &entry.content {
        EntryContent::Message { blocks } => Said::Text(of(blocks)),
        EntryContent::Note { blocks } => Said::Note(of(blocks)),
        EntryContent::Moved { to } => Said::moved(*to),
    }
}

/// The queries of views, by number.
fn query_of(number: u8) -> &'static str {
    ["severity=a", "severity=b", "severity=c"][usize::from(number)]
}

/// A view as numbers.
pub fn view_of(name: &str, query: &str) -> (u8, u8) {
    let name = name.strip_prefix("view ").unwrap().parse().unwrap();
    (name, (0..3).find(|number| query_of(*number) == query).unwrap())
}

/// The number of a command in a title or text of its own.
pub fn number(text: &str, before: &str) -> Option<usize> {
    text.strip_prefix(before)?.parse().ok()
}

fn totals(totals: Totals) -> Outcome {
    Outcome::Totals([totals.gaining, totals.losing, totals.gained, totals.lost])
}

fn body<T: DeserializeOwned>(answer: &RawAnswer) -> T {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

#[cfg(test)]
mod tests {
    use super::{look, profile};
    use crate::histories::command::{CLOUD, GROUP, Who};
    use crate::histories::stage::{Stage, start};

    #[test]
    fn the_model_begins_as_the_office_does() {
        let stage = Stage::new();
        let state = start();
        assert_eq!(stage.set(&stage.ids(5)), 5);
        assert_eq!(stage.ids(CLOUD).first(), Some(&stage.world.service("Cloud").id));
        assert_eq!(stage.subject(stage.member(Who::Otto).as_str()), Who::Otto as usize);
        assert_eq!(stage.subject(stage.grant().as_str()), GROUP);
        assert_eq!((state.usable(Who::Vera), state.usable(Who::Karl), state.usable(Who::Otto)), (1, 2, 0));
        assert!((0..9).all(|number| look(profile(number)) == number));
    }
}
