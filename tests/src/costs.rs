//! What each endpoint costs: D1 batches, statements, rows, from the edge's own log of the request.

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
    /// Rows that the database looked at.
    pub rows_read: u64,
    /// Rows that it wrote, index entries included.
    pub rows_written: u64,
}

/// Asks every endpoint once, in the demo data, and finds in the log what it cost.
pub fn measure(target: &dyn Target, world: &World) -> Vec<Cost> {
    let ada = target.sign_in(world.person("Ada Berg"));
    let luca = target.sign_in(world.person("Luca Ferrari"));
    let engineer = target.sign_in(world.person("Tomás"));
    let here = at(world, "Contoso");
    let cloud = services_of(world).into_iter().next().unwrap();
    let jonas = seen_alone(world.member("Contoso", "Jonas"), 0);
    let save = NewMemberServices { members: vec![jonas], services: ServiceSet::from([cloud.clone()]) };
    let listed = ada.call::<ListGroupServices>(&here, &Empty {}).unwrap().groups;
    let listed = listed.first().unwrap().name.clone();
    let for_a_group =
        new_group_services(&ada, world, "Contoso", &[&listed], ServiceSet::from([cloud.clone()]));
    let new = luca.call::<OpenCase>(&here, &form(&cloud)).unwrap().id;
    let case = at_case(world, "Contoso", &new);
    let text = NewMessage { text: "A message.".into() };
    let view = CaseView { name: "Urgent".into(), query: "severity=a".into() };
    // The dearest of lists: every case there is.
    let all = CasesQuestion { state: "all".into(), ..CasesQuestion::default() };
    let question = HoldersQuestion { permission: Permission::ServicesManage };
    let mut costs = vec![
        cost::<CheckHealth>(&ada, &Nowhere, &Empty {}),
        cost::<ListSignInOptions>(&ada, &Nowhere, &SignInQuestion::default()),
        cost::<GetMe>(&ada, &Everywhere, &Empty {}),
        cost::<GetAccess>(&ada, &here, &Empty {}),
        cost::<MarkOpened>(&ada, &here, &Empty {}),
        cost::<GetHome>(&ada, &here, &Empty {}),
        cost::<ListHolders>(&ada, &here, &question),
        cost::<ListMembers>(&ada, &here, &Empty {}),
        cost::<ListMemberServices>(&ada, &here, &Empty {}),
        cost::<SaveMemberServices>(&ada, &here, &save),
        cost::<ListGroupServices>(&ada, &here, &Empty {}),
        cost::<SaveGroupServices>(&ada, &here, &for_a_group),
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
        cost::<GetGranularReactiveServices>(&ada, &here, &Empty {}),
        cost::<SwitchGranularReactiveServices>(&ada, &here, &switching(&ada, &here, Switch::Off)),
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

/// The commands of a workspace that the other shards are told of before the answer, in a batch each.
const TOLD_EVERYWHERE: [&str; 1] = [SignOutMember::PATH];

/// What an endpoint may cost at most.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// A query one batch, a command two, for each shard that is asked.
    pub batches: u64,
    /// Eight statements to read, for each shard that is asked. A command's also hold those that write: it has no bound.
    pub statements: Option<u64>,
}

impl Bounds {
    /// Of an endpoint.
    pub fn of(declaration: &Declaration) -> Self {
        let shards = if declaration.scope == "everywhere" { 2 } else { 1 };
        let told = u64::from(TOLD_EVERYWHERE.contains(&declaration.path));
        match (declaration.requires, declaration.method) {
            (Declared::Public, _) => Self { batches: 0, statements: Some(0) },
            (_, Method::Get) => Self { batches: shards, statements: Some(8 * shards) },
            (_, Method::Post | Method::Put) => Self { batches: 2 * shards + told, statements: None },
        }
    }
}

/// Asserts that no endpoint costs more than it may.
pub fn assert_bounds(costs: &[Cost]) {
    for cost in costs {
        let most = Bounds::of(&cost.declaration);
        assert!(cost.batches <= most.batches, "{}: {cost:?}", cost.declaration.path);
        assert!(most.statements.is_none_or(|most| cost.statements <= most), "{cost:?}");
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
    let answer = browser.ask::<E>(place, request, &format!("costs of {}", E::PATH).replace(' ', "-"));
    assert_eq!(answer.status, 200, "{}: {answer:?}", E::PATH);
    let id = &answer.headers[REQUEST_ID_HEADER];
    let line = browser.target().logged(id).unwrap_or_else(|| panic!("{} is not in the log", E::PATH));
    let figure = |name: &str| line.get(name).and_then(Value::as_u64).unwrap_or(0);
    Cost {
        declaration: Declaration::of::<E>(),
        batches: figure("batches"),
        statements: figure("statements"),
        rows_read: figure("rows_read"),
        rows_written: figure("rows_written"),
    }
}

/// The services of Contoso's default workspace, Cloud first.
fn services_of(world: &World) -> Vec<shared::id::ServiceId> {
    world.workspace("Contoso").services.clone()
}
