//! Portico's page: what a person sees of their workspaces, and does in them.
//!
//! It is one program for everybody, rendered in the browser. It talks to the worker by the endpoints that `shared::api`
//! declares, and decides what to show, disable and explain by the same functions that the worker decides with; the
//! worker never trusts it.
//!
//! ```text
//! routes, navigator   where the reader is, and how they get elsewhere
//! session             who they are, and what the workspace they are in lets them do
//! api                 questions and commands to the worker
//! preferences         the language and the colours that they chose
//! drafts              what they have typed and not sent yet
//! memory              what a page knows and shows again when it is drawn anew
//! text                what is said, in their language
//! shell               what is around every page: bar, navigation, palette
//! pages               the pages, one folder per feature
//! ui                  the parts that pages are made of
//! ```

pub(crate) mod api;
pub(crate) mod drafts;
pub(crate) mod memory;
pub(crate) mod navigator;
mod pages;
pub(crate) mod preferences;
pub(crate) mod routes;
pub(crate) mod session;
mod shell;
pub(crate) mod text;
pub(crate) mod ui;

/// Shows the page. Making the program ready is one piece of work for the browser, drawing the next.
pub fn start() {
    leptos::prelude::set_timeout(|| leptos::mount::mount_to_body(shell::App), std::time::Duration::ZERO);
}
