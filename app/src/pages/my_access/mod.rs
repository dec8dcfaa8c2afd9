//! My access (ACC-14): the reader's own roles, permissions and services in the workspace, and where each comes from. It is
//! read out of what the page knows anyway, by the functions that decide.

mod allowed;
mod services;

use super::roles;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Page, SkeletonShape, loaded};
use leptos::prelude::*;
use shared::access::{Actor, Role};

/// The page.
pub(crate) fn my_access() -> AnyView {
    let (t, space) = (use_text(), Space::current());
    let sections = move || {
        let actor = space.actor()?;
        Some(
            view! { {held(t, &actor)} {services::section(t, &actor)} {allowed::section(t, &actor)} }
                .into_any(),
        )
    };
    let content = loaded(space.inquiry(), SkeletonShape::Rows, move || view! { {sections} }.into_any());
    view! {
        <Page title=text::my_access_title(t) sentence=text::my_access_sentence(t)>
            <div class="my-access">{content}</div>
        </Page>
    }
    .into_any()
}

/// The roles, each once, with every place that it comes from.
fn held(t: Text, actor: &Actor) -> AnyView {
    let mut lines: Vec<(Role, Vec<String>)> = Vec::new();
    for held in &actor.access().roles {
        let from = roles::source(t, &held.source);
        match lines.iter_mut().find(|(role, _)| *role == held.role) {
            Some((_, sources)) => sources.push(from),
            None => lines.push((held.role, vec![from])),
        }
    }
    lines.push((Role::User, vec![text::users_through_everybody(t)]));
    let line = |(role, sources): (Role, Vec<String>)| {
        let sources = sources.into_iter().map(|source| view! { <dd>{source}</dd> }.into_any()).collect_view();
        view! { <div><dt>{roles::name(t, role)}</dt> {sources}</div> }.into_any()
    };
    view! {
        <section>
            <h2>{text::my_access_roles(t)}</h2>
            <dl class="held">{lines.into_iter().map(line).collect_view()}</dl>
        </section>
    }
    .into_any()
}
