//! Waiting.

use shared::time::Span;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::js_sys::{self, Function, Promise, Reflect};

/// Waits. `worker::Delay` expects `setTimeout` to return a number, which workerd's does not: that panics in debug builds.
///
/// A wait that nobody waits for any more is called off.
pub(super) async fn sleep(span: Span) {
    let mut alarm = Alarm(None);
    #[expect(clippy::cast_precision_loss, reason = "waits are seconds at most")]
    let millis = JsValue::from_f64(span.millis() as f64);
    let promise = Promise::new(&mut |resolve, _| {
        alarm.0 = global("setTimeout").and_then(|set| set.call2(&JsValue::UNDEFINED, &resolve, &millis).ok());
        if alarm.0.is_none() {
            // Without timers there is no waiting; what waited goes on at once.
            drop(resolve.call0(&JsValue::UNDEFINED));
        }
    });
    drop(JsFuture::from(promise).await);
}

/// What `setTimeout` has returned.
struct Alarm(Option<JsValue>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some((alarm, clear)) = self.0.take().zip(global("clearTimeout")) {
            drop(clear.call1(&JsValue::UNDEFINED, &alarm));
        }
    }
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}
