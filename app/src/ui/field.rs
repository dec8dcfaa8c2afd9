//! Fields to type in: label above, help below, and an error in the place of the help.

use super::id::fresh_id;
use super::{Icon, icon};
use crate::text::{self, use_text};
use leptos::prelude::*;

/// What stands around a field.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) label: String,
    pub(super) help: String,
    pub(super) error: Signal<Option<String>>,
    pub(super) optional: bool,
}

/// How a field refers to what stands around it.
pub(super) struct Wiring {
    /// The field's id.
    pub(super) id: String,
    /// The id of the help or the error.
    pub(super) note: String,
    /// What is wrong with what is in the field.
    pub(super) error: Signal<Option<String>>,
}

/// Puts label, help and error around a field.
pub(super) fn frame(around: Around, field: impl FnOnce(Wiring) -> AnyView) -> AnyView {
    let t = use_text();
    let Around { label, help, error, optional } = around;
    let (id, note) = (fresh_id(), fresh_id());
    let has_help = !help.is_empty();
    let wiring = Wiring { id: id.clone(), note: note.clone(), error };
    let below = move || match error.get() {
        Some(error) => view! { <p class="error" id=note.clone()>{icon(Icon::Alert)}{error}</p> }.into_any(),
        None if has_help => view! { <p class="help" id=note.clone()>{help.clone()}</p> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="field">
            <label for=id>
                {label}
                {optional.then(|| view! { <span class="optional">{text::field_optional(t)}</span> }.into_any())}
            </label>
            {field(wiring)}
            {below}
        </div>
    }
    .into_any()
}

/// What `aria-invalid` says.
pub(super) fn invalid(error: Signal<Option<String>>) -> Option<&'static str> {
    error.with(Option::is_some).then_some("true")
}

/// A field for one line.
#[component]
pub(crate) fn TextField(
    /// What goes in.
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What kind of text: `text`, `email`, `tel`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether what goes in is short: the field is then as wide as that.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    frame(Around { label, help, error, optional }, move |wiring| {
        view! {
            <input
                class="input"
                class:short=short
                id=wiring.id
                type=kind
                autocomplete=autocomplete
                aria-describedby=wiring.note
                aria-invalid=move || invalid(wiring.error)
                aria-required=(!optional).then_some("true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any()
    })
}

/// A field for several lines.
#[component]
pub(crate) fn TextArea(
    /// What goes in.
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// How many lines it shows before it grows.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    frame(Around { label, help, error, optional }, move |wiring| {
        view! {
            <textarea
                class="input"
                id=wiring.id
                rows=rows
                aria-describedby=wiring.note
                aria-invalid=move || invalid(wiring.error)
                aria-required=(!optional).then_some("true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any()
    })
}
