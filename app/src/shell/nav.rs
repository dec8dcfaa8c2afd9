//! The navigation: at the left on a wide screen, at the bottom on a phone. A place that the person may not see is absent.
//!
//! On a phone the bar at the bottom holds what is in daily use; the rest opens above it, under "More".

use crate::api::Phase;
use crate::navigator::Navigator;
use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Icon, Menu, close_menu, icon};
use leptos::prelude::*;
use shared::access::Permission;
use shared::workspace::Feature;

/// What a place belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// What comes before everything.
    First,
    Support,
    UserManagement,
    Workspace,
    /// What comes after everything.
    Last,
}

impl Group {
    /// Every group, from top to bottom.
    const ALL: [Self; 5] = [Self::First, Self::Support, Self::UserManagement, Self::Workspace, Self::Last];

    fn name(self, t: Text) -> Option<String> {
        match self {
            Self::First | Self::Last => None,
            Self::Support => Some(text::frame_support(t)),
            Self::UserManagement => Some(text::frame_user_management(t)),
            Self::Workspace => Some(text::frame_workspace(t)),
        }
    }
}

/// A place in the navigation.
#[derive(Clone)]
pub(super) struct Place {
    group: Group,
    pub(super) page: Page,
    pub(super) icon: Icon,
    pub(super) name: String,
}

impl Place {
    /// Whether it stands in the bar of a phone.
    const fn in_bar(&self) -> bool {
        matches!(self.page, Page::Home | Page::Cases | Page::OpenCase)
    }

    /// What it is called where there is little room, if that is something else.
    fn short(&self, t: Text) -> Option<String> {
        match self.page {
            Page::Cases => Some(text::frame_cases_short(t)),
            Page::OpenCase => Some(text::frame_open_case_short(t)),
            _ => None,
        }
    }

    /// Whether it is the one to show as current on a page; a case is among the cases.
    fn stands_for(&self, page: &Page) -> bool {
        self.page == *page || (self.page == Page::Cases && matches!(page, Page::Case(_)))
    }
}

/// The places of a workspace that the person may see. Each is a line: what it belongs to, who sees it, where it leads.
pub(super) fn places(t: Text, space: Space) -> Vec<Place> {
    let sees = |permission| space.shows(permission);
    let on = |feature| space.actor().is_some_and(|actor| actor.has_feature(feature));
    let known = space.actor().is_some();
    let granular = on(Feature::GranularReactiveServices) && sees(Permission::RolesView);
    let places = [
        (Group::First, true, Page::Home, Icon::Home, text::home_title(t)),
        (Group::Support, sees(Permission::CasesView), Page::Cases, Icon::Support, text::cases_title(t)),
        (Group::Support, sees(Permission::CasesOpen), Page::OpenCase, Icon::Plus, text::open_case_title(t)),
        (Group::UserManagement, sees(Permission::RolesView), Page::Users, Icon::People, text::users_title(t)),
        (Group::UserManagement, granular, Page::ReactiveServices, Icon::Services, text::services_title(t)),
        (
            Group::Workspace,
            sees(Permission::FeaturesManage),
            Page::Features,
            Icon::Features,
            text::features_title(t),
        ),
        (Group::Last, known, Page::MyAccess, Icon::Key, text::my_access_title(t)),
    ];
    let seen = places.into_iter().filter(|(_, seen, ..)| *seen);
    seen.map(|(group, _, page, icon, name)| Place { group, page, icon, name }).collect()
}

/// The places of a workspace, where one goes to them.
pub(super) fn nav(t: Text, space: Space) -> AnyView {
    view! {
        <nav class="nav" aria-label=text::frame_places(t)>
            {move || grouped(t, &places(t, space), |place| item(t, space, place))}
            {move || more(t, space)}
            {move || space.actor().is_none().then(|| awaited(space))}
        </nav>
    }
    .into_any()
}

/// Places under the names of their groups.
fn grouped(t: Text, places: &[Place], item: impl Fn(&Place) -> AnyView) -> AnyView {
    let group = |group: Group| {
        let items: Vec<_> = places.iter().filter(|place| place.group == group).map(&item).collect();
        let any = !items.is_empty();
        let heading = group.name(t).map(|name| view! { <h2>{name}</h2> }.into_any());
        any.then(|| view! { <div class="group">{heading} <ul>{items}</ul></div> }.into_any())
    };
    Group::ALL.map(group).into_iter().collect_view().into_any()
}

/// What stands for the places while it is not known which these are.
fn awaited(space: Space) -> Option<AnyView> {
    let waits = space.inquiry().phase() == Phase::Loading;
    waits.then(|| {
        view! { <div class="awaited skeleton"><div><span></span><span></span><span></span></div></div> }
            .into_any()
    })
}

fn item(t: Text, space: Space, place: &Place) -> AnyView {
    let short = place.short(t);
    view! { <li class:rest=!place.in_bar()>{link(space, place, "place", short)}</li> }.into_any()
}

fn link(space: Space, place: &Place, class: &'static str, short: Option<String>) -> AnyView {
    let href = place.page.clone().of(&space.id()).to_string();
    let here = is_here(vec![place.clone()]);
    view! {
        <a class=class href=href aria-current=move || here().then_some("page")>
            {icon(place.icon)}
            <span class="full">{place.name.clone()}</span>
            {short.map(|short| view! { <span class="short" aria-hidden="true">{short}</span> }.into_any())}
        </a>
    }
    .into_any()
}

/// Whether the reader is at one of these places.
fn is_here(places: Vec<Place>) -> impl Fn() -> bool + Copy + Send + Sync {
    let (navigator, places) = (Navigator::current(), StoredValue::new(places));
    move || {
        let here = navigator.here();
        let page = here.route.page();
        page.is_some_and(|page| places.with_value(|all| all.iter().any(|place| place.stands_for(page))))
    }
}

/// On a phone: the places that have no room in the bar. Absent where there are none.
fn more(t: Text, space: Space) -> Option<AnyView> {
    let rest: Vec<_> = places(t, space).into_iter().filter(|place| !place.in_bar()).collect();
    if rest.is_empty() {
        return None;
    }
    let links = grouped(t, &rest, |place| {
        let close = |event: web_sys::MouseEvent| close_menu(&event_target(&event));
        view! { <li on:click=close>{link(space, place, "row", None)}</li> }.into_any()
    });
    let button = view! { {icon(Icon::More)} {text::frame_more(t)} }.into_any();
    let here = Signal::derive(is_here(rest));
    Some(
        view! {
            <div class="more-places">
                <Menu button=button label=text::frame_more(t) class="place" current=here>
                    {links}
                </Menu>
            </div>
        }
        .into_any(),
    )
}
