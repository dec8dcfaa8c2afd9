//! What switching does, in sentences.

use crate::text::{self, Groups, People, Services, Text, Whom};
use shared::api::feature::{GranularReactiveServices, SwitchPreview};
use shared::service::assignment::Totals;
use shared::service::switch::{Start, Switch};

/// As the messages count.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn people(t: Text, count: usize) -> String {
    text::services_people(t, number(count))
}

fn groups(t: Text, count: usize) -> String {
    text::services_groups_count(t, number(count))
}

fn services(t: Text, count: usize) -> String {
    text::services_count(t, number(count))
}

/// From where it starts.
pub(super) fn start(t: Text, start: Start) -> String {
    match start {
        Start::Today => text::features_from_today(t),
        Start::Nothing => text::features_from_nothing(t),
        Start::Kept => text::features_from_kept(t),
    }
}

/// What a way to switch comes to: what is assigned then, and who gains and loses what.
pub(super) fn outcome(t: Text, known: &GranularReactiveServices, preview: &SwitchPreview) -> String {
    let all = services(t, known.services);
    let whom = whom(t, preview);
    let assigned = match preview.switch {
        Switch::On(Start::Today) if preview.groups > 0 && preview.people > 0 => {
            let (groups, people) = (groups(t, preview.groups), people(t, preview.people));
            text::features_today_means(t, Groups(&groups), People(&people), Services(&all))
        }
        Switch::Off if whom.is_empty() => text::features_off_means_all(t),
        Switch::Off => text::features_off_means(t, &whom),
        Switch::On(Start::Today | Start::Kept) if whom.is_empty() => text::features_nothing_means(t),
        Switch::On(Start::Today) => text::features_today_means_one(t, Services(&all), Whom(&whom)),
        Switch::On(Start::Kept) => text::features_kept_means(t, &whom),
        Switch::On(Start::Nothing) => text::features_nothing_means(t),
    };
    let mut sentences = vec![assigned];
    if preview.dormant > 0 {
        sentences.push(text::features_dormant(t, number(preview.dormant)));
    }
    if preview.switch == Switch::Off {
        sentences.push(text::features_off_sentence(t));
    }
    sentences.push(change(t, preview.totals));
    if preview.without > 0 {
        sentences.push(text::features_without(t, number(preview.without)));
    }
    sentences.join(" ")
}

/// To whom something is or was assigned; where there are no groups, or no people, nothing is said of them.
fn whom(t: Text, preview: &SwitchPreview) -> String {
    let groups = (preview.groups > 0).then(|| groups(t, preview.groups));
    let people = (preview.people > 0).then(|| people(t, preview.people));
    text::list(t, &groups.into_iter().chain(people).collect::<Vec<_>>())
}

/// Who gains and loses how much.
pub(super) fn change(t: Text, totals: Totals) -> String {
    let Totals { gaining, losing, gained, lost } = totals;
    let gains = || text::features_gains(t, number(gaining), &services(t, gained));
    let loses = || text::features_loses(t, number(losing), &services(t, lost));
    match (gaining > 0, losing > 0) {
        (false, false) => text::features_no_change(t),
        (true, false) => gains(),
        (false, true) => loses(),
        (true, true) => format!("{} {}", loses(), gains()),
    }
}
