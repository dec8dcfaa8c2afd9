//! Work in two turns: what is long is not done in one go, so that a phone can paint, and answer a tap, in between.

use leptos::prelude::{ReadSignal, RwSignal, Set, set_timeout};
use std::time::Duration;

/// Becomes true at the browser's next turn.
pub(crate) fn next_turn() -> ReadSignal<bool> {
    let come = RwSignal::new(false);
    set_timeout(move || come.set(true), Duration::ZERO);
    come.read_only()
}
