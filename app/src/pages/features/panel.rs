//! Granular Reactive Services: how it stands, what switching it would do, and switching it.

use super::form::{self, Form};
use super::{start, words};
use crate::api::{Connection, Mutation, Phase, Query};
use crate::drafts::Draft;
use crate::routes::Page;
use crate::session::Space;
use crate::text::{self, Text, use_text};
use crate::ui::{Announce, Button, ButtonKind, Confirm, LinkButton, denial, mending, unsent};
use leptos::prelude::*;
use shared::access::{Effect as Change, Permission};
use shared::api::feature::{
    GetGranularReactiveServices, GranularReactiveServices, Losing, NewSwitch, SwitchGranularReactiveServices,
    SwitchPreview,
};
use shared::problem::ProblemCode;
use shared::service::switch::{Start, Switch};
use std::sync::Arc;

/// Everything the panel knows. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    t: Text,
    space: Space,
    query: Query<GetGranularReactiveServices>,
    command: Mutation<SwitchGranularReactiveServices>,
    form: RwSignal<Option<Form>>,
    confirming: RwSignal<bool>,
    /// What was to be done, and on what it rested, when saving was refused because something was different by then.
    late: RwSignal<Option<Seen>>,
}

/// A way to switch, as it was shown.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    known: Arc<GranularReactiveServices>,
    switch: Switch,
}

impl Panel {
    pub(super) fn new(query: Query<GetGranularReactiveServices>) -> Self {
        let panel = Self {
            t: use_text(),
            space: Space::current(),
            query,
            command: Mutation::idle(),
            form: RwSignal::new(None),
            confirming: RwSignal::new(false),
            late: RwSignal::new(None),
        };
        Effect::new(move |_| panel.take_failure());
        panel
    }

    fn draft(self) -> Option<Draft> {
        self.space.actor().map(|actor| Draft::of(actor.identity(), actor.workspace(), "features"))
    }

    /// The way that is chosen, with its preview.
    fn chosen(self) -> Option<(Arc<GranularReactiveServices>, SwitchPreview)> {
        let known = self.query.answer()?;
        let wanted = match known.on {
            true => Switch::Off,
            false => Switch::On(self.form.get()?.start()),
        };
        // What was chosen may be offered no longer: then what is always offered stands in its place.
        let preview = known.previews.iter().find(|preview| preview.switch == wanted);
        let preview = preview.or(known.previews.first())?.clone();
        Some((known, preview))
    }

    /// Goes on from what there is now, where switching met something else than was shown (ACC-12).
    fn take_failure(self) {
        use ProblemCode::{IdempotencyKeyReused, InvalidFields, StaleVersion};
        let order = self.command.order();
        let code = order.failure().and_then(|failure| failure.code());
        if matches!(code, Some(StaleVersion | InvalidFields | IdempotencyKeyReused)) {
            let seen =
                untrack(|| self.chosen()).map(|(known, preview)| Seen { known, switch: preview.switch });
            order.renew();
            self.late.set(seen);
            self.query.reload();
        }
    }

    fn send(self) {
        let Some((known, preview)) = untrack(|| self.chosen()) else { return };
        let (t, announce, connection) = (self.t, Announce::current(), Connection::current());
        let draft = untrack(|| self.draft());
        let on = preview.switch != Switch::Off;
        let request = NewSwitch { switch: preview.switch, seen: known.seen };
        let anyway = move |done: &shared::api::feature::Switched| {
            let said = if on { text::features_switched_on(t) } else { text::features_switched_off(t) };
            announce.say(format!("{said} {}", words::change(t, done.totals)));
            connection.move_on();
        };
        self.command.send(&self.space.path(), &request, anyway, move |_| {
            draft.iter().for_each(Draft::forget);
            self.late.set(None);
            self.query.reload();
        });
    }
}

/// The panel.
pub(super) fn panel(panel: Panel) -> AnyView {
    let t = panel.t;
    let on = Memo::new(move |_| panel.query.answer().map(|known| known.on));
    let state = move || {
        let (class, shape, word) = match on.get() {
            Some(true) => ("pill good", "●", text::features_on(t)),
            _ => ("pill", "○", text::features_off(t)),
        };
        view! {
            <span class=class>
                <span class="shape" aria-hidden="true">{shape}</span>
                {word}
            </span>
        }
        .into_any()
    };
    let reader = Memo::new(move |_| panel.space.actor().is_some());
    let body = move || match (on.get(), reader.get()) {
        (Some(true), _) => is_on(panel),
        (Some(false), true) => is_off(panel),
        _ => ().into_any(),
    };
    view! {
        <article class="feature">
            <header>
                <h3>{text::features_granular(t)}</h3>
                <span role="status">{state}</span>
            </header>
            <p>{text::features_granular_sentence(t)}</p>
            {body}
        </article>
    }
    .into_any()
}

/// While it is on: how it stands, the way to what it gives, and switching it off.
fn is_on(panel: Panel) -> AnyView {
    let t = panel.t;
    panel.form.set(None);
    let href = Page::ReactiveServices.of(&panel.space.id()).to_string();
    let shown = move || {
        panel
            .space
            .shows(Permission::RolesView)
            .then(|| view! { <LinkButton label=text::services_title(t) href=href.clone() /> }.into_any())
    };
    view! {
        <p>{text::features_is_on(t)}</p>
        <div class="actions">{shown}</div>
        <section class="feature-step">
            <h4>{text::features_switch_off(t)}</h4>
            {move || what_happens(panel)}
            {foot(panel, false)}
        </section>
    }
    .into_any()
}

/// While it is off: whether to switch it on, from where, and switching it on.
fn is_off(panel: Panel) -> AnyView {
    let t = panel.t;
    let known = Signal::derive(move || panel.query.answer().map(|known| (*known).clone()));
    let (Some(answer), Some(draft)) = (untrack(|| panel.query.answer()), untrack(|| panel.draft())) else {
        return ().into_any();
    };
    let form = Form::of(&draft, &answer);
    let wanted = Switch::On(untrack(|| form.start()));
    if !answer.previews.iter().any(|preview| preview.switch == wanted) {
        form.start.set(form::name(Start::Today).to_owned());
    }
    panel.form.set(Some(form));
    view! {
        <p>{text::features_is_off(t)}</p>
        {start::checklist(t, form, &answer)}
        {start::starts(t, form, known)}
        <section class="feature-step">
            <h4>{text::features_what_happens(t)}</h4>
            {move || what_happens(panel)}
            {foot(panel, true)}
        </section>
    }
    .into_any()
}

/// Who would lose something, by name.
fn what_happens(panel: Panel) -> Option<AnyView> {
    let t = panel.t;
    let (_, preview) = panel.chosen()?;
    if preview.losing.is_empty() {
        return None;
    }
    let line = |Losing { name, services, .. }: &Losing| {
        let services = text::services_count(t, words::number(*services));
        view! { <li>{name.clone()} " " <span class="help">{services}</span></li> }.into_any()
    };
    let mut lines: Vec<AnyView> = preview.losing.iter().map(line).collect();
    let left = preview.totals.losing.saturating_sub(preview.losing.len());
    if left > 0 {
        lines
            .push(view! { <li class="help">{text::services_others(t, words::number(left))}</li> }.into_any());
    }
    let title = text::features_who_loses(t, words::number(preview.totals.losing));
    Some(
        view! { <details class="losing" open=true><summary>{title}</summary> <ul>{lines}</ul></details> }
            .into_any(),
    )
}

/// What has become different, what switching will do, the button, what came of it.
fn foot(panel: Panel, on: bool) -> AnyView {
    let t = panel.t;
    let order = panel.command.order();
    let what = if on { text::features_not_on(t) } else { text::features_not_off(t) };
    let outcome = move || {
        panel.chosen().map(|(known, preview)| words::outcome(t, &known, &preview)).unwrap_or_default()
    };
    let label = if on { text::features_switch_on(t) } else { text::features_switch_off(t) };
    let kind = if on { ButtonKind::Primary } else { ButtonKind::Plain };
    let title = if on { text::features_switch_on_title(t) } else { text::features_switch_off_title(t) };
    let busy = Signal::derive(move || order.is_sending());
    let press = move |()| panel.confirming.set(true);
    view! {
        {move || late(panel)}
        {unsent(order, move |_| what.clone())}
        <p role="status" class="outcome">{outcome}</p>
        <Button label=label.clone() kind=kind busy=busy reason=reason(panel, on) on_press=press />
        {move || mend(panel)}
        <Confirm
            open=panel.confirming
            title=title
            action=label
            kind=ButtonKind::Primary
            on_confirm=move |()| panel.send()
        >
            <p>{outcome}</p>
        </Confirm>
    }
    .into_any()
}

/// Why it can't be switched just now.
fn reason(panel: Panel, on: bool) -> Signal<Option<String>> {
    let t = panel.t;
    let refused = Memo::new(move |_| refusal(panel));
    let denied = Memo::new(move |_| refused.get().map(|refusal| denial(t, &refusal)));
    Signal::derive(move || {
        if let Some(denied) = denied.get() {
            return Some(denied.get());
        }
        if panel.query.inquiry().phase() == Phase::Refreshing {
            return Some(text::services_looking(t));
        }
        (on && !panel.form.get().is_some_and(Form::is_answered)).then(|| text::features_answer_first(t))
    })
}

fn refusal(panel: Panel) -> Option<shared::access::Refusal> {
    panel.space.may(&[Permission::FeaturesManage], Change::Changes).and_then(Result::err)
}

/// The way to put a refusal right.
fn mend(panel: Panel) -> Option<AnyView> {
    refusal(panel).map(|refusal| mending(panel.t, refusal.mend, None))
}

/// What has become different since it was shown (ACC-12): nothing was switched, nothing chosen is lost.
fn late(panel: Panel) -> Option<AnyView> {
    let (t, seen) = (panel.t, panel.late.get()?);
    let now = panel.query.answer()?;
    let preview = |known: &GranularReactiveServices| {
        let preview = known.previews.iter().find(|preview| preview.switch == seen.switch)?;
        Some(words::outcome(t, known, preview))
    };
    let lines = match (preview(&seen.known), preview(&now)) {
        (Some(before), Some(now)) if before != now => {
            vec![text::features_before(t, &before), text::features_now(t, &now)]
        }
        (_, Some(_)) => Vec::new(),
        (_, None) if seen.known.on != now.on => {
            vec![if now.on { text::features_meanwhile_on(t) } else { text::features_meanwhile_off(t) }]
        }
        (_, None) => vec![text::features_no_longer(t)],
    };
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    Some(view! { <div class="since" role="alert"><p>{text::features_since(t)}</p> {lines}</div> }.into_any())
}
