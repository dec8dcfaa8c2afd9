//! What became of a command that was not carried out, said where it was given; what was typed stays.

use super::{Failed, Icon, Refused, icon, sentence};
use crate::api::{Failure, Order};
use crate::routes::Route;
use crate::text::{self, Text, use_text};
use leptos::prelude::*;
use shared::access::Refusal;
use shared::problem::ProblemCode;

/// What was not done.
type What = Box<dyn Fn(Option<&Refusal>) -> String + Send>;

/// Nothing while nothing went wrong; else a refusal, an ended session, or a failure. Wrong fields say themselves what is
/// wrong with them. `what` says what was not done.
pub(crate) fn unsent(order: Order, what: impl Fn(Option<&Refusal>) -> String + Send + 'static) -> AnyView {
    draw(order, Box::new(what))
}

fn draw(order: Order, what: What) -> AnyView {
    let t = use_text();
    let said = move || order.failure().map(|failure| trouble(t, failure, &what));
    view! {
        <div class="unsent" role="alert">
            {move || said()}
        </div>
    }
    .into_any()
}

fn trouble(t: Text, failure: Failure, what: &What) -> AnyView {
    let refusal = failure.problem().and_then(|problem| problem.refusal.clone());
    match (failure.code(), refusal) {
        (Some(ProblemCode::InvalidFields), _) => ().into_any(),
        (Some(ProblemCode::NotSignedIn), _) => signed_out(t, &failure),
        (_, Some(refusal)) => view! { <Refused what=what(Some(&refusal)) refusal=refusal /> }.into_any(),
        (_, None) => {
            let what = if failure.leaves_doubt() { text::failed_doubt(t) } else { what(None) };
            view! { <Failed failure=failure what=what /> }.into_any()
        }
    }
}

/// Signing in happens in another tab: what was typed stays in this one.
fn signed_out(t: Text, failure: &Failure) -> AnyView {
    view! {
        <div class="refused">
            <p class="what">{icon(Icon::Lock)} {sentence(t, failure)}</p>
            <div class="mending">
                <a class="button" target="_blank" href=Route::SignIn.to_string()>
                    {text::failed_sign_in_again(t)}
                </a>
            </div>
        </div>
    }
    .into_any()
}
