//! The way to the palette: a button in the bar, and Ctrl or ⌘ with K wherever the reader is. The palette itself comes when
//! somebody first wants it, or before that, when the browser has had time to rest.

use super::palette::{Draw, palette};
use crate::pages::{REST, absence};
use crate::session::Space;
use crate::text::{self, Text};
use crate::ui::{Announce, Icon, icon, sentence};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Event, EventInit, HtmlInputElement, KeyboardEvent};

#[wasm_split(palette, preload(fetch_palette), fallible)]
fn palette_part() -> Result<Draw, SplitLoaderError> {
    Ok(palette)
}

/// The button, and what it opens. From there one can also be asked whether to sign out `everywhere`.
pub(super) fn find(t: Text, space: Option<Space>, everywhere: RwSignal<bool>) -> AnyView {
    let (open, drawn, announce) = (RwSignal::new(false), RwSignal::new(None::<Draw>), Announce::current());
    let awaited = StoredValue::new(None::<String>);
    let summon = move || {
        awaited.set_value(Some(String::new()));
        spawn_local(async move {
            let part = palette_part().await;
            let typed = awaited.try_update_value(Option::take).flatten().unwrap_or_default();
            match part {
                Ok(draw) => {
                    if drawn.try_get_untracked() == Some(None) {
                        drawn.set(Some(draw));
                    }
                    open.try_set(true);
                    request_animation_frame(move || hand_over(&typed));
                }
                Err(_) => announce.warn(sentence(t, &absence())),
            }
        });
    };
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if asks(&event) {
            event.prevent_default();
            // What lies over the page is dealt with first.
            match document().query_selector("dialog[open]") {
                Ok(None) => summon(),
                _ => open.set(false),
            }
        } else {
            awaited.update_value(|typed| take_up(typed.as_mut(), &event));
        }
    });
    on_cleanup(move || listener.remove());
    set_timeout(|| spawn_local(async { drop(fetch_palette().await) }), REST);
    view! {
        <button
            class="button quiet find"
            type="button"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| summon()
        >
            {icon(Icon::Search)}
            <span class="find-name">{text::palette_open(t)}</span>
            <span class="keys" aria-hidden="true">
                {keys()}
            </span>
        </button>
        {move || drawn.get().map(|draw| draw(t, space, open, everywhere))}
    }
    .into_any()
}

/// Keeps what is typed while the palette is on its way.
fn take_up(typed: Option<&mut String>, event: &KeyboardEvent) {
    let (Some(typed), key) = (typed, event.key()) else { return };
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if key == "Backspace" {
        typed.pop();
    } else if !modified && key.chars().nth(1).is_none() {
        typed.push_str(&key);
    } else {
        return;
    }
    event.prevent_default();
}

/// Puts what was typed before the palette came into its field, as if it were typed there.
fn hand_over(typed: &str) {
    let field = document().query_selector(".palette input").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let (Some(field), false) = (field, typed.is_empty()) else { return };
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(input) = Event::new_with_event_init_dict("input", &bubbling) {
        field.set_value(&format!("{typed}{}", field.value()));
        drop(field.dispatch_event(&input));
    }
}

/// Whether the keys pressed are those for the palette.
fn asks(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key();
    modified && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k")
}

/// The keys, as the reader's keyboard names them.
fn keys() -> &'static str {
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") { "⌘ K" } else { "Ctrl K" }
}
