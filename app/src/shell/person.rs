//! The menu of the person who is signed in: who they are, their language, signing out.

use super::languages::languages;
use crate::api::Mutation;
use crate::drafts;
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self, Text};
use crate::ui::{Icon, Menu, icon, sentence};
use leptos::prelude::*;
use shared::access::Everywhere;
use shared::api::Empty;
use shared::api::session::SignOut;

/// The button with the person's name, and what it opens.
pub(super) fn menu(t: Text) -> AnyView {
    let session = Session::current();
    let name = move || session.me().map(|me| me.name.clone());
    let email = move || session.me().and_then(|me| me.email.clone());
    let button = view! { {icon(Icon::Person)} <span class="person-name">{name}</span> }.into_any();
    view! {
        <Menu button=button label=text::person_menu(t) class="button quiet person">
            <p class="person-head">
                <strong>{name}</strong>
                <span>{email}</span>
            </p>
            <div role="group" aria-label=text::person_language(t)>
                <p class="group">{text::person_language(t)}</p>
                {languages(t, "row")}
            </div>
            {sign_out(t)}
        </Menu>
    }
    .into_any()
}

/// Ends the session in every region, and leaves nothing of the person in the page.
fn sign_out(t: Text) -> AnyView {
    let command = Mutation::<SignOut>::idle();
    let leave = |_: &_| {
        drafts::forget_all();
        drop(window().location().assign(&Route::SignIn.to_string()));
    };
    let press = move |_| command.send(&Everywhere, &Empty {}, leave, |_| ());
    view! {
        <div>
            <button
                class="row"
                type="button"
                aria-busy=move || command.order().is_sending().then_some("true")
                on:click=press
            >
                {icon(Icon::SignOut)}
                {text::person_sign_out(t)}
            </button>
            {move || command.order().failure().map(|failure| {
                view! { <p class="error" role="alert">{sentence(t, &failure)}</p> }.into_any()
            })}
        </div>
    }
    .into_any()
}
