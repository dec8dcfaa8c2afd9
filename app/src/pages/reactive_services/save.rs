//! Saving: the set of every chosen person or group becomes what is ticked (RS-8), if it is still as the pane has shown it.

use super::board::Board;
use super::edit::Edit;
use super::marks::Marks;
use super::subject::{Subject, Tab};
use super::words;
use leptos::prelude::{Set, untrack};
use shared::access::{ContractedService, SetSource};
use shared::api::reactive_services::{
    GroupServices, MemberServices, MemberServicesRow, NewGroupServices, NewMemberServices, SavedServices,
    SeenGroup, SeenMember,
};
use shared::id::{GrantId, MemberId};
use shared::service::fingerprint::Fingerprint;
use shared::service::group_assignment::InGroups;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Saves.
pub(super) fn send(board: Board, edit: &Edit) {
    let (t, announce, path) = (board.t, board.announce, board.space.path());
    let services = edit.chosen.set(&edit.ground.services);
    let base = edit.ground.base.clone();
    let in_force = Some(Fingerprint::of_set(&edit.ground.in_force.set(&edit.ground.services)));
    let say = move |saved: &SavedServices| announce.say(words::done(t, saved.totals));
    let done = move |_| {
        board.edit.clear();
        board.open.set(false);
        board.clear();
        board.reload();
    };
    match edit.ground.tab {
        Tab::Users => {
            let members = seen_members(&base, &edit.ground.services);
            board.save_people.send(&path, &NewMemberServices { members, services, in_force }, say, done);
        }
        Tab::Groups => {
            let Some(people) = untrack(|| board.people.answer()) else { return };
            let groups = seen_groups(&base, &people);
            board.save_groups.send(&path, &NewGroupServices { groups, services, in_force }, say, done);
        }
    }
}

/// The people as the preview had them. Many have the same through groups, and need its fingerprint once.
fn seen_members(base: &[Arc<Subject>], services: &[ContractedService]) -> Vec<SeenMember> {
    let mut known = BTreeMap::<&Marks, Fingerprint>::new();
    let seen = |person: &'_ Arc<Subject>, through_groups| {
        Some(SeenMember { member: MemberId::parse(&person.id)?, version: person.version, through_groups })
    };
    let mut members = Vec::new();
    for person in base {
        let print = known.get(&person.through).copied().unwrap_or_else(|| {
            let print = Fingerprint::of_set(&person.through.set(services));
            known.insert(&person.through, print);
            print
        });
        members.extend(seen(person, print));
    }
    members
}

/// The groups as the preview had them, with all that gives services to whoever is in one of them: as the worker listed it,
/// what is no service of the workspace any more included.
fn seen_groups(base: &[Arc<Subject>], people: &MemberServices) -> Vec<SeenGroup> {
    let chosen = |group: &GroupServices| match &group.source {
        SetSource::Group { grant, .. } => base.iter().any(|group| group.id == grant.as_str()),
        SetSource::Own => false,
    };
    let inside = people.members.iter().filter(|row| row.groups.iter().any(chosen));
    let inside: Vec<InGroups> = inside.map(MemberServicesRow::in_groups).collect();
    let seen =
        |group: &Arc<Subject>| Some(SeenGroup::of(&GrantId::parse(&group.id)?, group.version, &inside));
    base.iter().filter_map(seen).collect()
}
