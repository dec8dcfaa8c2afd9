//! What a command's body says.

use super::authenticate;
use super::exchange::Exchange;
use http::header;
use shared::api::Endpoint;
use shared::problem::{Problem, ProblemCode};

/// The request's body as JSON. What has no place in it is refused: a misspelled field would otherwise be taken for one that
/// is left out.
pub(super) fn json_body<E: Endpoint>(exchange: &Exchange<'_>) -> Result<E::Request, Problem> {
    let media = authenticate::text(exchange.request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or("");
    let essence = media.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(ProblemCode::UnsupportedMediaType));
    }
    if exchange.request.body().len() > E::BODY_LIMIT {
        return Err(Problem::new(ProblemCode::BodyTooLarge));
    }
    exactly(exchange.request.body()).ok_or_else(|| Problem::new(ProblemCode::MalformedRequest))
}

/// A value out of a JSON object that says this value and nothing else. A list of its fields without their names is none, though
/// serde would take it for one.
fn exactly<T: serde::de::DeserializeOwned>(text: &[u8]) -> Option<T> {
    text.trim_ascii_start().strip_prefix(b"{")?;
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut knows_all = true;
    let value = serde_ignored::deserialize(&mut json, |_| knows_all = false).ok()?;
    json.end().ok()?;
    knows_all.then_some(value)
}
