//! The isolation matrix: every endpoint × everybody × {own, foreign, absent, malformed} (WS-4).
//!
//! It is generated from the declarations: an endpoint that has no example request here fails. Everybody is: nobody, a
//! stranger who is signed in elsewhere, and a member with each role of the policy. What is expected follows from the
//! endpoint's declared requirement and the policy's golden file. A foreign id and one that never was get the same answer
//! byte for byte, for the same number of statements: in the path, in the body and in the query; and whoever may not do it
//! gets the same refusal whatever the id.

mod inside;
mod request;

use self::inside::{add_strangers, strangers};
use self::request::{Ids, example, path};
use super::access::{name_of, with_every_role};
use super::{Run, Scenario};
use crate::browser::{Browser, RawAnswer};
use crate::policy::{Row, allowed, policy};
use crate::target::Target;
use crate::world::{Ground, Opening, World};
use shared::access::{Declared, Link, Permission};
use shared::api::{APP_HEADER, Declaration, ENDPOINTS, Method};
use shared::problem::ProblemCode;
use shared::time::Span;
use std::cell::Cell;
use std::sync::Arc;

pub(super) fn scenarios() -> Vec<Scenario> {
    let one = |declaration: &'static Declaration| Scenario {
        name: format!("ws_4_isolation_of_{}", words(declaration)),
        world,
        run: Run::Anywhere(Arc::new(move |target, world| isolated(target, world, declaration))),
    };
    ENDPOINTS.iter().map(one).collect()
}

/// `GET /api/workspaces/{workspace}/cases` → `get_cases`
fn words(declaration: &Declaration) -> String {
    let path = declaration.path.trim_start_matches("/api/").replace("workspaces/{workspace}/", "");
    let path = path.replace("{case}", "case").replace("{member}", "member").replace(['/', '-'], "_");
    format!("{}_{path}", declaration.method.name().to_lowercase())
}

/// Every role has a holder in the office, with the service Cloud and a case of their own.
fn world(ground: &Ground, name: &str) -> World {
    let mut world = with_every_role(ground, name);
    add_strangers(&mut world, name);
    let (office, cloud) = (world.workspace("Office").id.clone(), world.service("Cloud").id.clone());
    for row in policy() {
        let (holder, vera) =
            (world.person(&name_of(row.role)).identity.clone(), world.person("Vera").identity.clone());
        let member = world.member("Office", &name_of(row.role));
        world.assign(&office, &member, &[&cloud]);
        let opener = if row.origin == "provider" { vera } else { holder };
        let at = ground.now.minus(Span::hours(2));
        world.open_case(
            &office,
            &cloud,
            &opener,
            at,
            Opening::titled(&format!("Case of {}.", name_of(row.role))),
        );
    }
    let (abroad, far) = (world.workspace("Abroad").id.clone(), world.service("Far cloud").id.clone());
    let joan = world.person("Joan").identity.clone();
    let shortly = ground.now.minus(Span::hours(2));
    world.open_case(&abroad, &far, &joan, shortly, Opening::titled("Case abroad"));
    // In the same database as the office's cases: only the workspace in the statement keeps it out.
    let (shop, network) = (world.workspace("Shop").id.clone(), world.service("Network").id.clone());
    let max = world.person("Max").identity.clone();
    world.open_case(&shop, &network, &max, shortly, Opening::titled("Case next door"));
    world
}

/// One endpoint, asked as everybody.
struct Matrix<'a> {
    target: &'a dyn Target,
    world: &'a World,
    declaration: &'a Declaration,
    keys: Cell<u32>,
}

fn isolated(target: &dyn Target, world: &World, declaration: &Declaration) {
    let matrix = Matrix { target, world, declaration, keys: Cell::new(0) };
    let rows = policy();
    let in_a_workspace = declaration.path.contains("{workspace}");
    matrix.nobody(&rows[0]);
    if in_a_workspace {
        let stranger = target.sign_in(world.person("Joan"));
        // To her the office is the foreign one.
        let own = matrix.ask(&stranger, &rows[0], Ids::Own);
        let absent = matrix.ask(&stranger, &rows[0], Ids::AbsentWorkspace);
        assert_eq!(own, absent, "the stranger");
        matrix.all_absent(
            "the stranger",
            &stranger,
            &rows[0],
            &[Ids::Own, Ids::AbsentWorkspace, Ids::MalformedWorkspace],
        );
        matrix.records("the stranger", &stranger, &rows[0], 404);
    }
    for row in &rows {
        let holder = target.sign_in(world.person(&name_of(row.role)));
        matrix.member(&holder, row, in_a_workspace);
    }
}

impl Matrix<'_> {
    fn nobody(&self, row: &Row) {
        let nobody = self.target.nobody();
        let public = self.declaration.requires == Declared::Public;
        let expected = if public { 200 } else { 401 };
        let all = [Ids::Own, Ids::ForeignWorkspace, Ids::AbsentWorkspace, Ids::MalformedWorkspace];
        if public {
            assert_eq!(self.ask(&nobody, row, Ids::Own).answer.status, expected);
        } else {
            self.all_alike("nobody", &nobody, row, &all, expected);
            self.records("nobody", &nobody, row, expected);
        }
    }

    /// The ids of records in the path: of their own workspace or not, all are answered with this.
    fn records(&self, who: &str, browser: &Browser<'_>, row: &Row, status: u16) {
        if self.declaration.path.contains("{case}") {
            self.all_alike(who, browser, row, &Ids::CASES, status);
        }
        if self.declaration.path.contains("{member}") {
            self.all_alike(who, browser, row, &Ids::MEMBERS, status);
        }
    }

    fn member(&self, browser: &Browser<'_>, row: &Row, in_a_workspace: bool) {
        let who = format!("{:?}", row.role);
        let permitted = self.permits(row);
        if in_a_workspace {
            self.all_absent(
                &who,
                browser,
                row,
                &[Ids::ForeignWorkspace, Ids::AbsentWorkspace, Ids::MalformedWorkspace],
            );
        }
        if permitted {
            self.records(&who, browser, row, 404);
            self.inside(&who, browser, row);
        } else if in_a_workspace {
            self.refused_alike(&who, browser, row);
        }
        let answer = self.ask(browser, row, Ids::Own).answer;
        if permitted {
            assert_eq!(answer.status, 200, "{who}: {answer:?}");
        } else {
            let refusal = answer.problem().refusal.unwrap_or_else(|| panic!("{who}: {answer:?}"));
            let link = matches!(refusal.missing, Link::Permission { .. } | Link::Origin { .. });
            assert!(answer.status == 403 && link, "{who}: {refusal:?}");
        }
    }

    /// Whether the policy lets somebody with this role do it.
    fn permits(&self, row: &Row) -> bool {
        let Declared::AnyOf(any_of) = self.declaration.requires else { return true };
        let origin = if row.origin == "provider" { "provider" } else { "customer" };
        let allowed = allowed(origin, &[row.role]);
        any_of.iter().any(|permission: &Permission| allowed.contains(permission.name()))
    }

    /// Whoever may not do it is refused alike, whichever record it is, own or not.
    fn refused_alike(&self, who: &str, browser: &Browser<'_>, row: &Row) {
        let records = [("{case}", Ids::CASES), ("{member}", Ids::MEMBERS)];
        for (_, ids) in records.iter().filter(|(part, _)| self.declaration.path.contains(part)) {
            let well_formed: Vec<_> =
                [Ids::Own].iter().chain(ids).filter(|ids| !ids.is_malformed()).copied().collect();
            self.all_alike(who, browser, row, &well_formed, 403);
        }
    }

    /// What a body or query names that is somebody else's is answered as what is nobody's. What is in another region can
    /// be answered otherwise than what is here: an id says where it is from.
    fn inside(&self, who: &str, browser: &Browser<'_>, row: &Row) {
        let example = example(browser, self.declaration, self.world, row).unwrap_or_default();
        for id in inside::ids(&example) {
            let asked: Vec<_> = strangers(self.world, &id)
                .into_iter()
                .map(|instead| {
                    let request = example.replace(&id, &instead.id);
                    let mut asked = self.ask_with(browser, row, Ids::Own, &request);
                    asked.answer.body = asked.answer.body.replace(&instead.id, "that id");
                    (instead.whose, asked)
                })
                .collect();
            for pair in asked.chunks(2) {
                let [(_, absent), (whose, there)] = pair else { unreachable!() };
                assert_eq!(there, absent, "{who}, {id} in {example} is {whose}");
                let refused = (400..500).contains(&there.answer.status);
                let looked = self.declaration.method == Method::Get && there.answer.status == 200;
                assert!(refused || looked, "{who}, {whose}: {there:?}");
            }
        }
    }

    /// All of these are answered alike: not found.
    fn all_absent(&self, who: &str, browser: &Browser<'_>, row: &Row, ids: &[Ids]) {
        self.all_alike(who, browser, row, ids, 404);
    }

    /// All of these are answered alike, byte for byte, and what is foreign costs what is absent.
    fn all_alike(&self, who: &str, browser: &Browser<'_>, row: &Row, ids: &[Ids], status: u16) {
        let asked: Vec<_> = ids.iter().map(|ids| self.ask(browser, row, *ids)).collect();
        for (ids, one) in ids.iter().zip(&asked) {
            assert_eq!(one.answer.status, status, "{who}, {ids:?}: {:?}", one.answer);
            assert!(status != 404 || one.answer.code() == ProblemCode::NotFound, "{who}, {ids:?}");
            assert_eq!(one.answer, asked[0].answer, "{who}, {ids:?}");
        }
        let costs: Vec<_> =
            asked.iter().zip(ids).filter(|(_, ids)| !ids.is_malformed()).map(|(a, _)| a.statements).collect();
        assert!(
            costs.iter().all(|cost| *cost == costs[0]),
            "{who}: what is foreign costs more or less: {costs:?}"
        );
    }

    fn ask(&self, browser: &Browser<'_>, row: &Row, ids: Ids) -> Asked {
        let example = example(browser, self.declaration, self.world, row);
        let example = example.unwrap_or_else(|| panic!("{} has no example request", self.declaration.path));
        self.ask_with(browser, row, ids, &example)
    }

    fn ask_with(&self, browser: &Browser<'_>, row: &Row, ids: Ids, example: &str) -> Asked {
        let declaration = self.declaration;
        let path = path(declaration, self.world, row, ids);
        let before = statements(self.target);
        self.keys.set(self.keys.get() + 1);
        let key = format!("isolation-{}", self.keys.get());
        let mut answer = match declaration.method {
            Method::Get if example.is_empty() => browser.send("GET", &path, &[(APP_HEADER, "1")], ""),
            Method::Get => browser.send("GET", &format!("{path}?{example}"), &[(APP_HEADER, "1")], ""),
            method => browser.send_command(method.name(), &path, &key, example),
        };
        for varying in ["x-request-id", "date"] {
            answer.headers.remove(varying);
        }
        Asked { answer, statements: statements(self.target) - before }
    }
}

/// An answer, less what is different in each, and how many statements it took, where that can be seen.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    answer: RawAnswer,
    statements: usize,
}

fn statements(target: &dyn Target) -> usize {
    let Some(in_process) = target.in_process() else { return 0 };
    in_process.machine.batches().iter().map(|(_, statements)| statements.len()).sum()
}
