//! One case: what it is about, its conversation, and what can be done with it.
//!
//! ```text
//! head          number, severity, state; the details
//! moves         the steps that the reader can take with it
//! conversation  what was written and done, newest last
//! prose         what people wrote, as elements
//! reply         the box to write in
//! ```

mod conversation;
mod head;
mod moves;
mod prose;
mod reply;

use super::list;
use crate::api::{Failure, Order, Phase, Query};
use crate::session::{Session, Space};
use crate::text::{self, Text, use_text};
use crate::ui::{Announce, Icon, LinkButton, Page, SkeletonShape, icon, loaded, state_name};
use leptos::prelude::*;
use shared::access::{AtCase, Origin};
use shared::api::Empty;
use shared::api::case::{CaseDetail, CaseMoved, GetCase};
use shared::case::lifecycle::Circumstances;
use shared::id::CaseId;
use shared::problem::ProblemCode;
use shared::service::entitlement::entitle;
use std::sync::Arc;

/// What the parts of the page share. Copied like a number.
#[derive(Clone, Copy)]
struct Desk {
    t: Text,
    session: Session,
    space: Space,
    announce: Announce,
    case: StoredValue<CaseId>,
    query: Query<GetCase>,
}

/// The page.
pub(crate) fn case(case: CaseId) -> AnyView {
    let (t, space) = (use_text(), Space::current());
    let case = StoredValue::new(case);
    let query = Query::new(move || (at(space, case), Empty {}));
    let (session, announce) = (Session::current(), Announce::current());
    let desk = Desk { t, session, space, announce, case, query };
    let presence = query.inquiry().presence();
    let missing = Memo::new(move |_| match presence.get() {
        Phase::Failed(failure) => failure.code() == Some(ProblemCode::NotFound),
        _ => false,
    });
    let cases = list::address(space);
    view! {
        <nav class="crumbs" aria-label=text::case_where(t)>
            <a href=cases.clone()>{icon(Icon::Back)} {text::cases_title(t)}</a>
        </nav>
        {move || match presence.get() {
            Phase::Ready => None,
            _ if missing.get() => Some(view! { <Page title=text::nowhere_title(t)>{""}</Page> }),
            _ => Some(view! { <Page title=text::case_title(t)>{""}</Page> }),
        }}
        {loaded(query.inquiry(), SkeletonShape::Case, move || desk.view())}
        {move || missing.get().then(|| view! { <LinkButton label=text::home_see_cases(t) href=cases.clone() /> })}
    }
    .into_any()
}

fn at(space: Space, case: StoredValue<CaseId>) -> AtCase {
    AtCase { workspace: space.id(), case: case.get_value() }
}

impl Desk {
    fn view(self) -> AnyView {
        // Titles do not change; everything else reads the case by itself.
        let title = untrack(|| self.detail()).map(|case| case.summary.title.clone()).unwrap_or_default();
        let (actions, trouble) = moves::moves(self);
        // Made anew when the case has changed; what is being written stands outside of it.
        let content = move || {
            self.detail().map(|case| {
                let parts = [head::facts(self, &case), conversation::conversation(self, &case)];
                parts.into_iter().collect_view()
            })
        };
        let line = view! { {move || self.detail().map(|case| head::line(self, &case))} }.into_any();
        view! {
            <Page title=title below=line actions=actions>
                {trouble}
                <div class="case">{move || content()} {reply::reply(self)}</div>
            </Page>
        }
        .into_any()
    }

    fn path(self) -> AtCase {
        at(self.space, self.case)
    }

    /// The case as it was last seen.
    fn detail(self) -> Option<Arc<CaseDetail>> {
        self.query.answer()
    }

    /// Whose side the reader is on.
    fn side(self) -> Origin {
        self.session.me().map_or(Origin::Customer, |me| me.origin)
    }

    /// What a move depends on now.
    fn circumstances(self, case: &CaseDetail) -> Circumstances {
        let may_use_service = self.space.actor().is_some_and(|actor| entitle(&actor, &case.service).is_ok());
        Circumstances { now: self.session.now(), since: case.state_since, may_use_service }
    }

    /// Says what was done, and where the case stands now if that is new; also when the reader has left it meanwhile.
    fn said(self, mut done: String) -> impl FnOnce(&CaseMoved) {
        let before = untrack(|| self.detail()).map(|case| case.summary.state);
        let (t, announce, side) = (self.t, self.announce, untrack(|| self.side()));
        move |moved: &CaseMoved| {
            if before != Some(moved.state) {
                done.push(' ');
                done.push_str(&text::case_now(t, &state_name(t, moved.state, side)));
            }
            announce.say(done);
        }
    }

    /// Asks for the case again when a command met another case than the reader saw.
    fn watch(self, order: Order) {
        use ProblemCode::{IdempotencyKeyReused, MoveNotAllowed, StaleVersion};
        Effect::new(move |_| {
            let code = order.failure().as_ref().and_then(Failure::code);
            if matches!(code, Some(StaleVersion | MoveNotAllowed | IdempotencyKeyReused)) {
                self.query.reload();
            }
        });
    }
}
