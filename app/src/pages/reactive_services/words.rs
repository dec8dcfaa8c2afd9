//! Sentences that more than one part of the page says, and those that are others for groups than for people.

use super::board::Count;
use super::edit::Edit;
use super::subject::Tab;
use crate::session::Session;
use crate::text::{self, Gaining, Given, Losing, People, Services, Taken, Text};
use crate::ui::why;
use shared::access::{ContractedService, Link};
use shared::service::assignment::Totals;

/// How many groups are named before the rest is counted.
pub(super) const NAMED_GROUPS: usize = 3;

/// Why nobody can use a service now, although it may be assigned: its agreement is not in force.
pub(super) fn out_of_force(t: Text, service: &ContractedService) -> Option<String> {
    let now = Session::current().now();
    let standing = service.term.standing(now);
    let (id, agreement, term) = (service.id.clone(), service.agreement.clone(), service.term);
    (!term.in_force(now)).then(|| why(t, &Link::AgreementInForce { service: id, agreement, term, standing }))
}

/// The first of many names, and how many more there are.
pub(super) fn some<'a>(t: Text, names: impl Iterator<Item = &'a str>, most: usize) -> String {
    let (mut named, mut left) = (Vec::new(), 0);
    for name in names {
        if named.len() < most {
            named.push(name.to_owned());
        } else {
            left += 1;
        }
    }
    if left > 0 {
        named.push(text::services_more(t, number(left)));
    }
    text::list(t, &named)
}

/// What saving would do, in one sentence (ACC-11); before it, how many boxes are in the way of saving (RS-9).
pub(super) fn summary(t: Text, edit: &Edit) -> String {
    match edit.mixed.count() {
        0 => change(t, edit),
        mixed => [text::services_unsettled(t, number(mixed)), change(t, edit)].join(" "),
    }
}

fn change(t: Text, edit: &Edit) -> String {
    let people = &edit.people;
    let totals = Totals {
        gaining: people.gaining,
        losing: people.losing,
        gained: people.gained.count(),
        lost: people.lost.count(),
    };
    let given = edit.given_already().filter(|_| totals == Totals::default());
    if let Some(groups) = given {
        return text::services_given_already(t, &text::list(t, &groups));
    }
    let nothing = match (edit.differs, edit.ground.tab) {
        // The button says so.
        (false, _) => |_| String::new(),
        (true, Tab::Users) => text::services_changes_nothing,
        (true, Tab::Groups) => text::services_groups_change_nothing,
    };
    sum(t, totals, nothing, text::services_gives, text::services_takes, text::services_gives_and_takes)
}

/// What saving has done.
pub(super) fn done(t: Text, totals: Totals) -> String {
    let nothing = text::services_saved;
    sum(t, totals, nothing, text::services_gave, text::services_took, text::services_gave_and_took)
}

type Half = fn(Text, People<'_>, Services<'_>) -> String;
type Both = fn(Text, Gaining<'_>, Given<'_>, Losing<'_>, Taken<'_>) -> String;

fn sum(
    t: Text,
    Totals { gaining, losing, gained, lost }: Totals,
    nothing: fn(Text) -> String,
    gives: Half,
    takes: Half,
    both: Both,
) -> String {
    let (gaining, losing) =
        ((gaining > 0).then(|| people(t, gaining)), (losing > 0).then(|| people(t, losing)));
    let (given, taken) = (services(t, gained), services(t, lost));
    match (gaining, losing) {
        (None, None) => nothing(t),
        (Some(gaining), None) => gives(t, People(&gaining), Services(&given)),
        (None, Some(losing)) => takes(t, People(&losing), Services(&taken)),
        (Some(gaining), Some(losing)) => {
            both(t, Gaining(&gaining), Given(&given), Losing(&losing), Taken(&taken))
        }
    }
}

/// 3 people.
fn people(t: Text, count: usize) -> String {
    text::services_people(t, number(count))
}

fn services(t: Text, count: usize) -> String {
    text::services_count(t, number(count))
}

/// As the messages count.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many of how many are shown.
pub(super) fn shown(t: Text, tab: Tab, Count { all, shown, .. }: Count) -> String {
    let of = |form: fn(Text, u32, &str) -> String| form(t, number(shown), &text::number(t, number(all)));
    match (tab, all == shown) {
        (_, true) => subjects(t, tab, all),
        (Tab::Users, false) => of(text::filter_shown),
        (Tab::Groups, false) => of(text::services_groups_shown),
    }
}

/// 3 people, or 3 groups.
pub(super) fn subjects(t: Text, tab: Tab, count: usize) -> String {
    match tab {
        Tab::Users => people(t, count),
        Tab::Groups => text::services_groups_count(t, number(count)),
    }
}

/// Sentences without anything to fill in, for people and for groups.
macro_rules! either {
    ($($(#[$doc:meta])* $name:ident = $people:ident, $groups:ident;)*) => {
        $($(#[$doc])* pub(super) fn $name(t: Text, tab: Tab) -> String {
            match tab {
                Tab::Users => text::$people(t),
                Tab::Groups => text::$groups(t),
            }
        })*
    };
}

either! {
    /// What the first column holds.
    subject = services_person, services_group;
    /// What the table holds.
    table = services_table, services_groups_table;
    /// What the search looks in.
    search = filter_search, services_groups_search;
    /// The button that opens the pane.
    update = services_update, services_groups_update;
    /// The box for all who are shown.
    choose_all = services_choose_all, services_groups_choose_all;
    /// Where there is nobody at all.
    nobody = services_nobody, services_groups_nobody;
    /// Where the filters let nobody through.
    no_match = filter_no_match, services_groups_no_match;
    /// Takes the filters away.
    show_all = filter_show_all, services_groups_show_all;
    /// That a set is the subject's own.
    own = services_own, services_groups_own;
    /// That somebody is no longer here.
    gone = services_since_gone, services_groups_since_gone;
    /// That saving would change nothing.
    no_change = services_no_change, services_groups_no_change;
}

/// How many are chosen.
pub(super) fn chosen(t: Text, tab: Tab, count: usize) -> String {
    match tab {
        Tab::Users => text::services_chosen(t, number(count)),
        Tab::Groups => text::services_groups_chosen(t, number(count)),
    }
}

/// How many of the chosen are hidden.
pub(super) fn chosen_hidden(t: Text, tab: Tab, count: usize) -> String {
    match tab {
        Tab::Users => text::services_chosen_hidden(t, number(count)),
        Tab::Groups => text::services_groups_chosen_hidden(t, number(count)),
    }
}

/// How many of the chosen have a service.
pub(super) fn have_it(t: Text, tab: Tab, count: usize, all: &str) -> String {
    match tab {
        Tab::Users => text::services_have_it(t, number(count), all),
        Tab::Groups => text::services_groups_have_it(t, number(count), all),
    }
}

/// Which boxes are to be settled.
pub(super) fn settle(t: Text, tab: Tab, services: &str) -> String {
    match tab {
        Tab::Users => text::services_settle(t, services),
        Tab::Groups => text::services_groups_settle(t, services),
    }
}

/// That these are more than can be saved at once.
pub(super) fn too_many(t: Text, tab: Tab, most: &str) -> String {
    match tab {
        Tab::Users => text::services_too_many(t, most),
        Tab::Groups => text::services_groups_too_many(t, most),
    }
}

/// From whom everything is taken.
pub(super) fn take_all_from(t: Text, tab: Tab, names: &str) -> String {
    match tab {
        Tab::Users => text::services_take_all_from(t, names),
        Tab::Groups => text::services_groups_take_all_from(t, names),
    }
}
