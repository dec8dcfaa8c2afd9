//! One command of every kind, to be given while something else happens.

use crate::browser::{Browser, RawAnswer};
use crate::scenarios::situation::{in_groups, situation};
use crate::scenarios::steps::{at, at_case, at_member, form, seen_alone, services};
use crate::world::World;
use shared::api::case::{AddMessage, AddNote, MoveCase, NewMessage, NewMove, OpenCase};
use shared::api::case_list::{CaseView, RemoveCaseView, RemovedCaseView, SaveCaseView};
use shared::api::feature::{NewSwitch, SwitchGranularReactiveServices};
use shared::api::reactive_services::{
    NewGroupServices, NewMemberServices, SaveGroupServices, SaveMemberServices, SeenGroup,
};
use shared::api::workspace::{MarkOpened, SignOutMember};
use shared::api::{Declaration, Empty};
use shared::case::lifecycle::Move;
use shared::service::switch::Switch;

/// A command, and who gives it.
pub struct Command {
    /// What it is, in words.
    pub name: &'static str,
    /// The endpoint.
    pub declaration: Declaration,
    /// Who gives it.
    pub person: &'static str,
    /// Gives it under a key.
    pub give: fn(&Browser<'_>, &World, &str) -> RawAnswer,
}

/// Irma gives Vera and Otto Network.
pub const SAVE: Command = Command {
    name: "save services",
    declaration: Declaration::of::<SaveMemberServices>(),
    person: "Irma",
    give: |browser, world, key| {
        let seen = |person, version| seen_alone(world.member("Office", person), version);
        let members = vec![seen("Vera", 1), seen("Otto", 0)];
        let request = NewMemberServices { in_force: None, members, services: services(world, &["Network"]) };
        browser.ask::<SaveMemberServices>(&at(world, "Office"), &request, key)
    },
};
/// Irma gives the group of which Karl is one Network.
pub const SAVE_GROUPS: Command = Command {
    name: "save services of groups",
    declaration: Declaration::of::<SaveGroupServices>(),
    person: "Irma",
    give: |browser, world, key| {
        let people = in_groups(world, "Office", world.ground.now);
        let groups = vec![SeenGroup::of(&world.grants[0].id, 1, &people)];
        let request = NewGroupServices { in_force: None, groups, services: services(world, &["Network"]) };
        browser.ask::<SaveGroupServices>(&at(world, "Office"), &request, key)
    },
};
/// Irma switches Granular Reactive Services off.
pub const SWITCH: Command = Command {
    name: "switch the feature off",
    declaration: Declaration::of::<SwitchGranularReactiveServices>(),
    person: "Irma",
    give: |browser, world, key| {
        let seen = situation(world, "Office", world.ground.now).fingerprint();
        let request = NewSwitch { switch: Switch::Off, seen };
        browser.ask::<SwitchGranularReactiveServices>(&at(world, "Office"), &request, key)
    },
};
/// Vera opens a case on Cloud.
pub const OPEN: Command = Command {
    name: "open a case",
    declaration: Declaration::of::<OpenCase>(),
    person: "Vera",
    give: |browser, world, key| {
        browser.ask::<OpenCase>(&at(world, "Office"), &form(&world.service("Cloud").id), key)
    },
};
/// Vera answers in her case.
pub const ANSWER: Command = Command {
    name: "answer",
    declaration: Declaration::of::<AddMessage>(),
    person: "Vera",
    give: |browser, world, key| {
        let case = at_case(world, "Office", &world.case("Mail flow").id);
        browser.ask::<AddMessage>(&case, &NewMessage { text: "News.".into() }, key)
    },
};
/// Erik writes a note in it.
pub const NOTE: Command = Command {
    name: "write a note",
    declaration: Declaration::of::<AddNote>(),
    person: "Erik",
    give: |browser, world, key| {
        let case = at_case(world, "Office", &world.case("Mail flow").id);
        browser.ask::<AddNote>(&case, &NewMessage { text: "A note.".into() }, key)
    },
};
/// Vera says that it is solved.
pub const MOVE: Command = Command {
    name: "move a case",
    declaration: Declaration::of::<MoveCase>(),
    person: "Vera",
    give: |browser, world, key| {
        let case = at_case(world, "Office", &world.case("Mail flow").id);
        browser.ask::<MoveCase>(&case, &NewMove { by: Move::Solved, version: 1 }, key)
    },
};
/// Vera has opened the workspace.
pub const OPENED: Command = Command {
    name: "mark as opened",
    declaration: Declaration::of::<MarkOpened>(),
    person: "Vera",
    give: |browser, world, key| browser.ask::<MarkOpened>(&at(world, "Office"), &Empty {}, key),
};

/// Irma signs Otto out everywhere.
pub const SIGN_OUT: Command = Command {
    name: "sign out a member",
    declaration: Declaration::of::<SignOutMember>(),
    person: "Irma",
    give: |browser, world, key| {
        browser.ask::<SignOutMember>(&at_member(world, "Office", "Otto"), &Empty {}, key)
    },
};

/// Vera saves a view of her cases.
pub const SAVE_VIEW: Command = Command {
    name: "save a view",
    declaration: Declaration::of::<SaveCaseView>(),
    person: "Vera",
    give: |browser, world, key| {
        let view = CaseView { name: "Urgent".into(), query: "severity=a".into() };
        browser.ask::<SaveCaseView>(&at(world, "Office"), &view, key)
    },
};

/// Vera removes it.
pub const REMOVE_VIEW: Command = Command {
    name: "remove a view",
    declaration: Declaration::of::<RemoveCaseView>(),
    person: "Vera",
    give: |browser, world, key| {
        let view = RemovedCaseView { name: "Urgent".into() };
        browser.ask::<RemoveCaseView>(&at(world, "Office"), &view, key)
    },
};

/// Vera saves another view, in another tab.
pub const SAVE_ANOTHER_VIEW: Command = Command {
    name: "save another view",
    declaration: Declaration::of::<SaveCaseView>(),
    person: "Vera",
    give: |browser, world, key| {
        let view = CaseView { name: "Late".into(), query: "severity=b".into() };
        browser.ask::<SaveCaseView>(&at(world, "Office"), &view, key)
    },
};

/// One of each kind.
pub const ALL: [&Command; 11] = [
    &SAVE,
    &SAVE_GROUPS,
    &SWITCH,
    &OPEN,
    &ANSWER,
    &NOTE,
    &MOVE,
    &OPENED,
    &SAVE_VIEW,
    &REMOVE_VIEW,
    &SIGN_OUT,
];
