//! What a person does besides the commands of a workspace: what concerns them in every region, and every question there is.

use crate::commands::Command;
use crate::scenarios::steps::{at, at_case};
use shared::access::{Everywhere, Permission};
use shared::api::case::{GetCase, GetCaseOptions};
use shared::api::case_list::{CasesQuestion, ListCaseViews, ListCases};
use shared::api::feature::GetGranularReactiveServices;
use shared::api::members::ListMembers;
use shared::api::reactive_services::{ListGroupServices, ListMemberServices};
use shared::api::session::{GetMe, SetProfile, SignOut, SignOutEverywhere};
use shared::api::workspace::{GetAccess, GetHome, HoldersQuestion, ListHolders};
use shared::api::{Declaration, Empty};
use shared::profile::{Profile, Theme};

const DARK: Profile = Profile { language: None, theme: Some(Theme::Dark) };

/// The commands that concern a person in every region.
pub const PERSONAL: [&Command; 3] = [
    &Command {
        name: "set a profile",
        declaration: Declaration::of::<SetProfile>(),
        person: "Vera",
        give: |browser, _, key| browser.ask::<SetProfile>(&Everywhere, &DARK, key),
    },
    &Command {
        name: "sign out",
        declaration: Declaration::of::<SignOut>(),
        person: "Vera",
        give: |browser, _, key| browser.ask::<SignOut>(&Everywhere, &Empty {}, key),
    },
    &Command {
        name: "sign out everywhere",
        declaration: Declaration::of::<SignOutEverywhere>(),
        person: "Vera",
        give: |browser, _, key| browser.ask::<SignOutEverywhere>(&Everywhere, &Empty {}, key),
    },
];

/// A question about Office.
macro_rules! question {
    ($person:literal, $endpoint:ty, $request:expr) => {
        &Command {
            name: <$endpoint as shared::api::Endpoint>::PATH,
            declaration: Declaration::of::<$endpoint>(),
            person: $person,
            give: |browser, world, key| browser.ask::<$endpoint>(&at(world, "Office"), &$request, key),
        }
    };
}

/// Every question that is put to a database.
pub const QUERIES: [&Command; 12] = [
    &Command {
        name: "who am I",
        declaration: Declaration::of::<GetMe>(),
        person: "Vera",
        give: |browser, _, key| browser.ask::<GetMe>(&Everywhere, &Empty {}, key),
    },
    &Command {
        name: "a case",
        declaration: Declaration::of::<GetCase>(),
        person: "Vera",
        give: |browser, world, key| {
            let case = at_case(world, "Office", &world.case("Mail flow").id);
            browser.ask::<GetCase>(&case, &Empty {}, key)
        },
    },
    question!("Vera", GetAccess, Empty {}),
    question!("Vera", GetHome, Empty {}),
    question!("Irma", ListHolders, HoldersQuestion { permission: Permission::ServicesManage }),
    question!("Irma", ListMembers, Empty {}),
    question!("Irma", ListMemberServices, Empty {}),
    question!("Irma", ListGroupServices, Empty {}),
    question!("Vera", GetCaseOptions, Empty {}),
    question!("Vera", ListCases, CasesQuestion { state: "all".into(), ..CasesQuestion::default() }),
    question!("Vera", ListCaseViews, Empty {}),
    question!("Irma", GetGranularReactiveServices, Empty {}),
];
