//! Why no case can be opened at all: one reason for all services, and the services with what is different about them.

use super::super::{closed, reason};
use crate::drafts::{self, Draft};
use crate::text::{self, Text};
use crate::ui::{Refused, why};
use leptos::prelude::*;
use shared::access::{Actor, ContractedService, Link, PermissionSet, Refusal};
use shared::service::entitlement::{entitle, reactive};

/// What stands in the place of the form.
pub(super) fn barred(t: Text, actor: &Actor) -> AnyView {
    let Some(refusal) = closed(actor) else {
        return view! { <p>{text::open_case_no_services(t)}</p> }.into_any();
    };
    let listed = refusal.missing.order() > Link::Permission { any_of: PermissionSet::EMPTY }.order();
    let what = if listed { text::open_case_not_yet(t) } else { text::open_case_refused(t) };
    let services = listed.then(|| services(t, actor, &refusal));
    view! {
        <Refused what=what reason=reason(t, &refusal.missing) refusal=refusal />
        {services}
    }
    .into_any()
}

/// What was begun to be written while it was possible: it comes back with the form, and can be copied until then.
pub(super) fn kept(t: Text, draft: &Draft) -> Option<AnyView> {
    let part = |name: &str| drafts::read(&draft.name(name)).filter(|text| !text.trim().is_empty());
    let (title, description) = (part("title"), part("description"));
    if title.is_none() && description.is_none() {
        return None;
    }
    let content = view! {
        <section class="barred kept">
            <h2>{text::open_case_kept(t)}</h2>
            <p class="help">{text::open_case_kept_help(t)}</p>
            {title.map(|title| view! { <p class="name">{title}</p> }.into_any())}
            {description.map(|description| view! { <p class="typed">{description}</p> }.into_any())}
        </section>
    };
    Some(content.into_any())
}

/// The services by name, each with why it is closed where that is something else than the reason for all.
fn services(t: Text, actor: &Actor, refusal: &Refusal) -> AnyView {
    let order = refusal.missing.order();
    let mut sorted: Vec<&ContractedService> = Vec::new();
    for service in reactive(actor) {
        let place = sorted.iter().position(|other| other.name > service.name).unwrap_or(sorted.len());
        sorted.insert(place, service);
    }
    let line = |service: &ContractedService| {
        let other = entitle(actor, &service.id).err().filter(|refusal| refusal.missing.order() != order);
        let other = other.map(|refusal| why(t, &refusal.missing));
        let other = other.map(|other| view! { <p class="help">{other}</p> }.into_any());
        view! { <li>{service.name.clone()} {other}</li> }.into_any()
    };
    view! {
        <section class="barred">
            <h2>{text::open_case_services(t)}</h2>
            <ul>{sorted.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}
