//! What stands above a list of people: the search, the filters that are set, and setting more. What is set stands in the
//! address, so that reload, back and a sent link show the same.

use crate::navigator::Navigator;
use crate::text::{self, Text};
use crate::ui::{Icon, Menu, close_menu, icon};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

/// The parameter of what was typed.
pub(crate) const SEARCH: &str = "q";
/// The parameter of the role.
pub(crate) const ROLE: &str = "role";

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
pub(crate) fn filter_bar(t: Text, navigator: Navigator, above: Above) -> AnyView {
    let Above { search: label, chips, more, shown } = above;
    let typed = move || navigator.here().parameter(SEARCH).unwrap_or_default();
    let search = move |event| {
        let typed = event_target_value(&event);
        navigator.look(SEARCH, (!typed.is_empty()).then_some(typed.as_str()));
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

/// Leads to the search at `/` from anywhere in the list. Not from elsewhere: a key alone must do nothing to somebody who
/// speaks to the page (WCAG 2.1.4). `other` hears of the other keys, and of what has the focus.
pub(crate) fn listen(other: impl Fn(&KeyboardEvent, &Element) + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.key() == "/" && is(&target, ".people *") && !is(&target, "[type=search]") {
            event.prevent_default();
            let search = document().query_selector(".people [type=search]").ok().flatten();
            drop(search.map(|search| search.unchecked_into::<HtmlElement>().focus()));
        } else {
            other(&event, &target);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether an element is what a selector says.
pub(crate) fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or_default()
}

/// A filter, set or not: pressing sets it, or takes it out.
pub(crate) fn chip(navigator: Navigator, parameter: &'static str, label: String, set: bool) -> AnyView {
    let press = move |_| navigator.look(parameter, (!set).then_some("1"));
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
pub(crate) fn choice(navigator: Navigator, parameter: &'static str, value: String, name: String) -> AnyView {
    let press = move |event: MouseEvent| {
        if let Some(row) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            close_menu(&row);
        }
        navigator.look(parameter, Some(&value));
    };
    view! { <button class="row" type="button" on:click=press>{name}</button> }.into_any()
}
