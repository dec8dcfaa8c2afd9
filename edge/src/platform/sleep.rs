//! Waiting.

use shared::time::Span;
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen(module = "/src/platform/sleep.js")]
extern "C" {
    fn alarm(ring: &Closure<dyn FnMut()>, millis: f64) -> JsValue;
    #[wasm_bindgen(js_name = letGo)]
    fn let_go(held: &JsValue);
}

/// Waits. A wait that nobody waits for any more is called off.
///
/// `worker::Delay` expects `setTimeout` to return a number, which workerd's does not: that panics in debug builds. And since
/// every request waits for a database no longer than it may, this does with one function that JavaScript calls back, and no
/// promise, which would be four.
pub(super) async fn sleep(span: Span) {
    Alarm::set(span).await;
}

/// A timer of JavaScript's.
struct Alarm {
    bell: Rc<Bell>,
    held: JsValue,
    /// What the timer calls. It lives until the timer is let go of.
    _ring: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Bell {
    has_rung: Cell<bool>,
    wakes: Cell<Option<Waker>>,
}

impl Alarm {
    fn set(span: Span) -> Self {
        let bell = Rc::new(Bell::default());
        let rings = Rc::clone(&bell);
        let ring = Closure::new(move || {
            rings.has_rung.set(true);
            if let Some(waker) = rings.wakes.take() {
                waker.wake();
            }
        });
        #[expect(clippy::cast_precision_loss, reason = "waits are seconds at most")]
        let held = alarm(&ring, span.millis() as f64);
        Self { bell, held, _ring: ring }
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.bell.has_rung.get() {
            return Poll::Ready(());
        }
        self.bell.wakes.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let_go(&self.held);
    }
}
