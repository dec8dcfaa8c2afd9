//! Signing in (ID-10): a button per shared identity provider; a customer's own is found by the domain of the address
//! that somebody types.

use crate::api::{Phase, Query};
use crate::navigator::{Location, Navigator};
use crate::routes::Route;
use crate::shell::{languages, mark};
use crate::text::{self, Text, use_text};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Page, SkeletonShape, TextField, icon, loaded};
use js_sys::encode_uri_component;
use leptos::prelude::*;
use shared::access::Nowhere;
use shared::api::session::{ListSignInOptions, SignInOption, SignInProblem, SignInQuestion, sign_in_path};

/// The page.
pub(crate) fn sign_in() -> AnyView {
    let t = use_text();
    let domain = RwSignal::new(None::<String>);
    let options = Query::<ListSignInOptions>::new(move || (Nowhere, SignInQuestion { domain: domain.get() }));
    let choices = loaded(options.inquiry(), SkeletonShape::Lines, move || ways(t, options, domain));
    view! {
        <main class="gate" id="main">
            {mark(t)}
            <Page title=text::sign_in_title(t) below=whose(t, options)>
                {problem(t)}
                {choices}
            </Page>
            <p class="actions">{languages(t, "button quiet")}</p>
        </main>
    }
    .into_any()
}

/// Whose support one signs in to.
fn whose(t: Text, options: Query<ListSignInOptions>) -> AnyView {
    let provider = move || options.answer().map(|answer| text::sign_in_to(t, &answer.provider));
    view! { <p class="whose">{provider}</p> }.into_any()
}

/// What went wrong last time, in words, beside what one tries again with.
fn problem(t: Text) -> Option<AnyView> {
    let name = Navigator::current().here().parameter("problem")?;
    let problem = SignInProblem::ALL.into_iter().find(|problem| problem.name() == name)?;
    let words = match problem {
        SignInProblem::Expired => text::sign_in_expired(t),
        SignInProblem::Declined => text::sign_in_declined(t),
        SignInProblem::NotProven => text::sign_in_not_proven(t),
        SignInProblem::UnknownTenant => text::sign_in_unknown_tenant(t),
        SignInProblem::Guest => text::sign_in_guest(t),
        SignInProblem::Disabled => text::sign_in_disabled(t),
        SignInProblem::Unreachable => text::sign_in_unreachable(t),
    };
    Some(view! { <p class="error" role="alert">{icon(Icon::Alert)}{words}</p> }.into_any())
}

/// The identity providers, and finding another.
fn ways(t: Text, options: Query<ListSignInOptions>, domain: RwSignal<Option<String>>) -> AnyView {
    let way = move |SignInOption { id, name }: SignInOption| {
        let label = text::sign_in_with(t, &name);
        let href = begin(&id);
        view! { <li><LinkButton label=label kind=ButtonKind::Primary href=href /></li> }.into_any()
    };
    let offered = untrack(|| listed(options));
    view! {
        <ul class="ways">
            {offered.into_iter().map(way).collect_view()}
        </ul>
        {find(t, options, domain)}
    }
    .into_any()
}

fn listed(options: Query<ListSignInOptions>) -> Vec<SignInOption> {
    options.answer().map(|answer| answer.identity_providers.clone()).unwrap_or_default()
}

/// Where signing in with an identity provider begins.
fn begin(id: &str) -> String {
    format!("{}{}", sign_in_path(id), untrack(wanted))
}

/// Where to go on after signing in, as a query: somebody who was sent a link, or whose session has ended, arrives where
/// they wanted to be. Nothing where they came to sign in.
fn wanted() -> String {
    let Location { route, query } = Navigator::current().here();
    match route {
        Route::In(..) => format!("?return={}", encode_uri_component(&format!("{route}{query}"))),
        Route::Start | Route::SignIn | Route::Nowhere => String::new(),
    }
}

/// Finds a customer's own identity provider by the domain of an address, and goes there at once.
fn find(t: Text, options: Query<ListSignInOptions>, domain: RwSignal<Option<String>>) -> AnyView {
    let address = RwSignal::new(String::new());
    let offered: Vec<String> = untrack(|| listed(options)).into_iter().map(|option| option.id).collect();
    let own = Memo::new(move |_| {
        listed(options).into_iter().map(|option| option.id).find(|id| !offered.contains(id))
    });
    Effect::new(move |_| {
        if let Some(id) = own.get() {
            drop(window().location().assign(&begin(&id)));
        }
    });
    let asking = move || options.inquiry().phase() == Phase::Refreshing;
    let malformed = RwSignal::new(false);
    let error = Signal::derive(move || match (malformed.get(), domain.get()) {
        (true, _) => Some(text::sign_in_address_malformed(t)),
        (false, Some(domain)) if own.get().is_none() && !asking() => {
            Some(text::sign_in_domain_unknown(t, &domain))
        }
        _ => None,
    });
    let busy = Signal::derive(move || asking() || own.get().is_some());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = address.get_untracked();
        let found = typed
            .trim()
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_ascii_lowercase())
            .filter(|d| d.contains('.'));
        malformed.set(found.is_none());
        domain.set(found);
    };
    view! {
        <form on:submit=submit novalidate>
            <TextField
                label=text::sign_in_address(t)
                help=text::sign_in_address_help(t)
                kind="email"
                autocomplete="username"
                value=address
                error=error
            />
            <Button label=text::sign_in_find(t) busy=busy />
        </form>
    }
    .into_any()
}
