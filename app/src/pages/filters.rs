//! What stands above a list of people: the search, the filters that are set, and setting more. What is set stands in the
//! address, so that reload, back and a sent link show the same.

use crate::navigator::{Location, Navigator};
use crate::text::{self, Text};
use crate::ui::{Icon, Menu, close_menu, focus, icon};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// The parameter of what was typed.
pub(crate) const SEARCH: &str = "q";
/// The parameter of the role.
pub(crate) const ROLE: &str = "role";

/// What has the focus where nothing of a page was chosen yet, or only which list it shows.
const PAGE: &str = "body, main, main h1, main nav a";

/// Where one types.
const FIELD: &str = "input:not([type=checkbox]), textarea, select";

/// Where a list's filters stand. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Address {
    pub(crate) navigator: Navigator,
    /// The parameters of an address whose values can't be read. They ask for nothing, and go with the next change.
    pub(crate) unread: fn(&Location) -> Vec<&'static str>,
}

impl Address {
    /// Sets a filter, or takes it out.
    fn look(self, name: &str, value: Option<&str>) {
        for unread in (self.unread)(&untrack(|| self.navigator.here())) {
            self.navigator.look(unread, None);
        }
        self.navigator.look(name, value);
    }
}

/// Those of the parameters that an address has and nobody can read.
pub(crate) fn unread<const N: usize>(
    location: &Location,
    read: [(&'static str, bool); N],
) -> Vec<&'static str> {
    let said = |name: &str| location.parameter(name).is_some();
    read.into_iter().filter(|(name, read)| !read && said(name)).map(|(name, _)| name).collect()
}

/// What stands above a list.
pub(crate) struct Above {
    /// What can be searched for.
    pub(crate) search: String,
    /// The filters that are set.
    pub(crate) chips: Box<dyn Fn() -> Vec<AnyView> + Send>,
    /// What more can be filtered by.
    pub(crate) more: Box<dyn Fn() -> Vec<AnyView> + Send>,
    /// How many of how many are shown.
    pub(crate) shown: Box<dyn Fn() -> String + Send>,
}

/// Search, the filters that are set, and setting more.
pub(crate) fn filter_bar(t: Text, address: Address, above: Above) -> AnyView {
    let Above { search: label, chips, more, shown } = above;
    let typed = move || address.navigator.here().parameter(SEARCH).unwrap_or_default();
    let search = move |event| {
        let typed = event_target_value(&event);
        address.look(SEARCH, (!typed.is_empty()).then_some(typed.as_str()));
    };
    let button = view! { {icon(Icon::Plus)} {text::filter_add(t)} }.into_any();
    view! {
        <div class="table-bar people-bar">
            <label class="search">
                {icon(Icon::Search)} <span class="visually-hidden">{label.clone()}</span>
                <input
                    class="input"
                    type="search"
                    autocomplete="off"
                    placeholder=label
                    prop:value=typed
                    on:input=search
                />
            </label>
            {chips}
            <Menu button=button label=text::filter_add(t) class="chip add" done=Signal::stored(text::filter_done(t))>
                {more}
            </Menu>
            <p class="help" role="status">
                {shown}
            </p>
        </div>
    }
    .into_any()
}

/// Leads to the search at `/`. `other` hears of the other keys, and of what has the focus.
pub(crate) fn listen(other: impl Fn(&KeyboardEvent, &Element) + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.key() == "/" && is_free(&event, &target, "main .people") {
            event.prevent_default();
            focus(".people [type=search]");
        } else {
            other(&event, &target);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether a key alone may do something: while the list has the focus, or nothing but the page itself, as after it has come
/// or shows another list. Not where one types, not in what lies over the page, and not on any other link or button, where
/// somebody may be who speaks to the page, or whose finger slips (WCAG 2.1.4).
pub(crate) fn is_free(event: &KeyboardEvent, target: &Element, list: &str) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    let covered = || !matches!(document().query_selector("dialog[open], :popover-open"), Ok(None));
    let inside = |place: &str| matches!(target.closest(place), Ok(Some(_)));
    let at_rest = inside(list) && !inside("[popover]") || is(target, PAGE) && !covered();
    at_rest && !modified && !is(target, FIELD)
}

/// Whether an element is what a selector says.
pub(crate) fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or_default()
}

/// A filter, set or not: pressing sets it, or takes it out.
pub(crate) fn chip(address: Address, parameter: &'static str, label: String, set: bool) -> AnyView {
    let press = move |_| address.look(parameter, (!set).then_some("1"));
    view! {
        <button class="chip" type="button" aria-pressed=if set { "true" } else { "false" } on:click=press>
            {label}
            {set.then(|| icon(Icon::Close))}
        </button>
    }
    .into_any()
}

/// The choices of one kind, under its name; nothing where there are none.
pub(crate) fn group(name: String, choices: Vec<AnyView>) -> AnyView {
    if choices.is_empty() {
        return ().into_any();
    }
    view! {
        <div>
            <p class="group">{name}</p>
            {choices}
        </div>
    }
    .into_any()
}

/// Something that can be filtered by.
pub(crate) fn choice(address: Address, parameter: &'static str, value: String, name: String) -> AnyView {
    let press = move |event: MouseEvent| {
        if let Some(row) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            close_menu(&row);
        }
        address.look(parameter, Some(&value));
    };
    view! { <button class="row" type="button" on:click=press>{name}</button> }.into_any()
}
