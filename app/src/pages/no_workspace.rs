//! For somebody who is signed in and in no workspace (ID-6): that it is so, and whom to ask.

use crate::text::{self, use_text};
use crate::ui::Page;
use js_sys::encode_uri_component;
use leptos::prelude::*;
use shared::api::session::{HelpContact, Me};

/// Says so, and names whom to ask.
pub(crate) fn no_workspace(me: &Me) -> AnyView {
    let t = use_text();
    let ask = me.ask.clone().map(|HelpContact { name, email }| {
        let address = email.map(|email| {
            // What an address holds is no part of the letter: `?` would begin its subject, or a copy to somebody else.
            let href = format!("mailto:{}", String::from(encode_uri_component(&email)));
            view! { " " <a href=href>{email}</a> }.into_any()
        });
        view! { <p>{text::no_workspace_ask(t, &name)} {address}</p> }.into_any()
    });
    view! {
        <Page title=text::no_workspace_title(t)>
            <div class="reading">
                <p>{text::no_workspace_why(t)}</p>
                {ask}
            </div>
        </Page>
    }
    .into_any()
}
