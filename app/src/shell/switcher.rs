//! The workspace switcher (WS-6): the person's workspaces, by customer where there are several, filtered by typing.

use super::missing;
use crate::api::{Inquiry, Phase};
use crate::routes::Page;
use crate::session::{Session, Space};
use crate::text::{self, Text};
use crate::ui::{Icon, Menu, close_menu, icon};
use leptos::prelude::*;
use shared::id::WorkspaceId;
use shared::workspace::WorkspaceEntry;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

/// The button with the workspace's name, and the list that it opens.
pub(super) fn switcher(t: Text, space: Option<Space>) -> AnyView {
    let session = Session::current();
    let name = move || {
        let (space, me) = (space?, session.me());
        match space.access() {
            Some(answer) => Some(answer.name.clone()),
            None => me.and_then(|me| named(&me.workspaces, &space.id())),
        }
    };
    let comes = move || space.is_some_and(|space| waits(space.inquiry()) || waits(session.inquiry()));
    let what = move || match name() {
        Some(_) => text::switcher_here(t),
        None if comes() => text::switcher_label(t),
        None => String::new(),
    };
    // Nothing stands where the name will: another word in its place would be seen to go.
    let shown = move || match name() {
        None if comes() => String::new(),
        name => name.unwrap_or_else(|| text::switcher_label(t)),
    };
    let shape = move || (name().is_some() || !comes()).then(|| icon(Icon::Switch));
    // What is in the list is made when it opens, and what was typed is gone when it closes.
    let (filter, open) = (RwSignal::new(String::new()), RwSignal::new(false));
    Effect::new(move |_| {
        if !open.get() {
            filter.set(String::new());
        }
    });
    let button = view! {
        <span class="visually-hidden">{what}</span>
        <span class="switcher-name">{shown}</span>
        {shape}
    }
    .into_any();
    view! {
        <Menu button=button label=text::switcher_label(t) class="button quiet switcher" open=open>
            {field(t, filter)}
            {workspaces(t, space.map(Space::id), filter, open)}
            {move || missing(t, session)}
        </Menu>
    }
    .into_any()
}

/// Whether nothing is known yet.
fn waits(inquiry: Inquiry) -> bool {
    inquiry.phase() == Phase::Loading
}

/// Where one types; Enter goes to the first workspace that is left.
fn field(t: Text, filter: RwSignal<String>) -> AnyView {
    let choose = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() && !filter.with_untracked(String::is_empty) {
            let menu = event_target::<Element>(&event).closest(".menu").ok().flatten();
            let first = menu.and_then(|menu| menu.query_selector("a.row").ok().flatten());
            if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                first.click();
            }
        }
    };
    view! {
        <label class="search">
            {icon(Icon::Search)}
            <span class="visually-hidden">{text::switcher_filter(t)}</span>
            <input
                class="input"
                type="search"
                autocomplete="off"
                autofocus
                placeholder=text::switcher_filter(t)
                prop:value=filter
                on:input=move |event| filter.set(event_target_value(&event))
                on:keydown=choose
            />
        </label>
    }
    .into_any()
}

/// The workspaces that are left, and for whoever does not see it, how many.
fn workspaces(t: Text, here: Option<WorkspaceId>, filter: RwSignal<String>, open: RwSignal<bool>) -> AnyView {
    let (session, count) = (Session::current(), RwSignal::new(0));
    let lists = move || {
        let me = session.me().filter(|_| open.get())?;
        let groups = groups(&me.workspaces, &filter.get());
        count.set(groups.iter().map(|group| group.lines.len()).sum());
        Some(groups.into_iter().map(|group| list(t, here.as_ref(), group)).collect_view())
    };
    let words = move || match u32::try_from(count.get()).unwrap_or(u32::MAX) {
        0 => text::switcher_none(t),
        count => text::switcher_count(t, count),
    };
    let close = move |event: MouseEvent| {
        if let Ok(Some(link)) = event_target::<Element>(&event).closest("a") {
            close_menu(&link);
        }
    };
    view! {
        <p class="help" class:visually-hidden=move || count.get() != 0 role="status">
            {words}
        </p>
        <div on:click=close>{lists}</div>
    }
    .into_any()
}

/// The workspaces of one customer.
#[derive(Debug, PartialEq)]
struct Group {
    /// The customer; `None` where there is only one.
    customer: Option<String>,
    lines: Vec<Line>,
}

/// One workspace.
#[derive(Debug, PartialEq)]
struct Line {
    id: WorkspaceId,
    name: String,
    /// The agreement's number, where another workspace has the same name (WS-7).
    agreement: Option<String>,
    opened: bool,
}

/// What a workspace is called, if it is among these.
pub(super) fn named(entries: &[WorkspaceEntry], id: &WorkspaceId) -> Option<String> {
    entries.iter().find(|entry| entry.id == *id).map(|entry| entry.name.clone())
}

/// The workspaces whose name, customer or agreement number holds what was typed, in the order they came in.
fn groups(entries: &[WorkspaceEntry], filter: &str) -> Vec<Group> {
    let wanted = alike(filter);
    let first = entries.first().map(|entry| &entry.customer);
    let several = entries.iter().any(|entry| Some(&entry.customer) != first);
    // Of hundreds, each name is folded once.
    let names: Vec<String> = entries.iter().map(|entry| alike(&entry.name)).collect();
    let mut groups: Vec<Group> = Vec::new();
    for (entry, name) in entries.iter().zip(&names) {
        let texts = [Some(&entry.customer), entry.agreement.as_ref()];
        if !name.contains(&wanted) && !texts.into_iter().flatten().any(|text| alike(text).contains(&wanted)) {
            continue;
        }
        let twice = names.iter().filter(|other| *other == name).count() > 1;
        let line = Line {
            id: entry.id.clone(),
            name: entry.name.clone(),
            agreement: entry.agreement.clone().filter(|_| twice),
            opened: entry.last_opened_at.is_some(),
        };
        let customer = several.then(|| entry.customer.clone());
        match groups.iter_mut().find(|group| group.customer == customer) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { customer, lines: vec![line] }),
        }
    }
    groups
}

/// A text as a reader takes it in at a glance.
fn alike(text: &str) -> String {
    text::folded(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn list(t: Text, here: Option<&WorkspaceId>, group: Group) -> AnyView {
    let line = move |line: Line| {
        let here = Some(&line.id) == here;
        let href = Page::Home.of(&line.id).to_string();
        let unopened = (!line.opened)
            .then(|| view! { <span class="visually-hidden">{text::switcher_unopened(t)}</span> }.into_any());
        view! {
            <li>
                <a class="row" class:unopened=!line.opened href=href aria-current=here.then_some("true")>
                    <span>
                        {line.name}
                        {unopened}
                        {line.agreement.map(|agreement| view! { <span class="agreement">{agreement}</span> }.into_any())}
                    </span>
                    {here.then(|| icon(Icon::Check))}
                </a>
            </li>
        }
        .into_any()
    };
    let name = group.customer.clone();
    view! {
        {group.customer.map(|customer| view! { <p class="group" aria-hidden="true">{customer}</p> }.into_any())}
        <ul aria-label=name>{group.lines.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::groups;
    use shared::id::WorkspaceId;
    use shared::workspace::{WorkspaceEntry, WorkspaceKind};
    use shared::{region::Shard, time::Timestamp};

    fn entry(n: u8, name: &str, customer: &str) -> WorkspaceEntry {
        let then = Timestamp::from_millis(0);
        WorkspaceEntry {
            id: WorkspaceId::new(Shard::parse("eu1").unwrap(), then, [n; 10]),
            name: name.into(),
            customer: customer.into(),
            agreement: Some(format!("A-{n}")),
            kind: WorkspaceKind::Default,
            created_at: then,
            last_opened_at: (n != 1).then_some(then),
        }
    }

    #[test]
    fn ws_6_workspaces_are_grouped_by_customer_where_there_are_several() {
        let one = [entry(1, "Default", "Contoso"), entry(2, "Paris", "Contoso")];
        assert_eq!(groups(&one, "").into_iter().map(|group| group.customer).collect::<Vec<_>>(), [None]);
        let two =
            [entry(1, "Default", "Contoso"), entry(2, "Paris", "Fabrikam"), entry(3, "Lyon", "Contoso")];
        let sizes: Vec<_> =
            groups(&two, "").into_iter().map(|group| (group.customer, group.lines.len())).collect();
        assert_eq!(sizes, [(Some("Contoso".into()), 2), (Some("Fabrikam".into()), 1)]);
    }

    #[test]
    fn ws_6_typing_filters_and_what_was_never_opened_is_marked() {
        let entries = [entry(1, "Default", "Contoso"), entry(2, "Paris  Nord", "Contoso")];
        let found = groups(&entries, "paris n");
        assert_eq!(
            found.iter().flat_map(|group| &group.lines).map(|line| line.opened).collect::<Vec<_>>(),
            [true]
        );
        assert!(!groups(&entries, "").first().unwrap().lines.first().unwrap().opened);
        assert!(groups(&entries, "rome").is_empty());
        let accented = [entry(3, "De\u{301}faut", "Contoso")];
        assert_eq!(groups(&accented, "defaut").len(), 1);
    }

    #[test]
    fn ws_7_the_agreement_tells_two_of_the_same_name_apart() {
        let entries =
            [entry(1, "Default", "Contoso"), entry(2, "default ", "Contoso"), entry(3, "Paris", "Contoso")];
        let numbers: Vec<_> = groups(&entries, "")
            .into_iter()
            .flat_map(|group| group.lines)
            .map(|line| line.agreement)
            .collect();
        assert_eq!(numbers, [Some("A-1".into()), Some("A-2".into()), None]);
    }
}
