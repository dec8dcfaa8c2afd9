//! Buttons, and links that look like them.

use super::id::fresh_id;
use super::{Icon, icon};
use leptos::prelude::*;

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    /// What the page is for; one at most.
    Primary,
    /// Everything else.
    #[default]
    Plain,
    /// Takes something away; names it.
    Destructive,
    /// Beside others that matter more: without an edge.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Destructive => "button destructive",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button. With a `reason` it can't be pressed, stays in the keyboard's reach, and says why (WHY-2). Without
/// `on_press` it submits the form it stands in.
#[component]
pub(crate) fn Button(
    /// A verb with its object.
    label: String,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// Stands before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Whether what it does is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it can't be pressed.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
) -> impl IntoView {
    let id = fresh_id();
    let described_by = id.clone();
    let idle = move || !busy.get_untracked() && reason.with_untracked(Option::is_none);
    let press = move |event: web_sys::MouseEvent| match on_press {
        Some(press) if idle() => press.run(()),
        None if idle() => {}
        _ => event.prevent_default(),
    };
    view! {
        <span class="button-frame">
            <button
                class=kind.class()
                type=if on_press.is_some() { "button" } else { "submit" }
                aria-disabled=move || (busy.get() || reason.with(Option::is_some)).then_some("true")
                aria-busy=move || busy.get().then_some("true")
                aria-describedby=move || reason.with(Option::is_some).then(|| described_by.clone())
                on:click=press
            >
                {icon.map(self::icon)}
                {label}
            </button>
            {move || reason.get().map(|reason| view! { <span class="reason" id=id.clone()>{reason}</span> }.into_any())}
        </span>
    }
}

/// A link that looks like a button: it goes somewhere, and changes nothing.
#[component]
pub(crate) fn LinkButton(
    /// A verb with its object.
    label: String,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// Stands before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href>
            {icon.map(self::icon)}
            {label}
        </a>
    }
}
