//! The pages, one folder per feature.

mod cases;
mod features;
pub(crate) mod filters;
pub(crate) mod held;
mod home;
mod my_access;
mod no_workspace;
mod nowhere;
mod parts;
pub(crate) mod permissions;
mod reactive_services;
pub(crate) mod roles;
mod sign_in;
mod users;

pub(crate) use no_workspace::no_workspace;
pub(crate) use nowhere::nowhere;
pub(crate) use parts::{REST, absence, fetch_the_rest};
pub(crate) use sign_in::sign_in;
pub(crate) use users::MEMBER;

use crate::routes::Page;
use leptos::prelude::*;

/// A page of the workspace that the reader is in.
pub(crate) fn show(page: Page) -> AnyView {
    match page {
        Page::Home => home::home(),
        Page::Cases | Page::OpenCase | Page::Case(_) => parts::of_cases(page),
        Page::Users | Page::ReactiveServices | Page::Features => parts::of_management(page),
        Page::MyAccess => parts::of_my_access(page),
    }
}
