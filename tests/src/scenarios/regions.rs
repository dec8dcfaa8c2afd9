//! Sessions in two regions of which one is not always there (ID-7, ID-8).

use super::Scenario;
use super::sessions::{copy_of, is_out, sign_out, with_a_traveller};
use super::steps::{access, at, code, me, open};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1, us1};
use shared::access::AtWorkspace;
use shared::api::Empty;
use shared::api::workspace::GetAccess;
use shared::id::WorkspaceId;
use shared::problem::ProblemCode;
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::in_process(id_8_signing_in_succeeds_when_one_region_has_the_session)
            .within(with_a_traveller),
        Scenario::in_process(id_8_signing_out_names_the_region_that_did_not_confirm).within(with_a_traveller),
        Scenario::in_process(id_8_a_late_write_never_revives_a_session).within(with_a_traveller),
        Scenario::in_process(id_8_a_region_that_has_not_got_the_session_yet_asks_to_try_again)
            .within(with_a_traveller),
        Scenario::in_process(id_8_a_tombstone_in_any_region_ends_the_session).within(with_a_traveller),
        Scenario::in_process(id_7_whoever_is_disabled_has_no_session_there_nor_in_what_concerns_all_regions)
            .within(with_a_traveller),
        Scenario::in_process(id_8_whoever_could_not_sign_out_everywhere_can_try_again)
            .within(with_a_traveller),
        Scenario::in_process(id_8_only_a_confirmed_session_is_renewed).within(with_a_traveller),
        Scenario::in_process(id_8_a_region_that_is_back_hears_of_a_sign_out_within_two_minutes)
            .within(with_a_traveller),
    ]
}

fn id_8_signing_in_succeeds_when_one_region_has_the_session(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    target.machine.cut_off(us1());
    let vera = browser_target.sign_in(world.person("Vera"));
    assert!(access(&vera, world, "Office").is_ok());
    assert_eq!(me(&vera).unwrap().unreachable, ["us"]);
    target.machine.join(us1());
    target.turn_clock(Span::minutes(2));
    target.tick();
    assert!(access(&vera, world, "Abroad").is_ok());
    assert_eq!(me(&vera).unwrap().unreachable, Vec::<String>::new());
}

fn id_8_signing_out_names_the_region_that_did_not_confirm(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    let kept = copy_of(&vera);
    target.machine.cut_off(us1());
    let problem = sign_out(&vera).unwrap_err();
    assert_eq!((problem.status, problem.code), (503, ProblemCode::RegionsUnconfirmed));
    assert_eq!(problem.regions, ["us"]);
    assert_eq!(code(access(&kept, world, "Office")), ProblemCode::NotSignedIn);
    assert_eq!(code(me(&kept)), ProblemCode::NotSignedIn);
    target.machine.join(us1());
    target.turn_clock(Span::minutes(2));
    target.tick();
    is_out(&kept, world);
}

fn id_8_a_late_write_never_revives_a_session(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    target.machine.cut_off(us1());
    let vera = browser_target.sign_in(world.person("Vera"));
    let kept = copy_of(&vera);
    // The session's copy for the other region waits in the outbox; before it leaves, the session ends everywhere.
    target.machine.join(us1());
    sign_out(&vera).unwrap();
    for _ in 0..5 {
        target.turn_clock(Span::minutes(2));
        target.tick();
        is_out(&kept, world);
    }
    for shard in [eu1(), us1()] {
        let live = target.machine.database(shard).look("SELECT hash FROM session WHERE ended_at IS NULL");
        assert_eq!(live, Vec::<Vec<String>>::new(), "{shard}");
    }
}

/// Vera signs in while the other region is away, and its copy of the session stays on its way.
fn signed_in_here_alone<'t>(target: &'t InProcess, world: &World) -> Browser<'t> {
    let browser_target: &dyn Target = target;
    target.hold_back();
    target.machine.cut_off(us1());
    let vera = browser_target.sign_in(world.person("Vera"));
    target.machine.join(us1());
    vera
}

fn id_8_a_region_that_has_not_got_the_session_yet_asks_to_try_again(target: &InProcess, world: &World) {
    let vera = signed_in_here_alone(target, world);
    let cookie = vera.cookie_header();
    // A workspace that she is in, and one that was never given out: nothing tells them apart.
    let never = AtWorkspace { workspace: WorkspaceId::new(us1(), world.ground.now, [7; 10]) };
    let [hers, none] = [at(world, "Abroad"), never].map(|place| {
        let answer = vera.ask::<GetAccess>(&place, &Empty {}, "");
        assert_eq!((answer.status, answer.headers["retry-after"].as_str()), (503, "1"));
        assert!(!answer.headers.contains_key("set-cookie"));
        answer.body
    });
    assert_eq!(hers, none);
    assert_eq!(code(open(&vera, world, "Abroad", "Cloud")), ProblemCode::Busy);
    assert_eq!(vera.cookie_header(), cookie);
    assert!(access(&vera, world, "Office").is_ok());
    // What the other region has of her is counted, for this one vouches for her.
    let found = me(&vera).unwrap();
    assert_eq!(found.unreachable, Vec::<String>::new());
    assert!(found.workspaces.iter().any(|entry| entry.id == world.workspace("Abroad").id));
    target.tick();
    assert!(access(&vera, world, "Abroad").is_ok());
}

fn id_8_a_tombstone_in_any_region_ends_the_session(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    for shard in [eu1(), us1()] {
        let vera = browser_target.sign_in(world.person("Vera"));
        assert!(me(&vera).is_ok());
        target.machine.database(shard).execute("UPDATE session SET ended_at = 1");
        assert_eq!(code(me(&vera)), ProblemCode::NotSignedIn, "{shard}");
    }
}

fn id_7_whoever_is_disabled_has_no_session_there_nor_in_what_concerns_all_regions(
    target: &InProcess,
    world: &World,
) {
    let vera = signed_in_here_alone(target, world);
    let identity = &world.person("Vera").identity;
    let disable = format!("UPDATE identity SET disabled_at = 1 WHERE id = '{identity}'");
    target.machine.database(us1()).execute(&disable);
    assert_eq!(code(me(&vera)), ProblemCode::NotSignedIn);
    assert_eq!(code(access(&vera, world, "Abroad")), ProblemCode::NotSignedIn);
}

fn id_8_whoever_could_not_sign_out_everywhere_can_try_again(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    let vera = browser_target.sign_in(world.person("Vera"));
    target.hold_back();
    target.machine.cut_off(us1());
    assert_eq!(code(sign_out(&vera)), ProblemCode::RegionsUnconfirmed);
    // The page asks something, as pages do.
    assert_eq!(code(access(&vera, world, "Office")), ProblemCode::NotSignedIn);
    assert_eq!(code(me(&vera)), ProblemCode::NotSignedIn);
    target.machine.join(us1());
    let kept = copy_of(&vera);
    sign_out(&vera).unwrap();
    assert_eq!(vera.cookie_header(), "");
    is_out(&kept, world);
}

fn id_8_only_a_confirmed_session_is_renewed(target: &InProcess, world: &World) {
    let vera = signed_in_here_alone(target, world);
    let cookie = vera.cookie_header();
    target.turn_clock(Span::minutes(6));
    let nowhere = AtWorkspace { workspace: WorkspaceId::parse("ws_zz1_01k9zq3v5m0000000000000000").unwrap() };
    for place in [nowhere, at(world, "Abroad")] {
        vera.ask::<GetAccess>(&place, &Empty {}, "");
        assert_eq!(vera.cookie_header(), cookie);
    }
    assert!(access(&vera, world, "Office").is_ok());
    assert_ne!(vera.cookie_header(), cookie);
}

fn id_8_a_region_that_is_back_hears_of_a_sign_out_within_two_minutes(target: &InProcess, world: &World) {
    let browser_target: &dyn Target = target;
    for outage in [1, 10, 45, 135] {
        let vera = browser_target.sign_in(world.person("Vera"));
        target.machine.cut_off(us1());
        assert_eq!(code(sign_out(&vera)), ProblemCode::RegionsUnconfirmed);
        let minutes = |count: usize| {
            for _ in 0..count {
                target.turn_clock(Span::minutes(1));
                target.tick();
            }
        };
        minutes(outage);
        target.machine.join(us1());
        minutes(2);
        let live = target.machine.database(us1()).look("SELECT hash FROM session WHERE ended_at IS NULL");
        assert_eq!(live, Vec::<Vec<String>>::new(), "after {outage} minutes");
        for shard in [eu1(), us1()] {
            let waiting = target.machine.database(shard).look("SELECT kind FROM outbox");
            assert_eq!(waiting, Vec::<Vec<String>>::new(), "{shard} after {outage} minutes");
        }
    }
}
