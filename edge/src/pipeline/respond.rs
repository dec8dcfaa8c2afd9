//! Answers as HTTP: the body, its headers, the cookies.

use super::exchange::Answer;
use crate::settings::Settings;
use crate::sign_in::cookie::SessionCookie;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use shared::api::REQUEST_ID_HEADER;
use shared::problem::{Problem, ProblemCode};
use shared::time::Timestamp;

/// How many seconds a client waits before it tries again what was too busy.
const RETRY_AFTER: &str = "1";

/// The headers of every response of the worker. Pages and files get theirs from `_headers`.
const SECURITY: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Makes HTTP of an answer.
pub(crate) fn respond(answer: Answer, settings: &Settings, now: Timestamp, id: &str) -> Response<Vec<u8>> {
    let ended = matches!(&answer.outcome, Err(problem) if problem.code == ProblemCode::NotSignedIn);
    let renewed = answer.session.filter(|_| !ended).and_then(|session| session.renewed(settings, now));
    let mut response = match answer.outcome {
        Ok(json) => typed(StatusCode::OK, "application/json", json.into_bytes()),
        Err(problem) => respond_with(&problem),
    };
    let cleared = (ended && answer.cookies.is_empty()).then(SessionCookie::cleared);
    for cookie in answer.cookies.into_iter().chain(renewed).chain(cleared) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    secure(&mut response, id);
    response
}

/// Adds the headers of every response, and the request's id (API-5).
pub(crate) fn secure(response: &mut Response<Vec<u8>>, id: &str) {
    for (name, value) in SECURITY {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID_HEADER, id);
    }
}

fn respond_with(problem: &Problem) -> Response<Vec<u8>> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = typed(status, "application/problem+json", body);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    response
}

fn typed(status: StatusCode, media_type: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
