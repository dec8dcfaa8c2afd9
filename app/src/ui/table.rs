//! Tables.

use leptos::prelude::*;

/// The head of a column.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// What is in the column.
    pub(crate) name: String,
    /// `lead` for the first, `figure` for numbers, `now` for what a phone shows in the second line, `wide` for what it
    /// leaves out, `rest` for what goes first.
    pub(crate) class: &'static str,
    /// Whether the rows are sorted by it, from the latest or most to the first or least.
    pub(crate) sorted: bool,
}

impl Head {
    /// A column.
    pub(crate) fn new(name: String, class: &'static str) -> Self {
        Self { name, class, sorted: false }
    }
}

/// A table. Its rows are `<tr>` with a `<td>` per column, each with its column's class.
#[component]
pub(crate) fn Table(
    /// What is in the table.
    label: String,
    /// The columns.
    heads: Vec<Head>,
    /// Stands before the columns: the box that chooses all rows.
    #[prop(optional)]
    choose_all: Option<AnyView>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = heads
        .into_iter()
        .map(|head| {
            let sort = head.sorted.then_some("descending");
            view! { <th scope="col" class=head.class aria-sort=sort>{head.name}</th> }.into_any()
        })
        .collect_view();
    view! {
        <table class="table">
            <caption class="visually-hidden">{label}</caption>
            <thead>
                <tr>{choose_all.map(|all| view! { <th class="box">{all}</th> }.into_any())} {heads}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
