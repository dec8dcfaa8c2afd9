//! What a history left behind, read from the databases: nothing of it may be lost, and nothing be there twice.

use super::command::{GROUP, Said, Who};
use super::model::State;
use super::stage::{Stage, send, start};
use super::talk::{Session, number};
use crate::scenarios::steps::at;
use crate::world::{eu1, us1};
use http::header;
use serde::Deserialize;
use shared::api::workspace::GetAccess;
use shared::api::{APP_HEADER, Endpoint, NOBODY_YET, fill};
use shared::case::lifecycle::CaseState;
use shared::id::ServiceId;
use shared::profile::Profile;
use std::collections::{BTreeMap, BTreeSet};

/// What can be seen of an office from outside: the state without what only the model remembers.
pub fn visible(state: &State, sessions: &[Session]) -> State {
    let begun = |session: &usize| !sessions[*session].cookies.is_empty();
    let bits = (0..sessions.len()).filter(begun).fold(0, |bits, session| bits | 1 << session);
    let said: BTreeSet<_> = numbered(state.said.iter().map(|(said, _)| *said).collect());
    State {
        ended: state.ended.map(|ended| ended & bits),
        said,
        alone: [0; 2],
        sessions: BTreeMap::new(),
        all_ended: BTreeMap::new(),
        ending: BTreeMap::new(),
        kept: BTreeMap::new(),
        shown: BTreeMap::new(),
        profiles: state
            .profiles
            .iter()
            .filter(|(_, look)| **look != 0)
            .map(|(who, look)| (*who, *look))
            .collect(),
        ..state.clone()
    }
}

/// What was left, in the same form. Both regions must have the same profile of everybody.
pub fn left(stage: &Stage, sessions: &[Session]) -> State {
    let office = stage.world.workspace("Office").id.as_str();
    let look = |sql: &str| stage.machine.database(eu1()).look(&sql.replace("{office}", office));
    let there = |sql: &str| !look(sql).is_empty();
    let mut state = start();
    state.granular = there("SELECT 1 FROM workspace_feature WHERE workspace_id = '{office}'");
    state.archived = there("SELECT 1 FROM workspace WHERE id = '{office}' AND archived_at IS NOT NULL");
    state.grant = there("SELECT 1 FROM group_grant WHERE workspace_id = '{office}'");
    state.in_group = there("SELECT 1 FROM group_member");
    state.otto = there(&format!(
        "SELECT 1 FROM member WHERE id = '{}' AND status = 'active'",
        stage.member(Who::Otto).as_str()
    ));
    state.carried =
        carried(stage, &look("SELECT service_id FROM workspace_service WHERE workspace_id = '{office}'"));
    state.sets = [(0, 0); GROUP + 1];
    for row in look("SELECT subject_id, services, version FROM service_set WHERE workspace_id = '{office}'") {
        let ids: Vec<ServiceId> = serde_json::from_str(&text(&row[1])).unwrap();
        state.sets[stage.subject(&text(&row[0]))] = (stage.set(&ids), row[2].parse().unwrap());
    }
    let case =
        &look(&format!("SELECT state, version FROM support_case WHERE id = '{}'", stage.case().as_str()))[0];
    state.case = serde_json::from_str::<CaseState>(&case[0]).unwrap();
    state.version = case[1].parse().unwrap();
    state.said = said(stage);
    state.opened = [eu1(), us1()].map(|shard| {
        let titles = stage.machine.database(shard).look("SELECT title FROM support_case ORDER BY id");
        let opened: Vec<usize> = titles.iter().filter_map(|row| number(&text(&row[0]), "case of ")).collect();
        let once: BTreeSet<usize> = opened.iter().copied().collect();
        assert_eq!(once.len(), opened.len(), "a case was opened twice: {opened:?}");
        once
    });
    let view = |row: &Vec<String>| super::talk::view_of(&text(&row[0]), &text(&row[1]));
    state.views = look("SELECT name, query FROM case_view").iter().map(view).collect();
    state.profiles = profiles(stage);
    state.events = look("SELECT 1 FROM audit_event WHERE scope_id = '{office}' AND refused = 0").len();
    state.ended = ended(stage, sessions);
    visible(&state, sessions)
}

fn carried(stage: &Stage, rows: &[Vec<String>]) -> u8 {
    let ids: Vec<ServiceId> = rows.iter().map(|row| ServiceId::parse(&text(&row[0])).unwrap()).collect();
    stage.set(&ids)
}

/// What stands in the office's case.
fn said(stage: &Stage) -> BTreeSet<(Said, usize)> {
    let look = |sql: &str| stage.machine.database(eu1()).look(&sql.replace("{case}", stage.case().as_str()));
    let entry = |row: &Vec<String>| match serde_json::from_str::<CaseState>(&row[1]) {
        Ok(state) => Said::moved(state),
        Err(_) => Said::Text(number(&text(&row[0]), "message of ").unwrap()),
    };
    let note = |row: &Vec<String>| Said::Note(number(&text(&row[0]), "message of ").unwrap());
    let entries = look("SELECT text, state FROM case_entry WHERE case_id = '{case}'");
    let notes = look("SELECT text FROM case_note WHERE case_id = '{case}'");
    numbered(entries.iter().map(entry).chain(notes.iter().map(note)).collect())
}

/// Alike entries, told apart by how many there are: an answer that stands there twice is one too many.
fn numbered(mut said: Vec<Said>) -> BTreeSet<(Said, usize)> {
    said.sort_unstable();
    let nth = |place: usize| said[..place].iter().filter(|one| **one == said[place]).count();
    (0..said.len()).map(|place| (said[place], nth(place))).collect()
}

fn profiles(stage: &Stage) -> BTreeMap<Who, u8> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(flatten)]
        profile: Profile,
    }
    let [here, abroad] = [eu1(), us1()].map(|shard| {
        stage.machine.database(shard).look(
            "SELECT i.name, json_patch('{}', json_object('language', p.language, 'theme', p.theme))
             FROM profile p JOIN identity i ON i.id = p.identity_id ORDER BY i.name",
        )
    });
    assert_eq!(here, abroad, "the regions have different profiles");
    let profile = |row: &Vec<String>| {
        let who = Who::ALL.into_iter().find(|who| text(&row[0]).starts_with(who.name())).unwrap();
        let row: Row = serde_json::from_str(&text(&row[1])).unwrap();
        (who, super::talk::look(row.profile))
    };
    here.iter().map(profile).collect()
}

/// Which sessions have ended, in either region, by what they are answered there.
fn ended(stage: &Stage, sessions: &[Session]) -> [u32; 2] {
    ["Office", "Abroad"].map(|workspace| {
        let path = fill(GetAccess::PATH, &at(&stage.world, workspace));
        let is_out = |session: &Session| {
            let request = http::Request::builder()
                .uri(&path)
                .header(APP_HEADER, NOBODY_YET)
                .header(header::COOKIE, &session.cookies);
            let answer =
                stage.machine.clock().drive(send(&stage.machine, request.body(Vec::new()).unwrap())).answer;
            assert!([200, 401, 404].contains(&answer.status), "{workspace}: {answer:?}");
            answer.status == 401
        };
        let known = sessions.iter().enumerate().filter(|(_, session)| !session.cookies.is_empty());
        known.filter(|(_, session)| is_out(session)).fold(0, |bits, (place, _)| bits | 1 << place)
    })
}

/// A cell's text.
fn text(cell: &str) -> String {
    serde_json::from_str(cell).unwrap_or_default()
}
