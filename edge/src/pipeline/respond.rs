//! Answers as HTTP: the body, its headers, the cookies.

use super::exchange::Answer;
use crate::settings::Settings;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use shared::api::REQUEST_ID_HEADER;
use shared::problem::{Problem, ProblemCode};
use shared::time::Timestamp;

/// How many seconds a client waits before it tries again what was too busy.
const RETRY_AFTER: &str = "1";

/// How many seconds pass until whoever has tried too often may try again: the period of the platform's counters.
pub(crate) const UNTIL_NEXT_PERIOD: &str = "60";

/// The headers of every response of the worker. Pages and files get theirs from `_headers`.
pub(crate) const SECURITY: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains; preload"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), \
         gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// What an answer is written in.
pub(crate) const JSON: &str = "application/json";

/// Makes HTTP of an answer. No answer but that of signing out takes the session's cookie away: whoever is told that they
/// are not signed in may have to sign out again where a region missed it, and the next sign-in replaces the cookie (ID-8).
pub(crate) fn respond(answer: Answer, settings: &Settings, now: Timestamp, id: &str) -> Response<Vec<u8>> {
    let confirmed = is_of_a_live_session(&answer.outcome);
    let renewed = answer.session.filter(|_| confirmed).and_then(|session| session.renewed(settings, now));
    let mut response = match answer.outcome {
        Ok(json) => typed(StatusCode::OK, JSON, json.into_bytes()),
        Err(problem) => respond_with(&problem),
    };
    for cookie in answer.cookies.into_iter().chain(renewed) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    if let Some(allow) = answer.allow.and_then(|methods| HeaderValue::from_str(&methods).ok()) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    secure(&mut response, id);
    response
}

/// Whether an answer is one that only a session gets that a region has just confirmed. Others come before the session was
/// looked up, and renewing on them would keep the cookie of an ended session fresh.
fn is_of_a_live_session(outcome: &Result<String, Problem>) -> bool {
    use ProblemCode::{
        FeatureOff, IdempotencyKeyReused, InvalidFields, MoveNotAllowed, ProviderMember, Refused,
        StaleVersion, Yourself,
    };
    match outcome {
        Ok(_) => true,
        Err(problem) => matches!(
            problem.code,
            Refused
                | InvalidFields
                | StaleVersion
                | FeatureOff
                | MoveNotAllowed
                | ProviderMember
                | Yourself
                | IdempotencyKeyReused
        ),
    }
}

/// A problem outside of any endpoint.
pub(crate) fn respond_without_endpoint(problem: &Problem, id: &str) -> Response<Vec<u8>> {
    let mut response = respond_with(problem);
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
    let wait = match status {
        StatusCode::SERVICE_UNAVAILABLE => Some(RETRY_AFTER),
        StatusCode::TOO_MANY_REQUESTS => Some(UNTIL_NEXT_PERIOD),
        _ => None,
    };
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
    }
    response
}

fn typed(status: StatusCode, media_type: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
