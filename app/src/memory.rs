//! What a page knows that is not drawn: it is there again when the page is drawn anew, as it is in another language.
//!
//! It is gone with the tab, and in another workspace. What somebody has typed lasts longer, in `drafts`.

use leptos::prelude::{StoredValue, UpdateValue, WithValue, expect_context, provide_context};
use std::any::Any;
use std::sync::Arc;

/// Whatever a page keeps.
type Anything = Arc<dyn Any + Send + Sync>;

/// The page's memory, one for the whole page. Copied like a number.
#[derive(Clone, Copy)]
pub(crate) struct Memory(StoredValue<Vec<(String, Anything)>>);

impl Memory {
    /// Makes it, for everything below.
    pub(crate) fn provide() {
        provide_context(Self(StoredValue::new(Vec::new())));
    }

    /// The page's memory.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    /// Keeps something under a name, in the place of what was kept there.
    pub(crate) fn keep(self, name: &str, what: Anything) {
        self.0.update_value(|kept| {
            kept.retain(|(known, _)| known != name);
            kept.push((name.to_owned(), what));
        });
    }

    /// What is kept under a name.
    pub(crate) fn recall(self, name: &str) -> Option<Anything> {
        self.0.with_value(|kept| kept.iter().find(|(known, _)| known == name).map(|(_, what)| what.clone()))
    }

    /// Keeps only what has a name that begins so.
    pub(crate) fn forget_others(self, beginning: &str) {
        self.0.update_value(|kept| kept.retain(|(name, _)| name.starts_with(beginning)));
    }
}
