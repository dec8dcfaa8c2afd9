//! The box to write in: answers, and for the provider's people internal notes. What is in it stays until it was sent.

use super::Desk;
use super::conversation::company;
use crate::api::Mutation;
use crate::text;
use crate::ui::{Button, ButtonKind, Choice, RadioGroup, Refused, TextArea, state_name, unsent};
use leptos::prelude::*;
use shared::access::{Effect as Change, Origin, Permission};
use shared::api::case::{AddMessage, AddNote, NewMessage};
use shared::case::draft::CaseText;
use shared::case::lifecycle::{CaseState, Move, Side, next};
use shared::problem::Fault;
use web_sys::{KeyboardEvent, SubmitEvent};

const ANSWER: &str = "answer";
const NOTE: &str = "note";

/// What somebody can write in the case as it stands.
#[derive(Clone, PartialEq)]
enum Way {
    /// Nothing: no permission.
    Refused(shared::access::Refusal),
    /// Nothing: the case is closed.
    Closed,
    /// An answer of the customer's.
    Answer,
    /// An answer or a note of the provider's.
    AnswerOrNote,
    /// A note of the provider's: a closed case takes no answers.
    Note,
}

/// The box, or why there is none.
pub(super) fn reply(desk: Desk) -> AnyView {
    let t = desk.t;
    let writer = Writer::new(desk);
    let way = Memo::new(move |_| way(desk));
    let content = move || match way.get() {
        None => ().into_any(),
        Some(Way::Refused(refusal)) => {
            view! { <Refused what=text::case_cant_answer(t) refusal=refusal /> }.into_any()
        }
        Some(Way::Closed) => view! {
            <div class="refused">
                <p class="what">{text::case_closed_what(t)}</p>
                <p>{text::case_closed_why(t)}</p>
            </div>
        }
        .into_any(),
        Some(Way::Answer) => writer.form(false),
        Some(Way::AnswerOrNote) => writer.form(true),
        Some(Way::Note) => {
            writer.kind.set(NOTE.to_owned());
            writer.form(false)
        }
    };
    view! { {content} }.into_any()
}

fn way(desk: Desk) -> Option<Way> {
    let may = desk.space.may(&[Permission::CasesOpen, Permission::CasesWork], Change::Changes)?;
    let case = desk.detail()?;
    let state = case.summary.state;
    Some(match (may, desk.side()) {
        (Err(refusal), _) => Way::Refused(refusal),
        (Ok(()), Side::Provider) if state == CaseState::Closed => Way::Note,
        (Ok(()), Side::Provider) => Way::AnswerOrNote,
        (Ok(()), _) => match next(state, Move::CustomerWrites, desk.circumstances(&case)) {
            Some(_) => Way::Answer,
            None => Way::Closed,
        },
    })
}

/// What is being written. Copied like a number.
#[derive(Clone, Copy)]
struct Writer {
    desk: Desk,
    text: RwSignal<String>,
    kind: RwSignal<String>,
    fault: RwSignal<Option<Fault>>,
    answers: Mutation<AddMessage>,
    notes: Mutation<AddNote>,
}

impl Writer {
    fn new(desk: Desk) -> Self {
        let writer = Self {
            desk,
            text: RwSignal::new(String::new()),
            kind: RwSignal::new(ANSWER.to_owned()),
            fault: RwSignal::new(None),
            answers: Mutation::idle(),
            notes: Mutation::idle(),
        };
        desk.watch(writer.answers.order());
        writer
    }

    fn is_note(self) -> bool {
        self.kind.with(|kind| kind == NOTE)
    }

    /// Sends what is written, if it can be sent.
    fn send(self) {
        let (desk, text) = (self.desk, self.text.get_untracked());
        let fault = shared::text::Text::parse(&text).map(|_: CaseText| ()).err();
        self.fault.set(fault);
        if fault.is_some() {
            return;
        }
        let message = NewMessage { text };
        if untrack(|| self.is_note()) {
            self.notes.send(&desk.path(), &message, move |moved| {
                self.text.set(String::new());
                desk.arrive(Some(text::case_noted(desk.t)), moved);
            });
        } else {
            self.answers.send(&desk.path(), &message, move |moved| {
                self.text.set(String::new());
                desk.arrive(Some(text::case_sent(desk.t)), moved);
            });
        }
    }

    fn form(self, chooses: bool) -> AnyView {
        let t = self.desk.t;
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let keys = move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                self.send();
            }
        };
        let choices =
            [(ANSWER, text::case_kind_answer(t)), (NOTE, text::case_note(t))].map(|(value, label)| Choice {
                value: value.to_owned(),
                label,
                help: String::new(),
                closed: Vec::new(),
            });
        let kinds = chooses.then(|| {
            let choices = Signal::stored(choices.to_vec());
            view! { <RadioGroup label=text::case_write(t) choices=choices inline=true value=self.kind /> }
                .into_any()
        });
        let busy =
            Signal::derive(move || self.answers.order().is_sending() || self.notes.order().is_sending());
        let box_and_button = move || {
            let (label, button) = match self.is_note() {
                true => (text::case_note(t), text::case_save_note(t)),
                false => (text::case_answer(t), text::case_send_answer(t)),
            };
            view! {
                <TextArea label=label help=text::case_answer_help(t) rows=3 value=self.text error=self.error() />
                <div class="send">
                    <Button label=button kind=ButtonKind::Primary busy=busy />
                    <p class="help">{move || self.effect()}</p>
                </div>
            }
            .into_any()
        };
        view! {
            <form class="reply" class:note=move || self.is_note() novalidate on:submit=submit on:keydown=keys>
                {unsent(self.answers.order(), move |_| text::case_not_sent(t))}
                {unsent(self.notes.order(), move |_| text::case_not_sent(t))}
                {kinds}
                {box_and_button}
            </form>
        }
        .into_any()
    }

    /// What is wrong with what was to be sent.
    fn error(self) -> Signal<Option<String>> {
        let t = self.desk.t;
        Signal::derive(move || {
            self.fault.get().map(|fault| match fault {
                Fault::TooLong { most } => {
                    let most = text::number(t, u32::try_from(most).unwrap_or(u32::MAX));
                    text::fault_too_long(t, &text::case_answer(t), &most)
                }
                Fault::Malformed => text::fault_malformed(t, &text::case_answer(t)),
                Fault::Missing | Fault::TooShort { .. } | Fault::Unknown => text::case_fault_empty(t),
            })
        })
    }

    /// What sending will do besides.
    fn effect(self) -> Option<String> {
        let (desk, t) = (self.desk, self.desk.t);
        if self.is_note() {
            return company(desk, Origin::Provider).map(|provider| text::case_note_help(t, &provider));
        }
        let case = desk.detail()?;
        let before = case.summary.state;
        let after = match desk.side() {
            Side::Customer => next(before, Move::CustomerWrites, desk.circumstances(&case))?,
            Side::Provider | Side::System => before,
        };
        (after != before).then(|| text::case_leads_to(t, &state_name(t, after)))
    }
}
