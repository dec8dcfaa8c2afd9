//! What each endpoint is asked with: a new one needs an example here, and its path's ids.

use super::super::access::name_of;
use super::super::situation::in_groups;
use super::super::steps::{feature, form, seen_alone, text};
use crate::browser::Browser;
use crate::policy::Row;
use crate::world::World;
use shared::api::feature::{GranularReactiveServices, NewSwitch};
use shared::api::reactive_services::SeenGroup;
use shared::api::{Declaration, Method};
use shared::service::fingerprint::Fingerprint;
use shared::service::switch::Switch;

/// Which ids a request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ids {
    Own,
    ForeignWorkspace,
    AbsentWorkspace,
    MalformedWorkspace,
    ForeignCase,
    CaseNextDoor,
    AbsentCase,
    MalformedCase,
    ForeignMember,
    MemberNextDoor,
    AbsentMember,
    MalformedMember,
}

impl Ids {
    /// Cases that are not the caller's to see.
    pub(super) const CASES: [Self; 4] =
        [Self::CaseNextDoor, Self::ForeignCase, Self::AbsentCase, Self::MalformedCase];
    /// Members that are not the workspace's.
    pub(super) const MEMBERS: [Self; 4] =
        [Self::MemberNextDoor, Self::ForeignMember, Self::AbsentMember, Self::MalformedMember];

    /// Whether one of them is none at all, which no database is asked for.
    pub(super) fn is_malformed(self) -> bool {
        matches!(self, Self::MalformedWorkspace | Self::MalformedCase | Self::MalformedMember)
    }
}

/// What is sent to an endpoint: the query, or the body. `None` fails the matrix.
pub(super) fn example(
    browser: &Browser<'_>,
    declaration: &Declaration,
    world: &World,
    role: &Row,
) -> Option<String> {
    let rest = declaration.path.trim_start_matches("/api/").replace("workspaces/{workspace}/", "");
    let member = world.member("Office", &name_of(role.role));
    let service = &world.service("Cloud").id;
    Some(match (declaration.method, rest.as_str()) {
        (
            Method::Get,
            "health" | "sign-in-options" | "me" | "access" | "home" | "case-options" | "case-views",
        ) => "".into(),
        (Method::Get, "cases") => format!("service={service}"),
        (
            Method::Get,
            "members" | "reactive-services/members" | "reactive-services/groups" | "cases/{case}",
        ) => "".into(),
        (Method::Get, "features/granular-reactive-services") => "".into(),
        (Method::Get, "holders") => "permission=services.manage".into(),
        (Method::Post, "sign-out" | "sign-out-everywhere" | "opened" | "members/{member}/sign-out") => {
            "{}".into()
        }
        (Method::Put, "profile") => "{\"theme\":\"dark\"}".into(),
        (Method::Put, "case-views") => "{\"name\":\"Urgent\",\"query\":\"severity=a\"}".into(),
        (Method::Post, "case-views/removals") => "{\"name\":\"Urgent\"}".into(),
        (Method::Post, "cases") => text(&form(service)),
        (Method::Put, "reactive-services/members") => {
            let seen = text(&seen_alone(member, 1));
            format!("{{\"members\":[{seen}],\"services\":[\"{service}\"]}}")
        }
        (Method::Put, "reactive-services/groups") => {
            let now = world.ground.now;
            let people = in_groups(world, "Office", now);
            let seen = SeenGroup::of(&world.grants[0].id, 1, &people);
            // What it has already: it is the same group for everybody, the office's only one.
            let database = &world.service("Database").id;
            format!("{{\"groups\":[{}],\"services\":[\"{database}\"]}}", text(&seen))
        }
        (Method::Put, "features/granular-reactive-services") => {
            // Whoever may, switches it from how the one before has left it.
            let seen = feature(browser, world, "Office").ok();
            let off = NewSwitch { switch: Switch::Off, seen: Fingerprint::default() };
            let way = |found: GranularReactiveServices| NewSwitch {
                switch: found.previews[0].switch,
                seen: found.seen,
            };
            text(&seen.map_or(off, way))
        }
        (Method::Post, "cases/{case}/messages" | "cases/{case}/notes") => "{\"text\":\"News.\"}".into(),
        (Method::Post, "cases/{case}/moves") => {
            let by = if role.origin == "provider" { "assign" } else { "solved" };
            format!("{{\"move\":\"{by}\",\"version\":1}}")
        }
        _ => return None,
    })
}

/// A path with the ids filled in.
pub(super) fn path(declaration: &Declaration, world: &World, role: &Row, ids: Ids) -> String {
    let absent = |like: &str| format!("{}{}", &like[..like.len() - 26], "0".repeat(26));
    let own = world.workspace("Office").id.as_str();
    let workspace = match ids {
        Ids::ForeignWorkspace => world.workspace("Abroad").id.to_string(),
        Ids::AbsentWorkspace => absent(world.workspace("Abroad").id.as_str()),
        Ids::MalformedWorkspace => "ws_eu1_none".into(),
        _ => own.to_owned(),
    };
    let case = match ids {
        Ids::ForeignCase => world.case("Case abroad").id.to_string(),
        Ids::CaseNextDoor => world.case("Case next door").id.to_string(),
        Ids::AbsentCase => absent(world.case("Case abroad").id.as_str()),
        Ids::MalformedCase => "case_eu1_none".into(),
        _ => world.case(&format!("Case of {}.", name_of(role.role))).id.to_string(),
    };
    let member = match ids {
        Ids::ForeignMember => world.member("Abroad", "Joan").to_string(),
        Ids::MemberNextDoor => world.member("Shop", "Max").to_string(),
        Ids::AbsentMember => absent(world.member("Abroad", "Joan").as_str()),
        Ids::MalformedMember => "mem_eu1_none".into(),
        _ => world.member("Office", "Otto").to_string(),
    };
    let path = declaration.path.replace("{workspace}", &workspace);
    path.replace("{case}", &case).replace("{member}", &member)
}
