//! Who may sign in, and what they find who are in no workspace (ID).

use super::Scenario;
use super::office::{home_tenant, office};
use super::steps::{access, code, me};
use crate::target::Target;
use crate::world::{Ground, Tenant, World, eu1};
use shared::access::{AccountKind, Nowhere, Origin};
use shared::api::session::{ListSignInOptions, SignInQuestion};
use shared::problem::ProblemCode;

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::anywhere(id_1_a_person_is_issuer_tenant_and_object_whatever_their_name_says)
            .within(with_a_namesake),
        Scenario::anywhere(id_2_only_a_session_cookie_reaches_the_browser),
        Scenario::anywhere(id_2_an_answer_is_taken_once_and_only_from_the_browser_that_asked),
        Scenario::anywhere(id_2_two_tabs_may_sign_in_at_once),
        Scenario::anywhere(id_3_a_tenant_that_nobody_registered_may_not_sign_in).within(with_outsiders),
        Scenario::anywhere(id_4_an_account_of_the_consumer_tenant_is_personal).within(with_outsiders),
        Scenario::anywhere(id_5_a_guest_in_the_providers_tenant_may_not_sign_in).within(with_outsiders),
        Scenario::anywhere(id_5_the_origin_follows_from_the_tenant),
        Scenario::anywhere(id_6_whoever_is_in_no_workspace_is_told_to_ask_their_customers_csm),
        Scenario::anywhere(id_6_where_there_is_no_csm_they_are_told_to_ask_the_provider)
            .within(with_outsiders),
        Scenario::anywhere(id_10_a_customers_own_identity_provider_is_found_by_its_domain_and_never_listed),
        Scenario::in_process(id_6_nobody_is_told_to_ask_a_csm_whose_account_is_disabled),
        Scenario::in_process(id_9_the_same_object_id_in_another_tenant_is_another_identity)
            .within(with_a_twin),
    ]
}

/// Another Irma Falk, of the same directory, with the same name and address.
fn with_a_namesake(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let tenant = home_tenant(&world);
    world.add_person(&tenant, "Namesake of Irma", name);
    world.people.last_mut().unwrap().email = world.person("Irma").email.clone();
    world
}

/// People of a tenant that nobody registered, of one whose customer has no CSM, a guest, and one with a personal account.
fn with_outsiders(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let unregistered = world.new_tenant(&format!("Unregistered in {name}"), "unregistered.example");
    world.add_person(&unregistered, "Una Nowhere", name);
    let customer = world.add_customer(&format!("New customer of {name}"), eu1());
    let young = world.new_tenant(&format!("Young in {name}"), "young.example");
    world.register(&customer, &young);
    world.add_person(&young, "Yara Early", name);
    world.register(&customer, &Tenant::of_personal_accounts());
    world.add_person(&Tenant::of_personal_accounts(), "Rita Sand", name);
    world.add_person(&Tenant::of_the_provider(), "Gustav Guest", name);
    world.people.last_mut().unwrap().guest = true;
    for person in &mut world.people[..] {
        person.has_signed_in &=
            !["Una Nowhere", "Yara Early", "Gustav Guest"].contains(&person.name.as_str());
    }
    world
}

/// Somebody abroad has Irma's object id. Identity providers of ours don't do that, so it stays in process.
fn with_a_twin(ground: &Ground, name: &str) -> World {
    let mut world = office(ground, name);
    let (tenant, object) = (world.directories[1].tenant.clone(), world.person("Irma").object.clone());
    world.add_person_as(&tenant, &object, "Twin of Irma", name);
    world
}

fn id_1_a_person_is_issuer_tenant_and_object_whatever_their_name_says(target: &dyn Target, world: &World) {
    let namesake = target.sign_in(world.person("Namesake"));
    let found = me(&namesake).unwrap();
    assert_eq!(found.identity, world.person("Namesake").identity);
    assert_eq!(found.email.as_ref(), Some(&world.person("Irma").email));
    assert_eq!(found.workspaces, []);
    assert_eq!(code(access(&namesake, world, "Office")), ProblemCode::NotFound);
}

fn id_2_only_a_session_cookie_reaches_the_browser(target: &dyn Target, world: &World) {
    let irma = target.sign_in(world.person("Irma"));
    let cookies = irma.cookie_header();
    assert_eq!(cookies.matches('=').count(), 1, "one cookie: {cookies}");
    assert!(cookies.starts_with("__Host-Http-"), "{cookies}");
    assert!(!cookies.contains("eyJ"), "no token: {cookies}");
}

fn id_2_an_answer_is_taken_once_and_only_from_the_browser_that_asked(target: &dyn Target, world: &World) {
    let asking = target.nobody();
    let begun = asking.send("GET", "/sign-in/entra", &[], "");
    let landing = target.authorize(&begun.headers["location"], world.person("Irma"));
    let elsewhere = target.nobody();
    let refused = elsewhere.send("GET", &landing, &[], "");
    assert_eq!((refused.status, refused.headers["location"].as_str()), (303, "/sign-in?problem=expired"));
    assert_eq!(code(me(&elsewhere)), ProblemCode::NotSignedIn);
    assert_eq!(asking.send("GET", &landing, &[], "").status, 200);
    assert!(me(&asking).is_ok());
    let again = asking.send("GET", &landing, &[], "");
    assert_eq!((again.status, again.headers["location"].as_str()), (303, "/sign-in?problem=expired"));
}

fn id_2_two_tabs_may_sign_in_at_once(target: &dyn Target, world: &World) {
    let browser = target.nobody();
    let begun = [0; 2].map(|_| browser.send("GET", "/sign-in/entra", &[], ""));
    for tab in begun {
        let landing = target.authorize(&tab.headers["location"], world.person("Irma"));
        assert_eq!(browser.send("GET", &landing, &[], "").status, 200);
        assert!(me(&browser).is_ok());
    }
    assert_eq!(browser.cookie_header().matches('=').count(), 1, "no round trip is left");
}

fn id_3_a_tenant_that_nobody_registered_may_not_sign_in(target: &dyn Target, world: &World) {
    let browser = target.nobody();
    assert_eq!(browser.try_to_sign_in(world.person("Una")), "/sign-in?problem=unknown_tenant");
    assert_eq!((browser.cookie_header().as_str(), code(me(&browser))), ("", ProblemCode::NotSignedIn));
}

fn id_4_an_account_of_the_consumer_tenant_is_personal(target: &dyn Target, world: &World) {
    let rita = target.sign_in(world.person("Rita"));
    assert_eq!(me(&rita).unwrap().account, AccountKind::Personal);
    let irma = target.sign_in(world.person("Irma"));
    assert_eq!(me(&irma).unwrap().account, AccountKind::Work);
}

fn id_5_a_guest_in_the_providers_tenant_may_not_sign_in(target: &dyn Target, world: &World) {
    let browser = target.nobody();
    assert_eq!(browser.try_to_sign_in(world.person("Gustav")), "/sign-in?problem=guest");
    assert_eq!((browser.cookie_header().as_str(), code(me(&browser))), ("", ProblemCode::NotSignedIn));
}

fn id_5_the_origin_follows_from_the_tenant(target: &dyn Target, world: &World) {
    for (person, origin) in
        [("Erik", Origin::Provider), ("Irma", Origin::Customer), ("Joan", Origin::Customer)]
    {
        assert_eq!(me(&target.sign_in(world.person(person))).unwrap().origin, origin, "{person}");
    }
}

fn id_6_whoever_is_in_no_workspace_is_told_to_ask_their_customers_csm(target: &dyn Target, world: &World) {
    let theo = me(&target.sign_in(world.person("Theo"))).unwrap();
    assert_eq!((theo.workspaces, theo.landing), (vec![], None));
    let ask = theo.ask.unwrap();
    assert_eq!((ask.name.as_str(), ask.email.as_ref()), ("Nils Adler", Some(&world.person("Nils").email)));
    // Somebody who is in one is not told to ask anybody.
    assert_eq!(me(&target.sign_in(world.person("Otto"))).unwrap().ask, None);
}

fn id_6_where_there_is_no_csm_they_are_told_to_ask_the_provider(target: &dyn Target, world: &World) {
    let yara = me(&target.sign_in(world.person("Yara"))).unwrap();
    let ask = yara.ask.unwrap();
    assert_eq!(
        (ask.name.as_str(), ask.email.as_deref()),
        ("Northwind Support", Some("support-desk@northwind.example"))
    );
}

/// Directories have no endpoint yet, so the account is disabled behind the edge's back.
fn id_6_nobody_is_told_to_ask_a_csm_whose_account_is_disabled(
    in_process: &crate::in_process::InProcess,
    world: &World,
) {
    let target: &dyn Target = in_process;
    let theo = target.sign_in(world.person("Theo"));
    let nils = &world.person("Nils").identity;
    let disabled = format!("UPDATE identity SET disabled_at = 1 WHERE id = '{nils}'");
    in_process.machine.database(crate::world::eu1()).execute(&disabled);
    assert_eq!(me(&theo).unwrap().ask.unwrap().name, "Northwind Support");
}

fn id_9_the_same_object_id_in_another_tenant_is_another_identity(
    target: &crate::in_process::InProcess,
    world: &World,
) {
    let target: &dyn Target = target;
    let twin = target.sign_in(world.person("Twin"));
    assert_ne!(me(&twin).unwrap().identity, world.person("Irma").identity);
    assert_eq!(code(access(&twin, world, "Office")), ProblemCode::NotFound);
}

fn id_10_a_customers_own_identity_provider_is_found_by_its_domain_and_never_listed(
    target: &dyn Target,
    _: &World,
) {
    let nobody = target.nobody();
    let offered = |domain: Option<&str>| {
        let question = SignInQuestion { domain: domain.map(Into::into) };
        let options = nobody.call::<ListSignInOptions>(&Nowhere, &question).unwrap();
        options.identity_providers.into_iter().map(|option| option.id).collect::<Vec<_>>()
    };
    assert_eq!(offered(None), ["entra"]);
    for unknown in ["", "contoso.example", "example", "fabrikam", "x.fabrikam.example", "%", "*"] {
        assert_eq!(offered(Some(unknown)), ["entra"], "{unknown}");
    }
    for known in ["fabrikam.example", " FABRIKAM.example "] {
        assert_eq!(offered(Some(known)), ["entra", "fabrikam"], "{known}");
    }
}
