//! Why something is not allowed, said where the action would be: what, why, who can help. Nothing is broken, so nothing
//! is red.

use super::{Button, Icon, LinkButton, icon};
use crate::api::{Inquiry, Phase, Query};
use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Day, Number, Text, use_text};
use leptos::prelude::*;
use shared::access::{Link, Mend, Origin, Permission, Refusal};
use shared::agreement::Standing;
use shared::api::workspace::{HoldersQuestion, ListHolders, Person};

/// A refusal in three lines, and what can be done about it.
#[component]
pub(crate) fn Refused(
    /// What is not possible.
    what: String,
    /// Why.
    refusal: Refusal,
    /// Why in other words.
    #[prop(optional, into)]
    reason: Option<String>,
    /// The question that was refused: asked again too.
    #[prop(optional, into)]
    asked: Option<Inquiry>,
) -> impl IntoView {
    let t = use_text();
    let reason = reason.unwrap_or_else(|| why(t, &refusal.missing));
    view! {
        <div class="refused">
            <p class="what">{icon(Icon::Lock)}{what}</p>
            <p>{reason}</p>
            <p>{helpers(t, refusal.mend)}</p>
            {mending(t, refusal.mend, asked)}
        </div>
    }
}

/// The way to the page where the reader can put it right, and looking whether somebody has meanwhile. Nothing where
/// nobody can.
pub(crate) fn mending(t: Text, mend: Mend, asked: Option<Inquiry>) -> AnyView {
    let Mend::Holder { of } = mend else { return ().into_any() };
    let space = Space::current();
    let access = space.inquiry();
    let check = move |()| {
        space.check();
        if let Some(asked) = asked {
            asked.reload();
        }
    };
    let busy = Signal::derive(move || access.phase() == Phase::Refreshing);
    let own = mends(space, of).then(|| {
        let href = Page::ReactiveServices.of(&space.id()).to_string();
        view! { <LinkButton label=text::services_title(t) href=href /> }.into_any()
    });
    view! {
        <span class="mending">
            {own} <Button label=text::refusal_check(t) on_press=check busy=busy />
        </span>
    }
    .into_any()
}

/// Why, and who can put it right, in one line: for the control that can't be used (WHY-2).
pub(crate) fn denial(t: Text, refusal: &Refusal) -> Signal<String> {
    let (why, who) = (why(t, &refusal.missing), helpers(t, refusal.mend));
    Signal::derive(move || who.with(|who| format!("{why} {who}").trim_end().to_owned()))
}

/// Why: the missing link in words.
pub(crate) fn why(t: Text, missing: &Link) -> String {
    match missing {
        Link::SignedIn => text::refusal_signed_in(t),
        Link::Member => text::failed_not_found(t),
        Link::NotArchived => text::refusal_archived(t),
        Link::AccountKind => text::refusal_account_kind(t),
        Link::Origin { needed: Origin::Customer } => text::refusal_customer_only(t),
        Link::Origin { needed: Origin::Provider } => text::refusal_provider_only(t),
        Link::Permission { .. } => text::refusal_permission(t),
        Link::ServiceInWorkspace { .. } => text::refusal_service_absent(t),
        Link::AgreementInForce { agreement, term, standing, .. } => match standing {
            Standing::NotYet => {
                text::refusal_agreement_not_yet(t, Day(&text::date(t, term.starts_on)), Number(agreement))
            }
            Standing::Ended | Standing::InForce => {
                text::refusal_agreement_ended(t, Day(&text::date(t, term.ends_on)), Number(agreement))
            }
            Standing::Withdrawn => text::refusal_agreement_withdrawn(t, agreement),
        },
        Link::Assignment { .. } => text::refusal_assignment(t),
    }
}

/// Who can put it right: the people by name, where the reader may ask for them. Empty where nobody can.
pub(crate) fn helpers(t: Text, mend: Mend) -> Signal<String> {
    match mend {
        Mend::SigningIn | Mend::Nothing => Signal::stored(String::new()),
        Mend::Holder { of } => {
            let space = Space::current();
            match (mends(space, of), space.shows(Permission::RolesView)) {
                (true, _) => Signal::stored(text::refusal_yourself(t)),
                (false, true) => holders(t, space, of),
                (false, false) => Signal::stored(unnamed(t, of)),
            }
        }
    }
}

/// Whether the reader can put it right themselves, in the app as it is.
fn mends(space: Space, permission: Permission) -> bool {
    permission == Permission::ServicesManage && space.shows(permission)
}

/// Who can put it right, where nobody can be named.
fn unnamed(t: Text, permission: Permission) -> String {
    match permission {
        Permission::WorkspacesManage | Permission::AgreementsManage => text::refusal_ask_account_team(t),
        _ => text::refusal_ask_administrators(t),
    }
}

/// The others who hold a permission (WHY-2).
fn holders(t: Text, space: Space, permission: Permission) -> Signal<String> {
    let query = Query::<ListHolders>::new(move || (space.path(), HoldersQuestion { permission }));
    Signal::derive(move || {
        let actor = space.actor();
        let other = |person: &&Person| actor.as_ref().is_none_or(|actor| *actor.member() != person.member);
        let names = query.answer().map(|holders| {
            holders.people.iter().filter(other).map(|person| person.name.clone()).collect::<Vec<_>>()
        });
        match names {
            Some(names) if !names.is_empty() => text::refusal_ask_people(t, &text::list(t, &names)),
            _ => unnamed(t, permission),
        }
    })
}
