//! The checklist, and from where it starts when it is switched on (RS-2, RS-3, RS-13).

use super::form::{self, Advice, Form, NO, YES};
use super::words;
use crate::text::{self, Text};
use crate::ui::{Choice, Icon, RadioGroup, icon};
use leptos::prelude::*;
use shared::api::feature::GranularReactiveServices;
use shared::service::switch::Switch;

/// The three questions, and what the answers speak for.
pub(super) fn checklist(t: Text, form: Form, known: &GranularReactiveServices) -> AnyView {
    let several = text::features_several(t, words::number(known.services));
    let questions = [several, text::features_needs(t), text::features_default(t)];
    let question = |(label, value): (String, RwSignal<String>)| {
        let choices = Signal::derive(move || {
            [(YES, text::features_yes(t)), (NO, text::features_no(t))]
                .map(|(value, label)| choice(value, label, String::new()))
                .into()
        });
        view! { <RadioGroup label=label choices=choices value=value inline=true /> }.into_any()
    };
    let questions: Vec<AnyView> = questions.into_iter().zip(form.answers).map(question).collect();
    let advice = move || {
        let (sign, words) = match form.advice()? {
            Advice::LeaveOff => (Icon::Alert, text::features_leave_off(t)),
            Advice::SwitchOn => (Icon::Check, text::features_do_switch(t)),
        };
        Some(view! { <p class="advice">{icon(sign)} {words}</p> }.into_any())
    };
    view! {
        <section class="feature-step">
            <h4>{text::features_checklist(t)}</h4>
            {questions}
            <div role="status">{advice}</div>
        </section>
    }
    .into_any()
}

/// From where it starts, each with what comes of it.
pub(super) fn starts(t: Text, form: Form, known: Signal<Option<GranularReactiveServices>>) -> AnyView {
    let choices = Signal::derive(move || {
        let Some(known) = known.get() else { return Vec::new() };
        let of = |preview: &_| start(t, &known, preview);
        known.previews.iter().filter_map(of).collect()
    });
    view! {
        <section class="feature-step">
            <h4>{text::features_start(t)}</h4>
            <RadioGroup label=text::features_start_label(t) choices=choices value=form.start />
        </section>
    }
    .into_any()
}

fn start(
    t: Text,
    known: &GranularReactiveServices,
    preview: &shared::api::feature::SwitchPreview,
) -> Option<Choice> {
    let Switch::On(start) = preview.switch else { return None };
    Some(choice(form::name(start), words::start(t, start), words::outcome(t, known, preview)))
}

fn choice(value: &str, label: String, help: String) -> Choice {
    Choice { value: value.to_owned(), label, help, ..Choice::default() }
}
