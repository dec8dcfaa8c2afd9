//! What happened, when something did not work.

use super::{Button, Icon, icon};
use crate::api::{Cause, Failure};
use crate::text::{self, Text, use_text};
use leptos::prelude::*;
use shared::problem::ProblemCode;

/// What happened, the request's id, and trying again.
#[component]
pub(crate) fn Failed(
    /// What came instead of an answer.
    failure: Failure,
    /// What was not done, of a command.
    #[prop(optional, into)]
    what: Option<String>,
    /// What trying again does, where that can help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let t = use_text();
    let another = failure.code() == Some(ProblemCode::SignedInAsAnother);
    // A question that was not understood will not be by being asked again.
    let unread = retry.is_some() && is_unreadable(&failure);
    let stale = another || unread || failure.cause == Cause::Outdated;
    let retry = retry.filter(|_| !stale);
    // The first line says what failed, the next why; a question that failed is what is not there.
    let (first, next) = match what {
        Some(what) => (what, Some(unfinished(t, &failure))),
        None => (sentence(t, &failure), None),
    };
    let id = failure.request.as_deref().map(|id| text::failed_request(t, id));
    view! {
        <div class="failed" role="alert">
            <p class="what">{icon(Icon::Alert)}{first}</p>
            {next.map(|next| view! { <p>{next}</p> }.into_any())}
            {id.map(|id| view! { <p class="request">{id}</p> }.into_any())}
            {stale.then(|| reload(t))}
            {retry.map(|retry| view! { <Button label=text::failed_retry(t) on_press=retry /> }.into_any())}
        </div>
    }
}

/// Loads the page again, as it is by now, for whoever is signed in by now.
fn reload(t: Text) -> AnyView {
    let here = window().location().href().unwrap_or_default();
    view! {
        <span class="button-frame">
            <a class="button" target="_self" href=here>
                {text::failed_reload(t)}
            </a>
        </span>
    }
    .into_any()
}

/// The same of a command: nobody may know whether it arrived, and what it was made of is still there.
fn unfinished(t: Text, failure: &Failure) -> String {
    match failure.cause {
        Cause::Unreachable => text::failed_unreachable_sending(t),
        Cause::Unreadable | Cause::Outdated | Cause::Problem(_) => sentence(t, failure),
    }
}

/// Whether page and server don't understand each other.
fn is_unreadable(failure: &Failure) -> bool {
    use ProblemCode::{MalformedRequest, MethodNotAllowed, UnsupportedMediaType};
    failure.cause == Cause::Unreadable
        || matches!(failure.code(), Some(MethodNotAllowed | MalformedRequest | UnsupportedMediaType))
}

/// What happened, what to do, in words.
pub(crate) fn sentence(t: Text, failure: &Failure) -> String {
    let Some(code) = failure.code() else {
        return match failure.cause {
            Cause::Unreachable => text::failed_unreachable(t),
            Cause::Outdated => text::failed_outdated(t),
            Cause::Unreadable | Cause::Problem(_) => text::failed_unreadable(t),
        };
    };
    match code {
        ProblemCode::NotSignedIn => text::failed_not_signed_in(t),
        ProblemCode::SignedInAsAnother => text::failed_signed_in_as_another(t),
        ProblemCode::Refused => text::failed_refused(t),
        ProblemCode::NotFound => text::failed_not_found(t),
        ProblemCode::InvalidFields => text::failed_invalid_fields(t),
        ProblemCode::BodyTooLarge => text::failed_body_too_large(t),
        ProblemCode::IdempotencyKeyReused => text::failed_key_reused(t),
        ProblemCode::StaleVersion => text::failed_stale_version(t),
        ProblemCode::FeatureOff => text::failed_feature_off(t),
        ProblemCode::MoveNotAllowed => text::failed_move_not_allowed(t),
        ProblemCode::ProviderMember => text::failed_provider_member(t),
        ProblemCode::Yourself => text::failed_yourself(t),
        ProblemCode::TooManyRequests => text::failed_too_many(t),
        ProblemCode::Busy => text::failed_busy(t),
        ProblemCode::RegionsUnconfirmed => unconfirmed(t, failure),
        ProblemCode::Internal => text::failed_internal(t),
        ProblemCode::MethodNotAllowed
        | ProblemCode::MalformedRequest
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::CrossSite
        | ProblemCode::IdempotencyKeyMissing => text::failed_unreadable(t),
    }
}

/// Which regions have not confirmed, where the worker has named them (ID-8).
fn unconfirmed(t: Text, failure: &Failure) -> String {
    match failure.problem().map(|problem| problem.regions.as_slice()) {
        None | Some([]) => text::failed_regions_unconfirmed(t),
        Some(regions) => text::failed_regions_named(t, &regions.join(", ").to_ascii_uppercase()),
    }
}
