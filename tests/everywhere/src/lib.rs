//! The corpus for whatever runs wasm: node, a browser, workerd.

use wasm_bindgen::prelude::wasm_bindgen;

/// The digest over what our rules answer to all questions about the first worlds of a seed.
#[wasm_bindgen]
pub fn digest(seed: u32, worlds: u32) -> String {
    corpus::digest(seed.into(), worlds.into()).to_string()
}
