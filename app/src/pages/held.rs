//! A value that is replaced whole. Whoever reads it runs again when it is.

use leptos::prelude::{Get, GetUntracked, RwSignal, Set};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// The value, once there is one. Its signal knows no type: the code of a signal is made once, and not once per value.
/// Copied like a number.
pub(crate) struct Held<T> {
    signal: RwSignal<Option<Arc<dyn Any + Send + Sync>>>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T: Send + Sync + 'static> Held<T> {
    /// No value yet.
    pub(crate) fn nothing() -> Self {
        Self { signal: RwSignal::new(None), value: PhantomData }
    }

    /// The value.
    pub(crate) fn get(self) -> Option<Arc<T>> {
        self.signal.get()?.downcast().ok()
    }

    /// The value, without running again when it is replaced.
    pub(crate) fn now(self) -> Option<Arc<T>> {
        self.signal.get_untracked()?.downcast().ok()
    }

    /// Replaces the value.
    pub(crate) fn set(self, value: T) {
        self.put(Arc::new(value));
    }

    /// Replaces the value by one that others hold too.
    pub(crate) fn put(self, value: Arc<T>) {
        self.signal.set(Some(value));
    }

    /// There is no value any more.
    pub(crate) fn clear(self) {
        self.signal.set(None);
    }
}
