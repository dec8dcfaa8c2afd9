//! HTTP messages, between workerd and `http`.
//!
//! The head of a request and a whole response cross over in one call each (`messages.js`), and the headers of nearly every response
//! are over there already. By `worker::Response` it is a dozen calls, and headers that nobody uses.

use crate::pipeline::respond::{JSON, SECURITY};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header};
use std::borrow::Cow;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Error, Headers, Result};

#[wasm_bindgen(module = "/src/platform/messages.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = head)]
    fn read_head(request: &web_sys::Request) -> std::result::Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = headers)]
    fn make_headers(
        said: &str,
        usual: Option<&web_sys::Headers>,
    ) -> std::result::Result<web_sys::Headers, JsValue>;
    #[wasm_bindgen(catch)]
    fn response(
        status: u16,
        said: &str,
        usual: Option<&web_sys::Headers>,
        body: &[u8],
    ) -> std::result::Result<web_sys::Response, JsValue>;
}

thread_local! {
    /// What nearly every response says, here and over there. It holds nothing of a person or a tenant.
    static USUAL: Option<Usual> = Usual::new();
}

/// The headers of an endpoint's answer, and the same as workerd's `Headers`, to be copied.
struct Usual {
    here: HeaderMap,
    there: web_sys::Headers,
}

impl Usual {
    fn new() -> Option<Self> {
        let all = SECURITY.into_iter().chain([(header::CONTENT_TYPE, JSON)]);
        let here: HeaderMap = all.map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
        let there = headers(&here).ok()?.0;
        Some(Self { here, there })
    }

    fn is_in(&self, headers: &HeaderMap) -> bool {
        self.here.iter().all(|(name, value)| headers.get_all(name).iter().eq([value]))
    }
}

/// A request but for its body. `None` where workerd lets through what HTTP has no place for, such as a control character in
/// a header: its own conversion would answer that with 500, and panics at a version of HTTP that it does not know.
pub(super) fn head(request: &web_sys::Request) -> Option<Request<()>> {
    let said = read_head(request).ok()?;
    let mut parts = said.splitn(3, '\n');
    let (method, address, pairs) = (parts.next()?, parts.next()?, parts.next()?);
    let mut head = Request::builder().method(method).uri(address).body(()).ok()?;
    for (name, value) in serde_json::from_str::<Vec<(Cow<'_, str>, Cow<'_, str>)>>(pairs).ok()? {
        let (name, value) = (name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?);
        head.headers_mut().try_append(name, value).ok()?;
    }
    Some(head)
}

/// Headers for workerd.
pub(super) fn headers(headers: &HeaderMap) -> Result<Headers> {
    Ok(Headers(make_headers(&lines(headers.iter())?, None)?))
}

/// A response for workerd.
pub(super) fn written(answer: &Response<Vec<u8>>) -> Result<web_sys::Response> {
    let (status, all) = (answer.status().as_u16(), answer.headers());
    USUAL.with(|usual| {
        let copied = usual.as_ref().filter(|usual| usual.is_in(all));
        let is_copied = |name| copied.is_some_and(|copied| copied.here.contains_key(name));
        let said = lines(all.iter().filter(|(name, _)| !is_copied(*name)))?;
        response(status, &said, copied.map(|copied| &copied.there), answer.body()).map_err(Error::from)
    })
}

/// Headers as lines with a name and lines with its value by turns: neither can hold the end of one.
fn lines<'a>(headers: impl Iterator<Item = (&'a HeaderName, &'a HeaderValue)>) -> Result<String> {
    let mut lines = String::new();
    for (name, value) in headers {
        let value = value.to_str().map_err(|error| Error::RustError(error.to_string()))?;
        lines.extend([name.as_str(), "\n", value, "\n"]);
    }
    Ok(lines)
}
