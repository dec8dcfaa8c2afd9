//! An address that leads to nothing, or to nothing that the reader may see: the page does not tell which.

use crate::text::{self, use_text};
use crate::ui::{LinkButton, Page};
use leptos::prelude::*;

/// Says so, and leads back.
pub(crate) fn nowhere() -> AnyView {
    let t = use_text();
    view! {
        <Page title=text::nowhere_title(t) sentence=text::failed_not_found(t)>
            <LinkButton label=text::nowhere_back(t) href="/" />
        </Page>
    }
    .into_any()
}
