//! Icons: from Lucide (ISC licence, lucide.dev), only those in use, each drawn as one path.

use leptos::prelude::{AnyView, ClassAttribute, CustomAttribute, ElementChild, IntoAny, view};

/// An icon. It never stands alone: a name stands beside it, or is given for whoever can't see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Something went wrong.
    Alert,
    /// Back to where one came from.
    Back,
    /// Done, or chosen.
    Check,
    /// Take away, or close.
    Close,
    /// Browsers and phones.
    Devices,
    /// What can be switched on.
    Features,
    /// Home.
    Home,
    /// What one may do.
    Key,
    /// What the page speaks.
    Language,
    /// Not allowed.
    Lock,
    /// What there was no room for.
    More,
    /// Something new.
    Plus,
    /// Finds things.
    Search,
    /// Who may use which services.
    Services,
    /// Signing out.
    SignOut,
    /// Cases.
    Support,
    /// Opens a list of alternatives.
    Switch,
    /// Light and dark.
    Theme,
    /// A person.
    Person,
    /// People.
    People,
    /// Not up to date.
    Offline,
}

impl Icon {
    /// The path in a square of 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Theme => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M12 18a6 6 0 0 0 0-12v12z",
            Self::Alert => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M12 8v4M12 16h.01",
            Self::Back => "m12 19-7-7 7-7M19 12H5",
            Self::Check => "M20 6 9 17l-5-5",
            Self::Close => "M18 6 6 18M6 6l12 12",
            Self::Devices => {
                "M18 8V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h8M10 19v-3.96v3.15M7 19h5M18 12h2a2 2 0 0 1 2 2v6a2 2 0 0 \
                 1-2 2h-2a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z"
            }
            Self::Features => "M9 5h6a7 7 0 0 1 0 14H9A7 7 0 0 1 9 5M15 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
            Self::Home => {
                "M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 \
                 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"
            }
            Self::Key => {
                "m15.5 7.5 2.3 2.3a1 1 0 0 0 1.4 0l2.1-2.1a1 1 0 0 0 0-1.4L19 4M21 2l-9.6 9.6M2 15.5a5.5 5.5 0 1 0 11 \
                 0a5.5 5.5 0 1 0-11 0"
            }
            Self::Language => "m5 8 6 6M4 14l6-6 2-3M2 5h12M7 2h1M22 22l-5-10-5 10M14 18h6",
            Self::Lock => {
                "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM7 11V7a5 5 0 0 1 10 0v4"
            }
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Plus => "M5 12h14M12 5v14",
            Self::Search => "m21 21-4.34-4.34M3 11a8 8 0 1 0 16 0a8 8 0 1 0-16 0",
            Self::Services => "M10 5H3M12 19H3M14 3v4M16 17v4M21 12h-9M21 19h-5M21 5h-7M8 10v4M8 12H3",
            Self::SignOut => "m16 17 5-5-5-5M21 12H9M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4",
            Self::Support => {
                "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4.93 4.93l4.24 4.24M14.83 \
                 9.17l4.24-4.24M14.83 14.83l4.24 4.24M9.17 14.83l-4.24 4.24"
            }
            Self::Switch => "m7 15 5 5 5-5M7 9l5-5 5 5",
            Self::Person => "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M8 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
            Self::People => {
                "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M5 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0M22 21v-2a4 4 0 0 0-3-3.87M16 \
                 3.13a4 4 0 0 1 0 7.75"
            }
            Self::Offline => {
                "M12 20h.01M8.5 16.429a5 5 0 0 1 7 0M5 12.859a10 10 0 0 1 5.17-2.69M19 12.859a10 10 0 0 0-2.007-1.523M2 \
                 8.82a15 15 0 0 1 4.177-2.643M22 8.82a15 15 0 0 0-11.288-3.764M2 2l20 20"
            }
        }
    }
}

/// Draws an icon.
pub(crate) fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
    .into_any()
}
