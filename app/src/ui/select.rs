//! Choosing one of many: the browser's own list.

use super::field::{Around, frame, invalid};
use leptos::prelude::*;

/// A field whose value is one of a list.
#[component]
pub(crate) fn Select(
    /// What is chosen.
    label: String,
    /// What can be chosen: value and name.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value that is chosen; empty while none is.
    value: RwSignal<String>,
    /// What stands there while nothing is chosen.
    #[prop(optional, into)]
    prompt: String,
    /// What helps to choose.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let prompt = (!prompt.is_empty()).then(|| (String::new(), prompt));
    let choices = move || {
        let chosen = value.get_untracked();
        let option = |(option, name): (String, String)| {
            let selected = option == chosen;
            view! { <option value=option selected=selected>{name}</option> }.into_any()
        };
        prompt.iter().cloned().chain(options.get()).map(option).collect_view()
    };
    frame(Around { label, help, error, optional: false }, move |wiring| {
        view! {
            <select
                class="input"
                id=wiring.id
                aria-describedby=wiring.note
                aria-invalid=move || invalid(wiring.error)
                aria-required="true"
                prop:value=value
                on:change=move |event| value.set(event_target_value(&event))
            >
                {choices}
            </select>
        }
        .into_any()
    })
}
