//! Coming back from a case: the list as it was left, where it was left, with the focus on the row that led away.
//!
//! What is shown then is from before, and every page of it is asked for again, one after the other. They take its place
//! together, when all have come, so that nothing jumps under the reader's eyes; one that can't be had says so, as every
//! answer from before does.

use super::Leaf;
use super::shown::Shown;
use crate::memory::Memory;
use crate::navigator::Navigator;
use crate::routes::Page;
use crate::session::Space;
use crate::ui::{focus, found};
use leptos::prelude::{document, request_animation_frame, untrack, window};
use shared::access::{Actor, Permission};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// What leads to a case.
const ROWS: &str = "main .cases .lead a";

/// The list as it was left.
pub(super) struct Left {
    pub(super) shown: Shown,
    pub(super) leaves: Vec<Leaf>,
    /// How far the page was scrolled.
    top: f64,
    /// Where the row leads that was followed.
    row: String,
}

impl Left {
    /// The list as it is being left, if a row of it was pressed.
    pub(super) fn by(press: &MouseEvent, shown: Shown, leaves: Vec<Leaf>) -> Option<Self> {
        let pressed = press.target()?.dyn_into::<Element>().ok()?;
        let row = pressed.closest(ROWS).ok()??.get_attribute("href")?;
        Some(Self { shown, leaves, top: window().scroll_y().unwrap_or_default(), row })
    }

    /// Keeps it for whoever comes back.
    pub(super) fn keep(self, space: Space) {
        if let Some(actor) = untrack(|| space.actor()) {
            Memory::current().keep(&name(&actor), Arc::new(self));
        }
    }

    /// What was kept, if the reader may still see it.
    fn kept(space: Space) -> Option<Arc<Self>> {
        let actor = untrack(|| space.actor())?;
        untrack(|| space.shows(Permission::CasesView)).then_some(())?;
        Memory::current().recall(&name(&actor))?.downcast::<Self>().ok()
    }

    /// What was kept of this list, for somebody who comes from a case.
    pub(super) fn recall(space: Space, shown: &Shown) -> Option<Arc<Self>> {
        let is_back = matches!(Navigator::current().came_from()?.page()?, Page::Case(_));
        Self::kept(space).filter(|left| is_back && left.shown == *shown && !left.leaves.is_empty())
    }

    /// Brings the reader to where they were, once the rows are drawn.
    pub(super) fn return_to(&self) {
        let (top, row) = (self.top, self.row.clone());
        request_animation_frame(move || {
            focus(&selector(&row));
            window().scroll_to_with_x_and_y(0.0, top);
        });
    }
}

/// Under which name it is kept: another reader's, or another workspace's, is none of it.
fn name(actor: &Actor) -> String {
    format!("{} {} cases", actor.identity(), actor.workspace())
}

/// The address of the list from one of its cases: as it was left, if the reader came from there.
pub(in crate::pages::cases) fn address(space: Space) -> String {
    let list = Page::Cases.of(&space.id());
    let is_from_there = Navigator::current().came_from().as_ref() == Some(&list);
    let left = Left::kept(space).filter(|_| is_from_there);
    format!("{list}{}", left.map(|left| left.shown.query()).unwrap_or_default())
}

/// Keeps the row that has the focus under it, and where it is on the screen, while the rows are drawn anew.
pub(super) fn hold_row() {
    let focused = document().active_element().filter(|focused| focused.matches(ROWS).unwrap_or_default());
    let Some(row) = focused.as_ref().and_then(|link| link.get_attribute("href")) else { return };
    let before = focused.as_ref().and_then(height);
    request_animation_frame(move || {
        let Some(link) = found(&selector(&row)) else { return };
        if document().active_element().as_deref() != Some(&*link) {
            drop(link.focus());
        }
        if let (Some(before), Some(now)) = (before, height(&link)) {
            window().scroll_by_with_x_and_y(0.0, f64::from(now - before));
        }
    });
}

/// How far below the head of the table a row stands.
fn height(link: &Element) -> Option<i32> {
    link.closest("tr").ok()??.dyn_into::<HtmlElement>().ok().map(|row| row.offset_top())
}

/// What finds the row that leads there.
fn selector(row: &str) -> String {
    format!("{ROWS}[href='{row}']")
}
