//! What goes over the wire as JSON: every endpoint's request and response.

use super::chosen;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::{
    Declaration, Endpoint, case, case_list, feature, members, reactive_services, session, workspace,
};

/// An endpoint, with what reads its request and what reads its response.
pub struct Body {
    /// The endpoint.
    pub declaration: Declaration,
    request: fn(&[u8]),
    response: fn(&[u8]),
}

const fn body<E: Endpoint>() -> Body {
    Body { declaration: Declaration::of::<E>(), request: again::<E::Request>, response: again::<E::Response> }
}

/// Every endpoint; a test holds it against `ENDPOINTS`.
pub const ALL: &[Body] = &[
    body::<session::CheckHealth>(),
    body::<session::ListSignInOptions>(),
    body::<session::GetMe>(),
    body::<session::SetProfile>(),
    body::<session::SignOut>(),
    body::<session::SignOutEverywhere>(),
    body::<workspace::GetAccess>(),
    body::<workspace::MarkOpened>(),
    body::<workspace::SignOutMember>(),
    body::<workspace::GetHome>(),
    body::<workspace::ListHolders>(),
    body::<members::ListMembers>(),
    body::<reactive_services::ListMemberServices>(),
    body::<reactive_services::SaveMemberServices>(),
    body::<reactive_services::ListGroupServices>(),
    body::<reactive_services::SaveGroupServices>(),
    body::<feature::GetGranularReactiveServices>(),
    body::<feature::SwitchGranularReactiveServices>(),
    body::<case::GetCaseOptions>(),
    body::<case_list::ListCases>(),
    body::<case::OpenCase>(),
    body::<case_list::ListCaseViews>(),
    body::<case_list::SaveCaseView>(),
    body::<case_list::RemoveCaseView>(),
    body::<case::GetCase>(),
    body::<case::AddMessage>(),
    body::<case::AddNote>(),
    body::<case::MoveCase>(),
];

/// Reads some JSON as the request or the response of an endpoint.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, ALL.len() * 2) else { return };
    let body = &ALL[which / 2];
    if which % 2 == 0 { (body.request)(rest) } else { (body.response)(rest) }
}

/// Something for each; the recorded answers of a whole world come beside, where there is one.
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "{}",
        "[]",
        "{\"status\":\"ok\"}",
        "{\"name\":\"Urgent\",\"query\":\"severity=a\"}",
        "{\"text\":\"News.\"}",
        "{\"move\":\"solved\",\"version\":1}",
        "{\"language\":\"fr\",\"theme\":\"dark\"}",
        "{\"switch\":{\"on\":\"kept\"},\"seen\":7}",
        "{\"members\":[{\"member\":\"mem_eu1_01k9zq3v5m0123456789abcdef\",\"version\":1,\"through_groups\":0}],\"services\":[]}",
    ];
    let places = 0..u8::try_from(ALL.len() * 2).unwrap();
    places.flat_map(|place| texts.map(|text| [&[place], text.as_bytes()].concat())).collect()
}

/// The seed of a request or response that was seen.
pub fn seed(declaration: &Declaration, is_response: bool, json: &[u8]) -> Option<Vec<u8>> {
    let same = |body: &Body| {
        (body.declaration.method, body.declaration.path) == (declaration.method, declaration.path)
    };
    let place = ALL.iter().position(same)? * 2 + usize::from(is_response);
    Some([&[u8::try_from(place).ok()?], json].concat())
}

/// What can be read is read again as the same from what it prints.
fn again<T: Serialize + DeserializeOwned>(json: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(json) else { return };
    let printed = serde_json::to_string(&read).unwrap();
    let repeated: T = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    assert_eq!(serde_json::to_string(&repeated).unwrap(), printed);
}
