//! A person's language and colours, the same in every browser and region (L10N-1).

use super::Scenario;
use super::sessions::{sign_out, with_a_traveller};
use super::steps::{access, code, me};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1, us1};
use shared::access::Everywhere;
use shared::api::session::SetProfile;
use shared::case::Language;
use shared::problem::{Problem, ProblemCode};
use shared::profile::{Profile, Theme};
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(l10n_1_a_profile_is_the_same_in_every_browser),
        Scenario::anywhere(ws_13_a_second_workspace_asks_for_no_new_profile).within(with_a_traveller),
        Scenario::anywhere(l10n_1_a_profile_that_is_none_changes_nothing),
        Scenario::in_process(l10n_1_a_region_that_was_away_hears_of_a_profile),
        Scenario::in_process(l10n_1_the_latest_choice_holds_in_whatever_order_regions_hear),
        Scenario::in_process(id_7_no_profile_is_written_by_a_session_that_has_just_ended)
            .within(with_a_traveller),
        Scenario::in_process(id_7_a_profile_that_one_region_took_before_the_session_ended_is_set_in_all)
            .within(with_a_traveller),
        Scenario::in_process(aud_1_a_profile_is_a_note_about_oneself_and_leaves_no_event),
    ]
}

const FRENCH_DARK: Profile = Profile { language: Some(Language::Fr), theme: Some(Theme::Dark) };
const LIGHT: Profile = Profile { language: None, theme: Some(Theme::Light) };

fn set(browser: &Browser<'_>, profile: Profile) -> Result<Profile, Problem> {
    browser.call::<SetProfile>(&Everywhere, &profile)
}

fn profile(browser: &Browser<'_>) -> Profile {
    me(browser).unwrap().profile
}

fn l10n_1_a_profile_is_the_same_in_every_browser(target: &dyn Target, world: &World) {
    let (phone, desk) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Vera")));
    assert_eq!(profile(&phone), Profile::default());
    for chosen in [FRENCH_DARK, FRENCH_DARK, LIGHT, Profile::default()] {
        assert_eq!(set(&phone, chosen), Ok(chosen));
        assert_eq!((profile(&phone), profile(&desk)), (chosen, chosen));
    }
    set(&desk, FRENCH_DARK).unwrap();
    sign_out(&desk).unwrap();
    assert_eq!(profile(&target.sign_in(world.person("Vera"))), FRENCH_DARK);
    assert_eq!(profile(&target.sign_in(world.person("Irma"))), Profile::default());
}

/// Vera is in one workspace, and invited into one in another region; nobody asks her anything there.
fn ws_13_a_second_workspace_asks_for_no_new_profile(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    set(&vera, FRENCH_DARK).unwrap();
    let name = me(&vera).unwrap().name;
    let places: Vec<_> = me(&vera).unwrap().workspaces.into_iter().map(|entry| entry.name).collect();
    assert_eq!(places, ["Abroad", "Office"]);
    for workspace in ["Office", "Abroad"] {
        assert!(access(&vera, world, workspace).is_ok());
        let found = me(&vera).unwrap();
        assert_eq!((found.profile, &found.name), (FRENCH_DARK, &name));
    }
}

fn l10n_1_a_profile_that_is_none_changes_nothing(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    set(&vera, LIGHT).unwrap();
    for body in [
        "{\"langauge\":\"fr\"}",
        "{\"theme\":\"light\",\"colour\":\"dark\"}",
        "{\"theme\":\"pink\"}",
        "{\"language\":\"de\"}",
        "{\"theme\":1}",
        "[]x",
        "\"dark\"",
    ] {
        let answer = vera.send_command("PUT", "/api/profile", "l10n-1-a-profile", body);
        assert_eq!((answer.status, answer.code()), (400, ProblemCode::MalformedRequest), "{body}");
    }
    assert_eq!(profile(&vera), LIGHT);
}

/// What each region has, as its row's theme.
fn themes(target: &InProcess) -> [String; 2] {
    [eu1(), us1()].map(|shard| {
        let rows = target.machine.database(shard).look("SELECT coalesce(theme, 'none') FROM profile");
        rows.concat().concat().replace('"', "")
    })
}

fn l10n_1_a_region_that_was_away_hears_of_a_profile(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let vera = browsers.sign_in(world.person("Vera"));
    target.machine.cut_off(us1());
    set(&vera, FRENCH_DARK).unwrap();
    assert_eq!(profile(&vera), FRENCH_DARK);
    target.machine.join(us1());
    assert_eq!(themes(target), ["dark", ""]);
    target.turn_clock(Span::minutes(2));
    target.tick();
    assert_eq!(themes(target), ["dark", "dark"]);
    for shard in [eu1(), us1()] {
        target.machine.cut_off(shard);
    }
    assert_eq!(code(set(&vera, LIGHT)), ProblemCode::Busy);
}

fn l10n_1_the_latest_choice_holds_in_whatever_order_regions_hear(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let vera = browsers.sign_in(world.person("Vera"));
    target.hold_back();
    target.machine.cut_off(us1());
    set(&vera, FRENCH_DARK).unwrap();
    target.machine.join(us1());
    target.machine.cut_off(eu1());
    set(&vera, LIGHT).unwrap();
    target.machine.join(eu1());
    assert_eq!(themes(target), ["dark", "light"]);
    assert_eq!(profile(&vera), LIGHT);
    target.turn_clock(Span::minutes(2));
    target.tick();
    assert_eq!(themes(target), ["light", "light"]);
    // A choice on a machine whose clock is behind is still the later one.
    for shard in [eu1(), us1()] {
        target.machine.database(shard).execute("UPDATE profile SET set_at = set_at + 600000");
    }
    set(&vera, FRENCH_DARK).unwrap();
    assert_eq!(themes(target), ["dark", "dark"]);
}

fn id_7_no_profile_is_written_by_a_session_that_has_just_ended(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    for sql in [
        "INSERT INTO sessions_end SELECT DISTINCT identity_id, max(began_at) FROM session",
        "UPDATE session SET ended_at = 1",
        "UPDATE identity SET disabled_at = 1 WHERE id IN (SELECT identity_id FROM session)",
    ] {
        let vera = browsers.sign_in(world.person("Vera"));
        target.machine.before_batch(2, move |machine| {
            for shard in [eu1(), us1()] {
                machine.database(shard).execute(sql);
            }
        });
        assert_eq!(code(set(&vera, LIGHT)), ProblemCode::NotSignedIn, "{sql}");
        assert!(target.machine.hooks_ran());
        assert_eq!(themes(target), ["", ""], "{sql}");
    }
}

/// One region has taken the profile when the other hears that the session has ended: it is set, and is not answered as if it
/// were not.
fn id_7_a_profile_that_one_region_took_before_the_session_ended_is_set_in_all(
    target: &InProcess,
    world: &World,
) {
    let browsers: &dyn Target = target;
    let vera = browsers.sign_in(world.person("Vera"));
    let cookie = vera.cookie_header();
    target.turn_clock(Span::minutes(10));
    target.machine.before_batch(3, move |machine| {
        machine.database(us1()).execute("UPDATE session SET ended_at = 1");
    });
    assert_eq!(set(&vera, LIGHT), Ok(LIGHT));
    assert!(target.machine.hooks_ran());
    target.turn_clock(Span::minutes(2));
    target.tick();
    assert_eq!(themes(target), ["light", "light"]);
    // The cookie is not renewed, and the session gets nowhere any more.
    assert_eq!(vera.cookie_header(), cookie);
    assert_eq!(code(set(&vera, FRENCH_DARK)), ProblemCode::NotSignedIn);
    assert_eq!(themes(target), ["light", "light"]);
}

fn aud_1_a_profile_is_a_note_about_oneself_and_leaves_no_event(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let vera = browsers.sign_in(world.person("Vera"));
    let events = || {
        [eu1(), us1()].map(|shard| target.machine.database(shard).look("SELECT id FROM audit_event").len())
    };
    let before = events();
    set(&vera, LIGHT).unwrap();
    assert_eq!(events(), before);
}
