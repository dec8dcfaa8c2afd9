//! Ids for elements that refer to each other: a field to its help, a button to its reason.

use std::sync::atomic::{AtomicU32, Ordering};

/// An id that no other element on the page has.
pub(crate) fn fresh_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("e{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
