//! Microtasks, by which Rust's futures take their turns (docs/decisions/0016).

use worker::event;
use worker::wasm_bindgen::{self, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/platform/microtasks.js")]
extern "C" {
    fn replace();
}

/// Before the first future of every instance of the module. Doing it again changes nothing.
#[event(start)]
fn start() {
    replace();
}
