//! What each endpoint costs: D1 batches, statements, rows, from the edge's own log of the request.

mod lists;

pub use lists::lists;

use crate::browser::Browser;
use crate::scenarios::steps::{at, at_case, at_member, form, new_group_services, seen_alone};
use crate::target::Target;
use crate::world::World;
use serde_json::Value;
use shared::access::{AtWorkspace, Declared, Everywhere, Nowhere, Permission};
use shared::api::case::{
    AddMessage, AddNote, GetCase, GetCaseOptions, MoveCase, NewMessage, NewMove, OpenCase,
};
use shared::api::case_list::{
    CaseView, CasesQuestion, ListCaseViews, ListCases, RemoveCaseView, RemovedCaseView, SaveCaseView,
};
use shared::api::feature::{GetGranularReactiveServices, NewSwitch, SwitchGranularReactiveServices};
use shared::api::members::ListMembers;
use shared::api::reactive_services::{
    ListGroupServices, ListMemberServices, NewMemberServices, SaveGroupServices, SaveMemberServices,
};
use shared::api::session::{
    CheckHealth, GetMe, ListSignInOptions, SetProfile, SignInQuestion, SignOut, SignOutEverywhere,
};
use shared::api::workspace::{GetAccess, GetHome, HoldersQuestion, ListHolders, MarkOpened, SignOutMember};
use shared::api::{Declaration, ENDPOINTS, Empty, Endpoint, Method, REQUEST_ID_HEADER};
use shared::case::lifecycle::Move;
use shared::paging::PAGE_SIZE;
use shared::profile::Profile;
use shared::service::ServiceSet;
use shared::service::switch::{Start, Switch};

/// What one request cost.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The endpoint.
    pub declaration: Declaration,
    /// D1 batches, over all shards.
    pub batches: u64,
    /// Statements, over all batches.
    pub statements: u64,
    /// Those of them in the first batch: what the answer, or a command's decision, rests on.
    pub statements_decided_on: u64,
    /// Rows that the database looked at.
    pub rows_read: u64,
    /// Those of them that the first batch looked at: what the answer, or a command's decision, rests on.
    pub rows_decided_on: u64,
    /// Rows that it wrote, index entries included.
    pub rows_written: u64,
    /// How many people it lists, or what it changes affects, where that is what its rows are for.
    pub people: Option<u64>,
}

/// Asks every endpoint once, in the demo data, and finds in the log what it cost.
pub fn measure(target: &dyn Target, world: &World) -> Vec<Cost> {
    let ada = target.sign_in(world.person("Ada Berg"));
    let luca = target.sign_in(world.person("Luca Ferrari"));
    let engineer = target.sign_in(world.person("Tomás"));
    let here = at(world, "Contoso");
    let cloud = services_of(world).into_iter().next().unwrap();
    let members = vec![seen_alone(world.member("Contoso", "Jonas"), 0)];
    let services = ServiceSet::from([cloud.clone()]);
    let save = NewMemberServices { in_force: None, members, services };
    let listed = ada.call::<ListGroupServices>(&here, &Empty {}).unwrap().groups;
    let (listed, in_group) = listed.first().map(|group| (group.name.clone(), group.people)).unwrap();
    let for_a_group =
        new_group_services(&ada, world, "Contoso", &[&listed], ServiceSet::from([cloud.clone()]));
    let members = u64::try_from(ada.call::<ListMembers>(&here, &Empty {}).unwrap().members.len()).unwrap();
    let new = luca.call::<OpenCase>(&here, &form(&cloud)).unwrap().id;
    let case = at_case(world, "Contoso", &new);
    let text = NewMessage { text: "A message.".into() };
    let view = CaseView { name: "Urgent".into(), query: "severity=a".into() };
    // Every case there is. What else may be asked for, [`lists`] asks.
    let all = CasesQuestion { state: "all".into(), ..CasesQuestion::default() };
    let question = HoldersQuestion { permission: Permission::ServicesManage };
    let mut costs = vec![
        cost::<CheckHealth>(&ada, &Nowhere, &Empty {}),
        cost::<ListSignInOptions>(&ada, &Nowhere, &SignInQuestion::default()),
        cost::<GetMe>(&ada, &Everywhere, &Empty {}),
        cost::<GetAccess>(&ada, &here, &Empty {}),
        cost::<MarkOpened>(&ada, &here, &Empty {}),
        cost::<GetHome>(&ada, &here, &Empty {}),
        cost::<ListHolders>(&ada, &here, &question).of(members),
        cost::<ListMembers>(&ada, &here, &Empty {}).of(members),
        cost::<ListMemberServices>(&ada, &here, &Empty {}).of(members),
        cost::<SaveMemberServices>(&ada, &here, &save).of(1),
        cost::<ListGroupServices>(&ada, &here, &Empty {}).of(members),
        cost::<SaveGroupServices>(&ada, &here, &for_a_group).of(u64::from(in_group)),
        cost::<GetCaseOptions>(&luca, &here, &Empty {}),
        cost::<ListCases>(&luca, &here, &all),
        cost::<ListCaseViews>(&luca, &here, &Empty {}),
        cost::<SaveCaseView>(&luca, &here, &view),
        cost::<RemoveCaseView>(&luca, &here, &RemovedCaseView { name: view.name.clone() }),
        cost::<OpenCase>(&luca, &here, &form(&cloud)),
        cost::<MoveCase>(&engineer, &case, &NewMove { by: Move::Assign, version: 1 }),
        cost::<AddMessage>(&luca, &case, &text),
        cost::<AddNote>(&engineer, &case, &text),
        cost::<GetCase>(&engineer, &case, &Empty {}),
        cost::<SignOutMember>(&ada, &at_member(world, "Contoso", "Jonas"), &Empty {}),
        cost::<SetProfile>(&ada, &Everywhere, &Profile::default()),
        cost::<GetGranularReactiveServices>(&ada, &here, &Empty {}).of(members),
        cost::<SwitchGranularReactiveServices>(&ada, &here, &switching(&ada, &here, Switch::Off)).of(members),
    ];
    // As it was: the journeys in the browser go through the same world.
    let on = switching(&ada, &here, Switch::On(Start::Kept));
    ada.call::<SwitchGranularReactiveServices>(&here, &on).unwrap();
    costs.push(cost::<SignOut>(&ada, &Everywhere, &Empty {}));
    costs.push(cost::<SignOutEverywhere>(&luca, &Everywhere, &Empty {}));
    for declaration in ENDPOINTS {
        let measured = |cost: &Cost| {
            (cost.declaration.method, cost.declaration.path) == (declaration.method, declaration.path)
        };
        assert!(costs.iter().any(measured), "{} is not measured", declaration.path);
    }
    costs
}

impl Cost {
    /// The cost of something whose rows are for so many people.
    fn of(self, people: u64) -> Self {
        Self { people: Some(people), ..self }
    }
}

/// The commands of a workspace that the other shards are told of before the answer, in a batch each.
const TOLD_EVERYWHERE: [&str; 1] = [SignOutMember::PATH];

/// The most statements that a batch reads with.
const TO_READ: u64 = 8;

/// What an endpoint may cost at most.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// A query one batch, a command two, for each shard that is asked.
    pub batches: u64,
    /// Eight statements to read, for each shard that is asked. A command's also hold those that write: all of them together
    /// have no bound.
    pub statements: Option<u64>,
    /// Eight statements to read in the first batch, of a command too.
    pub statements_decided_on: u64,
}

impl Bounds {
    /// Of an endpoint.
    pub fn of(declaration: &Declaration) -> Self {
        let shards = if declaration.scope == "everywhere" { 2 } else { 1 };
        let told = u64::from(TOLD_EVERYWHERE.contains(&declaration.path));
        match (declaration.requires, declaration.method) {
            (Declared::Public, _) => Self { batches: 0, statements: Some(0), statements_decided_on: 0 },
            (_, Method::Get) => {
                Self { batches: shards, statements: Some(TO_READ * shards), statements_decided_on: TO_READ }
            }
            (_, Method::Post | Method::Put) => {
                Self { batches: 2 * shards + told, statements: None, statements_decided_on: TO_READ }
            }
        }
    }
}

/// Asserts that no endpoint costs more than it may.
pub fn assert_bounds(costs: &[Cost]) {
    for cost in costs {
        let most = Bounds::of(&cost.declaration);
        assert!(cost.batches <= most.batches, "{}: {cost:?}", cost.declaration.path);
        assert!(most.statements.is_none_or(|most| cost.statements <= most), "{cost:?}");
        assert!(cost.statements_decided_on <= most.statements_decided_on, "{cost:?}");
    }
}

/// How many rows of a list of members, or of a plan, are too many: it reads one for each person, beyond what the access of its
/// caller costs. Only a real database knows.
pub fn most_rows_decided_on(cost: &Cost, costs: &[Cost]) -> Option<u64> {
    let access = costs.iter().find(|cost| cost.declaration.path == GetAccess::PATH)?;
    Some(access.rows_read + cost.people?)
}

/// Asserts that a list of cases reads no more rows than three for each on its page, and no list of members and no plan more
/// than it has people, beyond those of the access check. Only D1 counts them.
pub fn assert_rows(costs: &[Cost]) {
    let read = |path: &str| {
        let of_path = |cost: &&Cost| (cost.declaration.method, cost.declaration.path) == (Method::Get, path);
        costs.iter().find(of_path).map_or(0, |cost| cost.rows_read)
    };
    let most = read(GetAccess::PATH) + 3 * u64::try_from(PAGE_SIZE).unwrap();
    let list = read(ListCases::PATH);
    assert!((1..=most).contains(&list), "a list of cases reads {list} rows, and {most} are allowed");
    for cost in costs {
        let most = most_rows_decided_on(cost, costs);
        assert!(most.is_none_or(|most| cost.rows_decided_on <= most), "at most {most:?}: {cost:?}");
    }
}

/// The costs as a table in Markdown.
pub fn table(costs: &[Cost]) -> String {
    let mut text = "| Endpoint | Requires | Batches | Statements | Rows read | Rows written |\n".to_owned();
    text.push_str("|---|---|--:|--:|--:|--:|\n");
    for cost in costs {
        let requires = match cost.declaration.requires {
            Declared::Public => "public".to_owned(),
            Declared::SignedIn => "signed in".to_owned(),
            Declared::Member => "member".to_owned(),
            Declared::AnyOf(any_of) => any_of.iter().map(|one| one.name()).collect::<Vec<_>>().join(" or "),
        };
        let (method, path) = (cost.declaration.method.name(), cost.declaration.path);
        let Cost { batches, statements, rows_read, rows_written, .. } = cost;
        let line = format!(
            "| `{method} {path}` | {requires} | {batches} | {statements} | {rows_read} | {rows_written} |\n"
        );
        text.push_str(&line);
    }
    text
}

/// The decision to switch Granular Reactive Services, on what it would change now.
fn switching(browser: &Browser<'_>, here: &AtWorkspace, switch: Switch) -> NewSwitch {
    let seen = browser.call::<GetGranularReactiveServices>(here, &Empty {}).unwrap().seen;
    NewSwitch { switch, seen }
}

fn cost<E: Endpoint>(browser: &Browser<'_>, place: &E::Path, request: &E::Request) -> Cost {
    cost_of::<E>(browser, place, request, E::PATH)
}

/// The cost of a request, which the log knows by this name.
fn cost_of<E: Endpoint>(browser: &Browser<'_>, place: &E::Path, request: &E::Request, name: &str) -> Cost {
    let answer = browser.ask::<E>(place, request, &format!("costs of {name}").replace(' ', "-"));
    assert_eq!(answer.status, 200, "{}: {answer:?}", E::PATH);
    let id = &answer.headers[REQUEST_ID_HEADER];
    let line = browser.target().logged(id).unwrap_or_else(|| panic!("{} is not in the log", E::PATH));
    let figure = |name: &str| figure(E::PATH, &line, name);
    Cost {
        declaration: Declaration::of::<E>(),
        batches: figure("batches"),
        statements: figure("statements"),
        statements_decided_on: figure("statements_decided_on"),
        rows_read: figure("rows_read"),
        rows_decided_on: figure("rows_decided_on"),
        rows_written: figure("rows_written"),
        people: None,
    }
}

/// A figure of a request's line in the log. One that is not there would keep every bound.
fn figure(path: &str, line: &Value, name: &str) -> u64 {
    line.get(name).and_then(Value::as_u64).unwrap_or_else(|| panic!("{path} has no `{name}` in {line}"))
}

/// The services of Contoso's default workspace, Cloud first.
fn services_of(world: &World) -> Vec<shared::id::ServiceId> {
    world.workspace("Contoso").services.clone()
}

#[cfg(test)]
mod tests {
    use super::figure;
    use serde_json::json;

    #[test]
    fn a_figure_is_what_the_log_has() {
        assert_eq!(figure("/api/me", &json!({ "batches": 2 }), "batches"), 2);
    }

    #[test]
    #[should_panic(expected = "no `batches`")]
    fn a_figure_that_is_not_in_the_log_keeps_no_bound() {
        figure("/api/me", &json!({ "rows_read": 2 }), "batches");
    }
}
