//! Pages of long lists: newest first, each page naming where the next begins.

use serde::{Deserialize, Serialize};

/// How many rows one page of a list holds at most.
pub const PAGE_SIZE: usize = 50;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; `None` when this was the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page out of rows read one beyond the page's size: the extra row only tells that there is more.
    pub fn from_overfull(mut items: Vec<T>, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > PAGE_SIZE;
        items.truncate(PAGE_SIZE);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGE_SIZE, Page};

    #[test]
    fn a_full_last_page_promises_no_more() {
        let page = Page::from_overfull((0..PAGE_SIZE).collect(), ToString::to_string);
        assert_eq!((page.items.len(), page.next), (PAGE_SIZE, None));
    }

    #[test]
    fn an_extra_row_is_cut_and_its_predecessor_is_the_cursor() {
        let page = Page::from_overfull((0..=PAGE_SIZE).collect(), ToString::to_string);
        assert_eq!((page.items.len(), page.next), (PAGE_SIZE, Some((PAGE_SIZE - 1).to_string())));
    }
}
