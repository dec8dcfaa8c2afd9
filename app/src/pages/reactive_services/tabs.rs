//! The way to the other tab, and how many people have no service.

use super::board::Board;
use super::filter::{GROUPS, TAB, UNASSIGNED};
use super::subject::Tab;
use super::words;
use crate::navigator::Location;
use crate::routes::Page;
use crate::text;
use leptos::prelude::*;

/// The tabs are places of their own: links, with what is shown in the address.
pub(super) fn tabs(board: Board) -> AnyView {
    let t = board.t;
    let tab = |tab: Tab, name: String, query: String| {
        let here = (tab == board.tab).then_some("page");
        view! { <li><a href=address(board, &query) aria-current=here>{name}</a></li> }.into_any()
    };
    view! {
        <div class="tabs-row">
            <nav class="tabs" aria-label=text::services_tabs(t)>
                <ul>
                    {tab(Tab::Users, text::services_users(t), String::new())}
                    {tab(Tab::Groups, text::services_groups(t), format!("?{TAB}={GROUPS}"))}
                </ul>
            </nav>
            {move || without(board)}
        </div>
    }
    .into_any()
}

/// How many people have no service from anywhere: the way to them.
fn without(board: Board) -> Option<AnyView> {
    let list = board.list.get()?;
    let count = list.people().subjects.iter().filter(|person| person.has_none()).count();
    let words = text::services_without(board.t, words::number(count));
    let shown = match count {
        0 => view! { <p class="help">{words}</p> }.into_any(),
        _ => view! { <a class="without" href=address(board, &format!("?{UNASSIGNED}=1"))>{words}</a> }
            .into_any(),
    };
    Some(shown)
}

fn address(board: Board, query: &str) -> String {
    let route = Page::ReactiveServices.of(&board.space.id());
    let Location { route, query } = Location { route, query: query.to_owned() };
    format!("{route}{query}")
}
