//! What comes over the page and is dealt with first: the browser's own `<dialog>`, with its focus and its Escape.

use super::id::fresh_id;
use super::{Button, ButtonKind, Icon, icon};
use crate::text::{self, use_text};
use leptos::html;
use leptos::prelude::*;

/// Beside a list, what edits it or tells more of it: from the right on a wide screen, the whole screen on a phone. What is in it is
/// made when it opens and gone when it closes.
#[component]
pub(crate) fn Pane(
    /// Whether it is open; Escape and the close button clear it.
    open: RwSignal<bool>,
    /// What is edited, or looked at.
    #[prop(into)]
    title: Signal<String>,
    /// The editor.
    children: ChildrenFn,
) -> impl IntoView {
    let t = use_text();
    let heading = fresh_id();
    let labelled_by = heading.clone();
    let content = move || {
        let heading = heading.clone();
        view! {
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                <button class="button quiet bare" type="button" on:click=move |_| open.set(false)>
                    {icon(Icon::Close)}
                    <span class="visually-hidden">{text::dialog_close(t)}</span>
                </button>
            </header>
            {children()}
        }
        .into_any()
    };
    view! {
        <dialog class="pane" aria-labelledby=labelled_by node_ref=modal(open) on:close=move |_| open.set(false)>
            {move || open.get().then(&content)}
        </dialog>
    }
}

/// Asks before something is done that can't be done by mistake. Its words name the thing.
#[component]
pub(crate) fn Confirm(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    title: String,
    /// The verb with its object.
    action: String,
    /// How it looks; what takes nothing away says so.
    #[prop(default = ButtonKind::Destructive)]
    kind: ButtonKind,
    /// What to do.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What will happen, by name and number.
    children: ChildrenFn,
) -> impl IntoView {
    let t = use_text();
    let heading = fresh_id();
    let labelled_by = heading.clone();
    let confirm = move |()| {
        open.set(false);
        on_confirm.run(());
    };
    let content = move || {
        view! {
            <h2 id=heading.clone()>{title.clone()}</h2>
            {children()}
            <div class="actions">
                <Button label=text::dialog_cancel(t) on_press=move |()| open.set(false) />
                <Button label=action.clone() kind=kind on_press=confirm />
            </div>
        }
        .into_any()
    };
    view! {
        <dialog
            class="confirm"
            role="alertdialog"
            aria-labelledby=labelled_by
            node_ref=modal(open)
            on:close=move |_| open.set(false)
        >
            {move || open.get().then(&content)}
        </dialog>
    }
}

/// Opens and closes a dialog as the signal says.
pub(crate) fn modal(open: RwSignal<bool>) -> NodeRef<html::Dialog> {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    dialog
}
