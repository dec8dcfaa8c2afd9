//! The menu of the person who is signed in: who they are, their access, language and theme, signing out, here and everywhere.

use super::languages::languages;
use super::leave::Leave;
use super::themes::themes;
use crate::preferences::Preferences;
use crate::routes::Page;
use crate::session::{Session, Space};
use crate::text::{self, Text};
use crate::ui::{Announce, ButtonKind, Confirm, Icon, Menu, close_menu, icon, next_turn, sentence};
use leptos::prelude::*;

/// The button with the person's name, and what it opens. The signal asks whether to sign out everywhere.
pub(super) fn menu(t: Text, space: Option<Space>, everywhere: RwSignal<bool>) -> AnyView {
    let session = Session::current();
    let name = move || session.me().map(|me| me.name.clone());
    let email = move || session.me().and_then(|me| me.email.clone());
    let button = view! { {icon(Icon::Person)} <span class="person-name">{name}</span> }.into_any();
    let (preferences, announce) = (Preferences::current(), Announce::current());
    Effect::new(move |_| {
        if preferences.is_kept_here_only() {
            announce.warn(text::person_kept_here(t));
        }
    });
    // Nobody sees it before it is opened: what is seen is drawn first.
    let seen = next_turn();
    let list = move || {
        view! {
            <p class="person-head">
                <strong>{name}</strong>
                <span>{email}</span>
            </p>
            {space.map(|space| my_access(t, space))}
            <div role="group" aria-label=text::person_language(t)>
                <p class="group">{text::person_language(t)}</p>
                <p class="segments">{languages(t, "segment")}</p>
            </div>
            <div role="group" aria-label=text::person_theme(t)>
                <p class="group">{text::person_theme(t)}</p>
                <p class="segments">{themes(t)}</p>
            </div>
            <div>{sign_out(t)} {ask_everywhere(t, everywhere)}</div>
        }
        .into_any()
    };
    view! {
        <Menu button=button label=text::person_menu(t) class="button quiet person">
            {move || seen.get().then(list)}
        </Menu>
        {sign_out_everywhere(t, everywhere)}
    }
    .into_any()
}

/// The way to what the person may do in the workspace they are in.
fn my_access(t: Text, space: Space) -> AnyView {
    let href = Page::MyAccess.of(&space.id()).to_string();
    let close = |event: leptos::ev::MouseEvent| close_menu(&event_target::<web_sys::Element>(&event));
    view! {
        <div>
            <a class="row" href=href on:click=close>
                {icon(Icon::Key)}
                {text::my_access_title(t)}
            </a>
        </div>
    }
    .into_any()
}

/// Ends the session in every region, and leaves nothing of the person in the page.
fn sign_out(t: Text) -> AnyView {
    let command = Leave::here();
    let press = move |_| command.send();
    view! {
        <>
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
        </>
    }
    .into_any()
}

/// Opens the question whether to sign out everywhere, which stands outside of the menu: that closes by itself.
fn ask_everywhere(t: Text, open: RwSignal<bool>) -> AnyView {
    let press = move |event: leptos::ev::MouseEvent| {
        close_menu(&event_target::<web_sys::Element>(&event));
        open.set(true);
    };
    view! {
        <button class="row" type="button" aria-haspopup="dialog" on:click=press>
            {icon(Icon::Devices)}
            {text::person_sign_out_everywhere(t)}
        </button>
    }
    .into_any()
}

/// Ends every session of the person in every region, once they have confirmed that.
fn sign_out_everywhere(t: Text, open: RwSignal<bool>) -> AnyView {
    let (command, announce) = (Leave::everywhere(), Announce::current());
    Effect::new(move |_| {
        if let Some(failure) = command.order().failure() {
            announce.warn(sentence(t, &failure));
        }
    });
    let confirmed = move |()| command.send();
    view! {
        <Confirm
            open=open
            title=text::person_everywhere_question(t)
            action=text::person_sign_out_everywhere(t)
            kind=ButtonKind::Primary
            on_confirm=confirmed
        >
            <p>{text::person_everywhere_says(t)}</p>
        </Confirm>
    }
    .into_any()
}
