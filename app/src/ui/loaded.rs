//! Every state that something asked for can be in, drawn.

use super::{
    Button, ButtonKind, Empty, Failed, Icon, LinkButton, Refused, Skeleton, SkeletonShape, focus_title, icon,
    sentence,
};
use crate::api::{Failure, Inquiry, Phase};
use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use leptos::prelude::*;
use shared::access::{Effect as Change, Permission};
use shared::problem::ProblemCode;

/// Shows something asked for: its shape while it loads, what `ready` makes of it, or why it is not there.
///
/// `ready` runs once for as long as there is an answer, and reads it by itself: when a newer one comes, only what reads
/// it changes, and focus and scroll stay.
pub(crate) fn loaded(
    inquiry: Inquiry,
    shape: SkeletonShape,
    ready: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    draw(inquiry, shape, Box::new(ready))
}

fn draw(inquiry: Inquiry, shape: SkeletonShape, ready: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let t = use_text();
    let presence = inquiry.presence();
    let body = move || match presence.get() {
        Phase::Failed(failure) => absent(t, failure, inquiry),
        Phase::Loading => view! { <Skeleton shape=shape /> }.into_any(),
        Phase::Ready | Phase::Refreshing | Phase::Kept(_) => ready(),
    };
    let above = move || match inquiry.phase() {
        Phase::Kept(failure) => stale(t, &failure, inquiry),
        Phase::Loading | Phase::Ready | Phase::Refreshing | Phase::Failed(_) => ().into_any(),
    };
    view! { {above} {body} }.into_any()
}

/// Why there is no answer: nothing is there, it is refused, or something failed.
fn absent(t: Text, failure: Failure, inquiry: Inquiry) -> AnyView {
    let refusal = failure.problem().and_then(|problem| problem.refusal.clone());
    match (failure.code(), refusal) {
        (Some(ProblemCode::NotFound), _) => view! { <Empty sentence=sentence(t, &failure) /> }.into_any(),
        (Some(ProblemCode::FeatureOff), _) => {
            view! { <Empty sentence=sentence(t, &failure)>{move || features(t)}</Empty> }.into_any()
        }
        (_, Some(refusal)) => {
            view! { <Refused what=text::refusal_page(t) refusal=refusal asked=inquiry /> }.into_any()
        }
        (_, None) => {
            let retry = move |()| {
                // The button goes: what will stand there has no place for the focus yet, the title has.
                focus_title();
                inquiry.reload();
            };
            view! { <Failed failure=failure retry=retry /> }.into_any()
        }
    }
}

/// The way to where it is switched on, for whoever may.
fn features(t: Text) -> Option<AnyView> {
    let space = Space::current();
    let may = space.may(&[Permission::FeaturesManage], Change::Changes).is_some_and(|may| may.is_ok());
    let href = Page::Features.of(&space.id()).to_string();
    may.then(|| view! { <LinkButton label=text::features_title(t) href=href /> }.into_any())
}

/// Says that what is shown is from before.
fn stale(t: Text, failure: &Failure, inquiry: Inquiry) -> AnyView {
    view! {
        <div class="stale" role="status">
            <p>{icon(Icon::Offline)} {text::state_stale(t)} " " {sentence(t, failure)}</p>
            <Button label=text::failed_retry(t) kind=ButtonKind::Quiet on_press=move |()| inquiry.reload() />
        </div>
    }
    .into_any()
}
