//! Boxes to tick, and choices of one among a few that are all to be seen.

use super::field::invalid;
use super::id::fresh_id;
use super::{Icon, icon};
use leptos::prelude::*;
use shared::service::assignment::Tick;

/// A box that is ticked, empty, or mixed.
#[component]
pub(crate) fn Checkbox(
    /// What is ticked.
    label: String,
    /// How it stands.
    #[prop(into)]
    tick: Signal<Tick>,
    /// What to do when it is ticked or emptied; a mixed one is ticked first.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What to know about it.
    #[prop(optional, into)]
    help: String,
    /// Whether it can't be changed just now.
    #[prop(optional, into)]
    held: Signal<bool>,
    /// Whether the label is only for whoever can't see the place it stands in.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    view! {
        <label class="choice" class:bare=bare>
            <input
                type="checkbox"
                disabled=held
                prop:checked=move || tick.get() == Tick::Ticked
                prop:indeterminate=move || tick.get() == Tick::Mixed
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class=if bare { "visually-hidden" } else { "choice-text" }>
                {label}
                {(!help.is_empty()).then(|| view! { <span class="help">{help}</span> }.into_any())}
            </span>
        </label>
    }
}

/// One of the things a [`RadioGroup`] offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What the group's value becomes.
    pub(crate) value: String,
    /// What it looks like, before its name; for whoever sees it.
    pub(crate) shape: &'static str,
    /// Its name.
    pub(crate) label: String,
    /// What to know before choosing it.
    pub(crate) help: String,
    /// Why it can't be chosen, if it can't: what, why, who can help.
    pub(crate) closed: Vec<String>,
}

/// One of a few, all to be seen, those that can't be chosen with their reason: these are in the keyboard's reach too, and
/// give way when they are pressed.
#[component]
pub(crate) fn RadioGroup(
    /// What is chosen.
    label: String,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value that is chosen; empty while none is.
    value: RwSignal<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Side by side where there is room.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let name = fresh_id();
    let note = fresh_id();
    let described_by = note.clone();
    let row = move |choice: Choice| {
        let chosen = choice.value.clone();
        let picked = choice.value.clone();
        let (open, shape) = (choice.closed.is_empty(), choice.shape);
        let reasons = choice
            .closed
            .into_iter()
            .map(|line| view! { <span class="help">{line}</span> }.into_any())
            .collect_view();
        view! {
            <label class="choice" class:closed=!open>
                <input
                    type="radio"
                    name=name.clone()
                    value=choice.value
                    aria-disabled=(!open).then_some("true")
                    prop:checked=move || value.with(|value| *value == chosen)
                    on:click=move |event| if !open { event.prevent_default() }
                    on:change=move |_| value.set(picked.clone())
                />
                <span class="choice-text">
                    {(!open).then(|| icon(Icon::Lock))}
                    {(!shape.is_empty()).then(|| view! { <span aria-hidden="true">{shape}</span> }.into_any())}
                    {choice.label}
                    {(!choice.help.is_empty()).then(|| view! { <span class="help">{choice.help}</span> }.into_any())}
                    {reasons}
                </span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset
            class="field radios"
            class:inline=inline
            role="radiogroup"
            aria-required="true"
            aria-invalid=move || invalid(error)
            aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
        >
            <legend>{label}</legend>
            {move || choices.get().into_iter().map(row.clone()).collect_view()}
            {move || error.get().map(|error| view! { <p class="error" id=note.clone()>{icon(Icon::Alert)}{error}</p> }.into_any())}
        </fieldset>
    }
}
