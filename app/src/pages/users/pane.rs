//! One person: who it is, their roles with where each comes from, and what each of their permissions comes from. Whose
//! details are shown stands in the address; the browser's back closes them.

use super::sign_out::{Somebody, sign_out};
use super::words::{self, Status};
use super::{Board, MEMBER};
use crate::pages::filters::SEARCH;
use crate::pages::permissions::{self, Area};
use crate::pages::roles;
use crate::routes::Page;
use crate::session::Session;
use crate::text::{self, Text};
use crate::ui::{Icon, LinkButton, Pane, focus};
use js_sys::encode_uri_component;
use leptos::prelude::*;
use shared::access::{Grounds, MemberStatus, Origin, Role, Through, WorkspaceFacts, grounds};
use shared::api::members::{ListedMember, MemberSource};
use shared::workspace::Feature;
use web_sys::Element;

/// The pane.
pub(super) fn pane(board: Board) -> AnyView {
    let (open, whose) = (RwSignal::new(false), StoredValue::new(None::<String>));
    Effect::new(move |_| {
        let member = board.member.get();
        open.set(member.is_some());
        if member.is_some() {
            whose.set_value(member);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            if board.member.get_untracked().is_some() {
                board.navigator.close(MEMBER);
            }
            request_animation_frame(move || {
                whose.try_get_value().flatten().iter().for_each(|id| give_back(id))
            });
        }
        is
    });
    let title = move || found(board).map_or_else(|| text::users_details(board.t), |row| row.name);
    let content = move || match found(board) {
        Some(row) => details(board, &row),
        None => view! { <p>{text::users_gone(board.t)}</p> }.into_any(),
    };
    let who = Memo::new(move |_| found(board).and_then(|row| Somebody::of(&row)));
    let leaving = move || who.get().map(|who| sign_out(board, who));
    view! {
        <Pane open=open title=Signal::derive(title)>
            <div class="pane-body user">{content} {leaving}</div>
        </Pane>
    }
    .into_any()
}

/// The browser gives the focus back to what it was taken from. Where that is gone, or the address was opened with the pane,
/// it goes to the person in the list, or to the list's search where they are not in it.
fn give_back(id: &str) {
    // A pane that has just closed may still have it, until the page is drawn again.
    let closed = |focused: &Element| matches!(focused.closest("dialog:not([open])"), Ok(Some(_)));
    let lost = |focused: Element| focused.tag_name() == "BODY" || closed(&focused);
    let is_lost = document().active_element().is_none_or(lost);
    if is_lost && !focus(&format!(".users a[href$='{MEMBER}={id}']")) {
        focus(".users [type=search]");
    }
}

/// The person that the address names; `None` where they are not in the list.
fn found(board: Board) -> Option<ListedMember> {
    let (list, id) = (board.list.get()?, board.member.get()?);
    list.iter().map(|person| &person.row).find(|row| row.member.as_str() == id).cloned()
}

fn details(board: Board, row: &ListedMember) -> AnyView {
    let t = board.t;
    let access = board.space.access();
    let workspace = access.as_ref().map(|answer| &answer.access.workspace);
    view! {
        <>
            {workspace.map(|workspace| notes(t, row, workspace))}
            <dl class="facts-list">{facts(t, row)}</dl>
            <section>
                <h3>{text::users_roles(t)}</h3>
                <ul>{held(t, row)}</ul>
            </section>
            {workspace.and_then(|workspace| rights(t, row, workspace))}
            {workspace.and_then(|workspace| services(board, row, workspace))}
        </>
    }
    .into_any()
}

/// What keeps somebody out, whatever their roles.
fn notes(t: Text, row: &ListedMember, workspace: &WorkspaceFacts) -> Vec<AnyView> {
    let notes = [
        row.disabled.then(|| text::users_disabled_why(t)),
        (!workspace.accounts.admits(row.account)).then(|| text::users_cant_enter(t)),
        (row.status == MemberStatus::Pending).then(|| text::users_pending_why(t)),
    ];
    let note = |note: String| view! { <p class="note">{note}</p> }.into_any();
    notes.into_iter().flatten().map(note).collect()
}

/// Who it is, and how they stand.
fn facts(t: Text, row: &ListedMember) -> Vec<AnyView> {
    let sources = MemberSource::ALL.into_iter().filter(|source| row.has_source(*source));
    let sources: Vec<String> = sources.map(|source| words::source(t, source)).collect();
    let facts = [
        row.email.clone().map(|email| (text::users_email(t), email.into_any())),
        Some((text::users_status(t), Status::of(row).pill(t))),
        Some((text::users_account(t), words::account(t, row.account).into_any())),
        Some((text::users_origin(t), words::origin(t, row.origin).into_any())),
        Some((text::users_source(t), text::list(t, &sources).into_any())),
    ];
    let fact = |(name, value): (String, AnyView)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
        .into_any()
    };
    facts.into_iter().flatten().map(fact).collect()
}

/// The roles, each with where it comes from.
fn held(t: Text, row: &ListedMember) -> Vec<AnyView> {
    let mut lines: Vec<AnyView> = row
        .roles
        .iter()
        .map(|held| line(roles::name(t, held.role), roles::source(t, &held.source)))
        .collect();
    if row.status == MemberStatus::Active {
        lines.push(line(roles::name(t, Role::User), text::users_through_everybody(t)));
    }
    lines
}

/// What it is, and below it, quieter, where it comes from.
fn line(what: String, from: String) -> AnyView {
    view! { <li class="two">{what} <span class="source">{from}</span></li> }.into_any()
}

/// What the person may do, by what it is about, each with the roles that give it; nothing where they are not in yet.
fn rights(t: Text, row: &ListedMember, workspace: &WorkspaceFacts) -> Option<AnyView> {
    let now = Session::current().now();
    let all = grounds(&row.roles, row.origin, workspace.kind, now);
    let areas: Vec<AnyView> = Area::ALL.into_iter().filter_map(|area| rights_about(t, area, &all)).collect();
    (row.status == MemberStatus::Active).then(|| {
        view! {
            <section class="rights">
                <h3>{text::users_permissions(t)}</h3>
                {areas}
            </section>
        }
        .into_any()
    })
}

fn rights_about(t: Text, area: Area, all: &[Grounds<'_>]) -> Option<AnyView> {
    let given = |one: &&Grounds<'_>| Area::of(one.permission) == area && !one.through.is_empty();
    let right = |one: &Grounds<'_>| {
        let through: Vec<String> = one.through.iter().map(|through| chain(t, through)).collect();
        line(permissions::description(t, one.permission), text::list(t, &through))
    };
    let rights: Vec<AnyView> = all.iter().filter(given).map(right).collect();
    (!rights.is_empty()).then(|| {
        view! {
            <h4>{area.name(t)}</h4>
            <ul>{rights}</ul>
        }
        .into_any()
    })
}

/// Through which role, and where that comes from.
fn chain(t: Text, through: &Through<'_>) -> String {
    let source = match through.source {
        Some(source) => roles::source(t, source),
        None => text::users_through_everybody(t),
    };
    text::users_through(t, text::Role(&roles::name(t, through.role)), text::Source(&source))
}

/// The way to the services that the person has, where these are handed out.
fn services(board: Board, row: &ListedMember, workspace: &WorkspaceFacts) -> Option<AnyView> {
    let handed_out = workspace.features.contains(&Feature::GranularReactiveServices);
    let listed = row.status == MemberStatus::Active && row.origin == Origin::Customer;
    (handed_out && listed).then(|| {
        let typed = String::from(encode_uri_component(row.email.as_ref().unwrap_or(&row.name)));
        let href = format!("{}?{SEARCH}={typed}", Page::ReactiveServices.of(&board.space.id()));
        let label = text::users_services(board.t, &row.name);
        view! {
            <div>
                <LinkButton label=label href=href icon=Icon::Services />
            </div>
        }
        .into_any()
    })
}
