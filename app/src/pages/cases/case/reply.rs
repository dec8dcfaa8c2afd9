//! The box to write in: answers, and for the provider's people internal notes. What is in it stays until it was sent.

use super::super::keep_typing;
use super::Desk;
use super::conversation::company;
use crate::api::Mutation;
use crate::drafts::Draft;
use crate::text::{self, Field, Most};
use crate::ui::{Button, ButtonKind, Choice, RadioGroup, Refused, TextArea, state_name, unsent};
use leptos::prelude::*;
use shared::access::{Actor, Effect as Change, Origin, Permission, Refusal};
use shared::api::case::{AddMessage, AddNote, CaseDetail, CaseMoved, NewMessage};
use shared::case::draft::CaseText;
use shared::case::lifecycle::{CaseState, Circumstances, Move, next};
use shared::problem::Fault;
use shared::service::entitlement::entitle;
use web_sys::{KeyboardEvent, SubmitEvent};

const ANSWER: &str = "answer";
const NOTE: &str = "note";

/// The part of the draft that is sent.
const TEXT: &str = "text";

/// What somebody can write in the case as it stands.
#[derive(Clone, PartialEq)]
enum Way {
    /// Not known yet.
    Unknown,
    /// Nothing: they are not permitted to.
    Refused(Refusal),
    /// Nothing: the case is closed, and they may not use its service, which reopening asks for.
    Barred(Refusal),
    /// Nothing: the case has been closed for too long.
    Closed,
    /// An answer of the customer's.
    Answer,
    /// An answer or a note of the provider's.
    Either,
    /// A note of the provider's: a closed case takes no answers.
    Note,
}

/// The box, or why there is none; as soon as it is known who writes.
pub(super) fn reply(desk: Desk) -> AnyView {
    let known = Memo::new(move |_| desk.space.actor().is_some());
    let content =
        move || untrack(|| desk.space.actor()).filter(|_| known.get()).map(|actor| written(desk, &actor));
    view! { <div class="reply">{content}</div> }.into_any()
}

fn written(desk: Desk, actor: &Actor) -> AnyView {
    let t = desk.t;
    let writer = Writer::new(desk, actor);
    let way = Memo::new(move |_| way(desk));
    let content = move || match way.get() {
        Way::Unknown => ().into_any(),
        Way::Refused(refusal) => {
            view! { <Refused what=text::case_cant_answer(t) refusal=refusal /> }.into_any()
        }
        Way::Barred(refusal) => {
            view! { <Refused what=text::case_cant_reopen(t) refusal=refusal /> }.into_any()
        }
        Way::Closed => view! {
            <div class="refused">
                <p class="what">{text::case_closed_what(t)}</p>
                <p>{text::case_closed_why(t)}</p>
            </div>
        }
        .into_any(),
        Way::Answer => writer.form(false),
        Way::Either => writer.form(true),
        Way::Note => {
            writer.kind.set(NOTE.to_owned());
            writer.form(false)
        }
    };
    view! { {move || content()} }.into_any()
}

fn way(desk: Desk) -> Way {
    let (Some(actor), Some(case)) = (desk.space.actor(), desk.detail()) else { return Way::Unknown };
    let state = case.summary.state;
    match (actor.may(&[Permission::CasesOpen, Permission::CasesWork], Change::Changes), desk.side()) {
        (Err(refusal), _) => Way::Refused(refusal),
        (Ok(()), Origin::Provider) if state == CaseState::Closed => Way::Note,
        (Ok(()), Origin::Provider) => Way::Either,
        (Ok(()), Origin::Customer) => match next(state, Move::CustomerWrites, desk.circumstances(&case)) {
            Some(_) => Way::Answer,
            None => closed(desk, &actor, &case),
        },
    }
}

/// Why an answer does not reopen the case: it would, were the service open to the writer; or it has been closed for too
/// long.
fn closed(desk: Desk, actor: &Actor, case: &CaseDetail) -> Way {
    let allowed = Circumstances { may_use_service: true, ..desk.circumstances(case) };
    match (next(case.summary.state, Move::CustomerWrites, allowed), entitle(actor, &case.service)) {
        (Some(_), Err(refusal)) => Way::Barred(refusal),
        _ => Way::Closed,
    }
}

/// What is being written. Copied like a number.
#[derive(Clone, Copy)]
struct Writer {
    desk: Desk,
    text: RwSignal<String>,
    kind: RwSignal<String>,
    fault: RwSignal<Option<String>>,
    answers: Mutation<AddMessage>,
    notes: Mutation<AddNote>,
    draft: StoredValue<Draft>,
}

impl Writer {
    fn new(desk: Desk, actor: &Actor) -> Self {
        let draft = Draft::of(actor.identity(), &desk.space.id(), desk.case.get_value().as_str());
        let (answers, notes) = (Mutation::of(&draft, "answer"), Mutation::of(&draft, "note"));
        desk.watch(answers.order());
        let (text, kind) = (draft.field(TEXT, ""), draft.field("kind", ANSWER));
        let draft = StoredValue::new(draft);
        Self { desk, text, kind, fault: RwSignal::new(None), answers, notes, draft }
    }

    fn is_note(self) -> bool {
        self.kind.with(|kind| kind == NOTE)
    }

    /// Sends what is written, if it can be sent.
    fn send(self) {
        let text = self.text.get_untracked();
        let fault = shared::text::Text::parse(&text).map(|_: CaseText| ()).err();
        self.fault.set(fault.map(|fault| self.say(fault)));
        if fault.is_none() {
            let (t, path, message) = (self.desk.t, self.desk.path(), NewMessage { text: text.clone() });
            let note = untrack(|| self.is_note());
            let said = self.desk.said(if note { text::case_noted(t) } else { text::case_sent(t) });
            let (draft, part) = (self.draft.get_value(), text.clone());
            let anyway = move |moved: &CaseMoved| {
                draft.sent(TEXT, &part);
                said(moved);
            };
            let sent = move |_: CaseMoved| self.sent(&text);
            match note {
                true => self.notes.send(&path, &message, anyway, sent),
                false => self.answers.send(&path, &message, anyway, sent),
            }
        }
    }

    /// Takes out what was sent; what was written meanwhile stays.
    fn sent(self, text: &str) {
        let now = self.text.get_untracked();
        if let Some(more) = now.strip_prefix(text) {
            self.text.set(more.trim_start().to_owned());
        }
        self.desk.query.reload();
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
        let choice = |value: &str, label| Choice { value: value.to_owned(), label, ..Choice::default() };
        let kinds = chooses.then(|| {
            let choices = vec![choice(ANSWER, text::case_kind_answer(t)), choice(NOTE, text::case_note(t))];
            let label = text::case_write(t);
            view! { <RadioGroup label=label choices=Signal::stored(choices) inline=true value=self.kind /> }
                .into_any()
        });
        view! {
            <form
                class:note=move || self.is_note()
                class:blank=move || self.text.with(String::is_empty)
                novalidate
                on:submit=submit
                on:keydown=keys
                on:input=move |_| self.fault.set(None)
            >
                {unsent(self.answers.order(), move |_| text::case_not_sent(t))}
                {unsent(self.notes.order(), move |_| text::case_not_sent(t))}
                {kinds}
                {move || self.writing()}
            </form>
        }
        .into_any()
    }

    /// The field and its button, by what is to be written.
    fn writing(self) -> AnyView {
        let t = self.desk.t;
        let (label, button, keys) = match self.is_note() {
            true => (text::case_note(t), text::case_save_note(t), text::case_note_keys(t)),
            false => (text::case_answer(t), text::case_send_answer(t), text::case_answer_keys(t)),
        };
        let busy =
            Signal::derive(move || self.answers.order().is_sending() || self.notes.order().is_sending());
        view! {
            <TextArea label=label help=text::case_answer_help(t) rows=3 value=self.text error=self.fault />
            <div class="send" on:mousedown=keep_typing>
                <Button label=button kind=ButtonKind::Primary busy=busy />
                <div class="send-help">
                    <p class="help">{move || self.effect()}</p>
                    <p class="help keys">{keys}</p>
                </div>
            </div>
        }
        .into_any()
    }

    /// What is wrong with what was to be sent.
    fn say(self, fault: Fault) -> String {
        let t = self.desk.t;
        match fault {
            Fault::TooLong { most } => {
                let most = text::number(t, u32::try_from(most).unwrap_or(u32::MAX));
                text::fault_too_long(t, Field(&text::case_answer(t)), Most(&most))
            }
            Fault::TooLarge { most_kib } => {
                let most = text::number(t, u32::try_from(most_kib).unwrap_or(u32::MAX));
                text::fault_too_large(t, Field(&text::case_answer(t)), Most(&most))
            }
            Fault::Malformed => text::fault_malformed(t, &text::case_answer(t)),
            Fault::Missing | Fault::TooShort { .. } | Fault::Unknown => text::case_fault_empty(t),
        }
    }

    /// What sending will do besides.
    fn effect(self) -> String {
        let (desk, t) = (self.desk, self.desk.t);
        let side = desk.side();
        if self.is_note() {
            return text::case_note_help(t, &company(desk, Origin::Provider));
        }
        let Some(case) = desk.detail().filter(|_| side == Origin::Customer) else { return String::new() };
        match next(case.summary.state, Move::CustomerWrites, desk.circumstances(&case)) {
            Some(after) if after != case.summary.state => text::case_leads_to(t, &state_name(t, after, side)),
            _ => String::new(),
        }
    }
}
