//! Heads of requests and of responses, between workerd and `http`.
//!
//! Every name and every value that crosses over is a call of its own, some of them several. So what comes in crosses as one
//! text of JSON, and what every response says is over there already.

use crate::pipeline::respond::SECURITY;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use std::borrow::Cow;
use wasm_bindgen::JsValue;
use worker::js_sys::{Array, JSON};
use worker::{Error, Headers, Result};

thread_local! {
    /// The headers of every response, to be copied. They hold nothing of a person or a tenant.
    static OF_EVERY_RESPONSE: Option<web_sys::Headers> = of_every_response().ok();
}

/// A request but for its body. `None` where workerd lets through what HTTP has no place for, such as a control character in
/// a header: its own conversion would answer that with 500, and panics at a version of HTTP that it does not know.
pub(super) fn head(request: &web_sys::Request) -> Option<Request<()>> {
    let mut head = Request::builder().method(request.method().as_str()).uri(request.url()).body(()).ok()?;
    let pairs = String::from(JSON::stringify(&Array::from(&request.headers())).ok()?);
    for (name, value) in serde_json::from_str::<Vec<(Cow<'_, str>, Cow<'_, str>)>>(&pairs).ok()? {
        let (name, value) = (name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?);
        head.headers_mut().try_append(name, value).ok()?;
    }
    Some(head)
}

/// Headers of a response for workerd; several of one name stay several.
pub(super) fn written(headers: &HeaderMap) -> Result<Headers> {
    let is_there = |(name, value): &(HeaderName, &str)| headers.get_all(name).iter().eq([value]);
    let copied = SECURITY.iter().all(is_there).then(copy).flatten();
    let is_copied = |name: &HeaderName| copied.is_some() && SECURITY.iter().any(|(known, _)| known == name);
    let rest: Vec<_> = headers.iter().filter(|(name, _)| !is_copied(name)).collect();
    let made = match copied {
        Some(copied) => copied,
        None => web_sys::Headers::new()?,
    };
    for (name, value) in rest {
        let value = value.to_str().map_err(|error| Error::RustError(error.to_string()))?;
        made.append(name.as_str(), value)?;
    }
    Ok(Headers(made))
}

fn copy() -> Option<web_sys::Headers> {
    OF_EVERY_RESPONSE.with(|usual| web_sys::Headers::new_with_headers(usual.as_ref()?).ok())
}

fn of_every_response() -> std::result::Result<web_sys::Headers, JsValue> {
    let made = web_sys::Headers::new()?;
    for (name, value) in &SECURITY {
        made.append(name.as_str(), value)?;
    }
    Ok(made)
}
