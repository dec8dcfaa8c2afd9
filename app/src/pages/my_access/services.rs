//! The workspace's reactive services: which of them the reader may use and through what, and why not the others.

use crate::text::{self, Text};
use crate::ui::{Empty, Head, Table, helpers, mending, usable, why};
use leptos::prelude::*;
use shared::access::{Actor, ContractedService, Effect, Link, Mend, Permission, Refusal, SetSource};
use shared::service::entitlement::{entitle, reactive, sources};
use shared::workspace::Feature;

/// The section.
pub(super) fn section(t: Text, actor: &Actor) -> AnyView {
    let content = match actor.may(&[Permission::CasesOpen], Effect::Looks) {
        // Who never opens a case needs no service for it (CASE-8).
        Err(Refusal { missing: Link::Origin { .. }, .. }) => {
            view! { <p class="help">{text::my_access_services_of_customer(t)}</p> }.into_any()
        }
        _ if reactive(actor).next().is_none() => {
            view! { <Empty sentence=text::open_case_no_services(t) /> }.into_any()
        }
        _ => table(t, actor),
    };
    view! {
        <section>
            <h2>{text::services_services(t)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn table(t: Text, actor: &Actor) -> AnyView {
    let heads = vec![
        Head::new(text::cases_column_service(t), "lead"),
        Head::new(text::my_access_for_you(t), "now"),
        Head::new(text::my_access_why(t), "because"),
    ];
    let mut services: Vec<_> = reactive(actor).collect();
    services.sort_by(|one, other| one.name.cmp(&other.name));
    let mut mends: Vec<Mend> = Vec::new();
    for refusal in services.iter().filter_map(|service| entitle(actor, &service.id).err()) {
        if !mends.contains(&refusal.mend) {
            mends.push(refusal.mend);
        }
    }
    let note = |mend: Mend| {
        let who = helpers(t, mend);
        view! {
            <p class="help">{who}</p>
            {mending(t, mend, None)}
        }
        .into_any()
    };
    let rows = services.into_iter().map(|service| row(t, actor, service)).collect_view();
    view! {
        <Table label=text::services_services(t) heads=heads>
            {rows}
        </Table>
        {mends.into_iter().map(note).collect_view()}
    }
    .into_any()
}

fn row(t: Text, actor: &Actor, service: &ContractedService) -> AnyView {
    let refusal = entitle(actor, &service.id).err();
    let because = match &refusal {
        Some(refusal) => why(t, &refusal.missing),
        None => through(t, actor, service),
    };
    let until = text::date(t, service.term.ends_on);
    let agreement = text::open_case_service_term(t, text::Day(&until), text::Number(&service.agreement));
    view! {
        <tr>
            <td class="lead">
                {service.name.clone()}
                <span class="help">{agreement}</span>
            </td>
            <td class="now">{usable(t, refusal.is_none())}</td>
            <td class="because quiet">{because}</td>
        </tr>
    }
    .into_any()
}

/// What opens a service to the reader.
fn through(t: Text, actor: &Actor, service: &ContractedService) -> String {
    if !actor.has_feature(Feature::GranularReactiveServices) {
        return text::my_access_open_to_all(t);
    }
    let source = |source: &SetSource| match source {
        SetSource::Own => text::my_access_own(t),
        SetSource::Group { group, ends_at: None, .. } => text::services_from_group(t, group),
        SetSource::Group { group, ends_at: Some(end), .. } => {
            text::services_from_group_until(t, text::Day(&text::day(t, *end)), text::Group(group))
        }
    };
    let all: Vec<_> = sources(actor, &service.id).map(source).collect();
    all.join(" · ")
}
