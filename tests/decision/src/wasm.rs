//! The loops for JavaScript.

use crate::Deck;
use wasm_bindgen::prelude::wasm_bindgen;

/// All cases.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Loops(Deck);

#[wasm_bindgen]
impl Loops {
    /// The first cases of a seed.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32, count: usize) -> Self {
        Self(Deck::new(seed.into(), count))
    }

    /// How many decisions are made from rows, and how many alone.
    pub fn size(&self) -> Vec<u32> {
        let (from_rows, alone) = self.0.size();
        [from_rows, alone].into_iter().filter_map(|size| u32::try_from(size).ok()).collect()
    }

    /// Copies the rows once more.
    pub fn lay_out(&mut self) {
        self.0.lay_out();
    }

    /// Decides every case from its rows.
    pub fn decide_from_rows(&mut self) -> usize {
        self.0.decide_from_rows()
    }

    /// Decides every case where the actor is there.
    pub fn decide_alone(&self) -> usize {
        self.0.decide_alone()
    }
}
