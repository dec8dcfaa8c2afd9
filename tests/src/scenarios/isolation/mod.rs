//! The isolation matrix: every endpoint × everybody × {own, foreign, absent, malformed} (WS-4).
//!
//! It is generated from the declarations: an endpoint that has no example request here fails. Everybody is: nobody, a
//! stranger who is signed in elsewhere, and a member with each role of the policy. What is expected follows from the
//! endpoint's declared requirement and the policy's golden file. A foreign id and one that never was get the same answer
//! byte for byte, for the same number of statements.

mod request;

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
        for ids in [Ids::Own, Ids::ForeignWorkspace, Ids::AbsentWorkspace, Ids::MalformedWorkspace] {
            let answer = self.ask(&nobody, row, ids).answer;
            let expected = if public { 200 } else { 401 };
            assert_eq!(answer.status, expected, "nobody, {ids:?}: {answer:?}");
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
        if self.declaration.path.contains("{case}") && permitted {
            self.all_absent(
                &who,
                browser,
                row,
                &[Ids::CaseNextDoor, Ids::ForeignCase, Ids::AbsentCase, Ids::MalformedCase],
            );
        }
        if self.declaration.path.contains("{member}") && permitted {
            self.all_absent(
                &who,
                browser,
                row,
                &[Ids::MemberNextDoor, Ids::ForeignMember, Ids::AbsentMember, Ids::MalformedMember],
            );
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

    /// All of these are answered alike: not found, byte for byte, and what is foreign costs what is absent.
    fn all_absent(&self, who: &str, browser: &Browser<'_>, row: &Row, ids: &[Ids]) {
        let asked: Vec<_> = ids.iter().map(|ids| self.ask(browser, row, *ids)).collect();
        for (ids, one) in ids.iter().zip(&asked) {
            assert_eq!(one.answer.status, 404, "{who}, {ids:?}: {:?}", one.answer);
            assert_eq!(one.answer.code(), ProblemCode::NotFound, "{who}, {ids:?}");
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
        let declaration = self.declaration;
        let path = path(declaration, self.world, row, ids);
        let example = example(browser, declaration, self.world, row);
        let example = example.unwrap_or_else(|| panic!("{path} has no example request"));
        let before = statements(self.target);
        self.keys.set(self.keys.get() + 1);
        let key = format!("isolation-{}", self.keys.get());
        let mut answer = match declaration.method {
            Method::Get if example.is_empty() => browser.send("GET", &path, &[(APP_HEADER, "1")], ""),
            Method::Get => browser.send("GET", &format!("{path}?{example}"), &[(APP_HEADER, "1")], ""),
            method => browser.send_command(method.name(), &path, &key, &example),
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
