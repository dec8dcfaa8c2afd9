//! The navigation: at the left on a wide screen, at the bottom on a phone. A place that the person may not see is absent.

use crate::api::Phase;
use crate::navigator::Navigator;
use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use shared::access::Permission;
use shared::workspace::Feature;

/// A place in the navigation.
struct Place {
    page: Page,
    icon: Icon,
    name: String,
    /// What it is called on a phone.
    short: Option<String>,
}

/// Places that belong together.
struct Group {
    name: Option<String>,
    places: Vec<Place>,
}

/// The places of a workspace.
pub(super) fn nav(t: Text, space: Space) -> AnyView {
    let group = move |group: Group| {
        let heading = group.name.map(|name| view! { <h2>{name}</h2> }.into_any());
        let links = group.places.into_iter().map(|place| link(space, place)).collect_view();
        view! { <div class="group">{heading} <ul>{links}</ul></div> }.into_any()
    };
    view! {
        <nav class="nav" aria-label=text::frame_places(t)>
            {move || groups(t, space).into_iter().filter(|group| !group.places.is_empty()).map(group).collect_view()}
            {move || space.actor().is_none().then(|| awaited(space))}
        </nav>
    }
    .into_any()
}

/// What stands for the places while it is not known which these are.
fn awaited(space: Space) -> Option<AnyView> {
    let waits = space.inquiry().phase() == Phase::Loading;
    waits.then(|| {
        view! { <div class="awaited skeleton"><div><span></span><span></span><span></span></div></div> }
            .into_any()
    })
}

fn groups(t: Text, space: Space) -> [Group; 3] {
    let place = |shown: bool, page, icon, name| shown.then_some(Place { page, icon, name, short: None });
    let called = |place: Option<Place>, short| place.map(|place| Place { short: Some(short), ..place });
    let support = [
        place(space.shows(Permission::CasesView), Page::Cases, Icon::Support, text::cases_title(t)),
        called(
            place(space.shows(Permission::CasesOpen), Page::OpenCase, Icon::Plus, text::open_case_title(t)),
            text::frame_open_case_short(t),
        ),
    ];
    let granular = space.actor().is_some_and(|actor| actor.has_feature(Feature::GranularReactiveServices));
    let manages = granular && space.shows(Permission::RolesView);
    let people = [called(
        place(manages, Page::ReactiveServices, Icon::Services, text::services_title(t)),
        text::frame_services_short(t),
    )];
    let home = place(true, Page::Home, Icon::Home, text::home_title(t));
    [
        Group { name: None, places: home.into_iter().collect() },
        Group { name: Some(text::frame_support(t)), places: support.into_iter().flatten().collect() },
        Group { name: Some(text::frame_user_management(t)), places: people.into_iter().flatten().collect() },
    ]
}

fn link(space: Space, place: Place) -> AnyView {
    let navigator = Navigator::current();
    let href = place.page.clone().of(&space.id()).to_string();
    let here = move || navigator.here().route.page().is_some_and(|page| stands_for(&place.page, page));
    view! {
        <li>
            <a href=href aria-current=move || here().then_some("page")>
                {icon(place.icon)}
                <span class="full">{place.name}</span>
                {place.short.map(|short| view! { <span class="short" aria-hidden="true">{short}</span> }.into_any())}
            </a>
        </li>
    }
    .into_any()
}

/// Whether a place of the navigation is the one to show as current on a page; a case is among the cases.
fn stands_for(place: &Page, page: &Page) -> bool {
    place == page || (*place == Page::Cases && matches!(page, Page::Case(_)))
}
