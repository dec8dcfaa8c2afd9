//! Features: what this workspace can switch on, by area (RS-1 to RS-3, RS-13).
//!
//! ```text
//! form     what somebody has answered and chosen, kept while they look elsewhere
//! panel    Granular Reactive Services: how it stands, what switching it would do, switching it
//! start    from where it starts when it is switched on
//! words    what switching does, in sentences
//! ```

mod form;
mod panel;
mod start;
mod words;

use crate::api::Query;
use crate::session::Space;
use crate::text::{self, use_text};
use crate::ui::{Page, SkeletonShape, loaded};
use leptos::prelude::*;
use panel::Panel;
use shared::api::Empty;
use shared::api::feature::GetGranularReactiveServices;

/// The page.
pub(crate) fn features() -> AnyView {
    let (t, space) = (use_text(), Space::current());
    let query = Query::<GetGranularReactiveServices>::new(move || (space.path(), Empty {}));
    let panel = Panel::new(query);
    let content = loaded(query.inquiry(), SkeletonShape::Lines, move || panel::panel(panel));
    view! {
        <Page title=text::features_title(t) sentence=text::features_sentence(t)>
            <section class="features">
                <h2>{text::features_support(t)}</h2>
                {content}
            </section>
        </Page>
    }
    .into_any()
}
