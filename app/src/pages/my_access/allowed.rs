//! What the reader may do, by what it is about, and which role gives it; folded away below, what their roles leave out
//! and who can change that.

use super::super::permissions::{Area, description};
use super::super::roles;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{helpers, mending};
use leptos::prelude::*;
use shared::access::{Actor, Effect, Grounds, HeldRole, Permission, Through, grounds};

/// The section.
pub(super) fn section(t: Text, actor: &Actor) -> AnyView {
    let access = actor.access();
    let all = grounds(&access.roles, actor.origin(), access.workspace.kind, actor.at());
    let area = |area: Area| {
        let lines: Vec<_> = all
            .iter()
            .filter(|one| !one.through.is_empty() && Area::of(one.permission) == area)
            .map(|one| line(t, one))
            .collect();
        let any = !lines.is_empty();
        any.then(|| view! { <div><h3>{area.name(t)}</h3> <ul>{lines}</ul></div> }.into_any())
    };
    view! {
        <section>
            <h2>{text::my_access_permissions(t)}</h2>
            <div class="areas">{Area::ALL.map(area).into_iter().collect_view()}</div>
            {left_out(t, actor, &all)}
        </section>
    }
    .into_any()
}

/// A permission, and each role that gives it.
fn line(t: Text, one: &Grounds<'_>) -> AnyView {
    let through: Vec<_> = one.through.iter().map(|through| because(t, *through)).collect();
    view! {
        <li>
            {description(t, one.permission)}
            <span class="help">{through.join(" · ")}</span>
        </li>
    }
    .into_any()
}

/// A role, and where it comes from.
fn because(t: Text, Through { role, source }: Through<'_>) -> String {
    let name = roles::name(t, role);
    match source {
        None => name,
        Some(source) => {
            let held = HeldRole { role, source: source.clone() };
            text::my_access_through(t, text::Role(&name), text::Source(&roles::source(t, &held)))
        }
    }
}

/// What a role of the reader's side could allow and none of theirs does, and who can help.
fn left_out(t: Text, actor: &Actor, all: &[Grounds<'_>]) -> Option<AnyView> {
    let lacking: Vec<Permission> = all
        .iter()
        .filter(|one| one.through.is_empty() && one.permission.is_open_to(actor.origin()))
        .map(|one| one.permission)
        .collect();
    let refusal = actor.may(&[*lacking.first()?], Effect::Looks).err()?;
    let lines =
        lacking.into_iter().map(|permission| view! { <li>{description(t, permission)}</li> }.into_any());
    let (space, mend) = (Space::current(), refusal.mend);
    let open = RwSignal::new(false);
    // Who can help is asked when somebody wants to know.
    let help = move || {
        space.access()?;
        open.get().then(|| view! { <p>{text::my_access_roles_come_from(t)} " " {helpers(t, mend)}</p> {mending(t, mend, None)} }.into_any())
    };
    Some(
        view! {
            <details class="left-out" on:toggle=move |_| open.set(true)>
                <summary>{text::my_access_left_out(t)}</summary>
                <ul>{lines.collect_view()}</ul>
                {help}
            </details>
        }
        .into_any(),
    )
}
