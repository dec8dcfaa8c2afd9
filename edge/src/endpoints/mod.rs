//! What answers at each endpoint, by feature. Each file holds one endpoint: what it reads, and what it makes of that.

mod case;
mod reactive_services;
mod session;
mod workspace;

use crate::pipeline::route::{Route, command, open, personal, personal_command, query};
use shared::api;

/// Every endpoint's handler.
pub const ROUTES: &[Route] = &[
    open::<api::session::CheckHealth>(),
    open::<api::session::ListSignInOptions>(),
    personal::<api::session::GetMe>(),
    personal_command::<api::session::SetProfile>(),
    personal_command::<api::session::SignOut>(),
    personal_command::<api::session::SignOutEverywhere>(),
    query::<api::workspace::GetAccess>(),
    command::<api::workspace::MarkOpened>(),
    command::<api::workspace::SignOutMember>(),
    query::<api::workspace::GetHome>(),
    query::<api::workspace::ListHolders>(),
    query::<api::reactive_services::ListMemberServices>(),
    command::<api::reactive_services::SaveMemberServices>(),
    query::<api::case::GetCaseOptions>(),
    query::<api::case_list::ListCases>(),
    command::<api::case::OpenCase>(),
    query::<api::case_list::ListCaseViews>(),
    command::<api::case_list::SaveCaseView>(),
    command::<api::case_list::RemoveCaseView>(),
    query::<api::case::GetCase>(),
    command::<api::case::AddMessage>(),
    command::<api::case::AddNote>(),
    command::<api::case::MoveCase>(),
];
