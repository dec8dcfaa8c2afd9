//! Going from place to place without loading the page anew.
//!
//! Links are ordinary `<a href>`; one listener on the window takes over those that lead to a place of the app. So
//! opening in a new tab, copying an address, and the browser's own back and forward work as everywhere.

use crate::routes::Route;
use leptos::ev;
use leptos::prelude::{
    Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, Track, WithUntracked, expect_context,
    provide_context, window, window_event_listener,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// How the browser's history tells an address that was opened from the same place.
const OPENED: &str = "opened";

/// Where the reader is: a place, and what of it they look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// The place.
    pub(crate) route: Route,
    /// What of it (filters, tab), with its `?`; empty if nothing in particular.
    pub(crate) query: String,
}

impl Location {
    /// A value in the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        UrlSearchParams::new_with_str(&self.query).ok()?.get(name)
    }
}

impl From<Route> for Location {
    fn from(route: Route) -> Self {
        Self { route, query: String::new() }
    }
}

/// Where the reader is, and how they get elsewhere. One for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    here: RwSignal<Location>,
    moved: RwSignal<bool>,
    /// The place before this one.
    former: StoredValue<Option<Route>>,
    /// Told each time the reader goes somewhere.
    went: RwSignal<()>,
}

impl Navigator {
    /// Begins at the address that the browser shows, for everything below.
    pub(crate) fn provide() -> Self {
        let navigator = Self {
            here: RwSignal::new(address()),
            moved: RwSignal::new(false),
            former: StoredValue::new(None),
            went: RwSignal::new(()),
        };
        let arrive = move |_| navigator.arrive(address());
        window_event_listener(ev::popstate, arrive);
        window_event_listener(ev::click, move |event| {
            if let Some(location) = followed(&event) {
                event.prevent_default();
                navigator.go(location);
            }
        });
        provide_context(navigator);
        navigator
    }

    /// The page's navigator.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// Where the reader is.
    pub(crate) fn here(self) -> Location {
        self.here.get()
    }

    /// Goes somewhere; the browser's back leads here again.
    pub(crate) fn go(self, to: impl Into<Location>) {
        let to = to.into();
        if to != self.here.get_untracked() {
            push(&to, "");
            self.moved.set(true);
            window().scroll_to_with_x_and_y(0.0, 0.0);
            self.arrive(to);
        }
    }

    fn arrive(self, at: Location) {
        let from = self.here.with_untracked(|here| here.route.clone());
        if from != at.route {
            self.former.set_value(Some(from));
        }
        self.here.set(at);
        self.went.set(());
    }

    /// The place that the reader was in before this one, since the page was loaded.
    pub(crate) fn came_from(self) -> Option<Route> {
        self.former.get_value()
    }

    /// Makes whoever calls this run again each time the reader goes somewhere.
    pub(crate) fn track(self) {
        self.went.track();
    }

    /// Goes somewhere in the place of here.
    pub(crate) fn replace(self, to: impl Into<Location>) {
        let to = to.into();
        drop(
            history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&url(&to)))),
        );
        self.here.set(to);
    }

    /// Looks at something else of the same place: sets a value in the query, or takes it out.
    pub(crate) fn look(self, name: &str, value: Option<&str>) {
        if let Some(to) = self.looking(name, value) {
            self.replace(to);
        }
    }

    /// The same, so that the browser's back leads to what was looked at before.
    pub(crate) fn open(self, name: &str, value: &str) {
        if let Some(to) = self.looking(name, Some(value)) {
            push(&to, OPENED);
            self.here.set(to);
        }
    }

    /// Takes out what [`Self::open`] has set: the way it came if it came by it, so that back does not lead here twice.
    pub(crate) fn close(self, name: &str) {
        match history() {
            Ok(history)
                if history.state().is_ok_and(|state| state.as_string().as_deref() == Some(OPENED)) =>
            {
                drop(history.back());
            }
            _ => self.look(name, None),
        }
    }

    fn looking(self, name: &str, value: Option<&str>) -> Option<Location> {
        let here = self.here.get_untracked();
        let query = UrlSearchParams::new_with_str(&here.query).ok()?;
        match value {
            Some(value) => query.set(name, value),
            None => query.delete(name),
        }
        let query = String::from(query.to_string());
        let query = if query.is_empty() { query } else { format!("?{query}") };
        Some(Location { query, ..here })
    }

    /// What comes next was asked for from within, where the reader is: its title takes the focus.
    pub(crate) fn ask_again(self) {
        self.moved.set(true);
    }

    /// Whether the reader has gone anywhere since the page was loaded. The first page takes no focus: it was not asked
    /// for from within.
    pub(crate) fn has_moved(self) -> bool {
        self.moved.get_untracked()
    }
}

fn url(location: &Location) -> String {
    format!("{}{}", location.route, location.query)
}

/// Notes an address in the browser's history, with how it was come to.
fn push(to: &Location, how: &str) {
    drop(history().and_then(|history| history.push_state_with_url(&how.into(), "", Some(&url(to)))));
}

fn history() -> Result<web_sys::History, JsValue> {
    window().history()
}

fn address() -> Location {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    Location { route: Route::parse(&path), query: location.search().unwrap_or_default() }
}

/// Where a click leads, if it is a plain one on a link to a place of the app.
fn followed(event: &MouseEvent) -> Option<Location> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if modified || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let link: HtmlAnchorElement =
        event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !link.target().is_empty() || link.has_attribute("download");
    if elsewhere || Some(link.origin()) != window().location().origin().ok() || !link.hash().is_empty() {
        return None;
    }
    let route = Route::parse(&link.pathname());
    (route != Route::Nowhere).then(|| Location { route, query: link.search() })
}
