//! HTTP to the outside.

use super::messages;
use super::sleep::sleep;
use crate::ports::{Fetch, FetchError, Fetched, Outgoing, PortFuture};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use http::{HeaderMap, HeaderName, HeaderValue};
use shared::time::Span;
use std::pin::pin;
use worker::js_sys::Uint8Array;
use worker::{Method, Request, RequestInit, RequestRedirect, Response};

/// How long another server may take.
const PATIENCE: Span = Span::seconds(4);

/// The most bytes of an answer.
const MOST_BYTES: usize = 1024 * 1024;

/// `fetch`.
pub(super) struct Network;

impl Fetch for Network {
    fn send(&self, request: Outgoing) -> PortFuture<'_, Result<Fetched, FetchError>> {
        Box::pin(async move {
            let exchange = pin!(exchange(request));
            let patience = pin!(sleep(PATIENCE));
            match select(exchange, patience).await {
                Either::Left((outcome, _)) => outcome,
                Either::Right(_) => Err(FetchError("no answer in time".into())),
            }
        })
    }
}

async fn exchange(outgoing: Outgoing) -> Result<Fetched, FetchError> {
    let failed = |error: worker::Error| FetchError(error.to_string());
    let mut init = RequestInit::new();
    let method = if outgoing.method == http::Method::POST { Method::Post } else { Method::Get };
    init.with_method(method).with_redirect(RequestRedirect::Manual);
    init.with_headers(messages::headers(&outgoing.headers).map_err(failed)?);
    if !outgoing.body.is_empty() {
        init.with_body(Some(Uint8Array::from(outgoing.body.as_slice()).into()));
    }
    let request = Request::new_with_init(&outgoing.url, &init).map_err(failed)?;
    let mut response = worker::Fetch::Request(request).send().await.map_err(failed)?;
    let (status, headers) = (response.status_code(), received(&response));
    Ok(Fetched { status, headers, body: body(&mut response).await? })
}

fn received(response: &Response) -> HeaderMap {
    let pair = |(name, value): (String, String)| {
        Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?))
    };
    response.headers().entries().filter_map(pair).collect()
}

async fn body(response: &mut Response) -> Result<Vec<u8>, FetchError> {
    let mut stream = response.stream().map_err(|error| FetchError(error.to_string()))?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.map_err(|error| FetchError(error.to_string()))?);
        if bytes.len() > MOST_BYTES {
            return Err(FetchError("the answer is too large".into()));
        }
    }
    Ok(bytes)
}
