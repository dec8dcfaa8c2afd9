//! Opening a case (CASE-1): one page in sections, checked by the same functions as by the worker.
//!
//! ```text
//! form      what is in the fields, and what of it would be sent
//! faults    what is wrong with which field, in words, and the summary of it
//! services  which services can be chosen; the others with their reason, and who can help
//! barred    why no case can be opened at all
//! fields    the other sections
//! digest    the case so far, beside the form
//! zones     the time zones that the browser knows
//! ```

mod barred;
mod digest;
mod faults;
mod fields;
mod form;
mod services;
mod zones;

use super::{closed, closed_words, keep_typing};
use crate::api::{Failure, Mutation, Query};
use crate::drafts::Draft;
use crate::navigator::Navigator;
use crate::routes;
use crate::session::{Session, Space};
use crate::text::{self, Text, use_text};
use crate::ui::{
    Announce, Button, ButtonKind, Page, Skeleton, SkeletonShape, focus_title, loaded, mending, unsent,
};
use faults::Faults;
use form::Form;
use leptos::html;
use leptos::prelude::*;
use shared::access::{Actor, Refusal};
use shared::api::Empty;
use shared::api::case::{GetCaseOptions, OpenCase, OpenedCase};
use shared::service::entitlement::{entitle, reactive};
use web_sys::SubmitEvent;

/// What the parts of the page share. Copied like a number.
#[derive(Clone, Copy)]
struct Sheet {
    t: Text,
    space: Space,
    form: Form,
    faults: Faults,
    options: Query<GetCaseOptions>,
    command: Mutation<OpenCase>,
    announce: Announce,
    navigator: Navigator,
    draft: StoredValue<Draft>,
    /// The service that was chosen until it was closed to the person.
    taken: RwSignal<String>,
    /// What was not done, and why.
    outcome: NodeRef<html::Div>,
}

/// The page.
pub(crate) fn open() -> AnyView {
    let (t, space) = (use_text(), Space::current());
    let possible = |actor: &Actor| closed(actor).is_none() && reactive(actor).next().is_some();
    // Once there is a form, it stays, with what is in it, whatever becomes of the permission: it says so at its button.
    let begun = Memo::new(move |begun: Option<&bool>| {
        begun == Some(&true) || space.actor().is_some_and(|actor| possible(&actor))
    });
    // The button that was pressed to look again goes with the reason that it stood at.
    Effect::new(move |former: Option<(bool, bool)>| {
        let (known, begun) = (space.actor().is_some(), begun.get());
        if begun && former == Some((true, false)) {
            request_animation_frame(focus_title);
        }
        (known, begun)
    });
    let content = move || match (begun.get(), untrack(|| space.actor())) {
        (true, Some(actor)) => sheet(t, space, &actor),
        _ => view! { {move || barred(t, space)} }.into_any(),
    };
    view! { <Page title=text::open_case_title(t)>{move || content()}</Page> }.into_any()
}

/// What there is instead of a form.
fn barred(t: Text, space: Space) -> AnyView {
    match space.actor() {
        Some(actor) => {
            let draft = Draft::of(actor.identity(), &space.id(), "new");
            view! { {barred::barred(t, &actor)} {barred::kept(t, &draft)} }.into_any()
        }
        None => view! { <Skeleton shape=SkeletonShape::Lines /> }.into_any(),
    }
}

fn sheet(t: Text, space: Space, actor: &Actor) -> AnyView {
    let options = Query::new(move || (space.path(), Empty {}));
    let draft = Draft::of(actor.identity(), &space.id(), "new");
    let (form, faults, command) = (Form::of(t, &draft), Faults::none(t), Mutation::of(&draft, "key"));
    let (announce, navigator) = (Announce::current(), Navigator::current());
    let (taken, draft) = (draft.field("taken", ""), StoredValue::new(draft));
    let outcome = NodeRef::new();
    let sheet =
        Sheet { t, space, form, faults, options, command, announce, navigator, draft, taken, outcome };
    Effect::new(move |_| sheet.follow());
    Effect::new(move |_| sheet.take_faults());
    loaded(options.inquiry(), SkeletonShape::Lines, move || sheet.view())
}

impl Sheet {
    fn view(self) -> AnyView {
        let t = self.t;
        let order = self.command.order();
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let refused = Memo::new(move |_| self.space.actor().and_then(|actor| closed(&actor)));
        let reason = Memo::new(move |_| refused.get().map(|refusal| closed_words(t, refusal)));
        let reason = Signal::derive(move || reason.get().map(|words| words.get()));
        let busy = Signal::derive(move || order.is_sending());
        // What was refused says it already.
        let way_on = move || {
            refused.get().filter(|_| order.failure().is_none()).map(|refusal| mending(t, refusal.mend, None))
        };
        let button = view! { <Button label=text::open_case_submit(t) kind=ButtonKind::Primary busy=busy reason=reason /> };
        let parts = vec![
            self.faults.summary(),
            services::section(self),
            fields::about(self),
            fields::what(self),
            fields::how_bad(self),
            fields::reach(self),
        ];
        view! {
            <div class="open-case">
                <form on:submit=submit on:input=move |event| self.faults.forget(&event) novalidate>
                    {parts}
                    <div class="outcome" tabindex="-1" node_ref=self.outcome>
                        {unsent(order, move |refusal| self.not_opened(refusal))}
                    </div>
                    <div class="send" on:mousedown=keep_typing>
                        {button}
                        {move || way_on()}
                        <p class="help">{move || self.effect()}</p>
                    </div>
                </form>
                {digest::digest(self)}
            </div>
        }
        .into_any()
    }

    /// Sends the form, or shows what is wrong with it.
    fn send(self) {
        let Some(shard) = self.space.id().shard() else { return };
        match self.form.read(shard) {
            Ok(case) => {
                self.faults.show(&[]);
                let (t, announce, draft) = (self.t, self.announce, self.draft.get_value());
                let say = move |case: &OpenedCase| {
                    draft.forget();
                    announce.say(text::open_case_opened(t, case.number.as_str()));
                };
                self.command.send(&self.space.path(), &case, say, move |opened| self.arrive(&opened));
            }
            Err(found) => self.faults.show(&found),
        }
    }

    /// Shows the fields that the worker found wrong, or leads to what else was in the way.
    fn take_faults(self) {
        let failure = self.command.order().failure();
        let fields = failure.as_ref().and_then(Failure::problem).map(|problem| problem.fields.clone());
        let fields = fields.unwrap_or_default();
        if failure.is_some() && fields.is_empty() {
            request_animation_frame(move || {
                if let Some(outcome) = self.outcome.get_untracked() {
                    drop(outcome.focus());
                }
            });
        }
        if failure.is_some() {
            self.faults.show(&fields);
        }
    }

    /// Takes out what can't be chosen any more: a service that has been closed to the person meanwhile (RS-12), which is
    /// chosen again when it is open again; a problem type of another product.
    fn follow(self) {
        if let Some(actor) = self.space.actor() {
            let chosen = self.form.service.get_untracked();
            let open =
                |id: &str| reactive(&actor).any(|s| s.id.as_str() == id && entitle(&actor, &s.id).is_ok());
            let taken = self.taken.get_untracked();
            if !chosen.is_empty() && !open(&chosen) {
                self.form.service.set(String::new());
                self.taken.set(chosen);
            } else if chosen.is_empty() && open(&taken) {
                self.form.service.set(taken);
                self.taken.set(String::new());
            }
            self.take_back(&actor);
        }
        let kind = self.form.problem_type.get_untracked();
        let known = fields::problem_types(self).iter().any(|(id, _)| *id == kind);
        if !kind.is_empty() && !known && self.options.answer().is_some() {
            self.form.problem_type.set(String::new());
        }
    }

    /// Says no more that something was refused that is open by now.
    fn take_back(self, actor: &Actor) {
        let order = self.command.order();
        let refusal = untrack(|| order.failure()).and_then(|failure| failure.problem()?.refusal.clone());
        let service = refusal.as_ref().and_then(|refusal| services::of(&refusal.missing));
        if service.is_some_and(|service| entitle(actor, service).is_ok()) {
            order.dismiss();
        }
    }

    /// What was not done, where something was refused.
    fn not_opened(self, refusal: Option<&Refusal>) -> String {
        match refusal.and_then(|refusal| services::refused(self, &refusal.missing)) {
            Some(service) => text::open_case_not_opened_on(self.t, &service),
            None => text::open_case_not_opened(self.t),
        }
    }

    /// What sending will do.
    fn effect(self) -> String {
        let workspace = self.space.access().map(|answer| answer.name.clone()).unwrap_or_default();
        let provider = Session::current().me().map(|me| me.provider.clone()).unwrap_or_default();
        text::open_case_effect(self.t, text::Provider(&provider), text::Workspace(&workspace))
    }

    /// On to the case that was opened.
    fn arrive(self, opened: &OpenedCase) {
        self.navigator.go(routes::Page::Case(opened.id.clone()).of(&self.space.id()));
    }
}
