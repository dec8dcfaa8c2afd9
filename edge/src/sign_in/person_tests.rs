//! The rules about who somebody is, one by one.

use super::{Admission, Person, identity_id};
use crate::settings::{IdentityProvider, Settings};
use crate::sign_in::failure::Failure;
use crate::sign_in::fake::{PROVIDER_TENANT, settings};
use crate::sign_in::id_token::Claims;
use crate::sign_in::issuer::CONSUMER_TENANT;
use serde_json::{Value, json};
use shared::access::{AccountKind, Origin};
use shared::api::session::SignInProblem;

const CONTOSO: &str = "11111111-1111-4111-8111-11111111111a";

fn entra() -> IdentityProvider {
    settings().identity_providers[0].clone()
}

fn fabrikam() -> IdentityProvider {
    settings().identity_providers[1].clone()
}

fn claims(tenant: &str, more: Value) -> Claims {
    let mut claims = json!({
        "iss": format!("https://login.example/{tenant}/v2.0"), "sub": "pairwise", "aud": "portico",
        "exp": 1, "iat": 1, "tid": tenant, "oid": "ada", "name": "Ada Berg", "email": "ada@contoso.example",
    });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    serde_json::from_value(claims).unwrap()
}

fn person(tenant: &str, more: Value) -> Result<Person, Failure> {
    Person::new(&claims(tenant, more), &entra(), &settings())
}

fn account(tenant: &str, more: Value) -> AccountKind {
    person(tenant, more).unwrap().account
}

#[test]
fn id_1_a_person_is_issuer_tenant_and_object_id() {
    let ada = person(CONTOSO, json!({})).unwrap();
    assert_eq!(ada.id(), identity_id(&format!("https://login.example/{CONTOSO}/v2.0"), CONTOSO, "ada"));
    let renamed =
        json!({ "name": "Ada Other", "email": "else@x.example", "preferred_username": "u", "sub": "y" });
    assert_eq!(person(CONTOSO, renamed).unwrap().id(), ada.id());
    assert_ne!(person(CONTOSO, json!({ "oid": "ben" })).unwrap().id(), ada.id());
}

#[test]
fn id_1_parts_do_not_run_together() {
    assert_ne!(identity_id("a", "bc", "d"), identity_id("ab", "c", "d"));
    assert_ne!(identity_id("a", "b", "cd"), identity_id("a", "bc", "d"));
    assert_ne!(identity_id("", "a", ""), identity_id("a", "", ""));
}

#[test]
fn id_1_the_id_of_an_identity_never_changes() {
    let id = identity_id("https://login.example/t/v2.0", "t", "ada");
    assert_eq!(id.as_str(), "idn_40r8f3wy04ps60tq8f4btzg1zs");
}

#[test]
fn id_9_the_same_person_through_another_tenant_is_another_identity() {
    let (here, there) = (person(CONTOSO, json!({})), person(CONSUMER_TENANT, json!({})));
    assert_ne!(here.unwrap().id(), there.unwrap().id());
}

#[test]
fn id_1_entra_knows_people_by_oid_and_others_by_sub() {
    assert_eq!(person(CONTOSO, json!({})).unwrap().object, "ada");
    let fay = Person::new(&claims(CONTOSO, json!({})), &fabrikam(), &settings()).unwrap();
    assert_eq!((fay.tenant.as_str(), fay.object.as_str()), ("fabrikam", "pairwise"));
    let no_tenant = IdentityProvider { tenant: None, ..fabrikam() };
    let fay = Person::new(&claims(CONTOSO, json!({})), &no_tenant, &settings()).unwrap();
    assert_eq!(fay.tenant, fay.issuer);
}

#[test]
fn id_1_entra_without_tenant_or_object_id_proves_nobody() {
    let reason = |more| person(CONTOSO, more).unwrap_err().reason;
    assert_eq!(reason(json!({ "tid": null })), "token without a tenant");
    assert_eq!(reason(json!({ "oid": null })), "token without an object id");
    for oid in ["", "a\u{0}b", &"a".repeat(256)] {
        assert_eq!(reason(json!({ "oid": oid })), "token object id");
    }
}

#[test]
fn id_3_the_providers_tenant_may_always_sign_in_and_others_if_registered() {
    let northwind = person(PROVIDER_TENANT, json!({ "acct": 0 })).unwrap();
    assert_eq!(northwind.admission(&entra()), Admission::Always);
    assert_eq!(person(CONTOSO, json!({})).unwrap().admission(&entra()), Admission::IfRegistered);
    let fay = Person::new(&claims(CONTOSO, json!({})), &fabrikam(), &settings()).unwrap();
    assert_eq!(fay.admission(&fabrikam()), Admission::IfRegistered);
}

#[test]
fn id_3_the_consumer_tenant_needs_a_directory_unless_the_provider_is_configured_personal() {
    let someone = person(CONSUMER_TENANT, json!({})).unwrap();
    assert_eq!(someone.admission(&entra()), Admission::IfRegistered);
    let personal = IdentityProvider { account: Some(AccountKind::Personal), ..entra() };
    assert_eq!(someone.admission(&personal), Admission::Always);
    assert_eq!(person(CONTOSO, json!({})).unwrap().admission(&personal), Admission::IfRegistered);
    let personal = IdentityProvider { account: Some(AccountKind::Personal), ..fabrikam() };
    assert_eq!(someone.admission(&personal), Admission::Always);
}

#[test]
fn id_4_the_consumer_tenant_is_personal_and_others_are_work() {
    assert_eq!(account(CONSUMER_TENANT, json!({})), AccountKind::Personal);
    assert_eq!(account(CONTOSO, json!({})), AccountKind::Work);
}

#[test]
fn id_4_whoever_is_at_home_with_consumers_is_personal_in_any_tenant() {
    let sts = format!("https://sts.windows.net/{CONSUMER_TENANT}/");
    for idp in ["live.com", "LIVE.COM", "https://login.live.com/x", &sts] {
        assert_eq!(account(CONTOSO, json!({ "idp": idp })), AccountKind::Personal, "{idp}");
    }
    for idp in
        ["alive.com", "https://sts.windows.net/22222222-2222-4222-8222-22222222222b/", "", "live.com.example"]
    {
        assert_eq!(account(CONTOSO, json!({ "idp": idp })), AccountKind::Work, "{idp}");
    }
}

#[test]
fn id_4_a_provider_configured_as_personal_has_personal_accounts_only() {
    let personal = IdentityProvider { account: Some(AccountKind::Personal), ..fabrikam() };
    let fay = Person::new(&claims(CONTOSO, json!({})), &personal, &settings()).unwrap();
    assert_eq!(fay.account, AccountKind::Personal);
    let fay = Person::new(&claims(CONTOSO, json!({})), &fabrikam(), &settings()).unwrap();
    assert_eq!(fay.account, AccountKind::Work);
}

#[test]
fn id_5_origin_is_the_tenants() {
    assert_eq!(person(PROVIDER_TENANT, json!({ "acct": 0 })).unwrap().origin, Origin::Provider);
    assert_eq!(person(CONTOSO, json!({})).unwrap().origin, Origin::Customer);
    let other = Settings { provider_tenant: CONTOSO.into(), ..settings() };
    let ada = Person::new(&claims(CONTOSO, json!({ "acct": 0 })), &entra(), &other).unwrap();
    assert_eq!(ada.origin, Origin::Provider);
}

#[test]
fn id_5_a_guest_in_the_providers_tenant_is_refused() {
    let foreign = format!("https://sts.windows.net/{CONTOSO}/");
    for more in [
        json!({ "acct": 1 }),
        json!({ "acct": "1" }),
        json!({ "acct": 2 }),
        json!({ "acct": {} }),
        json!({ "acct": 0, "idp": foreign }),
        json!({ "idp": "live.com" }),
        json!({ "idp": "" }),
    ] {
        let problem = person(PROVIDER_TENANT, more.clone()).map(|_| ()).unwrap_err().problem;
        assert_eq!(problem, SignInProblem::Guest, "{more}");
    }
}

#[test]
fn id_5_the_providers_own_people_are_no_guests() {
    let own = format!("https://sts.windows.net/{PROVIDER_TENANT}/");
    let issuer = format!("https://login.example/{PROVIDER_TENANT}/v2.0");
    for more in [
        json!({ "acct": 0 }),
        json!({ "acct": "0" }),
        json!({ "acct": 0, "idp": own }),
        json!({ "acct": 0, "idp": issuer }),
    ] {
        assert!(person(PROVIDER_TENANT, more.clone()).is_ok(), "{more}");
    }
}

#[test]
fn id_5_whoever_could_be_a_guest_of_the_providers_tenant_is_refused() {
    let own = format!("https://sts.windows.net/{PROVIDER_TENANT}/");
    for more in [json!({}), json!({ "acct": null }), json!({ "idp": own })] {
        let failure = person(PROVIDER_TENANT, more.clone()).map(|_| ()).unwrap_err();
        assert_eq!(failure.problem, SignInProblem::Guest, "{more}");
        assert_eq!(failure.reason, "token of the provider's tenant without the optional claim `acct`");
    }
}

#[test]
fn id_5_a_provider_that_knows_no_guests_need_not_say_that_somebody_is_none() {
    let ours = Settings { provider_tenant: "fabrikam".into(), ..settings() };
    let fay = Person::new(&claims(CONTOSO, json!({})), &fabrikam(), &ours).unwrap();
    assert_eq!(fay.origin, Origin::Provider);
    assert!(Person::new(&claims(CONTOSO, json!({ "acct": 1 })), &fabrikam(), &ours).is_err());
}

#[test]
fn id_5_a_guest_in_a_customers_tenant_may_sign_in() {
    assert_eq!(person(CONTOSO, json!({ "acct": 1 })).unwrap().origin, Origin::Customer);
}

#[test]
fn id_1_a_name_is_found_among_the_claims_and_cleaned() {
    let name = |more| person(CONTOSO, more).unwrap().name;
    assert_eq!(name(json!({ "name": "  A\u{202e}d\na  " })), "Ada");
    assert_eq!(name(json!({ "name": "A\u{200b}d\u{200e}a\u{ad} \u{3164}\u{2028}B\u{200d}erg" })), "Ada Berg");
    assert_eq!(
        name(json!({ "name": "\u{3164}\u{200b}", "preferred_username": "ada@c.example" })),
        "ada@c.example"
    );
    assert_eq!(name(json!({ "name": " ", "preferred_username": "ada@c.example" })), "ada@c.example");
    assert_eq!(name(json!({ "name": 3, "email": null })), "ada");
    assert_eq!(name(json!({ "name": "é".repeat(300) })).chars().count(), 200);
}

#[test]
fn id_1_an_address_that_is_none_is_left_out() {
    let email = |value| person(CONTOSO, json!({ "email": value })).unwrap().email;
    assert_eq!(email(json!("ada@contoso.example")).as_deref(), Some("ada@contoso.example"));
    for value in [json!("ada"), json!(""), json!(null), json!(3), json!(format!("{}@x", "a".repeat(254)))] {
        assert_eq!(email(value.clone()), None, "{value}");
    }
}
