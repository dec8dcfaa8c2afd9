//! The reader's own views: filters under a name, to be looked at again with one press.

use super::{Listing, bar};
use crate::api::{Mutation, Query};
use crate::routes;
use crate::text;
use crate::ui::{Announce, Button, Icon, Menu, TextField, focus, icon, unsent};
use leptos::prelude::*;
use shared::api::Empty;
use shared::api::case_list::{CaseView, ListCaseViews, RemoveCaseView, RemovedCaseView, SaveCaseView};
use shared::case::filter::ViewName;
use web_sys::{MouseEvent, SubmitEvent};

/// What the menu knows. Copied like a number.
#[derive(Clone, Copy)]
struct Views {
    listing: Listing,
    announce: Announce,
    query: Query<ListCaseViews>,
    save: Mutation<SaveCaseView>,
    remove: Mutation<RemoveCaseView>,
    name: RwSignal<String>,
    fault: RwSignal<Option<String>>,
    /// Where the view stood that is being removed: the focus was there.
    removed: StoredValue<Option<usize>>,
}

/// The menu of views.
pub(super) fn views(listing: Listing) -> AnyView {
    let (t, space) = (listing.t, listing.space);
    let views = Views {
        listing,
        announce: Announce::current(),
        query: Query::new(move || (space.path(), Empty {})),
        save: Mutation::idle(),
        remove: Mutation::idle(),
        name: RwSignal::new(String::new()),
        fault: RwSignal::new(None),
        removed: StoredValue::new(None),
    };
    Effect::new(move |_| views.go_on());
    let button = view! { {move || views.label()} {icon(Icon::Switch)} }.into_any();
    view! {
        <Menu button=button label=text::cases_views(t) class="button quiet views">
            {move || views.rows()}
            {unsent(views.remove.order(), move |_| text::cases_view_not_removed(t))}
            {views.form()}
        </Menu>
    }
    .into_any()
}

impl Views {
    fn all(self) -> Vec<CaseView> {
        self.query.answer().map(|answer| answer.views.clone()).unwrap_or_default()
    }

    /// The filters as they are now, as a view holds them.
    fn now(self) -> String {
        self.listing.shown.with(|shown| shown.query().trim_start_matches('?').to_owned())
    }

    /// The name of the view that is shown.
    fn label(self) -> String {
        let now = self.now();
        let shown = self.all().into_iter().find(|view| view.query == now);
        shown.map_or_else(|| text::cases_views(self.listing.t), |view| view.name)
    }

    fn rows(self) -> Vec<AnyView> {
        let (t, now) = (self.listing.t, self.now());
        let list = routes::Page::Cases.of(&self.listing.space.id()).to_string();
        let row = |view: CaseView| {
            let current = view.query == now;
            let href = format!("{list}?{}", view.query);
            let (name, label) = (view.name.clone(), text::cases_view_remove(t, &view.name));
            view! {
                <div class="saved">
                    <a
                        class="row"
                        href=href
                        aria-current=current.then_some("true")
                        on:click=|event: MouseEvent| bar::close(&event)
                    >
                        {view.name}
                        {current.then(|| icon(Icon::Check))}
                    </a>
                    <button class="button quiet bare" type="button" on:click=move |_| self.take(&name)>
                        {icon(Icon::Close)}
                        <span class="visually-hidden">{label}</span>
                    </button>
                </div>
            }
            .into_any()
        };
        let views = self.all();
        if views.is_empty() {
            return vec![view! { <p class="help">{text::cases_views_none(t)}</p> }.into_any()];
        }
        views.into_iter().map(row).collect()
    }

    /// Removes a view.
    fn take(self, name: &str) {
        let (t, announce, query) = (self.listing.t, self.announce, self.query);
        let place = untrack(|| self.all()).iter().position(|view| view.name == name);
        let said = text::cases_view_removed(t, name);
        let request = RemovedCaseView { name: name.to_owned() };
        self.remove.send(
            &self.listing.space.path(),
            &request,
            move |_| announce.say(said),
            move |_| {
                self.removed.set_value(place);
                query.reload();
            },
        );
    }

    /// When a view has gone, the focus goes to the next one, or to the name of a new one.
    fn go_on(self) {
        let left = self.all().len();
        let Some(place) = self.removed.get_value() else { return };
        self.removed.set_value(None);
        let wanted = match left.checked_sub(1) {
            Some(last) => format!(".saved:nth-of-type({}) a", place.min(last) + 1),
            None => ".save-view input".to_owned(),
        };
        request_animation_frame(move || {
            focus(&wanted);
        });
    }

    /// Saves the filters as they are under a name.
    fn form(self) -> AnyView {
        let t = self.listing.t;
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.keep();
        };
        let busy = Signal::derive(move || self.save.order().is_sending());
        view! {
            <form class="save-view" novalidate on:submit=submit on:input=move |_| self.fault.set(None)>
                <TextField
                    label=text::cases_view_name(t)
                    help=text::cases_view_help(t)
                    value=self.name
                    error=self.fault
                />
                {unsent(self.save.order(), move |_| text::cases_view_not_saved(t))}
                <Button label=text::cases_view_save(t) busy=busy />
            </form>
        }
        .into_any()
    }

    fn keep(self) {
        let t = self.listing.t;
        let Ok(name) = ViewName::parse(&self.name.get_untracked()) else {
            self.fault.set(Some(text::cases_view_fault(t)));
            return;
        };
        let view = CaseView { name: name.as_str().to_owned(), query: untrack(|| self.now()) };
        let (announce, said) = (self.announce, text::cases_view_saved(t, name.as_str()));
        self.save.send(
            &self.listing.space.path(),
            &view,
            move |_| announce.say(said),
            move |_| {
                self.name.set(String::new());
                self.query.reload();
            },
        );
    }
}
