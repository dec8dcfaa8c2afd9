//! Opening a case (CASE-1): one page in sections, checked by the same functions as by the worker.
//!
//! ```text
//! form      what is in the fields, and what of it would be sent
//! faults    what is wrong with which field, in words, and the summary of it
//! services  which services can be chosen; the others with their reason, and who can help
//! fields    the other sections
//! digest    the case so far, beside the form
//! zones     the time zones that the browser knows
//! ```

mod digest;
mod faults;
mod fields;
mod form;
mod services;
mod zones;

use crate::api::{Mutation, Query};
use crate::navigator::Navigator;
use crate::routes;
use crate::session::{Session, Space};
use crate::text::{self, Text, use_text};
use crate::ui::{Announce, Button, ButtonKind, Page, Refused, Skeleton, SkeletonShape, loaded, unsent, why};
use faults::Faults;
use form::Form;
use leptos::prelude::*;
use shared::access::{Effect as Change, Permission, Refusal};
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
}

/// Whether the person may open cases; `None` while that is not known.
type Allowed = Option<Result<(), Refusal>>;

/// The page.
pub(crate) fn open() -> AnyView {
    let (t, space) = (use_text(), Space::current());
    // Once there is a form, it stays, with what is in it, whatever becomes of the permission: it says so at its button.
    let allowed = Memo::new(move |former: Option<&Allowed>| match former {
        Some(Some(Ok(()))) => Some(Ok(())),
        _ => space.may(&[Permission::CasesOpen], Change::Changes),
    });
    let content = move || match allowed.get() {
        None => view! { <Skeleton shape=SkeletonShape::Lines /> }.into_any(),
        Some(Err(refusal)) => {
            view! { <Refused what=text::open_case_refused(t) refusal=refusal /> }.into_any()
        }
        Some(Ok(())) => sheet(t, space),
    };
    view! { <Page title=text::open_case_title(t)>{content}</Page> }.into_any()
}

fn sheet(t: Text, space: Space) -> AnyView {
    let options = Query::<GetCaseOptions>::new(move || (space.path(), Empty {}));
    let sheet = Sheet { t, space, form: Form::empty(t), faults: Faults::none(), options };
    loaded(options.inquiry(), SkeletonShape::Lines, move || sheet.view())
}

impl Sheet {
    fn view(self) -> AnyView {
        let Self { t, space, form, faults, .. } = self;
        let command = Mutation::<OpenCase>::idle();
        let order = command.order();
        Effect::new(move |_| {
            let failure = order.failure();
            if let Some(problem) = failure.as_ref().and_then(|failure| failure.problem()) {
                faults.show(problem.fields.clone());
            }
        });
        Effect::new(move |_| self.forget_closed());
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let Some(shard) = space.id().shard() else { return };
            match form.read(shard) {
                Ok(case) => {
                    faults.show(Vec::new());
                    command.send(&space.path(), &case, move |opened| self.arrive(&opened));
                }
                Err(found) => faults.show(found),
            }
        };
        let reason = Signal::derive(move || self.reason());
        let busy = Signal::derive(move || order.is_sending());
        view! {
            <div class="open-case">
                <form on:submit=submit novalidate>
                    {faults.summary(t)}
                    {services::section(self)}
                    {fields::about(self)}
                    {fields::what(self)}
                    {fields::how_bad(self)}
                    {fields::reach(self)}
                    <div class="send">
                        {unsent(order, move |refusal| self.not_opened(refusal))}
                        <Button label=text::open_case_submit(t) kind=ButtonKind::Primary busy=busy reason=reason />
                        <p class="help">{move || self.effect()}</p>
                    </div>
                </form>
                {digest::digest(self)}
            </div>
        }
        .into_any()
    }

    /// A service that has been closed to the person meanwhile is not chosen any more (RS-12).
    fn forget_closed(self) {
        let Some(actor) = self.space.actor() else { return };
        let open = |id: &str| reactive(&actor).any(|s| s.id.as_str() == id && entitle(&actor, &s.id).is_ok());
        if self.form.service.with_untracked(|chosen| !chosen.is_empty() && !open(chosen)) {
            self.form.service.set(String::new());
        }
    }

    /// Why nothing can be sent at all.
    fn reason(self) -> Option<String> {
        let actor = self.space.actor()?;
        match actor.may(&[Permission::CasesOpen], Change::Changes) {
            Err(refusal) => Some(why(self.t, &refusal.missing)),
            Ok(()) if reactive(&actor).any(|service| entitle(&actor, &service.id).is_ok()) => None,
            Ok(()) => Some(text::open_case_none_usable(self.t)),
        }
    }

    /// What was not done, where something was refused.
    fn not_opened(self, refusal: &Refusal) -> String {
        match services::refused(self, &refusal.missing) {
            Some(service) => text::open_case_not_opened_on(self.t, &service),
            None => text::open_case_not_opened(self.t),
        }
    }

    /// What sending will do.
    fn effect(self) -> String {
        let workspace = self.space.access().map(|answer| answer.name.clone()).unwrap_or_default();
        let provider = Session::current().me().map(|me| me.provider.clone()).unwrap_or_default();
        text::open_case_effect(self.t, &provider, &workspace)
    }

    /// On to the case that was opened.
    fn arrive(self, opened: &OpenedCase) {
        Announce::current().say(text::open_case_opened(self.t, opened.number.as_str()));
        Navigator::current().go(routes::Page::Case(opened.id.clone()).of(&self.space.id()));
    }
}
