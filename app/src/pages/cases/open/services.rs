//! Which services a case can be opened on: those the person may use. The others are listed with their reason, and below
//! them stands who can help, once for all.

use super::Sheet;
use super::faults::at;
use crate::text::{self, Text, day};
use crate::ui::{Choice, RadioGroup, helpers, why};
use leptos::prelude::*;
use shared::access::{Actor, ContractedService, Link, Mend, Permission, Refusal};
use shared::service::entitlement::{entitle, reactive};

/// The section.
pub(super) fn section(sheet: Sheet) -> AnyView {
    let Sheet { t, space, form, faults, .. } = sheet;
    let choices = Signal::derive(move || space.actor().map(|actor| choices(t, &actor)).unwrap_or_default());
    let mends = Memo::new(move |_| space.actor().map(|actor| mends(&actor)).unwrap_or_default());
    let help = move || mends.get().into_iter().map(|mend| who_can_help(t, mend)).collect_view();
    let empty = move || choices.with(Vec::is_empty).then(|| text::open_case_no_services(t));
    let group = view! {
        <RadioGroup
            label=text::open_case_service(t)
            choices=choices
            value=form.service
            error=faults.of(t, "service")
        />
    };
    view! {
        <section>
            {at("service", group)}
            {help}
            <p>{empty}</p>
        </section>
    }
    .into_any()
}

/// The services that can be chosen, then those that can't.
fn choices(t: Text, actor: &Actor) -> Vec<Choice> {
    let choice = |service: &ContractedService| {
        let refusal = entitle(actor, &service.id).err();
        let until = day(t, service.term.ends_on.start());
        Choice {
            value: service.id.to_string(),
            label: service.name.clone(),
            help: match refusal {
                None => text::open_case_service_term(t, &service.agreement, &until),
                Some(_) => String::new(),
            },
            closed: refusal.iter().map(|refusal| why(t, &refusal.missing)).collect(),
        }
    };
    let (mut open, closed): (Vec<_>, Vec<_>) =
        reactive(actor).map(choice).partition(|choice| choice.closed.is_empty());
    open.extend(closed);
    open
}

/// What would mend the services that can't be chosen, each kind once.
fn mends(actor: &Actor) -> Vec<Mend> {
    let mut mends = Vec::new();
    for Refusal { mend, .. } in reactive(actor).filter_map(|service| entitle(actor, &service.id).err()) {
        if !mends.contains(&mend) {
            mends.push(mend);
        }
    }
    mends
}

fn who_can_help(t: Text, mend: Mend) -> AnyView {
    let what = match mend {
        Mend::Holder { of: Permission::ServicesManage } => text::open_case_some_unassigned(t),
        Mend::Holder { .. } | Mend::SigningIn | Mend::Nothing => text::open_case_some_out_of_force(t),
    };
    view! {
        <p class="help">
            {what} " " {helpers(t, mend)}
        </p>
    }
    .into_any()
}

/// The name of the service that is chosen.
pub(super) fn chosen(sheet: Sheet) -> Option<String> {
    let actor = sheet.space.actor()?;
    let chosen = sheet.form.service.get();
    reactive(&actor).find(|service| service.id.as_str() == chosen).map(|service| service.name.clone())
}

/// The service that a refusal is about.
pub(super) fn refused(sheet: Sheet, missing: &Link) -> Option<String> {
    let (Link::ServiceInWorkspace { service }
    | Link::AgreementInForce { service, .. }
    | Link::Assignment { service }) = missing
    else {
        return None;
    };
    let actor = sheet.space.actor()?;
    reactive(&actor).find(|found| found.id == *service).map(|found| found.name.clone())
}
