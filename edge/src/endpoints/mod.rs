//! What answers at each endpoint, by feature. Each file holds one endpoint: what it reads, and what it makes of that.

mod case;
mod members;
mod reactive_services;
mod session;
mod workspace;

use crate::pipeline::route::{Route, command, open, personal, query};
use shared::api;

/// Every endpoint's handler.
pub const ROUTES: &[Route] = &[
    open::<api::session::CheckHealth>(),
    open::<api::session::ListSignInOptions>(),
    personal::<api::session::GetMe>(),
    session::sign_out::ROUTE,
    query::<api::workspace::GetAccess>(),
    command::<api::workspace::MarkOpened>(),
    query::<api::workspace::GetHome>(),
    query::<api::workspace::ListHolders>(),
    query::<api::members::ListMembers>(),
    query::<api::reactive_services::ListMemberServices>(),
    command::<api::reactive_services::SaveMemberServices>(),
    query::<api::case::GetCaseOptions>(),
    query::<api::case::ListCases>(),
    command::<api::case::OpenCase>(),
    query::<api::case::GetCase>(),
    command::<api::case::AddMessage>(),
    command::<api::case::AddNote>(),
    command::<api::case::MoveCase>(),
];
