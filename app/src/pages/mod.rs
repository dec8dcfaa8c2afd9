//! The pages, one folder per feature.

mod no_workspace;
mod nowhere;
mod sign_in;

pub(crate) use no_workspace::no_workspace;
pub(crate) use nowhere::nowhere;
pub(crate) use sign_in::sign_in;

use crate::routes::Page;
use leptos::prelude::*;

/// A page of the workspace that the reader is in.
pub(crate) fn show(page: Page) -> AnyView {
    match page {
        Page::Home | Page::Cases | Page::OpenCase | Page::Case(_) | Page::ReactiveServices => nowhere(),
    }
}
