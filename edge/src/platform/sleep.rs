//! Waiting.

use shared::time::Span;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::js_sys::{self, Function, Promise, Reflect};

/// Waits. `worker::Delay` expects `setTimeout` to return a number, which workerd's does not: that panics in debug builds.
pub(super) async fn sleep(span: Span) {
    #[expect(clippy::cast_precision_loss, reason = "waits are seconds at most")]
    let millis = JsValue::from_f64(span.millis() as f64);
    let promise = Promise::new(&mut |resolve, _| {
        let timer =
            Reflect::get(&js_sys::global(), &"setTimeout".into()).ok().and_then(|it| it.dyn_into().ok());
        let started = timer.and_then(|set: Function| set.call2(&JsValue::UNDEFINED, &resolve, &millis).ok());
        if started.is_none() {
            // Without timers there is no waiting; what waited goes on at once.
            drop(resolve.call0(&JsValue::UNDEFINED));
        }
    });
    drop(JsFuture::from(promise).await);
}
