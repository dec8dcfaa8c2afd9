//! What somebody has answered and chosen: kept while they look elsewhere, load the page again or change its language.

use crate::drafts::Draft;
use leptos::prelude::{Get, RwSignal};
use shared::api::feature::GranularReactiveServices;
use shared::service::switch::Start;

/// The value of a question that is answered with yes.
pub(super) const YES: &str = "yes";
/// The value of one that is answered with no.
pub(super) const NO: &str = "no";

/// What the answers speak for.
#[derive(Clone, Copy)]
pub(super) enum Advice {
    LeaveOff,
    SwitchOn,
}

/// The three questions of RS-2 and the start of RS-3. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// Several reactive services? Different needs? Is it not enough as it is?
    pub(super) answers: [RwSignal<String>; 3],
    /// From where it starts.
    pub(super) start: RwSignal<String>,
}

impl Form {
    /// The first question is answered by what there is; the start is today's access (RS-3).
    pub(super) fn of(draft: &Draft, known: &GranularReactiveServices) -> Self {
        let several = if known.services > 1 { YES } else { NO };
        Self {
            answers: [draft.field("several", several), draft.field("needs", ""), draft.field("default", "")],
            start: draft.field("start", name(Start::Today)),
        }
    }

    /// Whether all three are answered.
    pub(super) fn is_answered(self) -> bool {
        self.answers.iter().all(|answer| !answer.get().is_empty())
    }

    /// What they speak for: one no against it, three times yes for it (RS-2). Nothing while it may still be either.
    pub(super) fn advice(self) -> Option<Advice> {
        if self.answers.iter().any(|answer| answer.get() == NO) {
            return Some(Advice::LeaveOff);
        }
        self.is_answered().then_some(Advice::SwitchOn)
    }

    /// From where it starts.
    pub(super) fn start(self) -> Start {
        let chosen = self.start.get();
        STARTS.into_iter().find(|start| name(*start) == chosen).unwrap_or(Start::Today)
    }
}

const STARTS: [Start; 3] = [Start::Today, Start::Nothing, Start::Kept];

/// A start's value.
pub(super) const fn name(start: Start) -> &'static str {
    match start {
        Start::Today => "today",
        Start::Nothing => "nothing",
        Start::Kept => "kept",
    }
}
