//! Which services a case can be opened on: those the person may use. The others are listed with their reason, and below
//! them stands who can help, once for all.

use super::super::closed;
use super::Sheet;
use super::fields::radios;
use crate::text::{self, Text, date};
use crate::ui::{Choice, helpers, mending, why};
use leptos::prelude::*;
use shared::access::{Actor, ContractedService, Link, Mend, Permission, Refusal};
use shared::id::ServiceId;
use shared::service::entitlement::{entitle, reactive};

/// The section.
pub(super) fn section(sheet: Sheet) -> AnyView {
    let Sheet { t, space, form, .. } = sheet;
    let choices = Signal::derive(move || space.actor().map(|actor| choices(t, &actor)).unwrap_or_default());
    let notes = move || space.actor().map(|actor| notes(t, &actor));
    view! {
        <section>
            {radios(sheet, "service", text::open_case_service(t), form.service, choices, false)}
            {move || notes()}
        </section>
    }
    .into_any()
}

/// The services that can be chosen, then those that can't; both by name.
fn choices(t: Text, actor: &Actor) -> Vec<Choice> {
    let choice = |service: &ContractedService| {
        let refusal = entitle(actor, &service.id).err();
        let until = date(t, service.term.ends_on);
        Choice {
            value: service.id.to_string(),
            label: service.name.clone(),
            help: match refusal {
                None => text::open_case_service_term(t, text::Day(&until), text::Number(&service.agreement)),
                Some(_) => String::new(),
            },
            closed: refusal.iter().map(|refusal| why(t, &refusal.missing)).collect(),
            ..Choice::default()
        }
    };
    let mut sorted: Vec<Choice> = Vec::new();
    for choice in reactive(actor).map(choice) {
        let rank = |choice: &Choice| (!choice.closed.is_empty(), choice.label.clone());
        let place = sorted.iter().position(|other| rank(other) > rank(&choice)).unwrap_or(sorted.len());
        sorted.insert(place, choice);
    }
    sorted
}

/// Who can help with the services that can't be chosen: a line for each kind of help.
fn notes(t: Text, actor: &Actor) -> Vec<AnyView> {
    let mut mends: Vec<Mend> = Vec::new();
    for Refusal { mend, .. } in reactive(actor).filter_map(|service| entitle(actor, &service.id).err()) {
        if !mends.contains(&mend) {
            mends.push(mend);
        }
    }
    // Where all are closed, the way on stands at the button.
    let none = closed(actor).is_some();
    let note = |mend: Mend| {
        let what = match mend {
            Mend::Holder { of: Permission::ServicesManage } if none => text::home_none_assigned(t),
            Mend::Holder { of: Permission::ServicesManage } => text::open_case_some_unassigned(t),
            Mend::Holder { .. } | Mend::SigningIn | Mend::Nothing => text::open_case_some_out_of_force(t),
        };
        view! {
            <p class="help">
                {what} " " {helpers(t, mend)}
            </p>
            {(!none).then(|| mending(t, mend, None))}
        }
        .into_any()
    };
    mends.into_iter().map(note).collect()
}

/// The name of the service that is chosen.
pub(super) fn chosen(sheet: Sheet) -> Option<String> {
    let chosen = sheet.form.service.get();
    named(sheet, &chosen)
}

/// The name of the service that a refusal is about.
pub(super) fn refused(sheet: Sheet, missing: &Link) -> Option<String> {
    named(sheet, of(missing)?.as_str())
}

/// The service that a refusal is about.
pub(super) fn of(missing: &Link) -> Option<&ServiceId> {
    match missing {
        Link::ServiceInWorkspace { service }
        | Link::AgreementInForce { service, .. }
        | Link::Assignment { service } => Some(service),
        _ => None,
    }
}

fn named(sheet: Sheet, id: &str) -> Option<String> {
    let actor = sheet.space.actor()?;
    reactive(&actor).find(|service| service.id.as_str() == id).map(|service| service.name.clone())
}
