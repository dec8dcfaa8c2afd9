//! The few answers of the sign-in pages. Security headers are the pipeline's; here is only what differs.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};

/// An answer to a browser that navigates.
pub(super) type Page = http::Response<Vec<u8>>;

/// An answer that no cache keeps.
pub(super) fn page(status: StatusCode, headers: Vec<(HeaderName, String)>, html: String) -> Page {
    let mut answer = Page::new(html.into_bytes());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !answer.body().is_empty() {
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    for (name, value) in headers {
        // Everything handed in is made of visible ASCII, so no header is ever left out.
        if let Ok(value) = HeaderValue::try_from(value) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

/// A page that goes on to a path of our own by itself, without script or style; where the reader's system is dark, it is.
///
/// It exists because of the session cookie: a `SameSite=Strict` cookie is not sent along a redirect that began at
/// another site, but it is with a navigation that this page, being of our own site, begins.
pub(super) fn continuation(path: &str) -> String {
    let path = escaped(path);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>Portico</title><meta http-equiv=\"refresh\" content=\"0;url={path}\"></head>\
         <body><a href=\"{path}\">Portico</a></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::{continuation, page};
    use http::{StatusCode, header};

    #[test]
    fn the_continuation_escapes_its_path_and_has_no_script() {
        let html = continuation("/w/x?a=1&b=\"><script>'");
        assert!(html.contains("content=\"0;url=/w/x?a=1&amp;b=&quot;&gt;&lt;script&gt;&#39;\""), "{html}");
        assert!(!html.contains("<script") && !html.contains("style"), "{html}");
    }

    #[test]
    fn an_answer_is_kept_by_no_cache_and_may_set_several_cookies() {
        let cookies = ["a=1", "b=2"].map(|cookie| (header::SET_COOKIE, cookie.to_owned()));
        let answer = page(StatusCode::OK, cookies.into(), String::new());
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers().get_all(header::SET_COOKIE).iter().count(), 2);
    }
}
