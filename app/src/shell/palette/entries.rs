//! What the palette can find: only what the page knows already, and only what the reader may see.

use super::rank::rank;
use crate::navigator::Location;
use crate::pages::MEMBER;
use crate::routes::Page;
use crate::session::{Session, Space};
use crate::shell::nav;
use crate::text::{self, Language, Text, folded};
use crate::ui::{Icon, reader, state_name};
use shared::api::case::CaseSummary;
use shared::api::members::ListedMember;
use shared::profile::Theme;
use shared::workspace::WorkspaceEntry;

/// What something is; in the order in which they are shown where nothing tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Place,
    Case,
    Person,
    Workspace,
    Command,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Place, Self::Case, Self::Person, Self::Workspace, Self::Command];

    /// What the things of this kind are, as a heading.
    pub(super) fn name(self, t: Text) -> String {
        match self {
            Self::Place => text::palette_places(t),
            Self::Case => text::cases_title(t),
            Self::Person => text::palette_people(t),
            Self::Workspace => text::switcher_label(t),
            Self::Command => text::palette_commands(t),
        }
    }

    /// How many are shown at most: before anything is typed, and then.
    const fn most(self, typed: bool) -> usize {
        match (self, typed) {
            (Self::Person, false) => 0,
            (Self::Case | Self::Workspace, false) => 5,
            (Self::Place | Self::Command, false) => 20,
            (_, true) => 8,
        }
    }
}

/// What is done with something that was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// The reader goes there.
    Go(Location),
    /// The page speaks that language.
    Speak(Language),
    /// The page is shown in that theme; none is the system's.
    Wear(Option<Theme>),
    /// The session ends.
    SignOut,
    /// The reader is asked whether all their sessions are to end.
    AskEverywhere,
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) icon: Icon,
    pub(super) title: String,
    /// What tells it from others of that title.
    pub(super) detail: String,
    pub(super) deed: Deed,
    /// What it is found by.
    folded: Vec<String>,
}

impl Entry {
    pub(super) fn new(kind: Kind, icon: Icon, title: String, detail: String, deed: Deed) -> Self {
        let folded = vec![folded(&title), folded(&detail)];
        Self { kind, icon, title, detail, deed, folded }
    }
}

/// The places of the workspace that the reader may see.
pub(super) fn places(t: Text, space: Space) -> Vec<Entry> {
    let entry = |place: nav::Place| {
        let to = place.page.of(&space.id()).into();
        Entry::new(Kind::Place, place.icon, place.name, String::new(), Deed::Go(to))
    };
    nav::places(t, space).into_iter().map(entry).collect()
}

/// The cases that were opened last.
pub(super) fn cases(t: Text, space: Space, cases: &[CaseSummary]) -> Vec<Entry> {
    let entry = |case: &CaseSummary| {
        let to = Page::Case(case.id.clone()).of(&space.id()).into();
        let detail = format!("{} · {}", case.number, state_name(t, case.state, reader()));
        Entry::new(Kind::Case, Icon::Support, case.title.clone(), detail, Deed::Go(to))
    };
    cases.iter().map(entry).collect()
}

/// The people of the workspace.
pub(super) fn people(space: Space, people: &[ListedMember]) -> Vec<Entry> {
    let entry = |person: &ListedMember| {
        let to =
            Location { route: Page::Users.of(&space.id()), query: format!("?{MEMBER}={}", person.member) };
        let detail = person.email.clone().unwrap_or_default();
        Entry::new(Kind::Person, Icon::Person, person.name.clone(), detail, Deed::Go(to))
    };
    people.iter().map(entry).collect()
}

/// The reader's other workspaces, the last opened first.
pub(super) fn workspaces(session: Session, here: Option<Space>) -> Vec<Entry> {
    let here = here.map(Space::id);
    let me = session.me();
    let all = me.as_deref().map(|me| me.workspaces.as_slice()).unwrap_or_default();
    let mut others: Vec<_> = all.iter().filter(|entry| Some(&entry.id) != here.as_ref()).collect();
    others.sort_by_key(|entry| std::cmp::Reverse(entry.last_opened_at));
    let entry = |entry: &WorkspaceEntry| {
        let parts = [Some(entry.customer.clone()), entry.agreement.clone()];
        let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let to = Page::Home.of(&entry.id).into();
        Entry::new(Kind::Workspace, Icon::Switch, entry.name.clone(), detail, Deed::Go(to))
    };
    others.into_iter().map(entry).collect()
}

/// What can be done from anywhere; of the themes, the others than this one.
pub(super) fn commands(t: Text, theme: Option<Theme>) -> Vec<Entry> {
    let command = |icon, title, deed| Entry::new(Kind::Command, icon, title, String::new(), deed);
    let other = match t.language() {
        Language::En => Language::Fr,
        Language::Fr => Language::En,
    };
    let themes = [
        (None, text::palette_theme_system(t)),
        (Some(Theme::Light), text::palette_theme_light(t)),
        (Some(Theme::Dark), text::palette_theme_dark(t)),
    ];
    let themes = themes.into_iter().filter(|(other, _)| *other != theme);
    let mut commands = vec![command(Icon::Language, text::palette_other_language(t), Deed::Speak(other))];
    commands.extend(themes.map(|(theme, title)| command(Icon::Theme, title, Deed::Wear(theme))));
    commands.push(command(Icon::SignOut, text::person_sign_out(t), Deed::SignOut));
    let everywhere = text::person_sign_out_everywhere(t);
    commands.push(command(Icon::Devices, everywhere, Deed::AskEverywhere));
    commands
}

/// What fits what was typed, by kind: the kind with the best first, and in each the best first.
pub(super) fn found(entries: &[Entry], typed: &str) -> Vec<(Kind, Vec<Entry>)> {
    let typed = folded(typed);
    let mut kinds = Vec::new();
    for kind in Kind::ALL {
        let mut fitting: Vec<_> = entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .filter_map(|entry| Some((rank(&typed, &entry.folded)?, entry)))
            .collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        fitting.truncate(kind.most(!typed.trim().is_empty()));
        if let Some((best, _)) = fitting.first() {
            let best = *best;
            kinds.push((best, kind, fitting.into_iter().map(|(_, entry)| entry.clone()).collect()));
        }
    }
    kinds.sort_by_key(|(best, ..)| *best);
    kinds.into_iter().map(|(_, kind, entries)| (kind, entries)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Deed, Entry, Kind, found};
    use crate::ui::Icon;

    fn entry(kind: Kind, title: &str) -> Entry {
        Entry::new(kind, Icon::Home, title.into(), String::new(), Deed::SignOut)
    }

    fn titles(entries: &[Entry], typed: &str) -> Vec<String> {
        found(entries, typed).into_iter().flat_map(|(_, entries)| entries).map(|entry| entry.title).collect()
    }

    #[test]
    fn the_best_comes_first_whatever_kind_it_is_of() {
        let entries = [
            entry(Kind::Place, "Reactive Services"),
            entry(Kind::Place, "Home"),
            entry(Kind::Workspace, "Data services"),
            entry(Kind::Workspace, "Services Lyon"),
        ];
        assert_eq!(titles(&entries, "serv"), ["Services Lyon", "Data services", "Reactive Services"]);
        assert_eq!(titles(&entries, "nothing"), [""; 0]);
    }

    #[test]
    fn people_are_shown_once_somebody_looks_for_them() {
        let entries = [entry(Kind::Person, "Ana"), entry(Kind::Place, "Home")];
        assert_eq!(titles(&entries, ""), ["Home"]);
        assert_eq!(titles(&entries, "an"), ["Ana"]);
    }

    #[test]
    fn of_hundreds_that_fit_a_handful_is_shown() {
        let entries: Vec<_> = (0..500).map(|n| entry(Kind::Workspace, &format!("Space {n}"))).collect();
        assert_eq!(titles(&entries, "").len(), 5);
        assert_eq!(titles(&entries, "space").len(), 8);
    }
}
