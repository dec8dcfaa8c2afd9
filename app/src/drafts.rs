//! What somebody has typed and not sent yet: it is there again after a link and back, a reload, another language.
//!
//! It lies in the tab's own storage, under the person and the form it was typed in, for a day at most. Sending takes it
//! out; signing out, the end of the session and another person take out everything.

use crate::session::browser_time;
use leptos::prelude::{Effect, Get, RwSignal, window};
use shared::id::{IdentityId, WorkspaceId};
use web_sys::Storage;

/// How long something is kept after it was typed, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1000;

/// What one person has typed in one form.
#[derive(Clone)]
pub(crate) struct Draft {
    /// What the names of its parts begin with.
    place: String,
}

impl Draft {
    /// What this person has typed in a form of a workspace; all of its forms where none is named.
    pub(crate) fn of(reader: &IdentityId, workspace: &WorkspaceId, form: &str) -> Self {
        Self { place: format!("{reader} {workspace} {form}") }
    }

    /// Under which name a part of it is kept.
    pub(crate) fn name(&self, part: &str) -> String {
        format!("{} {part}", self.place)
    }

    /// A field: what was typed in it before, else what stands in it at first.
    pub(crate) fn field(&self, part: &str, initial: &str) -> RwSignal<String> {
        let (name, initial) = (self.name(part), initial.to_owned());
        let value = RwSignal::new(read(&name).unwrap_or_else(|| initial.clone()));
        Effect::new(move |former: Option<String>| {
            let typed = value.get();
            if former.is_some_and(|former| former != typed) {
                keep(&name, if typed == initial { "" } else { &typed });
            }
            typed
        });
        value
    }

    /// It was sent, all of it.
    pub(crate) fn forget(&self) {
        forget(&|name, _| name.starts_with(&self.place));
    }

    /// A part was sent as it was then; what was typed behind it stays.
    pub(crate) fn sent(&self, part: &str, text: &str) {
        let name = self.name(part);
        if let Some(more) = read(&name).as_deref().and_then(|typed| typed.strip_prefix(text)) {
            keep(&name, more.trim_start());
        }
    }
}

/// What is kept under a name.
pub(crate) fn read(name: &str) -> Option<String> {
    let kept = storage()?.get_item(name).ok()??;
    text(&kept).map(str::to_owned)
}

/// Keeps something under a name; nothing, if it is empty.
pub(crate) fn keep(name: &str, text: &str) {
    if let Some(storage) = storage() {
        drop(match text {
            "" => storage.remove_item(name),
            _ => storage.set_item(name, &format!("{} {text}", browser_time())),
        });
    }
}

/// Takes out what is too old, or another person's.
pub(crate) fn tidy(reader: &IdentityId) {
    let reader = reader.to_string();
    forget(&|name, kept| !name.starts_with(&reader) || text(kept).is_none());
}

/// Takes out everything.
pub(crate) fn forget_all() {
    forget(&|_, _| true);
}

/// The text of what is kept, if it is not too old.
fn text(kept: &str) -> Option<&str> {
    let (then, text) = kept.split_once(' ')?;
    let age = browser_time().saturating_sub(then.parse().ok()?);
    (0..KEPT).contains(&age).then_some(text)
}

/// Takes out those of which something holds.
fn forget(holds: &dyn Fn(&str, &str) -> bool) {
    let Some(storage) = storage() else { return };
    // From the last: what is taken out moves those behind it.
    for place in (0..storage.length().unwrap_or_default()).rev() {
        let Ok(Some(name)) = storage.key(place) else { continue };
        let kept = storage.get_item(&name).ok().flatten().unwrap_or_default();
        if holds(&name, &kept) {
            drop(storage.remove_item(&name));
        }
    }
}

/// None where the browser allows none, nor outside of one.
fn storage() -> Option<Storage> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    window().session_storage().ok().flatten()
}
