//! Signing out everywhere: one's own sessions, and a member's (ID-7).

use super::Scenario;
use super::sessions::{copy_of, is_out, sign_out, with_a_traveller};
use super::steps::{access, at_member, code, me, missing, open};
use crate::browser::Browser;
use crate::in_process::InProcess;
use crate::target::Target;
use crate::world::{World, eu1, us1};
use shared::access::{AtMember, Everywhere, Link};
use shared::api::Empty;
use shared::api::session::SignOutEverywhere;
use shared::api::workspace::SignOutMember;
use shared::id::MemberId;
use shared::problem::{Problem, ProblemCode};
use shared::time::Span;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(id_7_signing_out_everywhere_ends_every_session_in_every_region)
            .within(with_a_traveller),
        Scenario::anywhere(id_7_whoever_signed_out_everywhere_can_sign_in_again_at_once)
            .within(with_a_traveller),
        Scenario::anywhere(id_7_a_session_that_has_ended_ends_no_later_one).within(with_a_traveller),
        Scenario::anywhere(id_7_an_administrator_ends_every_session_of_a_member).within(with_a_traveller),
        Scenario::anywhere(id_7_an_administrator_signs_themselves_out_in_their_own_menu),
        Scenario::anywhere(id_7_only_who_may_remove_people_signs_them_out).within(with_a_traveller),
        Scenario::anywhere(why_5_whoever_is_no_member_here_is_signed_out_by_nobody_and_not_told_of),
        Scenario::in_process(id_7_a_session_whose_copy_comes_late_has_ended).within(with_a_traveller),
        Scenario::in_process(id_7_signing_out_everywhere_names_the_region_that_did_not_confirm)
            .within(with_a_traveller),
        Scenario::in_process(id_7_an_administrator_is_told_of_the_region_until_it_confirms)
            .within(with_a_traveller),
        Scenario::in_process(id_7_clocks_that_differ_end_no_later_session_and_spare_no_earlier_one)
            .within(with_a_traveller),
        Scenario::in_process(aud_1_signing_out_everywhere_leaves_an_event).within(with_a_traveller),
    ]
}

fn sign_out_everywhere(browser: &Browser<'_>) -> Result<Empty, Problem> {
    browser.call::<SignOutEverywhere>(&Everywhere, &Empty {})
}

fn sign_out_member(browser: &Browser<'_>, place: &AtMember) -> Result<Empty, Problem> {
    browser.call::<SignOutMember>(place, &Empty {})
}

fn is_in(browser: &Browser<'_>, world: &World) {
    assert!(me(browser).is_ok());
    for workspace in ["Office", "Abroad"] {
        assert!(access(browser, world, workspace).is_ok(), "{workspace}");
    }
}

fn id_7_signing_out_everywhere_ends_every_session_in_every_region(target: &dyn Target, world: &World) {
    let (phone, desk) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Vera")));
    let irma = target.sign_in(world.person("Irma"));
    let (kept, tab) = (copy_of(&phone), copy_of(&desk));
    for browser in [&phone, &desk, &tab] {
        is_in(browser, world);
    }
    sign_out_everywhere(&phone).unwrap();
    assert_eq!(phone.cookie_header(), "");
    for browser in [&kept, &desk, &tab] {
        is_out(browser, world);
    }
    assert!(access(&irma, world, "Office").is_ok());
}

fn id_7_whoever_signed_out_everywhere_can_sign_in_again_at_once(target: &dyn Target, world: &World) {
    for _ in 0..3 {
        let vera = target.sign_in(world.person("Vera"));
        is_in(&vera, world);
        assert!(open(&vera, world, "Office", "Cloud").is_ok());
        sign_out_everywhere(&vera).unwrap();
    }
}

fn id_7_a_session_that_has_ended_ends_no_later_one(target: &dyn Target, world: &World) {
    let vera = target.sign_in(world.person("Vera"));
    let signed_out = copy_of(&vera);
    sign_out(&vera).unwrap();
    let first = target.sign_in(world.person("Vera"));
    assert_eq!(code(sign_out_everywhere(&copy_of(&signed_out))), ProblemCode::NotSignedIn);
    is_in(&first, world);
    // A session that ended with all others may say so again; what began since goes on.
    let ended_with_all = copy_of(&first);
    sign_out_everywhere(&first).unwrap();
    let second = target.sign_in(world.person("Vera"));
    sign_out_everywhere(&copy_of(&ended_with_all)).unwrap();
    is_in(&second, world);
}

fn id_7_an_administrator_ends_every_session_of_a_member(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let (phone, desk) = (target.sign_in(world.person("Vera")), target.sign_in(world.person("Vera")));
    sign_out_member(&irma, &at_member(world, "Office", "Vera")).unwrap();
    for browser in [&phone, &desk] {
        is_out(browser, world);
    }
    assert!(access(&irma, world, "Office").is_ok());
    is_in(&target.sign_in(world.person("Vera")), world);
}

fn id_7_an_administrator_signs_themselves_out_in_their_own_menu(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let problem = sign_out_member(&irma, &at_member(world, "Office", "Irma")).unwrap_err();
    assert_eq!((problem.status, problem.code), (409, ProblemCode::Yourself));
    assert!(access(&irma, world, "Office").is_ok());
}

fn id_7_only_who_may_remove_people_signs_them_out(target: &dyn Target, world: &World) {
    let [vera, otto, irma] = ["Vera", "Otto", "Irma"].map(|person| target.sign_in(world.person(person)));
    let refused = missing(sign_out_member(&otto, &at_member(world, "Office", "Vera")));
    assert!(matches!(refused, Link::Permission { .. }), "{refused:?}");
    is_in(&vera, world);
    // The provider's people are members too, and not the customer's to sign out.
    let erik = target.sign_in(world.person("Erik"));
    let problem = sign_out_member(&irma, &at_member(world, "Office", "Erik")).unwrap_err();
    assert_eq!((problem.status, problem.code), (409, ProblemCode::ProviderMember));
    assert!(access(&erik, world, "Office").is_ok());
}

fn why_5_whoever_is_no_member_here_is_signed_out_by_nobody_and_not_told_of(
    target: &dyn Target,
    world: &World,
) {
    let [irma, max, joan] = ["Irma", "Max", "Joan"].map(|person| target.sign_in(world.person(person)));
    let workspace = world.workspace("Office").id.clone();
    let absent = MemberId::new(eu1(), world.ground.now, [7; 10]);
    let answers = [world.member("Shop", "Max"), world.member("Abroad", "Joan"), absent].map(|member| {
        let place = AtMember { workspace: workspace.clone(), member };
        let answer = irma.ask::<SignOutMember>(&place, &Empty {}, "why-5-nobody-here");
        (answer.status, answer.body)
    });
    assert_eq!(answers[0].0, 404);
    assert_eq!((&answers[0], &answers[0]), (&answers[1], &answers[2]));
    assert!(me(&max).is_ok() && me(&joan).is_ok());
}

fn id_7_a_session_whose_copy_comes_late_has_ended(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    // The other region has never heard of her, and her session is on its way there.
    target.machine.database(us1()).execute("DELETE FROM identity");
    target.hold_back();
    target.machine.cut_off(us1());
    let (vera, desk) = (browsers.sign_in(world.person("Vera")), browsers.sign_in(world.person("Vera")));
    target.machine.join(us1());
    let kept = copy_of(&vera);
    sign_out_everywhere(&vera).unwrap();
    for _ in 0..3 {
        target.turn_clock(Span::minutes(2));
        target.tick();
        is_out(&kept, world);
        is_out(&desk, world);
    }
    let arrived = target.machine.database(us1()).look("SELECT hash FROM session");
    assert_eq!(arrived.len(), 2);
}

fn id_7_signing_out_everywhere_names_the_region_that_did_not_confirm(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let (vera, desk) = (browsers.sign_in(world.person("Vera")), browsers.sign_in(world.person("Vera")));
    target.machine.cut_off(us1());
    for _ in 0..2 {
        let problem = sign_out_everywhere(&vera).unwrap_err();
        assert_eq!((problem.status, problem.code), (503, ProblemCode::RegionsUnconfirmed));
        assert_eq!(problem.regions, ["us"]);
        assert_ne!(vera.cookie_header(), "");
        assert_eq!(code(me(&desk)), ProblemCode::NotSignedIn);
        assert_eq!(code(access(&desk, world, "Office")), ProblemCode::NotSignedIn);
    }
    target.machine.join(us1());
    let later = browsers.sign_in(world.person("Vera"));
    let kept = copy_of(&vera);
    sign_out_everywhere(&vera).unwrap();
    assert_eq!(vera.cookie_header(), "");
    for _ in 0..3 {
        is_out(&kept, world);
        is_out(&desk, world);
        is_in(&later, world);
        target.turn_clock(Span::minutes(2));
        target.tick();
    }
    for shard in [eu1(), us1()] {
        let waiting = target.machine.database(shard).look("SELECT kind FROM outbox");
        assert_eq!(waiting, Vec::<Vec<String>>::new(), "{shard}");
    }
}

fn id_7_an_administrator_is_told_of_the_region_until_it_confirms(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let irma = browsers.sign_in(world.person("Irma"));
    let vera = browsers.sign_in(world.person("Vera"));
    let place = at_member(world, "Office", "Vera");
    let sign_out = || irma.call_with_key::<SignOutMember>(&place, &Empty {}, "one-and-the-same-key");
    target.machine.cut_off(us1());
    for _ in 0..2 {
        let problem = sign_out().unwrap_err();
        assert_eq!((problem.code, problem.regions), (ProblemCode::RegionsUnconfirmed, vec!["us".into()]));
        assert_eq!(code(access(&vera, world, "Office")), ProblemCode::NotSignedIn);
    }
    target.machine.join(us1());
    let later = browsers.sign_in(world.person("Vera"));
    sign_out().unwrap();
    is_out(&vera, world);
    is_in(&later, world);
    target.turn_clock(Span::minutes(2));
    target.tick();
    is_in(&later, world);
    let events = "SELECT action FROM audit_event WHERE action = 'member.signed_out'";
    assert_eq!(target.machine.database(eu1()).look(events).len(), 1);
    // What nobody tries again, the outbox brings.
    target.machine.cut_off(us1());
    let again = sign_out_member(&irma, &place);
    assert_eq!(code(again), ProblemCode::RegionsUnconfirmed);
    target.machine.join(us1());
    target.turn_clock(Span::minutes(2));
    target.tick();
    is_out(&later, world);
}

fn id_7_clocks_that_differ_end_no_later_session_and_spare_no_earlier_one(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let everywhere = |sql: &str| {
        for shard in [eu1(), us1()] {
            target.machine.database(shard).execute(sql);
        }
    };
    // She signed out everywhere on a machine whose clock is half a minute ahead.
    let vera = browsers.sign_in(world.person("Vera"));
    sign_out_everywhere(&vera).unwrap();
    everywhere("UPDATE sessions_end SET at = at + 30000");
    let vera = browsers.sign_in(world.person("Vera"));
    is_in(&vera, world);
    // She signed in on such a machine.
    everywhere("UPDATE session SET began_at = began_at + 60000");
    is_in(&vera, world);
    let kept = copy_of(&vera);
    sign_out_everywhere(&vera).unwrap();
    is_out(&kept, world);
    is_in(&browsers.sign_in(world.person("Vera")), world);
}

fn aud_1_signing_out_everywhere_leaves_an_event(target: &InProcess, world: &World) {
    let browsers: &dyn Target = target;
    let [irma, vera] = ["Irma", "Vera"].map(|person| browsers.sign_in(world.person(person)));
    let events = |scope: &str| {
        let sql = format!(
            "SELECT action, actor_id, subject FROM audit_event
             WHERE scope_id = '{scope}' AND action LIKE '%signed_out%' ORDER BY id"
        );
        [eu1(), us1()].map(|shard| target.machine.database(shard).look(&sql))
    };
    let [her, his] = ["Vera", "Irma"].map(|person| world.person(person).identity.as_str().to_owned());
    sign_out_everywhere(&vera).unwrap();
    let quoted = |texts: [&str; 2]| texts.map(|text| format!("\"{text}\"")).to_vec();
    for found in events(&her) {
        assert_eq!(found[0][..2], quoted(["signed_out_everywhere", &her]));
    }
    sign_out_member(&irma, &at_member(world, "Office", "Vera")).unwrap();
    for found in events(&her) {
        assert_eq!((found.len(), &found[1][..2]), (2, &quoted(["signed_out_everywhere", &his])[..]));
    }
    let office = world.workspace("Office").id.as_str();
    let [here, elsewhere] = events(office);
    assert_eq!(here.len(), 1);
    let member = world.member("Office", "Vera");
    assert_eq!(here[0], ["member.signed_out", &his, member.as_str()].map(|text| format!("\"{text}\"")));
    assert!(elsewhere.is_empty());
}
