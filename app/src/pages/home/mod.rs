//! Home: reactive support at a glance, and the first things to do; nothing that the person may not see (HOME-1).

mod glance;

use crate::api::Query;
use crate::pages::cases::open_case_action;
use crate::routes::Page as Place;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Icon, LinkButton, Page, Skeleton, SkeletonShape, loaded};
use leptos::prelude::*;
use shared::access::{Actor, Permission};
use shared::api::Empty;
use shared::api::workspace::GetHome;
use shared::workspace::Feature;
use std::sync::Arc;

/// The page. What the person may do is known before any of it is drawn, so that nothing moves when it is.
pub(crate) fn home() -> AnyView {
    let (t, space) = (use_text(), Space::current());
    let query = Query::<GetHome>::new(move || (space.path(), Empty {}));
    let known = Memo::new(move |_| space.actor().is_some());
    let page = move || {
        let known = known.get();
        let name = untrack(|| space.access()).filter(|_| known).map(|answer| answer.name.clone());
        let title = name.map_or_else(|| text::home_title(t), |name| text::home_greeting(t, &name));
        let first = move || space.actor().filter(|_| known).map(|actor| actions(t, space, &actor));
        let first = view! { {first} }.into_any();
        view! { <Page title=title awaited=!known actions=first>{body(t, space, query, known)}</Page> }
            .into_any()
    };
    view! { {page} }.into_any()
}

fn body(t: Text, space: Space, query: Query<GetHome>, known: bool) -> AnyView {
    if !known {
        return view! { <Skeleton shape=SkeletonShape::Home /> }.into_any();
    }
    loaded(query.inquiry(), SkeletonShape::Glance, move || {
        view! { {move || glance::glance(t, space, query)} }.into_any()
    })
}

/// The first things to do.
fn actions(t: Text, space: Space, actor: &Arc<Actor>) -> AnyView {
    let to = move |page: Place| page.of(&space.id()).to_string();
    let cases = space.shows(Permission::CasesView).then(|| {
        view! { <LinkButton label=text::home_see_cases(t) icon=Icon::Support href=to(Place::Cases) /> }
            .into_any()
    });
    let services = actor.has_feature(Feature::GranularReactiveServices) && space.shows(Permission::RolesView);
    let services = services.then(|| {
        let href = to(Place::ReactiveServices);
        view! { <LinkButton label=text::services_title(t) icon=Icon::Services href=href /> }.into_any()
    });
    let open = open_case_action(t, space);
    view! { <div class="actions home-actions">{open} {cases} {services}</div> }.into_any()
}
